"""训练显存随时间：Llama-3.1-8B 的一步。 | Training memory over time: one step of Llama-3.1-8B."""

# Llama-3.1-8B: layers, width, FFN width, query heads, key/value width, vocabulary; one sequence of S tokens per GPU, N GPUs
L, H, F, A, KV, V, S, N = 32, 4096, 14336, 32, 1024, 128256, 8192, 8
GB = 1e9
LAYER = 2 * H * H + 2 * H * KV + 3 * H * F + 2 * H  # parameters of one layer
HEAD = V * H
PSI = L * LAYER + 2 * HEAD + H

# Bytes one layer keeps for one token (BF16, fused attention): two RMSNorms, Q K V, attention output, log-sum-exp, FFN
parts = {
    "norm": 2 * (8 * H + 4),
    "qkv": 2 * (H + 2 * KV),
    "attention": 2 * H + 4 * A,
    "ffn": 4 * 2 * F,
}
KEPT = sum(parts.values())
NORM = 8 * H  # final norm
LOGITS = 12 * V  # FP32 log-softmax, its gradient, the gradient of the FP32 logits
CHUNK = 512  # tokens of one block of a chunked loss


def step(stage: int, n: int, recompute: bool, chunked: bool = False, held: bool = False, opt: float = 12.0):
    """Moments of one step as (name, {part: GB}); held: gradients of earlier micro-batches are still there."""
    param = 2 * PSI / (n if stage == 3 else 1)
    # stage 3 also holds what is gathered: embedding and head (the root group), this layer and the next
    param += 2 * (2 * HEAD + 2 * LAYER) if stage == 3 else 0
    state = opt * PSI / (n if stage >= 1 else 1)
    shard = n if stage >= 2 else 1
    old = 2 * PSI / shard if held else 0.0

    def moment(name, act, logits, grad):
        full = {"param": param, "opt": state, "act": act, "logits": logits, "grad": grad}
        return name, {k: v / GB for k, v in full.items()}

    per_layer = (2 * H if recompute else KEPT) * S
    act = L * per_layer + NORM * S
    loss_tokens = CHUNK if chunked else S
    yield moment("start", 0.0, 0.0, old)
    yield moment("loss", act, LOGITS * loss_tokens, old)
    done = HEAD  # parameters whose gradient exists
    for i in range(L):
        act = (L - i) * per_layer + (KEPT * S if recompute else 0)
        # a stage that shards gradients still holds the whole gradient of the layer at hand
        grad = old if held else 2 * done / shard
        grad += 2 * LAYER if stage >= 2 else 0
        yield moment(f"layer {L - i}", act, 0.0, grad)
        done += LAYER
    yield moment("end", 0.0, 0.0, 2 * PSI / shard)


def total(parts):
    return sum(parts.values())


def peak(*args, **kwargs):
    return max((total(p), name) for name, p in step(*args, **kwargs))


# Tracked: the same model in PyTorch 2.15.0 under FakeTensorMode with MemTracker (2026-11-21), one GPU, before the first
# optimizer step. 81.65 GB without recomputation at the loss; 33.00 GB with it, at the end of the backward pass.
TRACKED, TRACKED_RC = 81.653, 33.003
plain, where = peak(0, 1, False, opt=0.0)  # any: one GPU, which no stage changes
assert where == "loss" and abs(plain / TRACKED - 1) < 0.005
again, where = peak(0, 1, True, opt=0.0)  # any: the same
assert where == "layer 1" and abs(again / TRACKED_RC - 1) < 0.025

z1, z2, z3 = (dict(step(s, N, True)) for s in (1, 2, 3))
peaks = {}
for s in (1, 2, 3):
    peaks[s, "plain"] = peak(s, N, False)
    peaks[s, "rc"] = peak(s, N, True)
    peaks[s, "chunk"] = peak(s, N, True, chunked=True)
    peaks[s, "held"] = peak(s, N, True, held=True)
assert peaks[1, "rc"][1] == "layer 1" and peaks[2, "rc"][1] == peaks[3, "rc"][1] == "loss"
assert all(peaks[s, "plain"][1] == "loss" for s in (1, 2, 3))

# The static ledger adds everything up: states of ZeRO-1, checkpoints and one layer, logits.
static = (4 * PSI + 12 * PSI / N + (2 * H * L + KEPT + NORM + LOGITS) * S) / GB

# Adam's temporaries, tracked in the same run (BF16 moments): one tensor at a time 66.344 GB, foreach 80.303 GB.
bf16_states = (2 + 2 + 4) * PSI / GB
loop = bf16_states + 2 * 2 * HEAD / GB  # two temporaries as large as the largest tensor
foreach = bf16_states + 2 * PSI / GB  # one temporary copy of all parameters
assert abs(loop - 66.344) < 0.001 and abs(foreach - 80.303) < 0.001

# The same temporary on FP32 shards, at the optimizer step of ZeRO-1: a third summit.
shard_copy = 4 * PSI / N / GB
step_foreach = total(z1["end"]) + shard_copy
step2_foreach = total(z2["end"]) + shard_copy
assert step_foreach > peaks[1, "rc"][0] and peaks[2, "chunk"][0] < step2_foreach < peaks[2, "rc"][0]
assert total(z3["end"]) + shard_copy < peaks[3, "rc"][0]

# Tensor parallelism (Korthikanti et al., Table 2): the GPT layer in units of s·b·h without the square term
T = 8
tp, tp_sp = 10 + 24 / T, 34 / T

VALUES = {
    "params": (PSI, ""),
    "per_param": (2 + 2 + 12, "bytes"),
    "gpus": (N, ""),
    "weights_gb": (2 * PSI / GB, "GB"),
    "optimizer_gb": (12 * PSI / GB, "GB"),
    "states_gb": (16 * PSI / GB, "GB"),
    "kept_mb": (KEPT * L / 1e6, "MB"),
    "norm_bytes": (parts["norm"], "bytes"),
    "qkv_bytes": (parts["qkv"], "bytes"),
    "attention_bytes": (parts["attention"], "bytes"),
    "ffn_bytes": (parts["ffn"], "bytes"),
    "qkv_share": (100 * parts["qkv"] / KEPT, "%"),
    "attention_share": (100 * parts["attention"] / KEPT, "%"),
    "token_gb": ((KEPT * L + LOGITS) * S / GB, "GB"),
    "ffn_share": (100 * parts["ffn"] / KEPT, "%"),
    "norm_share": (100 * parts["norm"] / KEPT, "%"),
    "act_plain_gb": (KEPT * L * S / GB, "GB"),
    "checkpoints_gb": (2 * H * L * S / GB, "GB"),
    "one_layer_gb": (KEPT * S / GB, "GB"),
    "logits_gb": (LOGITS * S / GB, "GB"),
    "logits_bytes": (LOGITS / V, "bytes"),
    "logits_chunk_gb": (LOGITS * CHUNK / GB, "GB"),
    "chunk": (CHUNK, ""),
    "seq": (S, "tokens"),
    "zero1_gb": ((4 * PSI + 12 * PSI / N) / GB, "GB"),
    "zero2_gb": ((2 * PSI + 14 * PSI / N) / GB, "GB"),
    "zero3_gb": (16 * PSI / N / GB, "GB"),
    "static_gb": (static, "GB"),
    "start1_gb": (total(z1["start"]), "GB"),
    "loss1_gb": (total(z1["loss"]), "GB"),
    "last1_gb": (total(z1["layer 1"]), "GB"),
    "end1_gb": (total(z1["end"]), "GB"),
    "loss2_gb": (total(z2["loss"]), "GB"),
    "last2_gb": (total(z2["layer 1"]), "GB"),
    "saved_static_gb": ((2 * PSI - 2 * PSI / N) / GB, "GB"),
    "saved_peak_gb": (peaks[1, "rc"][0] - peaks[2, "rc"][0], "GB"),
    "model_plain_gb": (plain, "GB"),
    "model_rc_gb": (again, "GB"),
    "tracked_plain_gb": (TRACKED, "GB"),
    "tracked_rc_gb": (TRACKED_RC, "GB"),
    "gathered3_gb": (2 * (2 * HEAD + 2 * LAYER) / GB, "GB"),
    "loop_extra_gb": (loop - bf16_states, "GB"),
    "foreach_extra_gb": (foreach - bf16_states, "GB"),
    "shard_copy_gb": (shard_copy, "GB"),
    "step1_foreach_gb": (step_foreach, "GB"),
    "step2_foreach_gb": (step2_foreach, "GB"),
    "chunk2_less_gb": (peaks[2, "rc"][0] - peaks[2, "chunk"][0], "GB"),
    "tp": (tp, ""),
    "tp_sp": (tp_sp, ""),
    **{f"peak{s}_{k}_gb": (peaks[s, k][0], "GB") for s in (1, 2, 3) for k in ("plain", "rc", "chunk", "held")},
}

if __name__ == "__main__":
    for name, (number, unit) in VALUES.items():
        print(f"{name:24} {number:.6g} {unit}")
