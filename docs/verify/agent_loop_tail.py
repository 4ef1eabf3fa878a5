"""智能体循环：路径数、轮数的长尾、上限。 | The agent loop: number of paths, the tail of its length, the cap."""

import math

# What a flowchart would have to enumerate: any of TOOLS tools at each of STEPS steps.
TOOLS, STEPS = 6, 4
paths = TOOLS**STEPS

# A toy model of an agent: every turn is the last one with chance STOP, independently of the others.
STOP = 0.2
S, D = 4_000, 1_200  # tokens: system prompt and tools; what one turn adds to the history


def cost(turns):
    """Input tokens of a run of that many turns, if each turn sends the whole history again."""
    return turns * S + turns * (turns - 1) // 2 * D


mean_turns = 1 / STOP
typical = cost(round(mean_turns))  # the bill of the run of average length
mean_cost = S / STOP + D * (1 - STOP) / STOP**2  # the average bill
chance = [STOP * (1 - STOP) ** (n - 1) for n in range(1, 400)]  # any: long enough
assert abs(mean_cost - sum(p * cost(n) for n, p in enumerate(chance, 1))) < 1e-3
assert mean_cost > typical  # cost is convex in the number of turns

COVER = 0.99  # share of the runs that should be over
p99 = math.ceil(math.log(1 - COVER) / math.log(1 - STOP))
assert 1 - (1 - STOP) ** p99 >= COVER > 1 - (1 - STOP) ** (p99 - 1)

CAP = 10
unfinished = (1 - STOP) ** CAP
capped = sum(p * cost(n) for n, p in enumerate(chance[:CAP], 1)) + unfinished * cost(CAP)

VALUES = {
    "tools": (TOOLS, ""), "steps": (STEPS, "steps"), "paths": (paths, ""),
    "stop": (100 * STOP, "%"), "base": (S, "tokens"), "turn": (D, "tokens"),
    "mean_turns": (mean_turns, ""), "typical": (typical, "tokens"), "mean_cost": (mean_cost, "tokens"),
    "over": (100 * (mean_cost / typical - 1), "%"), "cover": (100 * COVER, "%"), "p99": (p99, ""), "p99_cost": (cost(p99), "tokens"),
    "p99_ratio": (cost(p99) / typical, "x"),
    "cap": (CAP, ""), "unfinished": (100 * unfinished, "%"), "capped": (capped, "tokens"),
    "saved": (100 * (1 - capped / mean_cost), "%"),
}
if __name__ == "__main__":
    for name, (number, unit) in VALUES.items():
        print(f"{name:12} {number:.6g} {unit}")
