"""自注意力的复杂度：Llama 3 8B 一层的计算量、分数矩阵与 A100 上的时间下限。 | Self-attention costs: FLOPs of a layer of Llama 3 8B, its score matrices, lower bounds on time on an A100."""

import numpy as np

D, H, DH, KV, F = 4096, 32, 128, 8, 14_336  # Llama 3 8B
FLOPS, BANDWIDTH = 312e12, 2039e9  # A100 80GB: BF16 peak, HBM
assert D == H * DH

# 1. FLOPs per token in a layer: projections, FFN, and the core (scores and weighted sum).
proj = 2 * (2 * D * D + 2 * D * KV * DH)
ffn = 2 * 3 * D * F
linear = proj + ffn
core = lambda n: 4 * n * D  # every one of n positions  # noqa: E731
causal = lambda n: core(n) / 2  # half of the matrix  # noqa: E731
share = lambda n: 100 * causal(n) / (linear + causal(n))  # noqa: E731
cross_proj, cross_all = proj / (4 * D), linear / (4 * D)
SHARES = {f"share_{k}k": share(k * 1024) for k in (1, 8, 32, 128, 1024)}
prefill = lambda n: n * (linear + causal(n))  # per layer  # noqa: E731
growth = prefill(131_072) / prefill(8192)
double = lambda n: prefill(2 * n) / prefill(n)  # noqa: E731
assert growth < (131_072 / 8192) ** 2  # 16 times as long, but far from 256 times the work

# 2. Bytes. One layer's scores (32 heads, BF16), its q, k, v, o, and what a fused kernel keeps: one FP32 number per row and head.
scores = lambda n: H * n * n * 2  # noqa: E731
qkvo = lambda n: n * (2 * D + 2 * KV * DH) * 2  # noqa: E731
stats = lambda n: H * n * 4  # noqa: E731

# 3. Lower bounds on time, 8192 tokens, one layer, full matrix. Unfused: write S, read S, write P, read P.
N = 8192
linear_ms = 1e3 * linear * N / FLOPS
core_ms = 1e3 * core(N) * N / FLOPS
traffic = 4 * scores(N)
traffic_ms = 1e3 * traffic / BANDWIDTH
qkvo_ms = 1e3 * qkvo(N) / BANDWIDTH
intensity = core(N) * N / traffic
assert intensity == DH / 2  # whatever the length
knee = FLOPS / BANDWIDTH

# 4. Decoding, one step, one layer: 4 n D FLOPs over n (K and V of 8 heads, BF16).
decode = 4 * N * D / (N * 2 * KV * DH * 2)
assert decode == H / KV

# 5. The same softmax in blocks: a running maximum, a running sum and a rescaled output.
rng = np.random.default_rng(0)  # any
q, k, v = rng.standard_normal((3, 96, 16))  # any: sizes
s = q @ k.T / 4  # any: scale
e = np.exp(s - s.max(1, keepdims=True))
exact = e @ v / e.sum(1, keepdims=True)
m, total, out = np.full((96, 1), -np.inf), np.zeros((96, 1)), np.zeros((96, 16))
for j in range(0, 96, 32):  # any: block
    b = q @ k[j : j + 32].T / 4
    new = np.maximum(m, b.max(1, keepdims=True))
    w = np.exp(b - new)
    out = out * np.exp(m - new) + w @ v[j : j + 32]
    total = total * np.exp(m - new) + w.sum(1, keepdims=True)
    m = new
assert np.allclose(out / total, exact)
# Linear attention: without the softmax the brackets may move, and the n x n matrix is never needed.
phi = np.maximum(q, 0), np.maximum(k, 0)  # any: feature map
assert np.allclose((phi[0] @ phi[1].T) @ v, phi[0] @ (phi[1].T @ v))

# 6. FlashAttention's own measurement (GPT-2 medium, forward and backward, A100), and d^2 / M for d = 64, 100 KB of 16-bit numbers.
less_traffic, faster, more_flops = 40.3 / 4.4, 41.7 / 7.3, 100 * (75.2 / 66.6 - 1)
SRAM = 100_000  # bytes on chip, the paper's "around 100KB"
d2_over_m = 100 * 64**2 / (SRAM / 2)

# 7. Gemma 3's pattern: five layers with a window of 1024 for each full one, at 131,072 tokens (causal: half on average).
window = 100 * (5 * 1024 + 131_072 / 2) / (6 * 131_072 / 2)

VALUES = {
    "proj": (proj, "FLOPs"),
    "ffn": (ffn, "FLOPs"),
    "core_8k": (causal(8192), "FLOPs"),
    "cross_proj": (cross_proj, "tokens"),
    "cross_all": (cross_all, "tokens"),
    "cross_causal": (2 * cross_all, "tokens"),
    **{name: (value, "%") for name, value in SHARES.items()},
    "growth": (growth, "x"),
    "double_4k": (double(4096), "x"),
    "double_128k": (double(131_072), "x"),
    "scores_1k_mib": (scores(1024) / 2**20, "MiB"),
    "scores_8k_gib": (scores(8192) / 2**30, "GiB"),
    "scores_128k_tib": (scores(131_072) / 2**40, "TiB"),
    "qkvo_1k_mib": (qkvo(1024) / 2**20, "MiB"),
    "qkvo_8k_mib": (qkvo(8192) / 2**20, "MiB"),
    "qkvo_128k_gib": (qkvo(131_072) / 2**30, "GiB"),
    "stats_1k_mib": (stats(1024) / 2**20, "MiB"),
    "stats_8k_mib": (stats(8192) / 2**20, "MiB"),
    "stats_128k_mib": (stats(131_072) / 2**20, "MiB"),
    "length": (N, "tokens"),
    "linear_ms": (linear_ms, "ms"),
    "core_ms": (core_ms, "ms"),
    "traffic_gb": (traffic / 1e9, "GB"),
    "traffic_ms": (traffic_ms, "ms"),
    "qkvo_ms": (qkvo_ms, "ms"),
    "intensity": (intensity, ""),
    "knee": (knee, ""),
    "decode": (decode, ""),
    "less_traffic": (less_traffic, "x"),
    "faster": (faster, "x"),
    "more_flops": (more_flops, "%"),
    "sram_kb": (SRAM / 1e3, "KB"),
    "d2_over_m": (d2_over_m, "%"),
    "window": (window, "%"),
}
if __name__ == "__main__":
    for name, (number, unit) in VALUES.items():
        print(f"{name:16} {number:.6g} {unit}")
