"""张量并行的一层：切开的与不切的逐数相等。 | One tensor-parallel layer: the split and the whole agree, forward, backward and loss."""

import numpy as np

rng = np.random.default_rng(0)  # any
T, SEQ, H, HEADS, KV, FFN, VOCAB = 4, 8, 32, 8, 4, 48, 40  # any: T divides HEADS, KV, FFN, VOCAB and SEQ
D = H // HEADS
STEP = 1e-5  # any: finite difference
calls = {"forward": 0, "backward": 0}


def all_reduce(parts: list, way: str) -> np.ndarray:
    calls[way] += 1
    return sum(parts)


def norm(x: np.ndarray) -> np.ndarray:
    return x / np.sqrt((x * x).mean(-1, keepdims=True) + 1e-6)


def softmax(s: np.ndarray) -> np.ndarray:
    e = np.exp(s - s.max(-1, keepdims=True))
    return e / e.sum(-1, keepdims=True)


def attention(x: np.ndarray, wq: np.ndarray, wk: np.ndarray, wv: np.ndarray, wo: np.ndarray) -> np.ndarray:
    """Causal grouped-query attention on whatever heads the given columns hold."""
    q, k, v = ((x @ w).reshape(len(x), -1, D).transpose(1, 0, 2) for w in (wq, wk, wv))
    k, v = (np.repeat(a, len(q) // len(k), axis=0) for a in (k, v))
    s = q @ k.transpose(0, 2, 1) / np.sqrt(D)
    s = np.where(np.tri(len(x), dtype=bool), s, -np.inf)
    return (softmax(s) @ v).transpose(1, 0, 2).reshape(len(x), -1) @ wo


def silu(z: np.ndarray) -> np.ndarray:
    return z / (1 + np.exp(-z))


def mlp(x: np.ndarray, wg: np.ndarray, wu: np.ndarray, wd: np.ndarray) -> np.ndarray:
    return (silu(x @ wg) * (x @ wu)) @ wd


def weights(*shape: int) -> np.ndarray:
    return rng.normal(size=shape) / np.sqrt(shape[0])


wq, wk, wv, wo = weights(H, H), weights(H, KV * D), weights(H, KV * D), weights(H, H)
wg, wu, wd = weights(H, FFN), weights(H, FFN), weights(FFN, H)
x = rng.normal(size=(SEQ, H))


def cols(w: np.ndarray) -> list:
    return np.split(w, T, axis=1)


def rows(w: np.ndarray) -> list:
    return np.split(w, T, axis=0)


# Forward: columns, then rows; one sum after each of the two blocks.
whole = x + attention(norm(x), wq, wk, wv, wo)
whole = whole + mlp(norm(whole), wg, wu, wd)
cut = x + all_reduce([attention(norm(x), *w) for w in zip(cols(wq), cols(wk), cols(wv), rows(wo))], "forward")
cut = cut + all_reduce([mlp(norm(cut), *w) for w in zip(cols(wg), cols(wu), rows(wd))], "forward")
assert np.allclose(whole, cut)
# Cutting the first matrix by rows puts the sum before the nonlinearity: not the same function.
bad = sum(mlp(xs, g, u, wd) for xs, g, u in zip(cols(x), rows(wg), rows(wu)))
assert not np.allclose(bad, mlp(x, wg, wu, wd))
# Gate and up must be cut alike: swap two ranks' pieces of one of them and the result is wrong.
assert not np.allclose(sum(mlp(x, *w) for w in zip(cols(wg), cols(wu)[::-1], rows(wd))), mlp(x, wg, wu, wd))

# Sequence parallelism: the norm works on a slice of the positions; gather before, reduce-scatter after.
slices = rows(x)
gathered = np.concatenate([norm(s) for s in slices])
parts = [mlp(gathered, *w) for w in zip(cols(wg), cols(wu), rows(wd))]
scattered = [sum(rows(p)[r] for p in parts) for r in range(T)]
assert np.allclose(np.concatenate(scattered), mlp(norm(x), wg, wu, wd))


# Backward of the MLP: the gradient of the input is a sum over ranks, weight gradients need none.
def mlp_back(x: np.ndarray, wg: np.ndarray, wu: np.ndarray, wd: np.ndarray, dy: np.ndarray) -> tuple:
    a, u = x @ wg, x @ wu
    sig = 1 / (1 + np.exp(-a))
    dh = dy @ wd.T
    da, du = dh * u * sig * (1 + a * (1 - sig)), dh * silu(a)
    return da @ wg.T + du @ wu.T, x.T @ da, x.T @ du, (silu(a) * u).T @ dy


dy = rng.normal(size=(SEQ, H))
dx, dg, du, dd = mlp_back(x, wg, wu, wd, dy)
each = [mlp_back(x, *w, dy) for w in zip(cols(wg), cols(wu), rows(wd))]
assert np.allclose(all_reduce([e[0] for e in each], "backward"), dx)
assert np.allclose(np.concatenate([e[1] for e in each], axis=1), dg)
assert np.allclose(np.concatenate([e[3] for e in each], axis=0), dd)
probe = rng.normal(size=x.shape)
slope = ((mlp(x + STEP * probe, wg, wu, wd) - mlp(x - STEP * probe, wg, wu, wd)) * dy).sum() / (2 * STEP)
assert abs(slope - (dx * probe).sum()) < 1e-6
# The attention block: the derivative along the probe is a sum over ranks as well.
whole_slope, cut_slopes = (
    [((attention(x + STEP * probe, *w) - attention(x - STEP * probe, *w)) * dy).sum() for w in ws]
    for ws in ([(wq, wk, wv, wo)], list(zip(cols(wq), cols(wk), cols(wv), rows(wo))))
)
assert abs(all_reduce(cut_slopes, "backward") - whole_slope[0]) < 1e-10 < abs(whole_slope[0])

# Cross-entropy over a vocabulary cut T ways: three numbers per position cross the ranks, never the logits.
head, target = weights(H, VOCAB), rng.integers(0, VOCAB, SEQ)  # any
logits = x @ head
loss = -np.log(softmax(logits)[np.arange(SEQ), target])
local, width = [x @ w for w in cols(head)], VOCAB // T
top = np.max([z.max(-1) for z in local], axis=0)  # all-reduce, max
total = sum(np.exp(z - top[:, None]).sum(-1) for z in local)  # all-reduce, sum
mine = [np.where(target // width == r, z[np.arange(SEQ), target % width] - top, 0) for r, z in enumerate(local)]
SCALARS = 3
assert np.allclose(np.log(total) - sum(mine), loss)  # all-reduce, sum

VALUES = {
    "forward_sums": (calls["forward"], ""),
    "backward_sums": (calls["backward"], ""),
    "scalars": (SCALARS, ""),
}

if __name__ == "__main__":
    for name, (number, unit) in VALUES.items():
        print(f"{name:16} {number:.6g} {unit}")
