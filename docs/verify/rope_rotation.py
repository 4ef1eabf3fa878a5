"""RoPE：相对性、各频率的周期、衰减是否成立、两种配对方式、计算量。 | RoPE: what is relative, periods, whether scores decay, two pairings, cost."""

import numpy as np

DH, BASE = 128, 10_000  # LLaMA's head dimension and base
PAIR = np.arange(DH // 2)
THETA = BASE ** (-2 * PAIR / DH)


def rope(x, m, theta=THETA):
    """Turn pair i of x, taken as a complex number, by the angle m * theta_i."""
    z = (x[0::2] + 1j * x[1::2]) * np.exp(1j * m * theta)
    return np.stack([z.real, z.imag], axis=-1).reshape(x.shape)


rng = np.random.default_rng(0)  # any
q, k = rng.standard_normal((2, DH))

# 1. The score knows positions only through their difference; lengths don't change.
score = lambda m, n: rope(q, m) @ rope(k, n)  # noqa: E731
assert np.isclose(score(5, 2), score(905, 902)) and not np.isclose(score(5, 2), score(5, 3))
assert np.isclose(np.linalg.norm(rope(q, 777)), np.linalg.norm(q))  # any: a rotation keeps the length
# Radii xi^m for q and xi^-n for k are relative as well: RoPE chooses xi = 1.
xi = 0.999  # any: a decay below 1
decayed = lambda m, n: xi ** (m - n) * score(m, n)  # noqa: E731
assert np.isclose(decayed(5, 2), decayed(905, 902))

# 2. Worked example: four dimensions, two pairs, base 10,000: theta = 1 and 0.01; q = k = (1, 0, 1, 0).
two = np.array([1.0, 0.01])
e = np.array([1.0, 0, 1.0, 0])
toy = {s: rope(e, s, two) @ rope(e, 0, two) for s in (0, 1, 3, 6)}
assert toy[3] < toy[1] < toy[6]  # not monotonic

# 3. Periods, and turns within 4096 positions.
period = 2 * np.pi / THETA
L = 4096
full = int((period <= L).sum())

# 4. Decay. All-ones q and k: the mean of cos(s theta_i) falls, unevenly.
ones = lambda s: np.cos(np.outer(np.atleast_1d(s), THETA)).mean(axis=1)  # noqa: E731
curve = {s: float(ones(s)[0]) for s in (1, 10, 100, 1000)}
rises = np.diff(ones(np.arange(L))) > 0
assert rises.mean() > 0.4  # it goes up at almost every other step
# Gaussian q and k: mean 0 and standard deviation sqrt(d) at every distance, because a rotation leaves a Gaussian as it is.
Q, K = rng.standard_normal((2, 20_000, DH))  # any: sample size
for s in (0, 100, 3000):  # any: distances
    z = ((Q[:, 0::2] + 1j * Q[:, 1::2]) * np.exp(1j * s * THETA) * (K[:, 0::2] - 1j * K[:, 1::2])).real.sum(axis=1)
    assert abs(z.mean()) < 0.5 and abs(z.std() - DH**0.5) < 0.3
# A key can be made to score highest at any distance: k = q turned by that distance.
FAR = 50
far_key = rope(q, FAR)
at = [rope(q, s) @ far_key for s in range(L)]  # the query stands s tokens after the key
best = int(np.argmax(at))
assert best == FAR

# 5. Interleaved pairs (2i, 2i+1) and half-split pairs (i, i + d/2): the same up to a fixed order of the rows of W.
order = np.concatenate([np.arange(0, DH, 2), np.arange(1, DH, 2)])


def rope_half(x, m):
    a, b = x[: DH // 2], x[DH // 2 :]
    c, s = np.cos(m * THETA), np.sin(m * THETA)
    return np.concatenate([a * c - b * s, a * s + b * c])


assert np.isclose(score(9, 2), rope_half(q[order], 9) @ rope_half(k[order], 2))  # any: rows reordered: same score
assert abs(score(9, 2) - rope_half(q, 9) @ rope_half(k, 2)) > 1e-3  # not reordered: another model

# 6. Cost for Llama 3 8B: 32 layers, 32 query and 8 key heads of 128; a pair takes 4 products and 2 sums.
flops = 32 * (32 + 8) * 64 * 6
share = 100 * flops / (2 * 8.03e9)

VALUES = {
    **{f"toy_{s}": (v, "") for s, v in toy.items()},
    **{f"theta_{i}": (float(THETA[i]), "") for i in (16, 32, 48, 63)},
    **{f"period_{i}": (float(period[i]), "tokens") for i in (0, 16, 32, 48, 63)},
    **{f"turns_{i}": (float(L / period[i]), "") for i in (0, 16, 32, 48, 63)},
    "full": (full, ""),
    "partial": (DH // 2 - full, ""),
    **{f"ones_{s}": (v, "") for s, v in curve.items()},
    "std": (DH**0.5, ""),
    "best": (best, "tokens"),
    "flops": (flops, "FLOPs"),
    "share": (share, "%"),
}

if __name__ == "__main__":
    for name, (number, unit) in VALUES.items():
        print(f"{name:24} {number:.6g} {unit}")
