"""LLM 裁判：JudgeBench 公开判决里的位置偏差与 kappa。 | LLM judges: position bias and kappa in JudgeBench's public verdicts."""
from math import sqrt

# Counted from the repository ScalerLab/JudgeBench, commit e2c52c2 (2024-11-06), folder outputs/.
# Key: verdict with answer A shown first, verdict with B shown first (both named after the answers), correct answer.
# "=" is a tie, "?" a verdict that could not be read.
O1_MINI = {                               # judge o1-mini, 350 pairs of answers by GPT-4o
    "AAA": 111, "BBB": 92, "ABA": 29, "ABB": 29, "BBA": 22, "BAA": 14, "AAB": 10, "=BB": 8, "B=B": 8,
    "=AA": 7, "A=A": 4, "=BA": 4, "BAB": 4, "=AB": 3, "==B": 3, "==A": 2,
}
HAIKU = {                                 # judge Claude 3 Haiku, 270 pairs of answers by Claude 3.5 Sonnet
    "==B": 28, "==A": 26, "BBA": 23, "AAA": 22, "AAB": 20, "ABA": 19, "ABB": 18, "=BB": 17, "BBB": 16,
    "=BA": 15, "A=A": 14, "=AA": 7, "B=B": 7, "B=A": 6, "A=B": 6, "=AB": 6, "BAA": 5, "BAB": 2,
    "?=B": 3, "?BB": 3, "=?A": 2, "?BA": 2, "?=A": 1, "?AA": 1, "?AB": 1,
}


def parts(table):
    """Pairs by what the two orders say together."""
    right = sum(n for k, n in table.items() if k[0] == k[1] == k[2])
    wrong = sum(n for k, n in table.items() if k[0] == k[1] != k[2] and k[0] in "AB")
    first = sum(n for k, n in table.items() if k[:2] == "AB")     # both times the answer shown first
    second = sum(n for k, n in table.items() if k[:2] == "BA")
    return right, wrong, first, second, sum(table.values())


def kappa(table):
    """Raw agreement of the two orders and Cohen's kappa."""
    total = sum(table.values())
    agree = sum(n for k, n in table.items() if k[0] == k[1]) / total
    chance = sum(
        sum(n for k, n in table.items() if k[0] == v) * sum(n for k, n in table.items() if k[1] == v) for v in "AB=?"
    ) / total**2
    return 100 * agree, (agree - chance) / (1 - chance)


right, wrong, first, second, total = parts(O1_MINI)
h_right, h_wrong, h_first, h_second, h_total = parts(HAIKU)
assert (total, h_total) == (350, 270)     # as the repository's README says
rest = total - right - wrong - first - second
h_rest = h_total - h_right - h_wrong - h_first - h_second
agree, k = kappa(O1_MINI)
single = sum(n for key, n in O1_MINI.items() if key[0] == key[2])
sign_z = (first - second) / sqrt(first + second)
assert sign_z > 3                         # the lean toward the first place is no accident
assert h_right < h_wrong                  # agreeing with itself does not make a judge right

VALUES = {
    "pairs": (total, ""), "right": (right, ""), "wrong": (wrong, ""), "first": (first, ""), "second": (second, ""),
    "rest": (rest, ""), "flips": (first + second, ""), "single": (100 * single / total, "%"),
    "kept": (100 * (right + wrong) / total, "%"), "kept_right": (100 * right / (right + wrong), "%"),
    "agree": (agree, "%"), "kappa": (k, ""),
    "h_pairs": (h_total, ""), "h_right": (h_right, ""), "h_wrong": (h_wrong, ""), "h_flips": (h_first + h_second, ""),
    "h_rest": (h_rest, ""), "h_kept_right": (100 * h_right / (h_right + h_wrong), "%"),
}
if __name__ == "__main__":
    for name, (number, unit) in VALUES.items():
        print(f"{name:12} {number:.6g} {unit}")
