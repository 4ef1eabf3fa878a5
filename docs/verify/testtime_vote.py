"""同样多采样，投票、验证器与覆盖率各到哪里。 | The same samples: where voting, a verifier and coverage get to."""
from math import factorial

import numpy as np


def vote(right, wrong, n):
    """Chance that the right answer wins a plurality of n votes, ties drawn at random."""
    total = 0.0
    for k in range(1, n + 1):  # votes for the right answer
        ways = {0: np.eye(1, n + 1)[0]}  # tied rivals -> series in the votes used by rivals
        for q in wrong:
            below = np.array([q**i / factorial(i) if i < k else 0.0 for i in range(n + 1)])
            tie = np.array([q**i / factorial(i) if i == k else 0.0 for i in range(n + 1)])
            new = {}
            for j, series in ways.items():
                for step, factor in ((0, below), (1, tie)):
                    new[j + step] = new.get(j + step, 0) + np.convolve(series, factor)[: n + 1]
            ways = new
        share = sum(series[n - k] / (j + 1) for j, series in ways.items())
        total += factorial(n) * right**k / factorial(k) * share
    return total


def verified(p, hit, false, n):
    """Take the first accepted sample; when none is accepted, the last one."""
    accept = p * hit + (1 - p) * false
    none = (1 - accept) ** n
    return (1 - none) * p * hit / accept + none * p * (1 - hit) / (1 - accept)


# One question; each sample is right with probability 0.4. Wrong answers scattered over six, or half of all samples on one.
P, RIVALS, TRAP, REST = 0.4, 6, 0.5, 0.1
scattered, trapped = [(1 - P) / RIVALS] * RIVALS, [TRAP, REST]
assert abs(P + TRAP + REST - 1) < 1e-12 and TRAP > P
# A verifier that accepts 90 % of the right and 10 % of the wrong.
HIT, FALSE = 0.9, 0.1
HARD = 0.05

VALUES = {"p": (100 * P, "%"), "trap": (100 * TRAP, "%"), "rivals": (RIVALS, ""), "hit": (100 * HIT, "%"), "false": (100 * FALSE, "%")}
for n in (1, 4, 16, 64):
    VALUES[f"n_{n}"] = (n, "")
    VALUES[f"cover_{n}"] = (100 * (1 - (1 - P) ** n), "%")
    VALUES[f"scattered_{n}"] = (100 * vote(P, scattered, n), "%")
    VALUES[f"trapped_{n}"] = (100 * vote(P, trapped, n), "%")
    VALUES[f"verified_{n}"] = (100 * verified(P, HIT, FALSE, n), "%")
for name in ("cover_1", "scattered_1", "trapped_1", "verified_1"):
    assert abs(VALUES[name][0] - 100 * P) < 1e-9  # one sample: every rule gives p
VALUES["ceiling"] = (100 * P * HIT / (P * HIT + (1 - P) * FALSE), "%")
VALUES["hard"] = (100 * HARD, "%")
VALUES["ceiling_hard"] = (100 * HARD * HIT / (HARD * HIT + (1 - HARD) * FALSE), "%")

if __name__ == "__main__":
    for name, (number, unit) in VALUES.items():
        print(f"{name:14} {number:.6g} {unit}")
