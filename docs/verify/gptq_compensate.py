"""GPTQ 补偿、AWQ 缩放、SmoothQuant 平滑的小算例，以及分组的位数。 | Small examples of GPTQ compensation, AWQ scaling and SmoothQuant smoothing, and the bits of groups."""

import numpy as np

# GPTQ by hand: one output, two inputs, integer grid
C = np.array([[1.0, 0.9], [0.9, 1.0]])  # X X^T: two inputs that move together
w = np.array([1.4, 1.3])


def loss(e: np.ndarray) -> float:
    """Squared output error of a weight error e."""
    return float(e @ C @ e)


rtn = np.round(w)
Hinv = np.linalg.inv(2 * C)  # any: a factor cancels in the correction
shift = -(w[0] - rtn[0]) / Hinv[0, 0] * Hinv[1, 0]  # any: both weights have the same diagonal here
moved = w[1] + shift
gptq = np.array([rtn[0], np.round(moved)])  # any: both round to 1
loss_rtn, loss_gptq = loss(w - rtn), loss(w - gptq)
assert np.array_equal(rtn, [1, 1]) and np.array_equal(gptq, [1, 2])
assert np.isclose(shift, 0.9 * 0.4)  # least squares: e2 = -C21 / C22 * e1
assert loss_gptq < loss_rtn / 3

# A layer: 32 outputs, 256 inputs in groups of 128, inputs correlated and of unequal size
rng = np.random.default_rng(0)
OUT, IN, GROUP, TOKENS = 32, 256, 128, 1024  # any: sizes of the synthetic layer
mix = rng.normal(size=(IN, 32)) @ rng.normal(size=(32, TOKENS)) / np.sqrt(32)
size = np.exp(rng.normal(size=(IN, 1)))  # channel magnitudes, log-normal
X = (mix + 0.5 * rng.normal(size=(IN, TOKENS))) * size  # any: how noisy the inputs are
W = rng.normal(size=(OUT, IN))
XX = X @ X.T
H = 2 * XX  # any: a factor cancels in the correction
H = H + 0.01 * np.mean(np.diag(H)) * np.eye(IN)  # any: 1% damping as in the paper


def rounded(v: np.ndarray, scale: np.ndarray, top: int) -> np.ndarray:
    """Nearest level of a symmetric grid."""
    return scale * np.clip(np.round(v / scale), -top, top)


def scales(m: np.ndarray, top: int) -> np.ndarray:
    """One absmax scale per row and group, spread to every column."""
    s = np.abs(m.reshape(len(m), -1, GROUP)).max(axis=2) / top
    return np.repeat(s, GROUP, axis=1)


def out_error(q: np.ndarray) -> float:
    """Relative output error in per cent."""
    e = W - q
    return float(np.sqrt(np.sum((e @ XX) * e) / np.sum((W @ XX) * W)) * 100)


def by_columns(top: int) -> np.ndarray:
    """Column by column, the inverse Hessian shrunk after each (OBQ's formulas, fixed order); scales fixed beforehand."""
    v, s, q = W.copy(), scales(W, top), np.zeros_like(W)
    hinv = np.linalg.inv(H)
    for i in range(IN):
        q[:, i] = rounded(v[:, i], s[:, i], top)
        v[:, i:] -= np.outer((v[:, i] - q[:, i]) / hinv[i, i], hinv[i, i:])
        hinv[i:, i:] -= np.outer(hinv[i:, i], hinv[i, i:]) / hinv[i, i]
    return q


def by_cholesky(top: int, block: int, order: np.ndarray) -> np.ndarray:
    """The same with one Cholesky factor and lazy blocks, columns taken in the given order."""
    u = np.linalg.cholesky(np.linalg.inv(H[np.ix_(order, order)])).T
    v, s, q = W[:, order], scales(W, top)[:, order], np.zeros_like(W)
    for a in range(0, IN, block):
        b, err = a + block, np.zeros((OUT, block))
        for i in range(a, b):
            q[:, i] = rounded(v[:, i], s[:, i], top)
            err[:, i - a] = (v[:, i] - q[:, i]) / u[i, i]
            v[:, i:b] -= np.outer(err[:, i - a], u[i, i:b])
        v[:, b:] -= err @ u[a:b, b:]
    return q[:, np.argsort(order)]


def awq(top: int) -> tuple[np.ndarray, float]:
    """Scale columns by (mean |x|)^alpha, search alpha on a grid of 20."""
    mean = np.abs(X).mean(axis=1)
    best = (1e30, 0.0, W)
    for alpha in np.arange(20) / 20:
        t = mean**alpha
        t = t / np.sqrt(t.max() * t.min())
        q = rounded(W * t, scales(W * t, top), top) / t
        if out_error(q) < best[0]:
            best = (out_error(q), alpha, q)
    return best[2], best[1]


plain = np.arange(IN)
act_order = np.argsort(-np.diag(H))
ERR = {}
for bits in (4, 3):
    top = 2 ** (bits - 1) - 1
    q_awq, alpha = awq(top)
    ERR |= {
        f"rtn_{bits}": out_error(rounded(W, scales(W, top), top)),
        f"gptq_{bits}": out_error(by_cholesky(top, 64, plain)),
        f"order_{bits}": out_error(by_cholesky(top, 64, act_order)),
        f"awq_{bits}": out_error(q_awq),
    }
    assert 0 < alpha < 1
    assert ERR[f"rtn_{bits}"] > ERR[f"awq_{bits}"] > ERR[f"gptq_{bits}"] > ERR[f"order_{bits}"]

assert np.allclose(by_columns(7), by_cholesky(7, 64, plain))  # Cholesky and blocks change nothing

# AWQ: one salient input (ten times as large) in a group of 128 Gaussian weights, 4 bits
SALIENT = 10
g = rng.normal(size=(1000, 128))
power = np.ones(128)  # any: only the first entry is used below
power[0] = SALIENT**2
AWQ = {}
for t in (1, 2, 4, 8):
    v = g.copy()
    v[:, 0] *= t
    step = np.abs(v).max(axis=1, keepdims=True) / 7
    e = step * np.round(v / step) - v
    e[:, 0] /= t
    AWQ[t] = (float(np.mean(step)), float(np.mean(e[:, 0] ** 2) * power[0]), float(np.mean(e[:, 1:] ** 2) * 127))
base = AWQ[1]
AWQ_OUT = {t: ((a[1] + a[2]) / (base[1] + base[2])) ** 0.5 for t, a in AWQ.items()}
assert AWQ_OUT[2] < 1 < AWQ_OUT[4] < AWQ_OUT[8]  # some scaling helps, more hurts

# SmoothQuant: two channels, activations at most 1 and 64, weights at most 1
BIG = 64
levels = {}
for alpha in (0, 0.5, 1):
    t = np.array([1.0, BIG]) ** alpha  # max|X|^alpha / max|W|^(1-alpha), max|W| = 1
    x_max, w_max = np.array([1.0, BIG]) / t, t
    levels[alpha] = [2 * int(127 * m.min() / m.max()) + 1 for m in (x_max, w_max)]
    assert np.isclose(x_max @ w_max, 1 + BIG)  # the product does not change
balance = BIG**0.5
assert levels[0] == [3, 255] and levels[1] == [255, 3] and levels[0.5][0] == levels[0.5][1]

# Rotation: a Hadamard matrix spreads one large coordinate over all
DIM = 4096  # any: close sizes round to the same
had = np.array([[1.0]])
while len(had) < 64:
    had = np.block([[had, had], [had, -had]])
one = np.zeros(64)
one[0] = 8  # any: whichever coordinate is large
assert np.allclose(np.abs(one @ had / 8), 1)  # 64 coordinates: 8 becomes 8 / sqrt(64)
spread = BIG / DIM**0.5

# Bits per weight
BITS = {"g128": 4 + (16 + 4) / 128, "g32": 4 + (16 + 4) / 32, "q40": 4 + 16 / 32, "q4k": (2 * 16 + 12 * 8 + 256 * 4) / 256}
LINEAR = 32 * (2 * 4096 * 4096 + 2 * 4096 * 1024 + 3 * 4096 * 14336)  # Llama-3-8B, linear layers of its blocks
more = (BITS["g32"] - BITS["g128"]) / 8 * LINEAR / 1e9

# Hessian of down_proj in Llama-3-8B; calibration tokens for each expert of DeepSeek-V3
hessian = 14336**2 * 4 / 1e9
CALIB = 128 * 2048
expert = CALIB * 8 / 256
assert CALIB > 14336 and expert < 1.2 * 7168

VALUES = {
    "shift": (shift, ""),
    "moved": (moved, ""),
    "loss_rtn": (loss_rtn, ""),
    "loss_gptq": (loss_gptq, ""),
    **{k: (v, "%") for k, v in ERR.items()},
    **{f"awq_step_{t}": (AWQ[t][0] / base[0], "x") for t in (2, 4, 8)},
    **{f"awq_sal_{t}": ((AWQ[t][1] / base[1]) ** 0.5, "x") for t in (2, 4, 8)},
    **{f"awq_out_{t}": (AWQ_OUT[t], "x") for t in (2, 4, 8)},
    "salient": (SALIENT, "x"),
    "big": (BIG, ""),
    "balance": (balance, ""),
    "levels_raw": (levels[0][0], ""),
    "levels_half": (levels[0.5][0], ""),  # any: both sides are equal
    "spread": (spread, ""),
    **{f"bits_{k}": (v, "bits") for k, v in BITS.items()},
    "more_gb": (more, "GB"),
    "hessian_gb": (hessian, "GB"),
    "calib": (CALIB, "tokens"),
    "expert": (expert, "tokens"),
}

if __name__ == "__main__":
    for name, (number, unit) in VALUES.items():
        print(f"{name:16} {number:.6g} {unit}")
