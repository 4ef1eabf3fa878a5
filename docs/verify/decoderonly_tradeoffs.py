"""Decoder-only 与编码器-解码器：训练信号、缓存、计算量与秩。 | Decoder-only against encoder-decoder: training signal, caching, compute and rank."""

from math import lgamma

import numpy as np

# 1. Training signal: T5's span filling reads 512 encoder tokens and predicts 114; next-token prediction scores every position.
SPAN_IN, SPAN_OUT = 512, 114
span_positions = SPAN_IN + SPAN_OUT
span_share = 100 * SPAN_OUT / span_positions

# 2. Chat: each turn adds a question and an answer. With a causal mask every token is processed once;
#    if the history is the encoder's (or a bidirectional prefix's) input, it is processed again each turn.
TURNS, ASK, REPLY = 10, 200, 300
causal = reread = 0
history = 0
for _ in range(TURNS):
    causal += ASK + REPLY
    reread += history + ASK + REPLY
    last = history + ASK + REPLY
    history += ASK + REPLY
assert causal == TURNS * (ASK + REPLY) and reread == causal * (TURNS + 1) / 2 == 27_500

# 3. Equal parameters: 8B in one stack, or 4B + 4B. Matrix weights only, 2 operations per weight and token.
P, N_IN, N_OUT = 8e9, 4000, 500
one_stack = 2 * P * (N_IN + N_OUT)
two_stacks = 2 * (P / 2) * N_IN + 2 * (P / 2) * N_OUT
assert one_stack == 2 * two_stacks  # not cheaper: at equal parameters decoder-only costs about twice
# Cross-attention's K and V run over the input: 2 of a decoder layer's 16 d^2 (self 4, cross 4, FFN 8).
CROSS_KV, DECODER_LAYER = 2, 16
cross_extra = 100 * 2 * (P / 2) * CROSS_KV / DECODER_LAYER * (N_IN - N_OUT) / two_stacks
turns_compute = reread / causal / 2  # an encoder-decoder of equal parameters runs a token through half of them
read_one, read_two = 2 * P / 1e9, 2 * (P / 2) / 1e9  # BF16 weights read per generated token at batch 1

# 4. The rank argument, on random weights. Scores have rank <= d_head; softmax lifts that for both masks.
N, D = 256, 64
rng = np.random.default_rng(0)
scores = rng.standard_normal((N, D)) @ rng.standard_normal((N, D)).T / D**0.5


def softmax(s):
    e = np.exp(s - s.max(1, keepdims=True))
    return e / e.sum(1, keepdims=True)


ENERGY = 0.99


def directions(m):
    """How many singular directions hold 99% of the squared singular values."""
    share = np.cumsum(np.linalg.svd(m, compute_uv=False) ** 2)
    return int((share < ENERGY * share[-1]).sum()) + 1


lower = np.tril(np.ones((N, N), bool))
full_attn, causal_attn = softmax(scores), softmax(np.where(lower, scores, -np.inf))
assert np.linalg.matrix_rank(scores) == D and np.linalg.matrix_rank(full_attn) == N  # bidirectional and of full rank
assert (np.diag(causal_attn) > 0).all()  # triangular: the determinant is the product of the diagonal
# Energy has no fixed order: causal is behind at this scale and ahead with flatter scores.
FLATTER = 4
flat_full, flat_causal = softmax(scores / FLATTER), softmax(np.where(lower, scores / FLATTER, -np.inf))
assert directions(causal_attn) < directions(full_attn) and directions(flat_causal) > directions(flat_full)
# Full rank says little: a causal head that ignores content and averages evenly has determinant 1/N! > 0 as well.
uniform = softmax(np.where(lower, 0.0, -np.inf))  # any: equal scores
sign, logdet = np.linalg.slogdet(uniform)
assert sign == 1 and np.isclose(logdet, -lgamma(N + 1))

VALUES = {
    "span_positions": (span_positions, "tokens"),
    "span_share": (span_share, "%"),
    "turns_causal": (causal, "tokens"),
    "turns_reread": (reread, "tokens"),
    "turn_each": (ASK + REPLY, "tokens"),
    "turn_last": (last, "tokens"),
    "turns_ratio": (reread / causal, "x"),
    "turns_compute": (turns_compute, "x"),
    "one_stack_flops": (one_stack, "FLOPs"),
    "two_stacks_flops": (two_stacks, "FLOPs"),
    "cross_extra": (cross_extra, "%"),
    "read_one": (read_one, "GB"),
    "read_two": (read_two, "GB"),
    "rank_scores": (int(np.linalg.matrix_rank(scores)), ""),
    "rank_full": (int(np.linalg.matrix_rank(full_attn)), ""),
    "energy": (100 * ENERGY, "%"),
    "directions_full": (directions(full_attn), ""),
    "directions_causal": (directions(causal_attn), ""),
    "directions_uniform": (directions(uniform), ""),
    "flat_full": (directions(flat_full), ""),
    "flat_causal": (directions(flat_causal), ""),
}

if __name__ == "__main__":
    for name, (number, unit) in VALUES.items():
        print(f"{name:18} {number:.6g} {unit}")
