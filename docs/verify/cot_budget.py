"""思维链的账：每步要多准才不亏，多写的 token 值多少。 | The bill of a chain of thought: how accurate each step must be, and what the tokens cost."""
STEPS = 8  # steps that must all be right, independent, no correction
GUESS = 0.25  # direct answer: a guess among four options
WEAK, FAIR, STRONG = 0.80, 0.90, 0.98  # accuracy of one step
SHORT = 3  # a shorter problem

need = GUESS ** (1 / STEPS)
assert WEAK**STEPS < GUESS < FAIR**STEPS

ANSWER, CHAIN, VOTES, LONG = 5, 200, 10, 12_000  # output tokens; LONG: R1 on AIME, as its maker reports
SPEED = 50  # tokens a second for one sequence

VALUES = {
    "steps": (STEPS, ""), "guess": (100 * GUESS, "%"), "need": (100 * need, "%"), "short": (SHORT, ""),
    "weak": (100 * WEAK, "%"), "fair": (100 * FAIR, "%"), "strong": (100 * STRONG, "%"),
    "chain_weak": (100 * WEAK**STEPS, "%"), "chain_fair": (100 * FAIR**STEPS, "%"), "chain_strong": (100 * STRONG**STEPS, "%"),
    "short_weak": (100 * WEAK**SHORT, "%"), "short_fair": (100 * FAIR**SHORT, "%"), "short_strong": (100 * STRONG**SHORT, "%"),
    "answer": (ANSWER, "tokens"), "chain": (CHAIN, "tokens"), "vote": (CHAIN * VOTES, "tokens"), "votes": (VOTES, ""),
    "chain_x": (CHAIN / ANSWER, "x"), "vote_x": (CHAIN * VOTES / ANSWER, "x"), "long_x": (LONG / ANSWER, "x"),
    "speed": (SPEED, "tokens"), "chain_s": (CHAIN / SPEED, ""), "long_s": (LONG / SPEED, ""),
}
if __name__ == "__main__":
    for name, (number, unit) in VALUES.items():
        print(f"{name:14} {number:.6g} {unit}")
