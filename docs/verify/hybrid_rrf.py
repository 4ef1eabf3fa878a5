"""RRF 的常数 k：名次的分量衰减多快，两路都有何时胜过单路第一。 | RRF's constant k: how fast ranks lose weight, and when two mentions beat one first place."""
KS = (1, 10, 60)
FAR, NEAR = 20, 10


def share(k, r):
    """The contribution of rank r, with that of rank 1 as the unit."""
    return (k + 1) / (k + r)


def last_winner(k):
    """The largest r such that rank r in both lists beats rank 1 in one: 2/(k + r) > 1/(k + 1)."""
    r = 1
    while 2 * (k + 1) > k + r + 1:
        r += 1
    return r


for k in KS:
    r = last_winner(k)
    assert r == k + 1 and 2 / (k + r) > 1 / (k + 1) >= 2 / (k + r + 1) - 1e-15

top = 2 / (KS[2] + 1)                       # the highest score two lists can give
# The pilot of Cormack et al. (2009), as quoted: mean average precision by k.
MAP = {0: 0.2072, 60: 0.2145, 80: 0.2147}
lift, missed = 100 * (MAP[60] / MAP[0] - 1), 100 * (MAP[80] / MAP[60] - 1)
assert lift > 10 * missed                   # a k of zero costs something; 60 or 80 hardly differ
# Two lists with recalls A and B: the union lies between the larger and the sum.
A, B = 0.80, 0.70
low, high, independent = max(A, B), min(1, A + B), 1 - (1 - A) * (1 - B)
assert low < independent < high

VALUES = {f"far{k}": (100 * share(k, FAR), "%") for k in KS}
VALUES |= {f"near{k}": (100 * share(k, NEAR), "%") for k in KS}
VALUES |= {f"beats{k}": (last_winner(k), "") for k in KS}
VALUES |= {"top": (top, ""), "lift": (lift, "%"), "missed": (missed, "%"), "far": (FAR, ""), "near": (NEAR, ""),
           "recall_a": (100 * A, "%"), "recall_b": (100 * B, "%"), "union_low": (100 * low, "%"), "union_high": (100 * high, "%"),
           "union": (100 * independent, "%")}
if __name__ == "__main__":
    for name, (number, unit) in VALUES.items():
        print(f"{name:14} {number:.6g} {unit}")
