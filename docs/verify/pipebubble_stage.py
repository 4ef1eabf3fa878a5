"""GPT-3 175B 切 8 段：每段的激活、边界通信；输出头抵几层。 | GPT-3 175B in 8 stages: activations, boundary traffic; how many layers an output head is worth."""

# Shape: Table 2.1 of the GPT-3 paper. TP 8 × PP 8, one sequence per micro-batch: our assumption.
PARAMS, L, H, S = 175e9, 96, 12288, 2048
T, P, M = 8, 8, 64
ACHIEVED, IB = 148e12, 25e9  # FLOP/s per A100, as in Megatron's 145.6B run; bytes/s per GPU, 200 Gbit/s

states = 16 * PARAMS / (T * P) / 1e9
one = 34 * S * H / T / 1e9  # one layer, one micro-batch: sequence parallelism, attention scores recomputed
stage = one * L / P
hold = {d: (P - d) * stage for d in range(P)}
assert abs(hold[0] - L * one) < 1e-9  # all L layers once, whatever p is

boundary = S * H * 2  # bytes, one direction
forward = 2 * PARAMS / (T * P) * S / ACHIEVED  # seconds for one micro-batch in one stage
send = boundary / IB
assert send < 0.1 * forward


def layer(h: int, ffn: int, kv: int, head: int = 128) -> int:
    return 2 * h * h + 2 * h * kv * head + 3 * h * ffn  # Q and O, K and V, gated FFN


V = 128_000  # Table 3 of the Llama 3 report
big = V * 16384 / layer(16384, 53248, 8)
small = V * 4096 / layer(4096, 14336, 8)

# Llama 3 405B, Table 4: 16 stages; 16 sequences per data-parallel rank on 16,384 GPUs, 32 on 8,192.
# With a layer taken off each end the outermost chunks hold no layer, so a chunk is one layer (§3.3.2); 126 layers in all.
PP, LAYERS = 16, 126
chunks = (LAYERS + 2) / PP
assert chunks == int(chunks)


def llama(m: int, v: int) -> float:
    return 100 * (PP - 1) / v / (m + (PP - 1) / v)


VALUES = {
    "states_gb": (states, "GB"),
    "layer_mb": (1000 * one, "MB"),
    "stage_layers": (L / P, "layers"),
    "stage_gb": (stage, "GB"),
    "first_gb": (hold[0], "GB"),
    "gpipe_gb": (M * stage, "GB"),
    "micro": (M, ""),
    "inter2_gb": (hold[0] * (1 + (P - 1) / (P * 2)), "GB"),
    "inter12_gb": (hold[0] * (1 + (P - 1) / (P * 12)), "GB"),
    "boundary_mb": (boundary / 1e6, "MB"),
    "chunk_mb": (boundary / T / 1e6, "MB"),
    "forward_ms": (1000 * forward, "ms"),
    "send_ms": (1000 * send, "ms"),
    "chunk_ms": (1000 * send / T, "ms"),
    "big_head": (big, ""),
    "small_head": (small, ""),
    "big_slow": (100 * big / 8, "%"),
    "small_slow": (100 * small / 8, "%"),
    "llama_flat": (llama(16, 1), "%"),
    "llama_chunks": (chunks, ""),
    "llama_v8": (llama(16, chunks), "%"),
    "llama_v8_32": (llama(32, chunks), "%"),
}

if __name__ == "__main__":
    for name, (number, unit) in VALUES.items():
        print(f"{name:16} {number:.6g} {unit}")
