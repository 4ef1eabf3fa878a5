"""验证器有漏洞时，KL 正则的最优策略把概率给了谁。 | With a leaky verifier, where the KL-regularised optimum puts its probability."""
from math import exp, log

# One task, three kinds of answer under the reference policy: right, hack (passes the check without solving), wrong.
# pi ~ pi_ref * exp(reward / beta). Right and hack both get 1, wrong gets 0.
BETA = 0.1
HACK = 0.001
TASKS = {"easy": 0.30, "medium": 0.01, "hard": 0.0001, "impossible": 0.0}      # share of right answers at the start


def optimum(right, hack_reward, beta=BETA, stealth=0.0):
    weights = {
        "right": right * exp(1 / beta),
        "hack": HACK * exp(hack_reward / beta),
        "stealth": stealth * exp(1 / beta),
        "wrong": 1 - right - HACK - stealth,
    }
    total = sum(weights.values())
    return {k: 100 * w / total for k, w in weights.items()}


VALUES = {"hack0": (100 * HACK, "%"), "beta": (BETA, "")}
for name, right in TASKS.items():
    p = optimum(right, 1.0)
    for beta in (0.02, 0.1, 0.5, 5.0):  # any: the ratio of hacks to right answers stays that of the start, whatever the KL coefficient
        q = optimum(right, 1.0, beta)
        assert abs(q["hack"] * right - q["right"] * HACK) < 1e-9
    VALUES[f"{name}_start"] = (100 * right, "%")
    VALUES[f"{name}_seen"] = (p["right"] + p["hack"], "%")
    VALUES[f"{name}_right"] = (p["right"], "%")
    VALUES[f"{name}_hack"] = (p["hack"], "%")

# A monitor catches a share of the hacks; a caught hack gets CAUGHT, the others 1.
CAUGHT = -1.0
for tag, share in (("fifth", 0.2), ("half", 0.5)):
    p = optimum(TASKS["hard"], (1 - share) + share * CAUGHT)
    VALUES |= {f"{tag}_share": (100 * share, "%"), f"{tag}_hack": (p["hack"], "%")}
    if tag == "fifth":
        VALUES["fifth_right"] = (p["right"], "%")

# All of them caught, but a hack that the monitor cannot see exists at one in a million; no right answer to be had.
STEALTH, STRONG = 1e-6, 0.05
mild = optimum(TASKS["impossible"], CAUGHT, BETA, STEALTH)
strong = optimum(TASKS["impossible"], CAUGHT, STRONG, STEALTH)
assert 0 < log(mild["stealth"] / 100 / STEALTH) <= 1 / BETA            # it can grow by exp(1 / beta) at most
VALUES |= {"stealth_mild": (mild["stealth"], "%"), "stealth_strong": (strong["stealth"], "%"), "beta_strong": (STRONG, "")}
if __name__ == "__main__":
    for name, (number, unit) in VALUES.items():
        print(f"{name:18} {number:.6g} {unit}")
