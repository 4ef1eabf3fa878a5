"""RLVR：格式分被标准差放大；判题器的漏判与误判各有什么后果。 | RLVR: the std inflates a format bonus; what a verifier's misses and false accepts do."""
import numpy as np

# 1. Eight answers to one question, none of them right, four in the required format. Format bonus 0.1, correct answer 1.
BONUS, RIGHT = 0.1, 1.0


def advantage(reward, std=True):
    centered = reward - reward.mean()
    return centered / reward.std() if std and reward.std() > 0 else centered


half = np.array([1.0] * 4 + [0.0] * 4)
only_format, only_answer = BONUS * half, RIGHT * half
assert np.allclose(advantage(only_format), advantage(only_answer))      # with the std a 0.1 weighs as much as a 1
VALUES = {
    "bonus": (BONUS, ""),
    "fmt_std": (advantage(only_format)[0], ""),  # any: the four are alike
    "fmt_plain": (advantage(only_format, False)[0], ""),  # any: the four are alike
    "ans_plain": (advantage(only_answer, False)[0], ""),  # any: the four are alike
}
# Two are right and all are in the format: the bonus is a constant of the group and drops out.
mixed = RIGHT * np.array([1, 1, 0, 0, 0, 0, 0, 0.0])  # any: a group with both
assert np.allclose(advantage(mixed + BONUS), advantage(mixed))
# Rewards of 1 and 0, of 1 and -1, of 10 and 0 are the same after the std.
for scaled in (2 * half - 1, 10 * half):
    assert np.allclose(advantage(scaled), advantage(half))

# 2. Random errors: misses FN of right answers, accepts FP of wrong ones. E[reward | p] = FP + (1 - FN - FP) p.
FN, FP = 0.2, 0.05
VALUES |= {"fn": (100 * FN, "%"), "fp": (100 * FP, "%"), "slope": (1 - FN - FP, "")}
p = np.array([0.1, 0.4, 0.7])  # any: success rates
reward = (1 - FN) * p + FP * (1 - p)
assert np.allclose(reward, FP + (1 - FN - FP) * p)                     # same order of answers, smaller step

# 3. Systematic errors. Four habits of the policy: solve and write it the standard way; solve and write it another way (the rule
#    misses it); guess; a pattern that fools the learned verifier. Natural policy gradient in expectation: dp = rate * p * (r - mean).
START = np.array([0.2, 0.2, 0.599, 0.001])
TRUE = np.array([0.5, 0.5, 0.1, 0.0])            # probability that an answer of that habit is really right
RULE = np.array([0.5, 0.0, 0.1, 0.0])            # what the rule accepts
MODEL = np.array([0.5, 0.5, 0.1, 0.9])           # what the learned verifier accepts
RATE, STEPS = 0.25, 120
assert np.isclose(START.sum(), 1)


def train(accept):
    habits, path = START.copy(), []
    for _ in range(STEPS + 1):
        path.append((habits @ accept, habits @ TRUE))
        habits = habits + RATE * habits * (accept - habits @ accept)
    return 100 * np.array(path)


rule, model = train(RULE), train(MODEL)
MID, LATE = 40, 80
VALUES |= {
    "rate": (RATE, ""),
    "start_true": (rule[0, 1], "%"),
    "mid": (MID, "steps"),
    "late": (LATE, "steps"),
    "steps": (STEPS, "steps"),
    "rule_mid": (rule[MID, 1], "%"),
    "rule_late": (rule[LATE, 1], "%"),
    "rule_end": (rule[STEPS, 1], "%"),
    "rule_paid": (rule[STEPS, 0], "%"),  # any: reward and truth agree by then
    "model_mid": (model[MID, 1], "%"),
    "model_late": (model[LATE, 1], "%"),
    "model_end": (model[STEPS, 1], "%"),
    "paid_mid": (model[MID, 0], "%"),
    "paid_late": (model[LATE, 0], "%"),
    "paid_end": (model[STEPS, 0], "%"),
    "rulepaid_mid": (rule[MID, 0], "%"),
    "rulepaid_late": (rule[LATE, 0], "%"),  # any: reward and truth agree by then
}
VALUES["peak_step"] = (int(model[:, 1].argmax()), "steps")
VALUES["peak"] = (model[:, 1].max(), "%")
VALUES["hack_start"] = (100 * START[3], "%")
assert np.all(np.diff(model[:, 0]) > 0)                     # the reward never falls
assert model[int(VALUES["peak_step"][0]), 1] > model[STEPS, 1] + 20  # any: the truth does

if __name__ == "__main__":
    for name, (number, unit) in VALUES.items():
        print(f"{name:14} {number:.6g} {unit}")
    print(np.round(rule[::10], 1).tolist(), np.round(model[::10], 1).tolist())
