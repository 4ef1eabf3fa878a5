"""手写 LoRA 层：先合再乘贵多少，BF16 小矩阵何时动不了。 | A hand-written LoRA layer: the cost of forming BA first, and when BF16 adapters stop moving."""

import numpy as np

# 1. One projection of 4096 x 4096, rank 16, LoRA path only.
D = K = 4096
R = 16
trained, full = R * (D + K), D * K
TOKENS = 8192
thin = 2 * TOKENS * R * (D + K)  # (x A^T) B^T
base = 2 * TOKENS * D * K  # x W^T
formed = 2 * D * K * R + base  # any: # B A, then x (BA)^T: as dear as the base again
product_mib = D * K * 4 / 2**20  # B A in FP32, kept for backward
down_mib = TOKENS * R * 4 / 2**20  # x A^T in FP32, what the thin order keeps (x itself is kept in both)

# 2. Forgetting to divide by r, with alpha = 32.
ALPHA = 32
scale, slip = ALPHA / R, ALPHA
assert slip / scale == R


# 3. BF16 has 8 significant bits: the smallest power of two that a step does not move.
def bf16(x):
    m, e = np.frexp(x)
    return np.ldexp(np.round(m * 2**8), e - 8)


STEP = 1e-4  # Adam's first steps are about the learning rate
powers = 2.0 ** np.arange(-20, 1)  # any: a range that holds the answer
stuck = min(p for p in powers if bf16(p + STEP) == p)
assert all(bf16(p + STEP) == p for p in powers if p >= stuck)
start = K**-0.5  # A starts within U(-1/sqrt k, 1/sqrt k)
assert start < stuck

VALUES = {
    "rank": (R, ""), "alpha": (ALPHA, ""), "tokens": (TOKENS, "tokens"),
    "trained": (trained, "params"), "share": (100 * trained / full, "%"),
    "thin": (thin, "FLOPs"), "formed": (formed, "FLOPs"),
    "thin_share": (100 * thin / base, "%"), "ratio": (formed / thin, "x"),
    "product_mib": (product_mib, "MiB"), "down_mib": (down_mib, "MiB"),
    "scale": (scale, ""), "step": (STEP, ""), "stuck": (stuck, ""), "start": (start, ""),
}  # fmt: skip

if __name__ == "__main__":
    for name, (number, unit) in VALUES.items():
        print(f"{name:16} {number:.6g} {unit}")
