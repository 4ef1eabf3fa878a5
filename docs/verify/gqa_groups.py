"""GQA 等于把 K、V 权重绑在一起的 MHA；头的对应顺序；均值池化。 | GQA is MHA with tied K and V weights; which head belongs to which; mean pooling."""

import numpy as np

rng = np.random.default_rng(0)
h, g, d, dh, T = 8, 2, 32, 4, 10  # any: heads, KV heads, width, head width, tokens
X = rng.standard_normal((T, d))  # any: a sample
Wq = rng.standard_normal((h, d, dh))  # any
Wk, Wv = rng.standard_normal((2, g, d, dh))  # any


def attention(wq, wk, wv):
    q, k, v = X @ wq, X @ wk, X @ wv
    s = q @ k.transpose(0, 2, 1) / dh**0.5
    s = np.where(np.tril(np.ones((T, T))) > 0, s, -np.inf)
    p = np.exp(s - s.max(-1, keepdims=True))
    return p / p.sum(-1, keepdims=True) @ v


# Query head i reads KV head i // (h / g): repeat each head in place, do not tile the list.
grouped = np.stack([attention(Wq[i : i + 1], Wk[[i // (h // g)]], Wv[[i // (h // g)]])[0] for i in range(h)])  # any: a slice of one
tied = attention(Wq, Wk.repeat(h // g, 0), Wv.repeat(h // g, 0))
tiled = attention(Wq, np.tile(Wk, (h // g, 1, 1)), np.tile(Wv, (h // g, 1, 1)))
assert np.allclose(grouped, tied)  # an MHA whose weights are equal within a group
assert not np.allclose(grouped, tiled)
HEADS, KV_HEADS, EXAMPLE = 32, 8, 5  # Llama 3 8B

# Mean pooling: of all single matrices the mean is nearest to the n matrices of a group (least squares); for
# independent heads it misses half as much as the first head does.
n = 4  # any
M = rng.standard_normal((n, 200, 200))  # any
to_mean, to_first = ((M - M.mean(0)) ** 2).sum(), ((M - M[0]) ** 2).sum()  # any: whichever head
assert abs(to_mean / to_first - 0.5) < 0.01

VALUES = {
    "example_head": (EXAMPLE, ""),
    "example_kv": (EXAMPLE // (HEADS // KV_HEADS), ""),
    "example_tiled": (EXAMPLE % KV_HEADS, ""),
}

if __name__ == "__main__":
    for name, (number, unit) in VALUES.items():
        print(f"{name:24} {number:.6g} {unit}")
