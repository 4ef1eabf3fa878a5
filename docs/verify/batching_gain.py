"""等最慢的一条要浪费多少：最长与平均之比；八条请求的时间线。 | What waiting for the slowest wastes: longest over mean; a timeline of eight requests."""

from math import comb

LENGTHS = (3, 9, 2, 5, 6, 1, 4, 2)  # output tokens of eight requests, in order of arrival
SLOTS = 4


def static(lengths, slots):
    """Batches of `slots`, each as long as its longest request. Returns end of each request and total."""
    end, t = [], 0
    for i in range(0, len(lengths), slots):
        batch = lengths[i:i + slots]
        t += max(batch)
        end += [t] * len(batch)
    return end, t


def continuous(lengths, slots):
    """A freed slot takes the next request at the next step. Returns (slot, start, end) of each request."""
    free_at, plan = [0] * slots, []
    for n in lengths:
        s = min(range(slots), key=lambda i: free_at[i])
        plan.append((s, free_at[s], free_at[s] + n))
        free_at[s] += n
    return plan


s_end, s_total = static(LENGTHS, SLOTS)
plan = continuous(LENGTHS, SLOTS)
c_total = max(end for _, _, end in plan)
tokens = sum(LENGTHS)
assert c_total < s_total

# Ratio of the expected longest of b to the mean: the steps a batch that waits for its slowest takes over those it needs.


def geometric(b, mean=200):
    """Longest of b geometric lengths: inclusion and exclusion."""
    q = 1 - 1 / mean
    return sum((-1) ** (k + 1) * comb(b, k) / (1 - q**k) for k in range(1, b + 1)) / mean


def uniform(b, top=128):
    """Longest of b lengths uniform on 1..top: sum of P(longest >= m)."""
    return sum(1 - ((m - 1) / top) ** b for m in range(1, top + 1)) / ((top + 1) / 2)


TOP = 128
orca_limit = TOP / ((TOP + 1) / 2)  # an unlimited batch
assert uniform(64) < orca_limit < 2 and abs(geometric(1) - 1) + abs(uniform(1) - 1) < 1e-9

VALUES = {
    "requests": (len(LENGTHS), ""),
    "slots": (SLOTS, ""),
    "tokens": (tokens, "tokens"),
    "static_steps": (s_total, "steps"),
    "cont_steps": (c_total, "steps"),
    "static_used": (100 * tokens / (SLOTS * s_total), "%"),
    "cont_used": (100 * tokens / (SLOTS * c_total), "%"),
    "second_static": (s_end[5], ""),
    "second_cont": (plan[5][2], ""),
    "orca_limit": (orca_limit, "x"),
}
for b in (4, 16, 32):
    VALUES |= {f"uniform_{b}": (uniform(b), "x"), f"geometric_{b}": (geometric(b), "x")}
if __name__ == "__main__":
    print(plan, s_end)
    for name, (number, unit) in VALUES.items():
        print(f"{name:24} {number:.6g} {unit}")
