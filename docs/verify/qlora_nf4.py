"""NF4 的 16 档、与其他 4 bit 格式的误差对比、合并回 NF4 会丢多少。 | NF4's 16 levels, its error against other 4-bit formats, what merging into NF4 loses."""
from statistics import NormalDist

import numpy as np

# The levels as bitsandbytes builds them: normal quantiles, 8 above zero, 7 below, scaled to [-1, 1]
OFFSET = 0.9677083
quantile = np.vectorize(NormalDist().inv_cdf)
above, below = quantile(np.linspace(OFFSET, 0.5, 9)[:-1]), -quantile(np.linspace(OFFSET, 0.5, 8)[:-1])
NF4 = np.sort(np.concatenate([above, [0.0], below])) / above.max()
assert np.allclose(NF4[[1, 6, 8, 14]], [-0.6961928, -0.0910500, 0.0795803, 0.7229568], atol=1e-6)  # any: four of the library's table


def both_signs(values: list) -> np.ndarray:
    values = np.array(values) / max(values)
    return np.unique(np.concatenate([-values, values]))


FORMATS = {
    "nf4": NF4,
    "int4": both_signs(list(range(8))),
    "e2m1": both_signs([0, 0.5, 1, 1.5, 2, 3, 4, 6]),
    "e3m0": both_signs([0, 0.25, 0.5, 1, 2, 4, 8, 16]),
}
assert len(NF4) == 16 and all(len(levels) == 15 for name, levels in FORMATS.items() if name != "nf4")  # ±0 is one level


def store(w: np.ndarray, levels: np.ndarray, block: int) -> tuple:
    """Blockwise absmax quantization to the nearest level: restored weights and codes."""
    parts = w.reshape(-1, block)
    scale = np.abs(parts).max(axis=1, keepdims=True)
    codes = np.searchsorted((levels[1:] + levels[:-1]) / 2, parts / scale)
    return (levels[codes] * scale).reshape(w.shape), codes.ravel()


rng = np.random.default_rng(0)  # any: a sample
w = rng.normal(size=2**19)  # any: many normal weights
SMALL, LARGE = 64, 4096
ERROR = {f"{name}_{block}": 100 * np.linalg.norm(store(w, levels, block)[0] - w) / np.linalg.norm(w) for name, levels in FORMATS.items() for block in (SMALL, LARGE)}
assert ERROR["nf4_64"] < ERROR["e2m1_64"] < ERROR["int4_64"] < ERROR["e3m0_64"]
assert all(ERROR[f"{name}_{SMALL}"] < ERROR[f"{name}_{LARGE}"] for name in ("nf4", "int4", "e2m1"))

# Are the bins equally full? Under blockwise absmax they are not
share = 100 * np.bincount(store(w, NF4, SMALL)[1]) / w.size
assert share.max() > 5 * share.min()

# Merge BA into an NF4 matrix and quantize again, as a 4-bit layer must
ROWS, COLS, RANK = 512, 1024, 16  # any: sizes
W = rng.normal(size=(ROWS, COLS))
base, before = store(W, NF4, SMALL)
BA = rng.normal(size=(ROWS, RANK)) @ rng.normal(size=(RANK, COLS))


def merge(relative: float) -> tuple:
    """Update of that norm relative to W's: % of codes that move, % of the update that survives."""
    delta = BA * relative * np.linalg.norm(W) / np.linalg.norm(BA)
    merged, after = store(base + delta, NF4, SMALL)
    return 100 * np.mean(before != after), 100 * np.sum((merged - base) * delta) / np.sum(delta**2)


USUAL, WEAK = 0.058, 0.02  # update / weight, Frobenius norms
(moved_usual, kept_usual), (moved_weak, kept_weak) = merge(USUAL), merge(WEAK)
assert moved_weak < 0.01 and kept_weak < 5 and kept_usual < 50

# How much of a noise-like quantization error can rank r remove? Top singular values squared are about 4n of n² (square matrix)
WIDTH, R = 4096, 16
removable = 100 * 4 * R / WIDTH
noise = rng.normal(size=(512, 512))  # any: a size
top = np.linalg.svd(noise, compute_uv=False)[:2]  # any: the first two
assert abs(np.mean(top**2) / (4 * 512) - 1) < 0.1  # any: a tolerance

VALUES = {
    **{name: (number, "%") for name, number in ERROR.items() if name != "e3m0_4096"},
    "nf4_center": (NF4[8] - NF4[7], ""),
    "nf4_edge": (NF4[15] - NF4[14], ""),
    "int4_step": (1 / 7, ""),
    "bin_min": (share.min(), "%"),
    "bin_max": (share.max(), "%"),
    "bin_ideal": (100 / 16, "%"),
    "usual": (100 * USUAL, "%"),
    "weak": (100 * WEAK, "%"),
    "moved_usual": (moved_usual, "%"),
    "kept_usual": (kept_usual, "%"),
    "kept_weak": (kept_weak, "%"),
    "removable": (removable, "%"),
}
if __name__ == "__main__":
    for name, (number, unit) in VALUES.items():
        print(f"{name:24} {number:.6g} {unit}")
