"""FSDP 与 ZeRO-3：集合通信次数、跨机流量、每参数字节。 | FSDP and ZeRO-3: collectives, traffic across nodes, bytes."""

# Collectives of one step with FSDP2, counted by CommDebugMode (PyTorch 2.15.0, fake process group, 8 ranks, 2026-11-21):
# four blocks and the root, each passed to fully_shard; (all-gather, reduce-scatter, all-reduce).
counted = {
    "default": (9, 5),
    "keep": (5, 5),  # reshard_after_forward=False
    "int": (9, 5),  # reshard_after_forward=4
    "hsdp": (9, 5, 5),  # 2 x 4 mesh
    "default, 8 micro-batches": (72, 40),
    "keep, 8 micro-batches": (40, 40),
    "default, 8 micro-batches, sync on the last": (72, 5),
    "hsdp, 8 micro-batches, all-reduce on the last": (72, 40, 5),
}


def collectives(blocks: int, keep: bool = False, micro: int = 1) -> tuple[int, int]:
    """All-gathers and reduce-scatters: each block twice unless kept, the root once (it is not resharded)."""
    return micro * (blocks * (1 if keep else 2) + 1), micro * (blocks + 1)


assert collectives(4) == counted["default"] == counted["int"] == counted["hsdp"][:2]
assert collectives(4, keep=True) == counted["keep"]
assert collectives(4, micro=8) == counted["default, 8 micro-batches"]
assert collectives(4, keep=True, micro=8) == counted["keep, 8 micro-batches"]
assert counted["default, 8 micro-batches, sync on the last"] == (collectives(4, micro=8)[0], collectives(4)[1])
assert counted["hsdp"][2] == collectives(4)[1]
assert counted["hsdp, 8 micro-batches, all-reduce on the last"] == (*collectives(4, micro=8), counted["hsdp"][2])

# Llama-3.1-8B: layers, width, FFN width, key/value width, vocabulary
L, H, F, KV, V = 32, 4096, 14336, 1024, 128256
PSI = L * (2 * H * H + 2 * H * KV + 3 * H * F) + 2 * V * H + (2 * L + 1) * H
assert PSI == 8_030_261_248
gathers, scatters = collectives(L)

# 8 nodes of 8 GPUs; bytes over each link of a ring: (n-1)/n of the message for each all-gather or reduce-scatter.
# A ring over all GPUs, laid out node by node, leaves each node over one link, so a node sends out what one GPU sends.
NODE, NODES = 8, 8
N = NODE * NODES
GB = 1e9
size = 2 * PSI / GB  # all parameters, or all gradients, in 16 bits


def ring(n: int) -> float:
    return (n - 1) / n


wide = ring(N) * size  # one collective over all GPUs
near = ring(NODE) * size  # one inside a node
full_wide = 3 * wide
keep_wide = 2 * wide
int_wide, int_near = 2 * wide, near
hsdp_near = 3 * near
hsdp_wide = NODE * 2 * ring(NODES) * size / NODE  # all-reduces of gradient shards: NODE rings leave each node
assert hsdp_wide < int_wide < 1.2 * hsdp_wide  # with one micro-batch hpZ and HSDP send about as much between nodes
MICRO = 8  # full sharding gathers and reduces for each micro-batch, HSDP can all-reduce on the last one only

fp32_reduce = 2 * wide + 2 * wide  # two 16-bit gathers and a 32-bit reduce-scatter

# Bytes per parameter before sharding
deepspeed = 2 + 2 + 4 + 4 + 4  # 16-bit weight and gradient; 32-bit master, two moments
fsdp = 4 + 4 + 4 + 4  # 32-bit weight and gradient shards, two moments: no second copy of the weights
pure = 2 + 2 + 2 + 2  # FSDP of a model loaded in BF16 without a policy: the optimizer steps in BF16
assert deepspeed == fsdp == 2 * pure

# A 1-D bucket of unequal matrices cut in two (in units of rows of equal length): the cut falls inside the second one.
rows = (4, 6, 2)  # any: an example
cut = sum(rows) / 2
assert rows[0] < cut < rows[0] + rows[1]

# DeepSpeed ZeRO-3 defaults: elements that may stay gathered, and the reuse distance within which nothing is released.
LIVE = 1_000_000_000
assert PSI > 8 * LIVE

VALUES = {
    "ag_default": (counted["default"][0], ""),
    "rs_default": (counted["default"][1], ""),
    "ag_keep": (counted["keep"][0], ""),  # any: as many reduce-scatters
    "ar_hsdp": (counted["hsdp"][2], ""),
    "ag_micro": (counted["default, 8 micro-batches"][0], ""),
    "ag_keep_micro": (counted["keep, 8 micro-batches"][0], ""),  # any: as many reduce-scatters
    "rs_micro": (counted["default, 8 micro-batches"][1], ""),
    "rs_nosync": (counted["default, 8 micro-batches, sync on the last"][1], ""),
    "gathers": (gathers, ""),
    "scatters": (scatters, ""),
    "params": (PSI, ""),
    "gpus": (N, ""),
    "full_wide_gb": (full_wide, "GB"),
    "keep_wide_gb": (keep_wide, "GB"),
    "int_wide_gb": (int_wide, "GB"),
    "int_near_gb": (int_near, "GB"),
    "hsdp_wide_gb": (hsdp_wide, "GB"),
    "hsdp_near_gb": (hsdp_near, "GB"),
    "hsdp_less": (MICRO * full_wide / hsdp_wide, "x"),
    "hsdp_less_one": (full_wide / hsdp_wide, "x"),
    "micro": (MICRO, ""),
    "fp32_reduce_gb": (fp32_reduce, "GB"),
    "full_states_gb": (deepspeed * PSI / N / GB, "GB"),
    "hsdp_states_gb": (deepspeed * PSI / NODE / GB, "GB"),
    "held_gb": (size, "GB"),
    "secondary_gb": (size / NODE, "GB"),
    "per_param": (deepspeed, "bytes"),
    "pure": (pure, "bytes"),
    "live": (LIVE, ""),
}

if __name__ == "__main__":
    for name, (number, unit) in VALUES.items():
        print(f"{name:24} {number:.6g} {unit}")
