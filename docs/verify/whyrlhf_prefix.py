"""SFT 的损失看不见什么：哪个 token 要紧、走偏之后会不会回来。 | What the SFT loss cannot see: which token matters, and whether the model recovers."""
from math import log

# 1. One answer of LENGTH tokens, one of them decides whether it is right (a number, a name); the rest is wording.
LENGTH = 100
MODELS = {"a": (0.90, 0.50), "b": (0.89, 0.95)}         # probability of a wording token, of the token that decides
loss = {k: -(LENGTH - 1) * log(word) - log(key) for k, (word, key) in MODELS.items()}
assert loss["a"] < loss["b"] and MODELS["a"][1] < MODELS["b"][1]     # the lower loss belongs to the model that is right less often

# 2. On a clean prefix every token goes wrong with probability SLIP: all that a loss on demonstrations sees.
#    Once off, each further token returns to a clean prefix with probability BACK. Share of tokens written while off:
SLIP = 0.001
BACK = 0.05


def off_share(tokens, back):
    off, total = 0.0, 0.0
    for _ in range(tokens):
        off = off * (1 - back) + (1 - off) * SLIP
        total += off
    return 100 * total / tokens


LENGTHS = (100, 1000, 4000)
VALUES = {
    "loss_a": (loss["a"], ""), "loss_b": (loss["b"], ""),
    "right_a": (100 * MODELS["a"][1], "%"), "right_b": (100 * MODELS["b"][1], "%"),
    "slip": (100 * SLIP, "%"), "back": (100 * BACK, "%"),
}
for n in LENGTHS:
    VALUES[f"clean_{n}"] = (100 * (1 - SLIP) ** n, "%")                # no slip at all in n tokens
    VALUES[f"lost_{n}"] = (off_share(n, 0.0), "%")
    VALUES[f"back_{n}"] = (off_share(n, BACK), "%")
if __name__ == "__main__":
    for name, (number, unit) in VALUES.items():
        print(f"{name:12} {number:.6g} {unit}")
