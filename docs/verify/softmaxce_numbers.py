"""softmax、交叉熵、KL 的几个极限与平均方式。 | Limits of softmax, cross-entropy and KL in floating point, and what averaging does."""

import numpy as np

# 1. exp(-gap) rounds to 0 in FP32 below half the smallest subnormal; then log(softmax) is -inf.
gap_single = -np.log(2.0**-150)
gap_half = -np.log(2.0**-25)
with np.errstate(under="ignore", divide="ignore"):
    assert np.exp(np.float32(-gap_single - 0.1)) == 0 < np.exp(np.float32(-gap_single + 0.1))  # any
    assert np.float16(np.exp(-gap_half - 0.01)) == 0 < np.float16(np.exp(-gap_half + 0.01))  # any

# 2. log(softmax + eps): the loss can't exceed -log(eps), and the gradient p_y(1-p_y)/(p_y+eps) dies.
EPS = 1e-12
cap = -np.log(EPS)
GAP = 40  # score of the label below the top one, two classes
p = np.exp(-np.logaddexp(0, GAP))  # any: two classes
assert np.isclose(p, np.exp(-GAP), rtol=1e-9)
slope = p * (1 - p) / (p + EPS)

# 3. An untrained model scores log V; softmax applied twice can't leave the neighbourhood of log V.
V = 128256  # Llama 3
start = np.log(V)
best_twice = np.log(np.e + V - 1) - 1  # any: the 1 inside hardly counts for a large V; checked below with five classes
best = np.full(5, 0.0)  # the check with five classes: a perfect one-hot, softmaxed once more
best[0] = 1
assert np.isclose(-np.log(np.exp(best[0]) / np.exp(best).sum()), np.log(np.e + 4) - 1)

# 4. Logits of one sequence.
T = 8192
logits_gb = T * V * 4 / 1e9
lse_kb = T * 4 / 1e3

# 5. Two micro-batches: (trained tokens, mean loss).
SMALL, LARGE = (10, 3.0), (90, 1.0)
mean_of_means = (SMALL[1] + LARGE[1]) / 2
true_mean = (SMALL[0] * SMALL[1] + LARGE[0] * LARGE[1]) / (SMALL[0] + LARGE[0])
weight = (1 / SMALL[0]) / (1 / LARGE[0])

# 6. BF16 keeps 8 significant bits: the step between neighbours in [16, 32).
step = 2.0 ** (4 - 7)

# 7. One example for both directions of KL and for the identity H(p, q) = H(p) + KL(p || q).
P, Qd = np.array([0.5, 0.3, 0.2]), np.array([0.1, 0.3, 0.6])
forward, backward = (P * np.log(P / Qd)).sum(), (Qd * np.log(Qd / P)).sum()
entropy, cross = -(P * np.log(P)).sum(), -(P * np.log(Qd)).sum()
assert np.isclose(cross, entropy + forward)

# 8. Worked gradient: scores 2, 1, 0, label 1.
Z = np.array([2.0, 1.0, 0.0])
soft = np.exp(Z) / np.exp(Z).sum()
grad = soft - np.eye(len(Z))[1]
assert np.isclose(grad.sum(), 0)
loss = -np.log(soft[1])

VALUES = {
    "gap_single": (gap_single, ""),
    "gap_half": (gap_half, ""),
    "cap": (cap, ""),
    "slope": (slope, ""),
    "start": (start, ""),
    "best_twice": (best_twice, ""),
    "logits_gb": (logits_gb, "GB"),
    "lse_kb": (lse_kb, "KB"),
    "mean_of_means": (mean_of_means, ""),
    "true_mean": (true_mean, ""),
    "weight": (weight, "x"),
    "step": (step, ""),
    "forward": (forward, ""),
    "backward": (backward, ""),
    "entropy": (entropy, ""),
    "cross": (cross, ""),
    "p0": (soft[0], ""),
    "p1": (soft[1], ""),
    "p2": (soft[2], ""),
    "g1": (grad[1], ""),
    "loss": (loss, ""),
}

if __name__ == "__main__":
    for name, (number, unit) in VALUES.items():
        print(f"{name:24} {number:.6g} {unit}")
