"""GRPO：组内优势、难度权重、组大小与方差、长度权重。 | GRPO: group advantages, difficulty weights, group size and variance, length weights."""

from math import comb

import numpy as np

G = 16


def advantage(r, scaled=True):
    r = np.asarray(r, float)
    a = r - r.mean()
    return a / r.std() if scaled else a  # population std, as the formula is usually read


def group(k, n=G):
    return np.array([1.0] * k + [0.0] * (n - k))


# One answer of four right (the figure), then 1, 4, 8 and 15 of sixteen.
four = advantage(group(1, 4))
rows = {}
for k in (1, 4, 8, 15):
    a, d = advantage(group(k)), advantage(group(k), False)
    p = k / G
    assert np.isclose(a[0], np.sqrt((1 - p) / p)) and np.isclose(a[-1], -np.sqrt(p / (1 - p)))
    rows[k] = (a[0], a[-1], np.abs(d).mean(), np.abs(a).mean())
    assert np.isclose(rows[k][2], 2 * p * (1 - p)) and np.isclose(rows[k][3], 2 * np.sqrt(p * (1 - p)))
hard_plain, hard_scaled = rows[1][2] / rows[8][2], rows[1][3] / rows[8][3]  # weight of a hard question against an even one
sample_std = np.sqrt((G - 1) / G)  # frameworks divide by the n-1 std: every advantage is smaller by this

# What is ascended in the limit of a large group: mean-only p, with std 2 arcsin sqrt(p).
q, e = 0.3, 1e-6  # any: a pass rate


def slope(f):
    return (f(q + e) - f(q - e)) / (2 * e)


assert np.isclose(slope(lambda p: 2 * np.arcsin(np.sqrt(p))) * q * (1 - q), np.sqrt(q * (1 - q)))

# A group mean holds the answer's own reward: it is the leave-one-out advantage times (G-1)/G.
r = np.array([0.3, 1.0, 0.0, 0.7])  # any: rewards
loo = r - (r.sum() - r) / (len(r) - 1)
assert np.allclose(advantage(r, False), loo * (len(r) - 1) / len(r))

# Second moment of (reward - baseline) for a question of pass rate P; scores taken as independent of the reward.
P = 0.5


def moment(n):  # leave-one-out baseline over the other n-1 answers, enumerated
    total = 0.0
    for k in range(n):
        w = comb(n - 1, k) * P**k * (1 - P) ** (n - 1 - k)
        total += w * (P * (1 - k / (n - 1)) ** 2 + (1 - P) * (k / (n - 1)) ** 2)
    assert np.isclose(total, P * (1 - P) * n / (n - 1))
    return total


perfect = P * (1 - P)  # a critic that knows the pass rate of the question exactly
extra = {n: 100 * (moment(n) / perfect - 1) for n in (2, 4, 16, 64)}
none = P / perfect  # no baseline at all
# GRPO is not a ranking: the same order, another sign for the middle answer.
MID = (0.9, 0.1)  # any: on either side of the mean
mid = [advantage([1.0, m, 0.0])[1] for m in MID]
assert mid[0] > 0 > mid[1]

# Two wrong answers, A = -1, averaged within each answer: what one token is charged.
SHORT, LONG = 200, 800
short, long = 1 / SHORT, 1 / LONG

# DeepSeek-R1-Zero: answers a rollout, minibatches, questions a step.
ROLLOUT, MINI, PER_Q = 8192, 16, 16
batch = ROLLOUT / MINI

VALUES = {"four_right": (four[0], ""), "four_wrong": (four[-1], ""), "none": (none, "x")}  # any: wrong answers are alike
for k, (up, down, plain, scaled) in rows.items():
    VALUES |= {f"up{k}": (up, ""), f"down{k}": (down, ""), f"plain{k}": (plain, ""), f"scaled{k}": (scaled, "")}
VALUES |= {f"extra{n}": (x, "%") for n, x in extra.items()}
VALUES |= {
    "hard_plain": (100 * hard_plain, "%"),
    "hard_scaled": (100 * hard_scaled, "%"),
    "sample_std": (sample_std, ""),
    "short_len": (SHORT, ""),
    "long_len": (LONG, ""),
    "short": (-short, ""),
    "long": (-long, ""),
    "times": (short / long, "x"),
    "batch": (batch, ""),
    "questions": (batch / PER_Q, ""),
}
if __name__ == "__main__":
    for name, (number, unit) in VALUES.items():
        print(f"{name:12} {number:.6g} {unit}")
