"""生成侧：拒答怎样计分，裁判的分数怎样用人工标注校正。 | The generation side: how refusals score, and how human labels rectify a judge's mean."""
from math import sqrt

# CRAG's automatic score: right +1, missing 0, wrong -1; its code writes (2 right + missing)/n - 1.
QUESTIONS = 100
RIGHT = {"bold": 70, "shy": 62}
MISSING = {"bold": 0, "shy": 30}
score = {k: (2 * RIGHT[k] + MISSING[k]) / QUESTIONS - 1 for k in RIGHT}
wrong = {k: QUESTIONS - RIGHT[k] - MISSING[k] for k in RIGHT}
assert all(abs(score[k] - (RIGHT[k] - wrong[k]) / QUESTIONS) < 1e-12 for k in RIGHT)
assert RIGHT["bold"] > RIGHT["shy"] and score["bold"] < score["shy"]     # accuracy and score disagree

# Prediction-powered estimate: the judge's mean on many, plus the mean of (human - judge) on few.
MANY, JUDGE_MANY = 2000, 0.88
BOTH, JUDGE_ONLY, HUMAN_ONLY, NEITHER = 234, 27, 6, 33                  # passed by: both, only one, none
few = BOTH + JUDGE_ONLY + HUMAN_ONLY + NEITHER
human, judge = (BOTH + HUMAN_ONLY) / few, (BOTH + JUDGE_ONLY) / few
shift = human - judge
rectified = JUDGE_MANY + shift
variance = JUDGE_MANY * (1 - JUDGE_MANY) / MANY + ((JUDGE_ONLY + HUMAN_ONLY) / few - shift ** 2) / few
half = 1.96 * sqrt(variance)
half_judge = 1.96 * sqrt(JUDGE_MANY * (1 - JUDGE_MANY) / MANY)
half_human = 1.96 * sqrt(human * (1 - human) / few)
worth = human * (1 - human) / variance                                   # labels that give the same width alone
assert JUDGE_MANY - half_judge > rectified + half      # narrow and wrong: the judge's interval misses the rectified one
assert half_judge < half < half_human

VALUES = {"questions": (QUESTIONS, ""), "right_bold": (RIGHT["bold"], ""), "right_shy": (RIGHT["shy"], ""), "wrong_bold": (wrong["bold"], ""),
          "wrong_shy": (wrong["shy"], ""), "missing_shy": (MISSING["shy"], ""), "score_bold": (score["bold"], ""), "score_shy": (score["shy"], ""),
          "many": (MANY, ""), "few": (few, ""), "judge_many": (100 * JUDGE_MANY, "%"), "judge": (100 * judge, "%"), "human": (100 * human, "%"),
          "only": (JUDGE_ONLY, ""), "human_only": (HUMAN_ONLY, ""), "rectified": (100 * rectified, "%"), "half": (100 * half, ""),
          "half_judge": (100 * half_judge, ""), "half_human": (100 * half_human, ""), "worth": (worth, "")}
if __name__ == "__main__":
    for name, (number, unit) in VALUES.items():
        print(f"{name:24} {number:.6g} {unit}")
