"""投机采样：逐步算出输出分布，恰为目标分布；几种常见写错的规则就不是。 | Speculative sampling: the output distribution computed exactly equals the target's; common wrong rules don't."""

import itertools

import numpy as np

p = np.array([0.5, 0.3, 0.15, 0.05])  # target
q = np.array([0.3, 0.6, 0.05, 0.05])  # draft

accepted = np.minimum(p, q)  # q(x) min(1, p(x)/q(x)): drafted and accepted
alpha = accepted.sum()
residual = np.maximum(p - q, 0)
residual /= residual.sum()
assert np.allclose(accepted + (1 - alpha) * residual, p)  # exactly the target
assert np.isclose(alpha, 1 - np.abs(p - q).sum() / 2)

# Wrong: after a rejection sample from p itself instead of the residual
from_p = accepted + (1 - alpha) * p


def thresholded():
    """Wrong: accept whenever the target finds the draft likely enough (a fixed threshold), else take the target's best."""
    keep = np.where(p >= THRESHOLD, q, 0)
    return keep + (1 - keep.sum()) * np.eye(4)[p.argmax()]


THRESHOLD = 0.2  # any: one that B passes and C does not
by_threshold = thresholded()
assert np.isclose(by_threshold.sum(), 1)
assert not np.allclose(from_p, p) and not np.allclose(by_threshold, p)

# A draft without probabilities (n-gram, greedy): q is one-hot, and the token is accepted with probability p(x)
guess = np.eye(4)[0]
assert np.isclose(np.minimum(p, guess).sum(), p[0])
left = np.maximum(p - guess, 0)
assert np.allclose(np.minimum(p, guess) + (1 - p[0]) * left / left.sum(), p)

# Several positions: enumerate all drafts and decisions for two guesses, on random contexts
rng = np.random.default_rng(0)  # any: a sample
# Next-token distributions given the last two tokens (3: none yet)
P, Q = rng.dirichlet(np.ones(3), (2, 4, 4))  # any: a sample


def rest(a, b):
    r = np.maximum(a - b, 0)
    return r / r.sum()


joint = np.zeros((3, 3, 3))  # distribution of the next three tokens, filled up by plain sampling
for x, y in itertools.product(range(3), repeat=2):
    p1, q1, p2, q2, p3 = P[3, 3], Q[3, 3], P[3, x], Q[3, x], P[x, y]
    a1, a2 = min(p1[x], q1[x]), min(p2[y], q2[y])
    joint[x, y] += a1 * a2 * p3  # both accepted: a bonus token from the target
    # x accepted, y from the residual; the third token then from the target
    joint[x, y] += a1 * (1 - np.minimum(p2, q2).sum()) * rest(p2, q2)[y] * p3
    # x from the residual (its draft was rejected); the others then from the target
    joint[x, y] += (1 - np.minimum(p1, q1).sum()) * rest(p1, q1)[x] * p2[y] * p3
plain = np.array([[[P[3, 3][x] * P[3, x][y] * P[x, y][z] for z in range(3)] for y in range(3)] for x in range(3)])
assert np.allclose(joint, plain)

VALUES = {
    **{f"p{i + 1}": (p[i], "") for i in range(4)},
    **{f"q{i + 1}": (q[i], "") for i in range(4)},
    "alpha": (alpha, ""),
    "rejected": (1 - alpha, ""),
    "rate2": (accepted[1] / q[1], ""),
    "residual1": (residual[0], ""),
    "from_p1": (from_p[0], ""),
    "from_p2": (from_p[1], ""),
    "threshold2": (by_threshold[1], ""),
}

if __name__ == "__main__":
    for name, (number, unit) in VALUES.items():
        print(f"{name:24} {number:.6g} {unit}")
