"""长尾与幻觉：只出现一次的事实预告没学到的份额；校准的模型在不知道的生日上怎么错。 | The long tail and hallucination: facts seen once foretell the share never learned; how a calibrated model errs on a birthday it can't know."""
import math

import numpy as np

# 1. People are written about with Zipf popularity; a corpus holds n mentions, each one person and the right birthday. A question asks about a person
#    drawn by the same popularity. A perfect memory answers whatever the corpus mentions at least once and is ignorant of the rest.
PEOPLE = 1_000_000


def zipf(people):
    """Share of all mentions that the person of rank i gets: in proportion to 1 / i."""
    weight = 1 / np.arange(1, people + 1)
    return weight / weight.sum()


p = zipf(PEOPLE)
assert abs(p[0] / p[9] - 10) < 1e-9                      # the first is named ten times as often as the tenth


def unseen(n):
    """Expected share of questions about people that n mentions never name (missing mass)."""
    return float((p * (1 - p) ** n).sum())


def once(n):
    """Expected share of the n mentions that are the only one of their person (Good-Turing's estimate of the missing mass)."""
    return float((p * (1 - p) ** (n - 1)).sum())


SIZES = {"small": 100_000, "mid": 1_000_000, "large": 10_000_000}
VALUES = {"people": (PEOPLE, "")}
for name, n in SIZES.items():
    assert abs(unseen(n) - once(n)) < 1e-5               # the singletons foretell what was never seen
    VALUES[f"{name}_n"] = (n, "")
    VALUES[f"{name}_once"] = (100 * once(n), "%")
    VALUES[f"{name}_unseen"] = (100 * unseen(n), "%")
assert unseen(SIZES["large"]) > 0.01                      # a hundred times the corpus, and the tail is still there

# 2. An unknown birthday: every one of 365 days is equally likely to the model.
DAYS = 365
uniform_loss = math.log(DAYS)
EPS = 0.01                                                # what a model that bets 99% on one day leaves to the other 364


def betting_loss(eps):
    """Expected loss, the true day being uniform: the day bet on gets 1 - eps, each other an equal part of eps."""
    return -math.log(1 - eps) / DAYS - (DAYS - 1) / DAYS * math.log(eps / (DAYS - 1))


bet_loss = betting_loss(EPS)
assert abs(betting_loss((DAYS - 1) / DAYS) - uniform_loss) < 1e-12       # betting no more on it than on the others is the uniform forecast
assert bet_loss > uniform_loss                            # cross-entropy rewards calibration ...
wrong = 1 - 1 / DAYS                                      # ... but whatever day is said, sampled or greedy, it is almost surely wrong
VALUES |= {"days": (DAYS, ""), "uniform_loss": (uniform_loss, ""), "bet": (100 * (1 - EPS), "%"), "bet_loss": (bet_loss, ""), "wrong": (100 * wrong, "%")}
# A training text that says "I don't know" in a share q of such places: the calibrated model says it exactly that often.
Q = 0.02
VALUES |= {"idk": (100 * Q, "%"), "wrong_idk": (100 * (1 - Q) * wrong, "%")}
# One in five such facts seen once, 364 wrong answers each: the leading terms of the lower bound, singleton rate - 2 / 364.
SINGLE = 0.2
VALUES |= {"single": (100 * SINGLE, "%"), "bound": (100 * (SINGLE - 2 / (DAYS - 1)), "%")}
if __name__ == "__main__":
    for name, (number, unit) in VALUES.items():
        print(f"{name:14} {number:.6g} {unit}")
