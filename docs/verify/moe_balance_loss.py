"""辅助损失的取值与梯度，容量因子的丢弃率，失衡时的利用率。 | The auxiliary loss and its gradient, drop rates of the capacity factor, utilization."""
from math import exp, lgamma, log, log2

import numpy as np


def aux(p):
    """N sum f_i P_i for top-1 routing; p: tokens x experts."""
    n = p.shape[1]
    f = np.bincount(p.argmax(1), minlength=n) / len(p)
    return n * f @ p.mean(0), f


# 1. Even load with even probabilities gives 1; one expert takes nearly all: up to N.
even = np.full((4, 4), 0.1) + 0.6 * np.eye(4)
assert np.isclose(aux(even)[0], 1)
top = 0.97
spread = np.array([[top, 0.01, 0.01, 0.01]] * 100)  # any: what is left and how many tokens do not matter
collapsed = aux(spread)[0]

# 2. The value is no measure of balance: 9 of 10 tokens lean slightly to expert 1, one leans strongly to expert 2.
lean = np.array([[0.51, 0.49]] * 9 + [[0.01, 0.99]])
below, load = aux(lean)
assert below < 1 and load.max() > 0.5

# 3. Gradient for one token's logits with f held fixed: N/T p_j (f_j - sum_i f_i p_i). Checked by finite differences.
rng = np.random.default_rng(1)                      # any: it holds for every draw
z = rng.normal(size=(32, 4)) + np.array([1.0, 0, 0, 0])  # any: tokens, with a favored expert
def soft(a):
    return np.exp(a) / np.exp(a).sum(1, keepdims=True)


f = aux(soft(z))[1]
formula = 4 / 32 * soft(z) * (f - (soft(z) @ f)[:, None])
for j in range(4):
    step = np.zeros_like(z)
    step[0, j] = 1e-6                               # any: step of the difference
    d = (4 * f @ soft(z + step).mean(0) - 4 * f @ soft(z - step).mean(0)) / 2e-6  # any: twice the step
    assert abs(d - formula[0, j]) < 1e-3
assert (formula[:, f.argmax()] > 0).all()           # descent lowers the logit of the most loaded expert, for every token

# 4. Capacity: share of tokens over the limit when every token picks one of 64 experts evenly and independently.
def dropped(mean, factor, n=64):
    t = mean * n
    cap = int(np.ceil(factor * mean))
    def pmf(x):
        return exp(lgamma(t + 1) - lgamma(x + 1) - lgamma(t - x + 1) + x * log(1 / n) + (t - x) * log(1 - 1 / n))

    return 100 * sum((x - cap) * pmf(x) for x in range(cap + 1, min(t, cap + 40 * int(mean**0.5) + 40))) / mean


drops = {(m, c): dropped(m, c) for m, c in [(8, 1.0), (8, 1.25), (8, 2.0), (64, 1.0), (64, 1.25), (512, 1.0)]}
assert max(dropped(64, 2.0), dropped(512, 1.25), dropped(512, 2.0)) < 1e-3  # "about 0" in the table

# 5. Synchronous step, one expert a device: average over slowest = 1 / (1 + MaxVio). MaxVio from Wang et al., Table 2.
def use(v):
    return 100 / (1 + v)



# 6. Expert choice: bits a token can leak, K log2((1-R)/R) a layer, 9 layers, 2 of 16 experts (Wang et al., 5.2).
leak = 9 * 2 * log2((1 - 2 / 16) / (2 / 16))
assert int(leak) == 50

VALUES = {
    "collapsed": (collapsed, ""),
    "below": (below, ""),
    "load": (100 * load.max(), "%"),
    **{f"drop_{m}_{int(100 * c)}": (v, "%") for (m, c), v in drops.items()},
    "empty_125": (100 * (1 - 1 / 1.25), "%"),
    "use_72": (use(0.72), "%"),
    "use_04": (use(0.04), "%"),
    "leak": (leak, ""),
}

if __name__ == "__main__":
    for name, (number, unit) in VALUES.items():
        print(f"{name:24} {number:.6g} {unit}")
