"""因果掩码：不泄漏、可缓存、必须在 softmax 之前。 | The causal mask: no leaks, cacheable, and before the softmax."""

import numpy as np

rng = np.random.default_rng(0)
N, D = 8, 16  # any: a toy sequence
W = rng.standard_normal((2, 3, D, D)) / D**0.5  # any: scale of two layers of W_Q, W_K, W_V
LOWER = np.tril(np.ones((N, N), bool))
FULL = np.ones((N, N), bool)


def softmax(s):
    with np.errstate(invalid="ignore"):
        e = np.exp(s - s.max(-1, keepdims=True))
    return e / e.sum(-1, keepdims=True)


def attend(x, allowed, w):
    q, k, v = (x @ m for m in w)
    return softmax(np.where(allowed, q @ k.T / D**0.5, -np.inf)) @ v


def stack(x, allowed, layers=2):
    for w in W[:layers]:
        x = x + attend(x, allowed, w)
    return x


# 1. No leak: with the mask, changing the last token leaves every earlier output untouched; without it, all change.
x = rng.standard_normal((N, D))
changed = x.copy()
changed[-1] += 1  # any
assert np.array_equal(stack(x, LOWER)[:-1], stack(changed, LOWER)[:-1])
assert (np.abs(stack(x, FULL)[:-1] - stack(changed, FULL)[:-1]).max(1) > 1e-3).all()

# 2. Hence the cache: one token at a time with stored K and V gives what one masked pass gives. One query has no future.
cache, rows = [([], []), ([], [])], []
for token in x:
    h = token
    for w, (ks, vs) in zip(W, cache):
        ks.append(h @ w[1])
        vs.append(h @ w[2])
        h = h + softmax(h @ w[0] @ np.array(ks).T / D**0.5) @ np.array(vs)
    rows.append(h)
assert np.allclose(rows, stack(x, LOWER))

# 3. Zeroing weights after the softmax is wrong: rows no longer sum to 1, and the denominator still sees the future.
late = softmax(np.zeros((N, N))) * LOWER  # equal scores
assert np.allclose(late.sum(1), np.arange(1, N + 1) / N)
late_a = softmax(x @ x.T) * LOWER
late_b = softmax(changed @ changed.T) * LOWER
assert np.abs(late_a[:-1] - late_b[:-1]).max() > 1e-6  # earlier rows moved: a leak

# 4. Cheating without a mask. Targets are uniform over VOCAB tokens, so ln(VOCAB) is the best honest loss. Inputs are
#    targets shifted right, so target t stands at input t+1: a head that looks one step ahead copies it.
VOCAB = 50
T = 64  # any: tokens to copy
y = rng.integers(0, VOCAB, T + 1)  # any
inputs, targets = y[:-1], y[1:]
SHARP = 40.0  # any: large enough to copy
score = SHARP * np.eye(T, k=1)  # query t is aligned with key t+1
copied = softmax(SHARP * softmax(score) @ np.eye(VOCAB)[inputs])
leak_loss = -np.log(copied[np.arange(T - 1), targets[:-1]]).mean()  # the last target is not in the input
honest = np.log(VOCAB)
assert leak_loss < 1e-6 < honest
masked = softmax(np.where(np.tril(np.ones((T, T), bool)), score, -np.inf))
assert masked[:, 1:][np.triu(np.ones((T, T - 1), bool))].max() == 0  # masked, that head gets nothing

# 5. Numbers: a row with no allowed key is NaN; -1e9 does not exist in FP16.
assert np.isnan(softmax(np.array([-np.inf, -np.inf]))).all()
with np.errstate(over="ignore"):
    assert np.isneginf(np.float16(-1e9))
half_max = float(np.finfo(np.float16).max)

# 6. Order. Full attention without positions commutes with permutations. A causal stack doesn't: with one layer the last
#    output ignores the order of earlier tokens, with two it depends on it.
perm = np.array([3, 1, 5, 0, 6, 2, 4, 7])  # any: the last token stays
assert np.allclose(stack(x, FULL)[perm], stack(x[perm], FULL))
assert np.allclose(stack(x, LOWER, 1)[-1], stack(x[perm], LOWER, 1)[-1])
assert np.abs(stack(x, LOWER)[-1] - stack(x[perm], LOWER)[-1]).max() > 1e-3

# 7. PyTorch's is_causal aligns the triangle to the upper left: one query over CACHED keys would see only the first.
CACHED = 1000
seen_upper_left = int(np.tril(np.ones((1, CACHED))).sum())
seen_lower_right = int(np.tril(np.ones((1, CACHED)), CACHED - 1).sum())

# Counts: allowed pairs of 8,192 tokens; token passes for a prompt of 1,024 and 512 new tokens
LENGTH, PROMPT, NEW = 8192, 1024, 512
pairs = LENGTH * (LENGTH + 1) // 2
with_cache = PROMPT + NEW - 1  # the last new token is never fed back
without = sum(PROMPT + i for i in range(NEW))
D_MODEL, HEADS = 512, 8  # Transformer base

# What is added must be huge: -1e-9 hides nothing, the lowest finite number hides all but rounding.
scores = np.random.default_rng(1).standard_normal((N, N))  # any
hidden = ~LOWER
assert np.allclose(softmax(scores + np.where(hidden, -1e-9, 0.0))[hidden], softmax(scores)[hidden])
assert (softmax(np.where(hidden, np.finfo(np.float32).min, scores))[hidden] == 0).all()

VALUES = {
    "allowed_share": (100 * pairs / LENGTH**2, "%"),
    "predictions": (LENGTH, ""),
    "late_first_row": (late[0].sum(), ""),
    "honest_loss": (honest, ""),
    "leak_loss": (leak_loss, ""),
    "with_cache": (with_cache, ""),
    "without_cache": (without, ""),
    "cache_ratio": (without / with_cache, "x"),
    "half_max": (half_max, ""),
    "seen_upper_left": (seen_upper_left, ""),
    "seen_lower_right": (seen_lower_right, ""),
    "head_dim": (D_MODEL / HEADS, ""),
}

if __name__ == "__main__":
    for name, (number, unit) in VALUES.items():
        print(f"{name:24} {number:.6g} {unit}")
