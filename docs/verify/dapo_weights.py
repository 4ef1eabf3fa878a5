"""GRPO、DAPO、Dr.GRPO、GSPO：每个 token 乘多少，每道题占多重。 | GRPO, DAPO, Dr. GRPO, GSPO: the factor on each token and the weight of each question."""
from math import comb, erf, sqrt

import numpy as np

# 1. One question, four answers: the factor that multiplies the gradient of each token's log-probability, at ratio 1.
REWARD = np.array([1.0, 1.0, 0.0, 0.0])
LENGTH = np.array([200, 400, 600, 1200])
BUDGET = 2048                                  # Dr. GRPO divides by a constant; here the generation budget
centered = REWARD - REWARD.mean()
normed = centered / REWARD.std()
assert np.allclose(normed, [1, 1, -1, -1])
factor = {
    "grpo": normed / (len(REWARD) * LENGTH),
    "dapo": normed / LENGTH.sum(),
    "dr": centered / (len(REWARD) * BUDGET),
}
factor["gspo"] = factor["grpo"].copy()         # at ratio 1 GSPO's gradient is GRPO's: 1/|y| and the std are still there
assert np.ptp(np.abs(factor["dapo"])) < 1e-15 and np.ptp(np.abs(factor["dr"])) < 1e-15
VALUES = {f"len{i + 1}": (int(n), "tokens") for i, n in enumerate(LENGTH)} | {"budget": (BUDGET, "tokens")}
for name in ("grpo", "dapo", "dr"):
    for i, x in enumerate(factor[name]):
        VALUES[f"{name}{i + 1}"] = (1e4 * x, "")
VALUES["wrong_times"] = (factor["grpo"][2] / factor["grpo"][3], "x")

# The same check by finite differences of the two objectives, on arbitrary token log-ratios near zero.
E = 1e-6  # any: step of the difference


def grpo_objective(logs):
    return np.mean([a * np.exp(x).mean() for a, x in zip(normed, logs)])


def gspo_objective(logs):
    return np.mean([a * np.exp(x.mean()) for a, x in zip(normed, logs)])


for objective in (grpo_objective, gspo_objective):
    for i, n in enumerate(LENGTH):
        logs = [np.zeros(m) for m in LENGTH]
        logs[i][0] = E
        up = objective(logs)
        logs[i][0] = -E
        assert np.isclose((up - objective(logs)) / (2 * E), factor["grpo"][i], rtol=1e-4)

# 2. Weight of a question solved with probability p: expected policy gradient of the group over the gradient of p.
#    k of G answers right, f = k/G: without the std the group contributes f(1-f), with it sqrt(f(1-f)); then divide by p(1-p).
G = 16


def weight(p, std):
    total = 0.0
    for k in range(1, G):
        f = k / G
        total += comb(G, k) * p**k * (1 - p) ** (G - k) * (sqrt(f * (1 - f)) if std else f * (1 - f))
    return total / (p * (1 - p))


for label, p in {"p01": 0.01, "p10": 0.1, "p50": 0.5, "p99": 0.99}.items():
    VALUES[f"std_{label}"] = (weight(p, True), "")
    VALUES[f"inf_{label}"] = (1 / sqrt(p * (1 - p)), "")
    assert np.isclose(weight(p, False), (G - 1) / G)         # Dr. GRPO: the same for every question
VALUES["nostd"] = (weight(0.5, False), "")  # any: the same for every p
VALUES["group"] = (G, "")
# The largest advantage of a 0/1 reward: one right of G. It does not explode, and a group of equal rewards gives 0, not infinity.
lone = np.array([1.0] + [0.0] * (G - 1))  # any: the scale drops out
VALUES["max_adv"] = (((lone - lone.mean()) / lone.std())[0], "")
assert np.isclose(VALUES["max_adv"][0], sqrt(G - 1)) and weight(1e-9, True) < sqrt(G - 1) + 1e-6  # any: p near 0
assert max(((r - r.mean()) / r.std()).max() for r in (np.arange(G) < k for k in range(1, G))) <= sqrt(G - 1) + 1e-12

# 3. Soft overlong punishment of DAPO: 0 up to 16,384 tokens, then linearly to -1 at 20,480.
SOFT, CACHE, SEEN = 16384, 4096, 18432
VALUES |= {"soft": (SOFT, "tokens"), "hard": (SOFT + CACHE, "tokens"), "seen": (SEEN, "tokens")}
VALUES["punish"] = (-(SEEN - SOFT) / CACHE, "")
assert 1 + VALUES["punish"][0] > -1      # a right answer of that length still beats a wrong one (rewards +1 and -1)

# 4. GSPO's ratio in a toy: independent noise of sd NOISE in each token's log-ratio. The product drifts with the square root of
#    the length, its geometric mean shrinks with it.
NOISE, LEFT, RIGHT = 0.01, 3e-4, 4e-4


def tail(z):
    return 0.5 * (1 - erf(z / sqrt(2)))


def clipped(n):
    """Share of answers clipped by GSPO, half of them with positive advantage (bound 1+RIGHT), half negative (1-LEFT)."""
    sd = NOISE / sqrt(n)
    return 100 * 0.5 * (tail(np.log1p(RIGHT) / sd) + tail(-np.log1p(-LEFT) / sd))


for n in (100, 1000, 10000):
    VALUES |= {f"prod{n}": (NOISE * sqrt(n), ""), f"mean{n}": (NOISE / sqrt(n), ""), f"clip{n}": (clipped(n), "%")}
VALUES["noise"] = (NOISE, "")
VALUES["sigmas"] = (np.log(1.27) / NOISE, "")   # GRPO's upper bound in the same paper, in sds of one token
assert 100 * tail(VALUES["sigmas"][0]) < 1e-9   # token by token nothing is clipped in this toy

if __name__ == "__main__":
    for name, (number, unit) in VALUES.items():
        print(f"{name:14} {number:.6g} {unit}")
