"""RoPE 扩窗：PI、NTK-aware、YaRN、Llama 3.1 把每对频率放慢多少。 | Extending RoPE: how much PI, NTK-aware, YaRN and Llama 3.1 slow each pair down."""

import numpy as np

L, S, DH, BASE = 4096, 16, 128, 10_000  # Llama 2 7B to 64K
PAIR = np.arange(DH // 2)
THETA = BASE ** (-2 * PAIR / DH)
WAVE = 2 * np.pi / THETA

# 1. PI: every pair is S times slower. Adjacent tokens: the fastest pair turns 1 rad, then 1/S rad.
deg, deg_pi = np.degrees(1), np.degrees(1 / S)

# 2. NTK-aware: a new base, such that the slowest pair is slowed exactly S times and the fastest not at all.
new_base = BASE * S ** (DH / (DH - 2))
ntk = THETA / new_base ** (-2 * PAIR / DH)
assert np.allclose(ntk, S ** (PAIR / 63)) and np.isclose(ntk[-1], S)
# Pairs with less than one turn in training must stay below their trained angle; NTK-aware lets nearly all exceed it.
slow = WAVE > L
over = S / ntk  # largest angle at S * L positions, in units of the trained one
out = slow & (over > 1 + 1e-9)  # any: tolerance
first_slow = int(np.argmax(slow))
need = S ** (63 / first_slow)  # the factor that would keep even that pair within its trained range


# 3. YaRN (NTK-by-parts): turns r within L decide. Paper: the ramp is linear in r. Code: linear in the pair's index.
def by_parts(r, low, high, s):
    g = np.clip((r - low) / (high - low), 0, 1)
    return 1 / (g + (1 - g) / s)


r = L / WAVE
yarn = by_parts(r, 1, 32, S)
keep, whole = int((r > 32).sum()), int((r < 1).sum())
assert not (slow & (S / yarn > 1 + 1e-9)).any()  # no slow pair leaves its trained range
index = lambda turns: 64 * np.log(L / (turns * 2 * np.pi)) / np.log(BASE)  # noqa: E731
lo, hi = np.floor(index(32)), np.ceil(index(1))
code = by_parts(-PAIR, -hi, -lo, S)
MID = 33

temp = 0.1 * np.log(S) + 1  # cos and sin are multiplied by this, so logits by its square
assert round(0.1 * np.log(8) + 1, 3) == 1.208  # the paper's own example

# 4. Llama 3.1: base 500,000, 8192 trained, factor 8, ramp linear in r from 1 to 4, no temperature.
wave31 = 2 * np.pi * 500_000 ** (2 * PAIR / DH)
r31 = 8192 / wave31
keep31, whole31 = int((r31 > 4).sum()), int((r31 < 1).sum())

# 5. DeepSeek-V3: factor 40 on 4096; the softmax scale is multiplied by the square.
dsv3 = (0.1 * np.log(40) + 1) ** 2
reach = 40 * 4096

# 6. Dynamic NTK in Transformers: the base for the current length, with factor F; at or below L nothing changes.
F = 2
dyn = lambda n: BASE * (F * n / L - (F - 1)) ** (DH / (DH - 2))  # noqa: E731
assert dyn(L) == BASE

VALUES = {
    "deg": (deg, ""),
    "deg_pi": (deg_pi, ""),
    "new_base": (new_base, ""),
    "ntk_32": (ntk[32], "x"),
    "slow": (int(slow.sum()), ""),
    "out": (int(out.sum()), ""),
    "first_slow": (first_slow, ""),
    "over": (over[first_slow], "x"),
    "need": (need, ""),
    "keep": (keep, ""),
    "between": (64 - keep - whole, ""),
    "mid_r": (r[MID], ""),
    "mid_paper": (yarn[MID], "x"),
    "mid_code": (code[MID], "x"),
    "mid_ntk": (ntk[MID], "x"),
    "temp": (temp, ""),
    "logit": (temp**2, "x"),
    "keep31": (keep31, ""),
    "between31": (64 - keep31 - whole31, ""),
    "whole31": (whole31, ""),
    "dsv3": (dsv3, "x"),
    "reach": (reach, "tokens"),
    "dyn": (dyn(2 * L), ""),
}

if __name__ == "__main__":
    for name, (number, unit) in VALUES.items():
        print(f"{name:24} {number:.6g} {unit}")
