"""提示词：在小评测集上挑最好的提示，分数会虚高多少。 | Prompts: how far the best of several looks better than it is on a small evaluation set."""
from math import comb, sqrt
from statistics import NormalDist

P, BETTER, PROMPTS, LEVEL = 0.80, 0.84, 10, 0.95
Z = NormalDist().inv_cdf((1 + LEVEL) / 2)


def pmf(n, p):
    return [comb(n, k) * p**k * (1 - p) ** (n - k) for k in range(n + 1)]


def best(n):
    """Expected score of the best of PROMPTS prompts that are all right with chance P."""
    total, below, out = 0.0, 0.0, 0.0
    for k, q in enumerate(pmf(n, P)):
        total += q
        out += k / n * (total**PROMPTS - below**PROMPTS)
        below = total
    return out


def ahead(n):
    """Chance that the better prompt scores strictly higher than a plain one, on independent cases."""
    a, b = pmf(n, BETTER), pmf(n, P)
    below, out = 0.0, 0.0
    for k in range(n + 1):
        out += a[k] * below
        below += b[k]
    return out


VALUES = {"p": (100 * P, "%"), "better": (100 * BETTER, "%"), "prompts": (PROMPTS, ""), "level": (100 * LEVEL, "%")}
for n in (50, 200, 800):
    VALUES[f"n_{n}"] = (n, "")
    VALUES[f"best_{n}"] = (100 * best(n), "%")
    VALUES[f"half_{n}"] = (100 * Z * sqrt(P * (1 - P) / n), "")
    VALUES[f"ahead_{n}"] = (100 * ahead(n), "%")
assert best(50) > P + 0.08
if __name__ == "__main__":
    for name, (number, unit) in VALUES.items():
        print(f"{name:14} {number:.6g} {unit}")
