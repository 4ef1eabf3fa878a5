"""熵、交叉熵、KL：哪里可以互换，哪里不可以。 | Entropy, cross-entropy, KL: where they can be swapped and where not."""

import numpy as np


def entropy(p):
    p = p[p > 0]
    return -(p * np.log(p)).sum()


def cross(p, q):
    return -(p * np.log(q)).sum()


def kl(p, q):
    return (p * np.log(p / q)).sum()


# 1. One context, continued by A in 70% of the data and by B in 30%.
SHARE = 0.7
data = np.array([SHARE, 1 - SHARE])
floor = entropy(data)
q = np.array([0.5, 0.5])  # any: a model
one_hot = -(data * np.log(q)).sum()  # mean loss over one-hot samples
assert np.isclose(one_hot, cross(data, q)) and np.isclose(one_hot, floor + kl(data, q))

# 2. Label smoothing: a floor that no model can get below (base Transformer's setting).
EPS, VOCAB = 0.1, 37000
smooth = np.full(VOCAB, EPS / VOCAB)
smooth[0] += 1 - EPS  # any: which token
smooth_floor = entropy(smooth)
assert np.isclose(cross(smooth, smooth), smooth_floor) and np.isclose(kl(smooth, smooth), 0)

# 3. Fixed p: the gradients for the logits of q agree, both q - p.
z = np.array([0.3, -0.2, 0.9])  # any: logits
p = np.array([0.5, 0.3, 0.2])  # any: a target


def softmax(v):
    w = np.exp(v - v.max())
    return w / w.sum()


def gradient(f):
    h = 1e-6  # any: step
    return np.array([(f(z + h * d) - f(z - h * d)) / (2 * h) for d in np.eye(3)])


assert np.allclose(gradient(lambda v: cross(p, softmax(v))), softmax(z) - p, atol=1e-8)
assert np.allclose(gradient(lambda v: kl(p, softmax(v))), softmax(z) - p, atol=1e-8)
# The trained one in first place: no longer equal; they differ by the gradient of the entropy.
first_ce = gradient(lambda v: cross(softmax(v), p))
first_kl = gradient(lambda v: kl(softmax(v), p))
assert np.abs(first_ce - first_kl).max() > 0.01
assert np.allclose(first_ce - first_kl, gradient(lambda v: entropy(softmax(v))), atol=1e-8)

# 4. Reward minus beta times a penalty, the policy in first place.
REF = np.array([0.5, 0.3, 0.2])
REWARD = np.array([0.0, 1.0, 0.0])
BETA = 1.0
best = REF * np.exp(REWARD / BETA)
best /= best.sum()


def goal_kl(pi):
    return pi @ REWARD - BETA * kl(pi, REF)


def goal_ce(pi):
    return pi @ REWARD - BETA * cross(pi, REF)


parts = np.arange(0.01, 0.98, 0.01)  # any: grid
grid = [np.array([a, b, 1 - a - b]) for a in parts for b in parts if a + b < 1 - 1e-9]  # any: stays inside
assert max(goal_kl(pi) for pi in grid) <= goal_kl(best)
score = REWARD + BETA * np.log(REF)  # goal_ce is linear in pi: all mass on the best token
pick = np.eye(3)[score.argmax()]
assert max(goal_ce(pi) for pi in grid) < goal_ce(pick) and pick[1] == 1
assert np.log(REF).argmax() == 0  # without reward it collapses onto the reference's favourite
moved = kl(best, REF)
collapsed = -np.log(REF[1])  # KL(one-hot || ref)

# 5. Two peaks, one Gaussian: forward KL matches moments, reverse KL settles on a peak.
MIX, PEAK, WIDTH = 0.6, 2.0, 0.6
x = np.linspace(-9, 9, 3601)  # any: grid
dx = x[1] - x[0]


def normal(m, s):
    return np.exp(-((x - m) ** 2) / (2 * s**2)) / (s * np.sqrt(2 * np.pi))


target = MIX * normal(-PEAK, WIDTH) + (1 - MIX) * normal(PEAK, WIDTH)
forward_mean = PEAK * (1 - 2 * MIX)
forward_std = np.sqrt(WIDTH**2 + PEAK**2 - forward_mean**2)


def forward(m, s):
    return (target * np.log(target / np.maximum(normal(m, s), 1e-300))).sum() * dx


def reverse(m, s):
    g = np.maximum(normal(m, s), 1e-300)
    return (g * np.log(g / target)).sum() * dx


means, widths = np.linspace(-3, 3, 61), np.linspace(0.4, 3, 53)  # any: search grid
tries = [(forward(m, s), m, s) for m in means for s in widths]
assert abs(min(tries)[1] - forward_mean) < 0.06 and abs(min(tries)[2] - forward_std) < 0.06
reverse_kl, reverse_mean, reverse_std = min((reverse(m, s), m, s) for m in means for s in widths)
# Mass that the fit puts between the peaks, where the target has little.
gap = np.abs(x) < 1
gap_target = 100 * target[gap].sum() * dx
gap_forward = 100 * normal(forward_mean, forward_std)[gap].sum() * dx
assert gap_forward > 5 * gap_target
assert reverse_kl < reverse(PEAK, WIDTH) < min(reverse(1.5, WIDTH), reverse(2.5, WIDTH))  # any: the smaller peak traps too

# 6. Not a metric: Bernoulli 0.5, 0.25, 0.1 break the triangle inequality.
a, b, c = (np.array([t, 1 - t]) for t in (0.5, 0.25, 0.1))
direct, detour = kl(a, c), kl(a, b) + kl(b, c)
assert direct > 2 * detour
LN2 = np.log(2)
left, right = np.array([1.0, 0.0]), np.array([0.0, 1.0])
mid = (left + right) / 2
assert np.isclose(np.log(1 / mid[0]) / 2 + np.log(1 / mid[1]) / 2, LN2)  # JS of disjoint distributions

VALUES = {
    "floor": (floor, ""), "smooth_floor": (smooth_floor, ""),
    "best0": (best[0], ""), "best1": (best[1], ""), "best2": (best[2], ""), "moved": (moved, ""), "collapsed": (collapsed, ""),
    "forward_mean": (forward_mean, ""), "forward_std": (forward_std, ""),
    "reverse_mean": (reverse_mean, ""), "reverse_std": (reverse_std, ""),
    "gap_target": (gap_target, "%"), "gap_forward": (gap_forward, "%"),
    "direct": (direct, ""), "detour": (detour, ""), "js_max": (LN2, ""),
}

if __name__ == "__main__":
    for name, (number, unit) in VALUES.items():
        print(f"{name:16} {number:.6g} {unit}")
