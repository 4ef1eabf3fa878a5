"""Toolformer 的筛选：调用结果让后文的损失降了多少。 | Toolformer's filter: how much a call's result lowers the loss of what follows."""

import math

# Weights of the tokens after the call: max(0, 1 - 0.2 t), normalized; zero from the sixth token on.
raw = [1 - 0.2 * t for t in range(5)]
weight = [w / sum(raw) for w in raw]
first = weight[0]

# "3 boxes of 24 bottles make" -> "72 bottles in all .": chances of the five tokens, invented. Only the first depends on the call.
OTHERS = [0.9, 0.9, 0.9, 0.9]  # any: they cancel in the difference
NO_CALL = 0.04  # neither call nor result
CALL = 0.05  # the call without its result
RESULT = 0.90  # the call and "72"
WRONG = 0.05  # a call whose result doesn't help


def loss(p_first):
    return -sum(w * math.log(p) for w, p in zip(weight, [p_first, *OTHERS], strict=True))


minus = min(loss(NO_CALL), loss(CALL))
gain = minus - loss(RESULT)
useless = minus - loss(WRONG)
assert abs(gain - first * math.log(RESULT / max(NO_CALL, CALL))) < 1e-12
STRICT, LOOSE = 1.0, 0.5  # the paper's thresholds: the usual one; the one for calculator and translation
assert LOOSE <= gain < STRICT and useless < LOOSE

VALUES = {
    "first": (100 * first, "%"), "no_call": (100 * NO_CALL, "%"), "call": (100 * CALL, "%"),
    "result": (100 * RESULT, "%"), "gain": (gain, ""), "useless": (useless, ""), "wrong": (100 * WRONG, "%"),
    "strict": (STRICT, ""), "loose": (LOOSE, ""),
}
if __name__ == "__main__":
    for name, (number, unit) in VALUES.items():
        print(f"{name:8} {number:.6g} {unit}")
