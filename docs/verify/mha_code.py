"""手写 MHA 的常见笔误错多少，哪部分最贵。 | What the usual slips in a hand-written MHA cost, and which part is expensive."""

import numpy as np

# 1. x.reshape(B, h, T, d) instead of reshape(B, T, h, d).transpose(0, 2, 1, 3): a head gets whole tokens, not its channels.
TOKENS, HEADS, WIDTH = 4, 2, 4  # any: the figure's toy shape
label = np.arange(TOKENS)[:, None].repeat(WIDTH, 1)  # each number says which token it came from
right = label.reshape(TOKENS, HEADS, WIDTH // HEADS).transpose(1, 0, 2)
wrong = label.reshape(HEADS, TOKENS, WIDTH // HEADS)
assert all(set(head.ravel()) == set(range(TOKENS)) for head in right)  # every head sees every token
assert set(wrong[0].ravel()) == set(range(TOKENS // HEADS))  # the first head sees the first half only
T, H, D = 8192, 32, 4096  # LLaMA-7B's heads and width, 8192 tokens
first_head = T // H

# 2. Dividing by sqrt(D) instead of sqrt(D/h) makes the scores this much too small.
scale = (D / (D / H)) ** 0.5

# 3. Adding -1e-9 hides nothing: equal scores, first of N rows, share of the weight in the future.
N = 8
e = np.exp(np.where(np.arange(N) > 0, -1e-9, 0))  # any: next to nothing
future = 100 * e[1:].sum() / e.sum()

# 4. Without subtracting the maximum exp overflows beyond these scores.
limit_single, limit_half = np.log(float(np.finfo(np.float32).max)), np.log(float(np.finfo(np.float16).max))
with np.errstate(over="ignore"):
    assert np.isinf(np.exp(np.float32(limit_single + 0.1))) and np.isfinite(np.exp(np.float32(limit_single - 0.1)))  # any

# 5. FLOPs of a layer: projections 4 * 2TD^2, scores and weighted sum 2 * 2T^2D. Equal when T = 2D.
projections, core = 4 * 2 * T * D * D, 2 * 2 * T * T * D
assert projections == core and T == 2 * D
scores_gib = H * T * T * 4 / 2**30  # one request, FP32, as the softmax needs them
mask_mib = T * T / 2**20  # one byte per bool

VALUES = {
    "first_head": (first_head, "tokens"),
    "scale": (scale, "x"),
    "future": (future, "%"),
    "rows": (N, ""),
    "limit_single": (limit_single, ""),
    "limit_half": (limit_half, ""),
    "equal_at": (2 * D, "tokens"),
    "core_flops": (core, "FLOPs"),
    "scores_gib": (scores_gib, "GiB"),
    "mask_mib": (mask_mib, "MiB"),
}

if __name__ == "__main__":
    for name, (number, unit) in VALUES.items():
        print(f"{name:24} {number:.6g} {unit}")
