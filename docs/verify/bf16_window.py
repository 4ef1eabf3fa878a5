"""FP16 与 BF16：同样 16 位，谁在哪一段更准。 | FP16 and BF16: the same 16 bits, and which is finer where."""

from math import log10

import numpy as np

E16, M16, EB, MB = 5, 10, 8, 7  # exponent and mantissa bits of FP16 and BF16
assert 1 + E16 + M16 == 1 + EB + MB == 16


def bf16(x):
    """The nearest BF16 (ties to even), kept in a float32: FP32 with its lower 16 bits rounded away."""
    u = np.asarray(x, np.float32).view(np.uint32).astype(np.uint64)
    return ((u + 0x7FFF + ((u >> 16) & 1)) & 0xFFFF0000).astype(np.uint32).view(np.float32)


def fp16(x):
    with np.errstate(over="ignore"):
        return np.asarray(x, np.float32).astype(np.float16).astype(np.float32)


# 1. Precision: the largest relative rounding error of normal numbers is 2^-(mantissa bits + 1).
err16, errb = 2.0 ** -(M16 + 1), 2.0 ** -(MB + 1)
digits16, digitsb = (M16 + 1) * log10(2), (MB + 1) * log10(2)
binades16, binadesb = 2**E16 - 2, 2**EB - 2  # powers of two that normal numbers cover
assert fp16(65504) == 65504 and np.isinf(fp16(65520)) and fp16(2.0**-25) == 0 < fp16(2.0**-24)


def worst(cast, lo, hi):
    x = np.linspace(lo, hi, 20001, endpoint=False, dtype=np.float64).astype(np.float32)
    return float(np.max(np.abs(cast(x) / x.astype(np.float64) - 1)))


assert abs(worst(fp16, 1, 2) / err16 - 1) < 0.02 and abs(worst(bf16, 1, 2) / errb - 1) < 0.02  # BF16 is the coarser one
# 2. The window in which FP16 is finer. Its subnormals are 2^-24 apart; BF16 has that gap in [2^-17, 2^-16).
cross = 2.0 ** (1 - (2 ** (E16 - 1) - 1) - M16 + MB)
assert worst(fp16, cross, 2 * cross) == worst(bf16, cross, 2 * cross)  # the same grid
assert worst(fp16, 2 * cross, 4 * cross) < worst(bf16, 2 * cross, 4 * cross)
assert worst(fp16, cross / 2, cross) > worst(bf16, cross / 2, cross)
# 3. Single values.
third16, thirdb = float(fp16(1 / 3)), float(bf16(1 / 3))
int16, intb = 2 ** (M16 + 1), 2 ** (MB + 1)  # integers are exact up to here
assert fp16(int16 + 1) == int16 and bf16(intb + 1) == intb and fp16(intb + 1) == intb + 1
seventy = float(bf16(70000))
assert np.isinf(fp16(70000)) and np.isinf(fp16(-1e9)) and np.isfinite(bf16(-1e9))
assert fp16(1e-8) == 0 and bf16(1e-8) > 0  # Adam's epsilon, or the square of a gradient of 1e-4
small = float(bf16(1e-8))
bits = int(np.float32(0.1).view(np.uint32))
assert f"{bits:08X}" == "3DCCCCCD" and f"{int(bf16(0.1).view(np.uint32)) >> 16:04X}" == "3DCD"
# 4. Converting weights, drawn with the usual standard deviation of 0.02.
STD = 0.02
COUNT = 200_000  # any: how many are drawn
w = np.random.default_rng(0).normal(0, STD, COUNT).astype(np.float32)
from_b, from_h = bf16(w), fp16(w)
changed_to16 = 100 * float(np.mean(fp16(from_b) != from_b))
changed_tob = 100 * float(np.mean(bf16(from_h) != from_h))
lost = np.abs(from_b[fp16(from_b) != from_b])
assert lost.max() < cross  # only tiny weights change: every BF16 number from 2^-17 up to 65,504 is an FP16 number
# 5. A dot product of 4,096 terms: inputs rounded, sum kept exact; error relative to the size of such sums.
K, ROWS = 4096, 400  # any
rng = np.random.default_rng(1)
a, b = rng.standard_normal((2, ROWS, K)).astype(np.float32)
true = np.sum(a.astype(np.float64) * b, axis=1)


def dot_error(cast):
    got = np.sum(cast(a).astype(np.float64) * cast(b), axis=1)
    return 100 * float(np.sqrt(np.mean((got - true) ** 2) / np.mean(true**2)))


dot16, dotb = dot_error(fp16), dot_error(bf16)
# The same with one factor as small as a deep gradient: 1e-8 of the size.
TINY = 1e-8
with np.errstate(under="ignore"):
    gone16 = 100 * float(np.mean(fp16(a * np.float32(TINY)) == 0))
    goneb = 100 * float(np.mean(bf16(a * np.float32(TINY)) == 0))
assert goneb == 0

VALUES = {
    "err16": (100 * err16, "%"),
    "errb": (100 * errb, "%"),
    "coarser": (errb / err16, "x"),
    "digits16": (digits16, ""),
    "digitsb": (digitsb, ""),
    "binades16": (binades16, ""),
    "binadesb": (binadesb, ""),
    "cross": (cross, ""),
    "max16": (float(np.finfo(np.float16).max), ""),
    "third16": (third16, ""),
    "thirdb": (thirdb, ""),
    "int16": (int16, ""),
    "intb": (intb, ""),
    "seventy": (seventy, ""),
    "small": (small, ""),
    "changed_to16": (changed_to16, "%"),
    "changed_tob": (changed_tob, "%"),
    "dot16": (dot16, "%"),
    "dotb": (dotb, "%"),
    "gone16": (gone16, "%"),
}

if __name__ == "__main__":
    for name, (number, unit) in VALUES.items():
        print(f"{name:14} {number:.6g} {unit}")
