"""Transformer 与 RNN：顺序步数、梯度路径、计算量与缓存。 | Transformer and RNN: sequential steps, gradient paths, compute and cache."""

from math import ceil, log, log2

import numpy as np

# 1. Sequential steps, at the shape of Llama 3 8B trained on 8192 tokens: a step may start when all it reads is done.
LAYERS, LENGTH = 32, 8192


def steps(layers, length, reads):
    done = np.zeros(length, dtype=int)
    for _ in range(layers):
        done = reads(done)
    return int(done.max())


def recurrent(below):
    """Position t reads the layer below at t and this layer at t-1 (different layers overlap like a wavefront)."""
    out, last = [], 0
    for b in below:
        last = 1 + max(int(b), last)
        out.append(last)
    return np.array(out)


rnn_steps = steps(LAYERS, LENGTH, recurrent)
transformer_steps = steps(LAYERS, LENGTH, lambda below: 1 + np.maximum.accumulate(below))  # causal: reads all t' <= t
assert rnn_steps == LENGTH + LAYERS - 1 and transformer_steps == LAYERS

# 2. A linear recurrence h = a h + b needs no loop: pairs (a, b) compose associatively, so log2(n) rounds of doubling do it.
rng = np.random.default_rng(0)
a, b = rng.uniform(0.8, 1, 256), rng.standard_normal(256)  # any: a sample
h, loop = 0.0, []
for t in range(len(a)):
    h = a[t] * h + b[t]
    loop.append(h)
A, B, rounds = a.copy(), b.copy(), 0
while 2**rounds < len(a):
    k = 2**rounds
    A, B = np.r_[A[:k], A[k:] * A[:-k]], np.r_[B[:k], A[k:] * B[:-k] + B[k:]]
    rounds += 1
assert np.allclose(B, loop) and rounds == log2(len(a))
scan_rounds = ceil(log2(LENGTH))

# 3. Gradient along the cell of an LSTM, gates treated as constants: the product of the forget gates.
keep_90, keep_99 = 0.9**100, 0.99**100
half_90, half_99 = log(0.5) / log(0.9), log(0.5) / log(0.99)
uniform = 1 / LENGTH  # attention: one step, but uniform weights dilute it

# 4. FLOPs per layer of width d for n tokens, two per multiply-add. LSTM: four gates, 8 d² weights.
#    Self-attention: 4 d² weights, and n x n scores and weighted sums without a mask.


def lstm_flops(n, d):
    return 2 * n * 8 * d**2


def attention_flops(n, d):
    return 2 * n * 4 * d**2 + 2 * 2 * n * n * d


def attention_projections(n, d):
    return 2 * n * 4 * d**2


def ffn_flops(n, d):
    return 2 * n * 8 * d**2


for width in (512, 4096):
    assert lstm_flops(2 * width, width) == attention_flops(2 * width, width)  # equal at n = 2 d
    n = 4 * width  # a causal kernel that skips half the scores: equal at n = 4 d
    assert lstm_flops(n, width) == (attention_flops(n, width) + attention_projections(n, width)) / 2
    assert attention_projections(1, width) + ffn_flops(1, width) == 1.5 * lstm_flops(1, width)  # a whole layer: more at any n
cross_512, cross_4096 = 2 * 512, 2 * 4096

# 5. FLOPs per byte of weights read (16-bit): a recurrent step reuses them for the batch only, a Transformer for every token.
BATCH = 32
rnn_intensity, transformer_intensity = 2 * BATCH / 2, 2 * BATCH * LENGTH / 2
WIDTH = 4096  # with activations: X (M x d) and W (d x d) are read, XW is written
M = BATCH * LENGTH
matmul_intensity = 2 * M * WIDTH**2 / (2 * (2 * M * WIDTH + WIDTH**2))
knee = 312e12 / 2.039e12  # A100 80GB SXM
assert rnn_intensity < knee < matmul_intensity < transformer_intensity

# 6. Bytes carried from step to step (BF16). Llama 3 8B: 8 KV heads of 128, 32 layers. LSTM of the same width and depth: h and c.
KIB, GIB = 2**10, 2**30
token = 2 * LAYERS * 8 * 128 * 2
state = 2 * LAYERS * 4096 * 2
LONG = 131_072
#    Qwen3-Next 80B-A3B: 48 layers, every fourth full attention with 2 KV heads of 256; the others keep 32 states of 128 x 128.
full, linear = 48 // 4, 48 - 48 // 4
linear_state, full_token = 32 * 128 * 128, 2 * 2 * 256
hybrid_cache = full * full_token * 2 * LONG
all_full_cache = 48 * full_token * 2 * LONG

# 7. Table 2 of the Transformer paper, English to German.
flops_ratio = 2.3e19 / 3.3e18
bleu_gain = 27.3 - 24.6

VALUES = {
    "length": (LENGTH, "tokens"),
    "rnn_steps": (rnn_steps, "steps"),
    "transformer_steps": (transformer_steps, "steps"),
    "scan_rounds": (scan_rounds, ""),
    "keep_90": (keep_90, ""),
    "keep_99": (keep_99, ""),
    "half_90": (half_90, "steps"),
    "half_99": (half_99, "steps"),
    "uniform": (uniform, ""),
    "cross_512": (cross_512, ""),
    "cross_4096": (cross_4096, ""),
    "rnn_intensity": (rnn_intensity, ""),
    "transformer_intensity": (transformer_intensity, ""),
    "matmul_intensity": (matmul_intensity, ""),
    "knee": (knee, ""),
    "token_kib": (token / KIB, "KiB"),
    "state_kib": (state / KIB, "KiB"),
    "state_tokens": (state / token, "tokens"),
    "cache_8k_gib": (token * LENGTH / GIB, "GiB"),
    "cache_128k_gib": (token * LONG / GIB, "GiB"),
    "linear_tokens": (linear_state / full_token, "tokens"),
    "linear_layers": (linear, ""),
    "full_layers": (full, ""),
    "hybrid_gib": (hybrid_cache / GIB, "GiB"),
    "all_full_gib": (all_full_cache / GIB, "GiB"),
    "state_all_mib": (linear * linear_state * 2 / 2**20, "MiB"),
    "flops_ratio": (flops_ratio, "x"),
    "bleu_gain": (bleu_gain, ""),
}

if __name__ == "__main__":
    for name, (number, unit) in VALUES.items():
        print(f"{name:24} {number:.8g} {unit}")
