"""手写 RoPE：精度、常见笔误错多少、表有多大。 | Hand-written RoPE: precision, what the usual slips cost, how large the table is."""

import numpy as np

DIM, BASE = 128, 10_000  # head dimension, base
PAIRS = DIM // 2
theta = BASE ** (-np.arange(0, DIM, 2) / DIM)
T = 8192


def rounded(x, bits):
    """Round to the nearest float with `bits` significant bits (8 = BF16, 11 = FP16 within its range)."""
    m, e = np.frexp(np.asarray(x, np.float64))
    return np.ldexp(np.round(m * 2**bits), e - bits)


# 1. Positions as half-precision floats: how many of 0 .. T-1 are still told apart.
positions = np.arange(T)
bf16, fp16 = (len(np.unique(rounded(positions, bits))) for bits in (8, 11))
assert rounded(257, 8) != 257 and rounded(256, 8) == 256  # any: BF16 is exact up to 256 only
error_position = np.abs(rounded(positions, 8) - positions).max()  # radians for the first pair, whose theta is 1
error_theta = np.abs(positions.max() * (rounded(theta, 8) - theta)).max()  # positions exact, theta rounded
# Rounding cos and sin after computing them in FP32 is another matter: at most half a unit of 8 bits, at any position.
angle = positions[:, None] * theta
error_after = np.abs(rounded(np.cos(angle), 8) - np.cos(angle)).max()
assert error_after <= 2**-9 and error_theta > 1 and error_position >= 1
# FP32 angles at the end of 131,072 positions.
FAR = 131_072
single = np.float32(FAR - 1) * theta.astype(np.float32)
error_single = np.abs(single.astype(np.float64) - (FAR - 1) * theta).max()

# 2. Forgetting the 2 in base^(-2i/d): the slowest pair.
slow, slow_slip = theta[-1], BASE ** (-(PAIRS - 1) / DIM)

# 3. One wrong sign: (a cos + b sin, a sin + b cos) stretches by cos + sin and squeezes by cos - sin.
alpha = np.linspace(0, np.pi / 2, 9001)  # any: a grid that holds 45 degrees
c, s = np.cos(alpha), np.sin(alpha)
stretch = (c + s).max()
assert np.isclose(stretch, np.sqrt(2)) and np.abs(c - s).min() < 1e-12  # at 45 degrees (1, -1) becomes (0, 0)

# 4. Tables of cos and sin, (T, d/2) each, in FP32.
table_mib, far_mib = (n * PAIRS * 2 * 4 / 2**20 for n in (T, FAR))

VALUES = {
    "bf16": (bf16, ""), "fp16": (fp16, ""),
    "error_position": (error_position, ""), "error_theta": (error_theta, ""),
    "error_after": (error_after, ""), "error_single": (error_single, ""),
    "slow": (2 * np.pi / slow, "tokens"), "slow_slip": (2 * np.pi / slow_slip, "tokens"),
    "stretch": (stretch, "x"),
    "table_mib": (table_mib, "MiB"), "far_mib": (far_mib, "MiB"),
}  # fmt: skip

if __name__ == "__main__":
    for name, (number, unit) in VALUES.items():
        print(f"{name:16} {number:.6g} {unit}")
