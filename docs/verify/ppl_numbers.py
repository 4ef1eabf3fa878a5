"""交叉熵、困惑度、平均方式、滑窗上下文。 | Cross-entropy, perplexity, ways of averaging, context under sliding windows."""

from math import e, exp, log, log2, prod

# 1. Four real tokens with the probabilities the model gave them.
P = (0.5, 0.25, 0.8, 0.01)
nats = [-log(x) for x in P]
bits = [-log2(x) for x in P]
ce, ce_bits = sum(nats) / len(P), sum(bits) / len(P)
ppl = exp(ce)
assert abs(2**ce_bits - ppl) < 1e-12  # the base cancels
assert abs(prod(P) ** (-1 / len(P)) - ppl) < 1e-12  # inverse geometric mean
share = 100 * nats[3] / sum(nats)
mixed_base = 2**ce  # nats put under a 2: too small
assert mixed_base < 0.6 * ppl

# 2. From loss to perplexity.
V = 128256  # Llama 3
E = 1.69  # Chinchilla's fitted constant
LOSSES = (3.0, 2.0)
uniform, uniform_bits = log(V), log2(V)
SMALL = 0.01
small_gain = 100 * (1 - exp(-SMALL))

# 3. Two texts: (tokens, mean loss).
A, B = (900, 2.0), (100, 5.0)
pooled_ce = (A[0] * A[1] + B[0] * B[1]) / (A[0] + B[0])
pooled = exp(pooled_ce)
mean_ppl = (exp(A[1]) + exp(B[1])) / 2
exp_mean = exp((A[1] + B[1]) / 2)
assert pooled < exp_mean < mean_ppl

# 4. Per-token and per-word perplexity of the same log-likelihood.
TOKEN_PPL, TOKENS_PER_WORD = 10.0, 1.3
word_ppl = TOKEN_PPL**TOKENS_PER_WORD

# 5. Context of the scored tokens: window 1024, no overlap or stride 512.
WINDOW, STRIDE = 1024, 512
disjoint = sum(range(1, WINDOW)) / (WINDOW - 1)
sliding = sum(range(WINDOW - STRIDE, WINDOW)) / STRIDE
work = WINDOW / STRIDE

# 6. One token in a hundred needs the far context; its loss goes from 1 to 6.
KEY, WORSE = 0.01, 5.0
rise = 100 * (exp(KEY * WORSE) - 1)

VALUES = {
    "n0": (nats[0], ""), "n1": (nats[1], ""), "n2": (nats[2], ""), "n3": (nats[3], ""),
    "b0": (bits[0], ""), "b1": (bits[1], ""), "b2": (bits[2], ""), "b3": (bits[3], ""),
    "ce": (ce, ""), "ce_bits": (ce_bits, ""), "ppl": (ppl, ""), "share": (share, "%"), "mixed_base": (mixed_base, ""),
    "uniform": (uniform, ""), "uniform_bits": (uniform_bits, ""), "uniform_ppl": (exp(uniform), ""),
    "three_bits": (LOSSES[0] * log2(e), ""), "three_ppl": (exp(LOSSES[0]), ""),
    "two_bits": (LOSSES[1] * log2(e), ""), "two_ppl": (exp(LOSSES[1]), ""),
    "floor_bits": (E * log2(e), ""), "floor_ppl": (exp(E), ""), "small_gain": (small_gain, "%"),
    "pooled_ce": (pooled_ce, ""), "pooled": (pooled, ""), "mean_ppl": (mean_ppl, ""), "exp_mean": (exp_mean, ""),
    "word_ppl": (word_ppl, ""), "disjoint": (disjoint, "tokens"), "sliding": (sliding, "tokens"),
    "work": (work, "x"), "rise": (rise, "%"),
}

if __name__ == "__main__":
    for name, (number, unit) in VALUES.items():
        print(f"{name:16} {number:.6g} {unit}")
