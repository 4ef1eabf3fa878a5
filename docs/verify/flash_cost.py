"""FlashAttention 的账：显存、读写、运算、下限时间。 | FlashAttention's bill: memory, traffic, operations, lower bounds on time."""

GIB, MIB = 2**30, 2**20
# Llama 3 8B: query heads, KV heads, head width; BF16
HEADS, KV, D, W = 32, 8, 128, 2
N, LONG = 8192, 131072
PEAK, BAND = 312e12, 2039e9  # A100 80GB: 16-bit FLOP/s, bytes/s
ROWS = 128  # rows of a query tile

# 1. Memory: one N x N matrix for all heads against one FP32 number a row.
matrix, matrix_long = HEADS * N * N * W, HEADS * LONG * LONG * W
stats, stats_long = HEADS * N * 4, HEADS * LONG * 4

# 2. Forward of one layer without a mask: two matmuls of 2 N^2 d each.
flops = 4 * N * N * D * HEADS
tensors = N * D * W * (2 * HEADS + 2 * KV)  # Q, O, K, V once
plain = 4 * matrix + tensors  # S written, read; P written, read
# Tiled, no cache hit at all: every query tile of every head reads all of K and V.
worst = N // ROWS * HEADS * 2 * N * D * W + N * D * W * 2 * HEADS
assert worst > 10 * tensors  # traffic doesn't fall to one pass over Q, K, V, O unless caches help
compute = flops / PEAK * 1e3
plain_ms = plain / BAND * 1e3
worst_ms = worst / BAND * 1e3
assert plain_ms > compute  # bandwidth-bound
knee = PEAK / BAND

# 3. Matmuls of N^2 d: forward 2, backward 4; the recomputation of S adds one.
more_matmuls = 100 * (7 / 6 - 1)
# The paper's measurement (Fig. 2): GFLOPs, GB, ms
assert 75.2 > 66.6  # more operations, not fewer
more_flops = 100 * (75.2 / 66.6 - 1)

# 4. Causal mask: tiles on or below the diagonal.
tiles = N // ROWS
causal = 100 * (tiles + 1) / (2 * tiles)

VALUES = {
    "matrix_gib": (matrix / GIB, "GiB"),
    "matrix_long_gib": (matrix_long / GIB, "GiB"),
    "stats_mib": (stats / MIB, "MiB"),
    "stats_long_mib": (stats_long / MIB, "MiB"),
    "tflops": (flops / 1e12, ""),
    "plain_gb": (plain / 1e9, "GB"),
    "tensors_gb": (tensors / 1e9, "GB"),
    "worst_gb": (worst / 1e9, "GB"),
    "plain_intensity": (flops / plain, ""),
    "knee": (knee, ""),
    "compute_ms": (compute, "ms"),
    "plain_ms": (plain_ms, "ms"),
    "worst_ms": (max(compute, worst_ms), "ms"),
    "more_matmuls": (more_matmuls, "%"),
    "more_flops": (more_flops, "%"),
    "less_traffic": (40.3 / 4.4, "x"),
    "faster": (41.7 / 7.3, "x"),
    "causal": (causal, "%"),
}

if __name__ == "__main__":
    for name, (number, unit) in VALUES.items():
        print(f"{name:24} {number:.6g} {unit}")
