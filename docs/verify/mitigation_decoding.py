"""上下文感知解码与贪心：改的是选哪个 token，不是知道什么。 | Context-aware decoding and greedy decoding: they change which token is chosen, not what is known."""

# Next-token probabilities on "the current version is": memory says 2022, the passage in the prompt says 2025.
WITH = {"2022": 0.50, "2025": 0.40, "other": 0.10}       # with the passage
WITHOUT = {"2022": 0.80, "2025": 0.05, "other": 0.15}    # without it
ALPHA = 0.5
assert abs(sum(WITH.values()) - 1) < 1e-12 and abs(sum(WITHOUT.values()) - 1) < 1e-12


def contrast(alpha):
    """p_with ** (1 + alpha) * p_without ** -alpha, normalised."""
    score = {t: WITH[t] ** (1 + alpha) * WITHOUT[t] ** -alpha for t in WITH}
    total = sum(score.values())
    return {t: s / total for t, s in score.items()}


after = contrast(ALPHA)
assert max(WITH, key=WITH.get) == "2022" and max(after, key=after.get) == "2025"
assert all(abs(contrast(0)[t] - WITH[t]) < 1e-12 for t in WITH)
VALUES = {"old_with": (WITH["2022"], ""), "new_with": (WITH["2025"], ""), "old_without": (WITHOUT["2022"], ""), "new_without": (WITHOUT["2025"], ""),
          "alpha": (ALPHA, ""), "old_after": (after["2022"], ""), "new_after": (after["2025"], "")}
if __name__ == "__main__":
    for name, (number, unit) in VALUES.items():
        print(f"{name:14} {number:.6g} {unit}")
