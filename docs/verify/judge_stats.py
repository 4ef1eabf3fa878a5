"""LLM 裁判：误判怎样压缩胜率、校正的代价、评审团。 | LLM judges: how errors shrink a win rate, the price of correcting, panels."""
from math import sqrt

Z = 1.96                                  # 95 % interval


def half(p, n):
    """Half of the 95 % interval of a share, in percentage points."""
    return 100 * Z * sqrt(p * (1 - p) / n)


# A judge that is right with the same probability whoever is better: seen = a·w + (1 − a)(1 − w).
ACC, TRUE_WIN, PROMPTS = 0.80, 0.60, 805  # 805: the instructions of AlpacaEval
seen = ACC * TRUE_WIN + (1 - ACC) * (1 - TRUE_WIN)
shrink = 2 * ACC - 1
corrected = (seen - (1 - ACC)) / shrink
assert abs(corrected - TRUE_WIN) < 1e-12  # undoing the noise gives the truth back
half_seen = half(seen, PROMPTS)
half_corrected = half_seen / shrink

# How well a set of human labels pins down the agreement.
LABELS = 400
half_labels = half(ACC, LABELS)

# A panel of three by majority, independent errors; then with half of the verdicts shared by all three.
MEMBER, SHARED = 0.75, 0.5
panel = MEMBER**3 + 3 * MEMBER**2 * (1 - MEMBER)
panel_shared = SHARED * MEMBER + (1 - SHARED) * panel

VALUES = {
    "acc": (100 * ACC, "%"), "true_win": (100 * TRUE_WIN, "%"), "seen": (100 * seen, "%"), "prompts": (PROMPTS, ""),
    "half_seen": (half_seen, ""), "half_corrected": (half_corrected, ""), "widen": (1 / shrink, "x"),
    "labels": (LABELS, ""), "half_labels": (half_labels, ""),
    "member": (100 * MEMBER, "%"), "panel": (100 * panel, "%"), "panel_shared": (100 * panel_shared, "%"),
}
if __name__ == "__main__":
    for name, (number, unit) in VALUES.items():
        print(f"{name:15} {number:.6g} {unit}")
