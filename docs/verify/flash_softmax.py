"""分块 softmax：两块手算、任意分块与整行一致、合并与反向。 | Tiled softmax: two blocks by hand, any tiling, merging, backward."""

import numpy as np

# 1. One row by hand: four scores in two blocks, scalar values.
SCORES = np.array([1.0, 3.0, 2.0, 5.0])
V = np.array([10.0, 20.0, 30.0, 40.0])
first, second = slice(0, 2), slice(2, 4)  # any: up to the end


def add(state, s, v):
    """One block into the running maximum, sum and unnormalised output."""
    m, ell, o = state
    new = max(m, s.max())
    scale, p = np.exp(m - new), np.exp(s - new)
    return new, ell * scale + p.sum(-1), o * scale + p @ v


m1, l1, o1 = add((-np.inf, 0.0, 0.0), SCORES[first], V[first])  # any: what an empty start holds is multiplied by 0
m2, l2, o2 = add((m1, l1, o1), SCORES[second], V[second])
factor = np.exp(m1 - m2)
whole = np.exp(SCORES) / np.exp(SCORES).sum() @ V
assert np.isclose(o2 / l2, whole)
# Averaging the two blocks' own softmax outputs is wrong, and so is dividing by the factor.
own = [np.exp(SCORES[b]) / np.exp(SCORES[b]).sum() @ V[b] for b in (first, second)]
assert not np.isclose(np.mean(own), whole)
p2 = np.exp(SCORES[second] - m2)
inverse = (o1 / factor + p2 @ V[second]) / (l1 * factor + p2.sum())
assert not np.isclose(inverse, whole) and inverse > V.max()  # not even an average of the values

# 2. Whole matrices: any block sizes, in any order of the key blocks.
rng = np.random.default_rng(0)
N, D = 96, 16  # any: positions, head width
q, k, v, do = rng.standard_normal((4, N, D))  # any
keep = np.tril(np.ones((N, N), bool))
S = np.where(keep, q @ k.T / D**0.5, -np.inf)
P = np.exp(S - S.max(1, keepdims=True))
P /= P.sum(1, keepdims=True)
exact = P @ v


def tiled(order, br, bc):
    """Rows stay, key blocks stream by: output and log-sum-exp of each row."""
    out, lse = np.empty_like(exact), np.empty(N)
    for i in range(0, N, br):
        m, ell, o = np.full(br, -1e30), np.zeros(br), np.zeros((br, D))
        for j in order(range(0, N, bc)):
            s = S[i : i + br, j : j + bc]
            new = np.maximum(m, s.max(1))
            p, scale = np.exp(s - new[:, None]), np.exp(m - new)
            ell, o, m = ell * scale + p.sum(1), o * scale[:, None] + p @ v[j : j + bc], new
        out[i : i + br], lse[i : i + br] = o / ell[:, None], m + np.log(ell)
    return out, lse


for br, bc in ((8, 8), (16, 32), (96, 4)):  # any: tile sizes
    out, lse = tiled(list, br, bc)
    assert np.allclose(out, exact, atol=1e-12)
# In reverse order the first blocks of early rows are wholly masked: -1e30 keeps exp finite, later blocks rescale it to 0.
assert np.allclose(tiled(lambda r: list(r)[::-1], 8, 8)[0], exact, atol=1e-12)

# 3. Two parts computed apart (split-KV, ring) merge by their log-sum-exp.
T = 40  # any: where the keys are cut
rows = slice(T, N)


def part(cols):
    e = np.exp(S[rows, cols])
    return e @ v[cols] / e.sum(1, keepdims=True), np.log(e.sum(1))


(oa, la), (ob, lb) = part(slice(0, T)), part(slice(T, N))
total = np.logaddexp(la, lb)
merged = np.exp(la - total)[:, None] * oa + np.exp(lb - total)[:, None] * ob
assert np.allclose(merged, exact[rows], atol=1e-12)

# 4. Backward from q, k, v, o and the log-sum-exp alone; D_i = do_i . o_i is the row sum of P dP.
P2 = np.exp(S - lse[:, None])
dP = do @ v.T
Di = (do * exact).sum(1)
assert np.allclose(P2, P) and np.allclose(Di, (P * dP).sum(1))
dS = P2 * (dP - Di[:, None])
h = 1e-6  # any: step of the numerical derivative


def loss(x):
    s = np.where(keep, x @ k.T / D**0.5, -np.inf)
    e = np.exp(s - s.max(1, keepdims=True))
    return (e / e.sum(1, keepdims=True) @ v * do).sum()


bump = np.zeros_like(q)
bump[50, 3] = h  # any: one entry
assert np.isclose((loss(q + bump) - loss(q - bump)) / (2 * h), (dS @ k / D**0.5)[50, 3], rtol=1e-5)

VALUES = {
    "m1": (m1, ""),
    "l1": (l1, ""),
    "o1": (o1, ""),
    "m2": (m2, ""),
    "factor": (factor, ""),
    "l2": (l2, ""),
    "o2": (o2, ""),
    "out": (o2 / l2, ""),
    "average": (np.mean(own), ""),
}

if __name__ == "__main__":
    for name, (number, unit) in VALUES.items():
        print(f"{name:24} {number:.6g} {unit}")
