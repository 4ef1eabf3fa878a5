"""位置编码：没有它会怎样，绝对、相对、旋转各改了分数的哪一项。 | Positions: what is lost without them, and which term of the score each method changes."""

import numpy as np


def softmax(s):
    e = np.exp(s - s.max(axis=-1, keepdims=True))
    return e / e.sum(axis=-1, keepdims=True)


def sinusoid(m, d):
    """The original encoding: pair i turns by 10000^(-2i/d) a step."""
    theta = 10_000 ** (-2 * np.arange(d // 2) / d)
    a = np.asarray(m)[..., None] * theta
    return np.stack([np.sin(a), np.cos(a)], axis=-1).reshape(*np.shape(m), d)


# 1. By hand: q = k = v = x, two dimensions. Tokens: dog, bites, man.
X = {"dog": (1.0, 0.0), "bites": (1.0, 1.0), "man": (0.0, 2.0)}


def on_dog(order, positions):
    """Weight that "bites" gives to "dog", with or without sinusoidal positions 0, 1, 2."""
    x = np.array([X[w] for w in order])
    if positions:
        x = x + sinusoid(np.arange(3), 2)
    b, g = order.index("bites"), order.index("dog")
    return float(softmax(x[b] @ x.T / 2**0.5)[g])


DMB, MBD = ["dog", "bites", "man"], ["man", "bites", "dog"]
assert np.isclose(on_dog(DMB, False), on_dog(MBD, False))

# 2. In general: permute the rows of the input, and an unmasked layer permutes its output.
rng = np.random.default_rng(3)  # any
n, d = 6, 16  # any: sizes
Wq, Wk, Wv = rng.standard_normal((3, d, d)) / d**0.5  # any: scale
x = rng.standard_normal((n, d))
perm = rng.permutation(n)
layer = lambda h, mask: h + np.tanh(softmax(np.where(mask, h @ Wq @ (h @ Wk).T / d**0.5, -np.inf)) @ h @ Wv)  # noqa: E731  # any: scale
full, causal = np.ones((n, n), bool), np.tril(np.ones((n, n), bool))
assert np.allclose(layer(x[perm], full), layer(x, full)[perm])
p = sinusoid(np.arange(n), d)
assert not np.allclose(layer(x[perm] + p, full), layer(x + p, full)[perm])
# A causal model without positions isn't a bag of words: from the second layer on, swapping two earlier tokens changes the last output.
swapped = x[[1, 0, *range(2, n)]]
assert np.allclose(layer(x, causal)[-1], layer(swapped, causal)[-1])
assert not np.allclose(layer(layer(x, causal), causal)[-1], layer(layer(swapped, causal), causal)[-1])

# 3. Adding is concatenating with a shared matrix: [x; p] W = x W1 + p W2, and x + p sets W1 = W2.
assert np.allclose(np.concatenate([x, p], 1) @ np.concatenate([Wq, Wk]), x @ Wq + p @ Wk)

# 4. Sinusoids: p_m . p_n depends on m - n only, and p_(m+k) is p_m turned; a learned matrix in between undoes the first.
D = 512  # width of the original base model
near, far = sinusoid(np.array([10, 0]), D), sinusoid(np.array([110, 100]), D)
dot_near, dot_far = near[0] @ near[1], far[0] @ far[1]
assert np.isclose(dot_near, dot_far) and np.isclose(
    sinusoid(np.array(7), D) @ sinusoid(np.array(7), D), D / 2
)  # any: position
A = np.random.default_rng(0).standard_normal((D, D)) / D**0.5
mix_near, mix_far = near[0] @ A @ near[1], far[0] @ A @ far[1]  # any: any row will do

# 5. Learned tables: rows times width.
GPT2, BERT = 1024 * 768, 512 * 768


# 6. T5: one learned number for each bucket of distances and each head. Bidirectional: 16 buckets a side.
def bucket(distance, buckets=16, most=128):
    exact = buckets // 2
    if distance < exact:
        return distance
    return min(buckets - 1, exact + int(np.log(distance / exact) / np.log(most / exact) * (buckets - exact)))


own = sum(1 for s in range(200) if sum(bucket(t) == bucket(s) for t in range(200)) == 1)  # any: range
last = min(s for s in range(200) if bucket(s) == bucket(10_000))  # any: range

# 7. ALiBi: eight heads, slopes 1/2 .. 1/256; the bias -m s multiplies the weight by exp(-m s) before normalizing.
HEADS = 8
slope = 2.0 ** (-8 * np.arange(1, HEADS + 1) / HEADS)
keep = lambda h, s: float(np.exp(-slope[h] * s))  # noqa: E731

# 8. The same pair of tokens at (5, 2) and at (105, 102): does the score move?
DH = 64
g = np.random.default_rng(7)
xq, xk = g.standard_normal((2, DH))
WQ, WK = g.standard_normal((2, DH, DH)) / DH**0.5
q, k = xq @ WQ, xk @ WK


def rotate(v, m):
    z = (v[0::2] + 1j * v[1::2]) * np.exp(1j * m * 10_000 ** (-2 * np.arange(DH // 2) / DH))
    return np.stack([z.real, z.imag], -1).reshape(-1)


def score(method, m, n):
    if method == "sin":
        return (xq + sinusoid(np.array(m), DH)) @ WQ @ ((xk + sinusoid(np.array(n), DH)) @ WK) / DH**0.5
    if method == "alibi":  # the steepest head
        return q @ k / DH**0.5 - slope[0] * (m - n)
    if method == "rope":
        return rotate(q, m) @ rotate(k, n) / DH**0.5
    return q @ k / DH**0.5


for method in ("none", "alibi", "rope"):
    assert np.isclose(score(method, 5, 2), score(method, 105, 102))
assert not np.isclose(score("rope", 5, 2), score("rope", 5, 3))  # any: another distance
none = score("none", 5, 2)  # any: positions play no part

VALUES = {
    "dog_none": (on_dog(DMB, False), ""),
    "dog_first": (on_dog(DMB, True), ""),
    "dog_last": (on_dog(MBD, True), ""),
    "dot_near": (float(dot_near), ""),
    "mix_near": (float(mix_near), ""),
    "mix_far": (float(mix_far), ""),
    "gpt2": (GPT2, "params"),
    "bert": (BERT, "params"),
    "t5_own": (own, ""),
    "t5_last": (last, "tokens"),
    "steep_10": (keep(0, 10), ""),
    "gentle_10": (keep(-1, 10), ""),
    "gentle_1000": (keep(-1, 1000), ""),
    "none_any": (float(none), ""),
    "sin_5": (float(score("sin", 5, 2)), ""),
    "sin_105": (float(score("sin", 105, 102)), ""),
    "alibi_any": (float(score("alibi", 5, 2)), ""),
    "rope_any": (float(score("rope", 5, 2)), ""),
}
if __name__ == "__main__":
    for name, (number, unit) in VALUES.items():
        print(f"{name:12} {number:.6g} {unit}")
