"""FP8 分块缩放：各 token 的幅度相差悬殊时，一块一个缩放会把小的压成零。 | FP8 scaling: one scale for a block flushes small tokens to zero."""
import numpy as np

N = 128


def fp8(x, mantissa, low, top):
    """Round to a float with this many mantissa bits, smallest normal exponent and largest value."""
    mag = np.abs(x)
    e = np.maximum(np.floor(np.log2(np.where(mag > 0, mag, 1))), low)
    step = 2.0 ** (e - mantissa)
    return np.sign(x) * np.minimum(np.round(mag / step) * step, top)


E4M3, E5M2 = (3, -6, 448.0), (2, -14, 57344.0)


def cast(x, fmt, axis):
    """Scale so that the largest value meets the top of the format, round, scale back. axis None: one scale for all."""
    s = np.abs(x).max(axis=axis, keepdims=True) / fmt[2]
    return fp8(x / s, *fmt) * s


def experiment(decades):
    rng = np.random.default_rng(5)                      # any: seed
    size = 10.0 ** rng.uniform(-decades, 0, (N, 1))     # magnitude of each token (row)
    x = rng.normal(size=(N, N)) * size
    out = {}
    for name, fmt, axis in [("block", E4M3, None), ("tile", E4M3, 1), ("block5", E5M2, None), ("tile5", E5M2, 1)]:
        y = cast(x, fmt, axis)
        err = np.sqrt((((y - x) / size) ** 2).mean())   # error in units of each token's own magnitude
        out[name] = (100 * (y == 0).mean(), 100 * err)
    return out


runs = {d: experiment(d) for d in (2, 4, 6, 8)}
for d, r in runs.items():
    assert r["tile"][0] < 0.01 and r["tile"][1] < r["tile5"][1]  # 1x128 keeps the small ones; more mantissa, less error
scale_act, scale_w = 100 * 4 / N, 100 * 4 / N**2        # one FP32 scale for 128 or 128 x 128 one-byte values
assert runs[2]["block"][0] < 0.1 < runs[8]["block"][0]

VALUES = {
    **{f"zero_{d}": (r["block"][0], "%") for d, r in runs.items()},
    **{f"zero5_{d}": (runs[d]["block5"][0], "%") for d in (6, 8)},
    "err_4": (runs[6]["tile"][1], "%"), "err_5": (runs[6]["tile5"][1], "%"),
    "scale_act": (scale_act, "%"), "scale_w": (scale_w, "%"),
}

if __name__ == "__main__":
    for name, (number, unit) in VALUES.items():
        print(f"{name:24} {number:.6g} {unit}")
