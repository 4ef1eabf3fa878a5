"""污染检测：先验与弱检测器的假警报。 | Detecting contamination: prior probability and false alarms of a weak detector."""
from math import sqrt
from statistics import NormalDist

N = NormalDist()
FPR = 0.05                                # false alarms allowed on clean items
WEAK, STRONG = 0.60, 0.90                 # AUC of two detectors
RARE, SOME, HALF = 0.01, 0.10, 0.50       # share of items that were really trained on


def recall(auc):
    """True positive rate at FPR; scores of both classes normal with equal variance: AUC = Phi(d / sqrt 2)."""
    shift = sqrt(2) * N.inv_cdf(auc)
    return N.cdf(N.inv_cdf(FPR) + shift)


def precision(auc, prior):
    """Share of flagged items that were really trained on (Bayes)."""
    hit = prior * recall(auc)
    return 100 * hit / (hit + (1 - prior) * FPR)


# Permutation test of a benchmark's order: with m shuffles p cannot be below 1 / (m + 1).
SHUFFLES = 99
p_min = 1 / (SHUFFLES + 1)
assert p_min == 0.01
# What the figure's caption says: low where contamination is uncommon, even for the strong detector where it is rare.
assert precision(WEAK, RARE) < precision(WEAK, SOME) < 50 and precision(STRONG, RARE) < 50

VALUES = {
    "fpr": (100 * FPR, "%"), "auc_weak": (WEAK, ""), "auc_strong": (STRONG, ""),
    "tpr_weak": (100 * recall(WEAK), "%"), "tpr_strong": (100 * recall(STRONG), "%"),
    "prior_rare": (100 * RARE, "%"), "prior_some": (100 * SOME, "%"), "prior_half": (100 * HALF, "%"),
    "weak_rare": (precision(WEAK, RARE), "%"), "weak_some": (precision(WEAK, SOME), "%"),
    "weak_half": (precision(WEAK, HALF), "%"),
    "strong_rare": (precision(STRONG, RARE), "%"), "strong_some": (precision(STRONG, SOME), "%"),
    "strong_half": (precision(STRONG, HALF), "%"),
    "shuffles": (SHUFFLES, ""), "p_min": (p_min, ""),
}
if __name__ == "__main__":
    for name, (number, unit) in VALUES.items():
        print(f"{name:12} {number:.6g} {unit}")
