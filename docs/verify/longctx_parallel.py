"""把一条序列切到多卡：因果掩码的负载，两种通信量。 | One sequence over several GPUs: causal load balance, two kinds of traffic."""

import numpy as np

P = 8  # GPUs
CHUNKS = 2 * P  # any: balanced for any even number of pieces


# 1. Causal load in units of (chunk x chunk): chunk i sees i chunks whole and half of itself.
def load(i):
    return i + 0.5


pairs = [load(i) + load(CHUNKS - 1 - i) for i in range(P)]  # any: counting from 0; rank i: chunks i and 2P-1-i
assert len(set(pairs)) == 1
row = [load(2 * i) + load(2 * i + 1) for i in range(P)]  # contiguous
spread, slowest = row[-1] / row[0], max(row) / np.mean(row)

# 2. Traffic of one layer's forward on one GPU: Llama 3 8B at 1M tokens, BF16.
N, D, DKV, W = 1048576, 4096, 1024, 2
ring = (P - 1) / P * N * 2 * DKV * W  # all other K and V pass by (or are gathered)
ulysses = (P - 1) / P * N / P * (2 * D + 2 * DKV) * W  # Q, K, V out, O back
FLOPS, LINK = 312e12, 50e9  # A100 peak; an assumed 50 GB/s a GPU
layer = N * 2 * DKV * W  # K and V of one layer, gathered whole
compute = 4 * D * N * N / 2 / P / FLOPS
assert compute > 10 * ring / LINK  # long enough to hide the traffic behind

VALUES = {
    "spread": (spread, "x"),
    "slowest": (slowest, "x"),
    "ring_gb": (ring / 1e9, "GB"),
    "ulysses_gb": (ulysses / 1e9, "GB"),
    "layer_gb": (layer / 1e9, "GB"),
    "compute_s": (compute, "s"),
    "link": (LINK / 1e9, "GB/s"),
    "ring_ms": (ring / LINK * 1e3, "ms"),
}

if __name__ == "__main__":
    for name, (number, unit) in VALUES.items():
        print(f"{name:24} {number:.6g} {unit}")
