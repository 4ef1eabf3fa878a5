"""GELU、SiLU、SwiGLU 的形状、近似误差与门控的作用。 | GELU, SiLU and SwiGLU: shapes, approximations and what the gate does."""

from math import erf, exp, sqrt

import numpy as np

BETA = 1.702  # Swish with this beta is the sigmoid form of GELU; gpt-oss uses it as well
X = np.linspace(-8, 8, 160_001)  # any: a fine grid
cdf = np.array([0.5 * (1 + erf(x / sqrt(2))) for x in X])


def sigmoid(z):
    return 0.5 * (1 + np.tanh(np.asarray(z) / 2))  # no overflow


def silu(z, beta=1.0):
    return z * sigmoid(beta * z)


# 1. Shapes: both dip below zero once and are not monotonic; ReLU never does.
gelu = X * cdf
low_gelu, low_silu = int(gelu.argmin()), int(silu(X).argmin())
assert gelu[low_gelu] < 0 and silu(X)[low_silu] < 0

# 2. Approximations of GELU: the tanh form of the BERT and GPT-2 code, and Swish with beta = BETA.
tanh_form = 0.5 * X * (1 + np.tanh(np.sqrt(2 / np.pi) * (X + 0.044715 * X**3)))
tanh_error, sigmoid_error = np.abs(tanh_form - gelu).max(), np.abs(silu(X, BETA) - gelu).max()
silu_gap = np.abs(silu(X) - gelu).max()
assert tanh_error < sigmoid_error < silu_gap
# Swish's beta moves it from the line x/2 (beta = 0) towards ReLU (large beta).
assert np.allclose(silu(X, 0), X / 2) and np.abs(silu(X, 1e4) - np.maximum(X, 0)).max() < 1e-4

# 3. Two SwiGLU units multiply any two linear features exactly: SiLU(a) b + SiLU(-a)(-b) = a b.
a, b = np.random.default_rng(0).standard_normal((2, 1000)) * 3  # any
assert np.allclose(silu(a) * b + silu(-a) * (-b), a * b)

# 4. Growth: doubling the input doubles a ReLU unit and about quadruples a SwiGLU unit whose branches are both large.
double_relu = max(0, 2 * 10) / max(0, 10)  # any: input
double_swiglu = silu(20.0) * 20 / (silu(10.0) * 10)
assert double_relu == 2
E4M3_MAX = 448
PRE = 22.0
product = float(silu(PRE) * PRE)
assert product > E4M3_MAX > PRE  # both branches fit, the product doesn't

# 5. gpt-oss clamps: gate <= 7, |up| <= 7, and adds 1 to up; the product is bounded on both sides.
LIMIT = 7.0
gate = np.minimum(np.linspace(-60, 60, 24_001), LIMIT)  # any: a grid that passes the limit
glu = silu(gate, BETA)
ends = np.outer(glu, [-LIMIT + 1, LIMIT + 1])
clamp_max, clamp_min = ends.max(), ends.min()

# 6. The ablation of 2020, T5-base: parameters matched, log-perplexity after 524,288 steps.
LOSS = {
    "ReLU": 1.677,
    "GELU": 1.679,
    "Swish": 1.683,
    "GLU": 1.663,
    "Bilinear": 1.648,
    "ReGLU": 1.645,
    "SwiGLU": 1.636,
    "GEGLU": 1.633,
}
two, three = 2 * 768 * 3072, 3 * 768 * 2048
assert two == three
plain = [LOSS[n] for n in ("ReLU", "GELU", "Swish")]
gated = [LOSS[n] for n in ("GLU", "Bilinear", "ReGLU", "SwiGLU", "GEGLU")]
assert max(gated) < min(plain) and LOSS["Swish"] > LOSS["ReLU"]  # Swish alone doesn't beat ReLU
SHORT = {"ReLU": 1.997, "GELU": 1.983, "Bilinear": 1.960, "SwiGLU": 1.944}  # the same table at 65,536 steps
short_share = (SHORT["ReLU"] - SHORT["Bilinear"]) / (SHORT["ReLU"] - SHORT["SwiGLU"])
gain, bilinear = LOSS["ReLU"] - LOSS["SwiGLU"], LOSS["ReLU"] - LOSS["Bilinear"]

VALUES = {
    "gelu_min": (gelu[low_gelu], ""),
    "gelu_at": (X[low_gelu], ""),
    "silu_min": (silu(X)[low_silu], ""),
    "silu_at": (X[low_silu], ""),
    "gelu_one": (0.5 * (1 + erf(1 / sqrt(2))), ""),
    "silu_one": (1 / (1 + exp(-1)), ""),
    "tanh_error": (tanh_error, ""),
    "sigmoid_error": (sigmoid_error, ""),
    "silu_gap": (silu_gap, ""),
    "double_swiglu": (double_swiglu, "x"),
    "product": (product, ""),
    "clamp_max": (clamp_max, ""),
    "clamp_min": (clamp_min, ""),
    "t5_ffn": (two, "params"),
    "gain": (gain, ""),
    "bilinear_gain": (bilinear, ""),
    "bilinear_share": (100 * bilinear / gain, "%"),
    "short_gelu": (SHORT["ReLU"] - SHORT["GELU"], ""),
    "short_share": (100 * short_share, "%"),
    "plain_spread": (max(plain) - min(plain), ""),
    "ppl_drop": (100 * (1 - exp(-gain)), "%"),
}

if __name__ == "__main__":
    for name, (number, unit) in VALUES.items():
        print(f"{name:16} {number:.6g} {unit}")
