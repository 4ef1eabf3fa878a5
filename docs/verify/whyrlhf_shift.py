"""SFT 复现整个示范分布，KL 正则的 RL 把它整体右移。 | SFT reproduces the whole distribution of demonstrations; KL-regularised RL shifts it."""
from math import erf, sqrt

import numpy as np

# Quality of the demonstrations: N(0, 1). The optimum of SFT is that same distribution. With the quality itself as reward,
# pi ~ pi_SFT * exp(q / BETA) is N(1 / BETA, 1): the same width, moved by 1 / BETA, at a KL of 1 / (2 BETA^2).
BETA = 1.0
LOW, HIGH = -1.0, 2.0                       # "poor" is below LOW, "top" is above HIGH


def above(x, mean):
    return 50 * (1 - erf((x - mean) / sqrt(2)))


mean = 1 / BETA
kl = mean * mean / 2
q = np.linspace(-12, 14, 26_001)  # any: wide and fine enough
w = np.exp(-q**2 / 2 + q / BETA)
w /= w.sum()
start = np.exp(-q**2 / 2)
start /= start.sum()
assert abs(w @ q - mean) < 1e-6 and abs(w @ (q - mean) ** 2 - 1) < 1e-6
assert abs(w @ np.log(w / start) - kl) < 1e-6

# How much choosing can gain: the expected best of N draws from N(0, 1); a judge that correlates CORR with quality keeps that share.
N, CORR = 16, 0.5
cdf = np.cumsum(start)
best = float(np.sum(np.diff(np.concatenate([[0.0], cdf**N])) * q))
rng = np.random.default_rng(0)  # any: a seed
draws = rng.normal(size=(100_000, N))  # any: enough draws
assert abs(draws.max(axis=1).mean() - best) < 0.01
judged = CORR * draws + sqrt(1 - CORR**2) * rng.normal(size=draws.shape)
assert abs(draws[np.arange(len(draws)), judged.argmax(axis=1)].mean() - CORR * best) < 0.02

VALUES = {
    "mean": (mean, ""), "kl": (kl, "nats"),
    "poor_sft": (100 - above(LOW, 0.0), "%"), "poor_rl": (100 - above(LOW, mean), "%"),
    "top_sft": (above(HIGH, 0.0), "%"), "top_rl": (above(HIGH, mean), "%"),
    "best": (best, ""), "best_judged": (CORR * best, ""), "corr": (CORR, ""),
}
if __name__ == "__main__":
    for name, (number, unit) in VALUES.items():
        print(f"{name:12} {number:.6g} {unit}")
