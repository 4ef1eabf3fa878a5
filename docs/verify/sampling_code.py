"""手写采样与 beam search：top-p 的边界、累积和的误差、何时可以停。 | Hand-written sampling and beam search: top-p's boundary, the sum's error, when to stop."""

import numpy as np

# 1. Which token does top-p drop first? Sorted probabilities, and the mass ahead of each.
PROBS, P = np.array([0.5, 0.3, 0.15, 0.05]), 0.7
assert np.isclose(PROBS.sum(), 1)
before = np.cumsum(PROBS) - PROBS
kept = PROBS[before < P]  # less than p ahead of it: needed
slip = PROBS[np.cumsum(PROBS) <= P]  # the slip: drop whatever takes the sum beyond p
assert kept.sum() >= P and kept[:-1].sum() < P  # reaches p, and no smaller set of the most probable does
assert slip.sum() < P

# 2. The last of V cumulative sums in single precision isn't 1: how far off, for probabilities falling as 1 / rank.
V = 128_256  # Llama 3's vocabulary
zipf = 1 / np.arange(1, V + 1)  # any: scaled below
zipf /= zipf.sum()
last = np.cumsum(zipf.astype(np.float32))[-1]
off = float(last) - 1  # too much, here
assert 0 < off < 1e-3

# 3. Beam search: candidates per step, and how many tokens are needed so that B live beams remain.
B = 4
candidates, top = B * V, 2 * B

# 4. When may it stop (score = sum / length)? A finished sequence of one token, a live beam of one token, four tokens allowed.
STEPS = 4
FINISHED = -0.9
LIVE, GROWN = -1.0, -1.6  # sum of log-probabilities now, and after four tokens
finished, now = FINISHED / 1, LIVE / 1
bound, grown = LIVE / STEPS, GROWN / STEPS
assert now < finished  # by its score today the live beam has lost
assert bound > grown > finished  # but it wins in the end, and the bound knew that it could
assert all((LIVE - loss) / n <= bound for n in range(1, STEPS + 1) for loss in (0, 0.5, 2))  # any: the bound holds

# 5. Multiplying probabilities instead of adding logarithms: after how many steps of 0.1 single precision holds 0.
product, underflow = np.float32(1), 0  # any: a factor of 2 more costs no step
while product > 0:
    product, underflow = np.float32(product * np.float32(0.1)), underflow + 1

VALUES = {
    **{f"prob_{i}": (p, "") for i, p in zip("012", PROBS, strict=False)},
    **{f"before_{i}": (b, "") for i, b in zip("012", before, strict=False)},
    "p": (P, ""),
    "kept": (len(kept), "tokens"), "kept_mass": (100 * kept.sum(), "%"),
    "slip": (len(slip), "tokens"), "slip_mass": (100 * slip.sum(), "%"),
    "off": (off, ""),
    "candidates": (candidates, ""), "top": (top, ""),
    "underflow": (underflow, "steps"),
    "finished": (finished, ""), "now": (now, ""), "bound": (bound, ""), "grown": (grown, ""),
}  # fmt: skip

if __name__ == "__main__":
    for name, (number, unit) in VALUES.items():
        print(f"{name:16} {number:.6g} {unit}")
