"""次序全对的代理也能被钻；抽查多少条才看得见。 | A proxy with the right order can still be hacked; how many samples an audit needs."""
from math import ceil, log

# Three answers, best first: the proxy ranks them exactly as the true reward does, but spaces them differently.
TRUE = (1.0, 0.1, 0.0)
PROXY = (1.0, 0.9, 0.0)
BEFORE = (0.5, 0.0, 0.5)            # half the time the best, half the time the worst
AFTER = (0.0, 1.0, 0.0)             # always the middle one


def mean(policy, reward):
    return sum(p * r for p, r in zip(policy, reward))


assert sum(BEFORE) == 1 and sum(AFTER) == 1
assert sorted(TRUE, reverse=True) == list(TRUE) and sorted(PROXY, reverse=True) == list(PROXY)
assert mean(AFTER, PROXY) > mean(BEFORE, PROXY) and mean(AFTER, TRUE) < mean(BEFORE, TRUE)


def needed(rate, chance):
    """Samples so that at least one hack is among them with this probability."""
    return ceil(log(1 - chance) / log(1 - rate))


CHANCE, RATE, RARE, FEW = 0.95, 0.01, 0.001, 50
n = needed(RATE, CHANCE)
assert 1 - (1 - RATE) ** n >= CHANCE > 1 - (1 - RATE) ** (n - 1)
VALUES = {
    "proxy_before": (mean(BEFORE, PROXY), ""), "proxy_after": (mean(AFTER, PROXY), ""),
    "true_before": (mean(BEFORE, TRUE), ""), "true_after": (mean(AFTER, TRUE), ""),
    "chance": (100 * CHANCE, "%"), "rate": (100 * RATE, "%"), "rare": (100 * RARE, "%"),
    "needed": (n, ""), "needed_rare": (needed(RARE, CHANCE), ""),
    "few": (FEW, ""), "seen_few": (100 * (1 - (1 - RATE) ** FEW), "%"),
}
if __name__ == "__main__":
    for name, (number, unit) in VALUES.items():
        print(f"{name:14} {number:.6g} {unit}")
