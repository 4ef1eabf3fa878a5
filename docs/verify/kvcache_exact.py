"""KV cache 与整段重算逐步相等；换成双向注意力就作废。 | Cached decoding equals recomputation step by step; with bidirectional attention the cache goes stale."""

import numpy as np

rng = np.random.default_rng(0)
LAYERS = 3
HEADS, DH, VOCAB = 4, 8, 50  # any: the identity holds for every size
D = HEADS * DH
PROMPT, NEW = 6, 5

emb = rng.normal(0, 1, (VOCAB, D))  # any
SHAPES = {"q": (D, D), "k": (D, D), "v": (D, D), "o": (D, D), "up": (D, 4 * D), "down": (4 * D, D)}  # any
W = [{n: rng.normal(0, s[0] ** -0.5, s) for n, s in SHAPES.items()} for _ in range(LAYERS)]  # any
theta = 10000.0 ** -(np.arange(0, DH, 2) / DH)  # any


def norm(x):
    return x / np.sqrt((x**2).mean(-1, keepdims=True) + 1e-6)


def heads(x):
    return x.reshape(len(x), HEADS, DH).transpose(1, 0, 2)


def rotate(x, pos):
    angle = pos[:, None] * theta
    even, odd = x[..., ::2], x[..., 1::2]
    return np.concatenate([even * np.cos(angle) - odd * np.sin(angle), even * np.sin(angle) + odd * np.cos(angle)], -1)


def forward(tokens, start=0, cache=None, causal=True):
    """One pass over `tokens`, which begin at position `start`; `cache` holds K and V of the positions before."""
    pos = np.arange(start, start + len(tokens))
    x, kept = emb[tokens], []
    for i, w in enumerate(W):
        h = norm(x)
        q, k, v = rotate(heads(h @ w["q"]), pos), rotate(heads(h @ w["k"]), pos), heads(h @ w["v"])
        if cache is not None:
            k, v = np.concatenate([cache[i][0], k], 1), np.concatenate([cache[i][1], v], 1)
        kept.append((k, v))  # keys are stored after the rotation
        s = q @ k.transpose(0, 2, 1) / DH**0.5
        if causal:
            s = np.where(np.arange(k.shape[1])[None, None, :] <= pos[None, :, None], s, -np.inf)
        a = np.exp(s - s.max(-1, keepdims=True))
        a /= a.sum(-1, keepdims=True)
        x = x + (a @ v).transpose(1, 0, 2).reshape(len(tokens), D) @ w["o"]
        x = x + np.maximum(norm(x) @ w["up"], 0) @ w["down"]
    return norm(x) @ emb.T, kept


# 1. Same tokens and, up to rounding, same logits at every step.
tokens = list(rng.integers(VOCAB, size=PROMPT))
logits, cache = forward(tokens)
projected_with, projected_without = PROMPT, PROMPT
for _ in range(NEW):
    tokens.append(int(logits[-1].argmax()))
    logits, cache = forward(tokens[-1:], len(tokens) - 1, cache)
    whole, fresh = forward(tokens)
    assert np.allclose(logits[-1], whole[-1], atol=1e-10)
    assert all(np.allclose(a, b) for x, y in zip(cache, fresh) for a, b in zip(x, y))
    projected_with += 1
    projected_without += len(tokens)

# 2. A new token leaves every old K and V as it was, because no old position looks at it.
longer = tokens + [0]  # any
for causal in (True, False):
    _, before = forward(tokens, causal=causal)
    _, after = forward(longer, causal=causal)
    same = [np.allclose(b[j], a[j][:, : len(tokens)]) for b, a in zip(before, after) for j in (0, 1)]
    assert all(same) if causal else same == [True] * 2 + [False] * 2 * (LAYERS - 1)  # only layer 1, straight from the embeddings, survives

# 3. The same token in another prefix has other K and V from layer 2 on: only a whole prefix can be reused.
_, a = forward([1, 2, 3, 4])  # any
_, b = forward([9, 2, 3, 4])  # any
assert np.allclose(a[0][1][:, 1:], b[0][1][:, 1:]) and not np.allclose(a[1][1][:, 1:], b[1][1][:, 1:])

VALUES = {
    "layers": (LAYERS, ""),
    "prompt": (PROMPT, "tokens"),
    "new": (NEW, "tokens"),
    "rows_with": (projected_with, ""),
    "rows_without": (projected_without, ""),
}

if __name__ == "__main__":
    for name, (number, unit) in VALUES.items():
        print(f"{name:24} {number:.6g} {unit}")
