"""SGD、Adam、AdamW 走一步，偏差修正，衰减与 L2 之差，状态占的显存。 | A step of SGD, Adam and AdamW, bias correction, decay against L2, memory of the state."""

import numpy as np

# Two weights, both 1, with very different gradients: two steps of each optimizer
B1, B2 = 0.9, 0.999
EPS = 1e-8  # any: far below the gradients
grads = np.array([[10.0, 0.01], [8.0, -0.004]])
LR_SGD, LR = 0.01, 0.001


def adam(gs: np.ndarray, lr: float, b1: float, b2: float, start: np.ndarray, l2: float = 0, decay: float = 0) -> np.ndarray:
    """Weights after each step; l2 goes into the gradient, decay straight to the weight."""
    theta, m, v, path = start.astype(float).copy(), 0.0, 0.0, []
    for t, g in enumerate(gs, 1):
        full = g + l2 * theta
        m = b1 * m + (1 - b1) * full
        v = b2 * v + (1 - b2) * full**2
        theta = theta - lr * decay * theta - lr * (m / (1 - b1**t)) / (np.sqrt(v / (1 - b2**t)) + EPS)
        path.append(theta)
    return np.array(path)


one = np.ones(2)
sgd = one - np.cumsum(LR_SGD * grads, axis=0)
path = adam(grads, LR, B1, B2, one)
first = np.abs(path[0] - one) / LR
assert np.allclose(first, 1, atol=1e-5)  # the first step is lr * sign(g), whatever the gradient's size
second = (path[0] - path[1]) / LR
m2 = (B1 * (1 - B1) * grads[0] + (1 - B1) * grads[1]) / (1 - B1**2)
v2 = (B2 * (1 - B2) * grads[0] ** 2 + (1 - B2) * grads[1] ** 2) / (1 - B2**2)
assert np.allclose(second, m2 / (np.sqrt(v2) + EPS))
assert np.allclose(adam(grads, LR, 0, 0, one), one - LR * np.cumsum(np.sign(grads), axis=0), atol=1e-8)  # betas 0: sign descent

# SGD: L2 and decay are the same step
for lam in (0.1, 0.5):  # any
    assert np.allclose(one - LR_SGD * (grads[0] + lam * one), (1 - LR_SGD * lam) * one - LR_SGD * grads[0])

# Constant gradient, no bias correction: the step as a multiple of lr
t = np.arange(1, 5001)  # any: long enough to hold the peak
raw = {b2: (1 - B1**t) / np.sqrt(1 - b2**t) for b2 in (0.999, 0.95)}
peak, peak_at = raw[0.999].max(), int(t[raw[0.999].argmax()])
assert raw[0.999][0] > 3 and raw[0.95][0] < 0.5 and raw[0.95].max() < 1.2

# Bound on |m| / sqrt(v) by Cauchy-Schwarz; reached by gradients that grow by b2 / b1 at every step
bound = {b2: (1 - B1) / np.sqrt((1 - b2) * (1 - B1**2 / b2)) for b2 in (0.999, 0.95)}
for b2, b in bound.items():
    k = np.arange(400)  # any: long enough for both sums to converge
    ago = (B1 / b2) ** k  # the gradient k steps ago
    assert np.isclose((1 - B1) * np.sum(B1**k * ago) / np.sqrt((1 - b2) * np.sum(b2**k * ago**2)), b)
assert bound[0.999] > 2 * raw[0.999][0]  # more than a gradient out of nowhere moves it

# Gradients of size 10 and 0.01 that change sign at every step, on two weights; 1,000 steps at lr 1e-3, lambda 0.1
STEPS, RATE, LAM = 1000, 1e-3, 0.1
sign = np.where(np.arange(STEPS) % 2, -1.0, 1.0)[:, None]
BIG, SMALL = 10.0, 0.01  # any: one far above lambda, one far below
noise = sign * np.array([BIG, SMALL])
with_l2 = adam(noise, RATE, 0.9, 0.95, one, l2=LAM)
with_decay = adam(noise, RATE, 0.9, 0.95, one, decay=LAM)  # any: zero-mean gradients cancel
expected = (1 - RATE * LAM) ** STEPS
assert np.allclose(with_decay[-1], expected, atol=2e-3)
assert with_l2[-1][0] > 0.95 and with_l2[-1][1] < with_decay[-1][1] / 5

# Scale all gradients by 1000: Adam does not care, Adam with L2 does
assert np.allclose(adam(1000 * grads, LR, B1, B2, one), path, atol=1e-6)

# Time constants, in steps
memory = {b2: 1 / (1 - b2) for b2 in (0.999, 0.95)}
decay_steps = 1 / (3e-4 * 0.1)

# One step size for blocks whose curvatures differ 1,000 times
KAPPA = 1000
best = (KAPPA - 1) / (KAPPA + 1)
tenfold = np.log(10) / -np.log(best)

# State of Llama-3-8B
D, F, KV, L, V = 4096, 14336, 1024, 32, 128256
shapes = [(D, D), (D, D), (KV, D), (KV, D), (F, D), (F, D), (D, F)] * L
linear = sum(a * b for a, b in shapes)
vocab = 2 * V * D
norms = (2 * L + 1) * D  # any: tiny
total = linear + vocab + norms
assert round(total / 1e9, 2) == 8.03
factored = 4 * (sum(a + b for a, b in [*shapes, (V, D), (V, D)]) + norms)
ADAM = 2 * 4  # bytes for each parameter: two FP32 moments
GB = {"adam": ADAM * total, "momentum": 4 * total, "adam8": 2 * total, "muon": 4 * linear + ADAM * (vocab + norms)}

# Muon: five Newton-Schulz steps on singular values
A, B, C = 3.4445, -4.7750, 2.0315
x = np.linspace(0.05, 1, 2000)  # any: a range of singular values
for _ in range(5):
    x = A * x + B * x**3 + C * x**5
rms = 1 / np.sqrt(F)
assert np.isclose(np.linalg.norm(np.linalg.qr(np.random.default_rng(0).normal(size=(60, 20)))[0]) / np.sqrt(60 * 20), 1 / np.sqrt(60))

VALUES = {
    "sgd_big": (sgd[0][0], ""),
    "sgd_small": (sgd[0][1], ""),  # any: the other index gives the same digits
    "adam_big": (path[0][0], ""),  # any: the other index gives the same digits
    "adam_small": (path[0][1], ""),  # any: the other index gives the same digits
    "second_big": (second[0], "x"),
    "second_small": (second[1], "x"),
    "sgd2_big": (sgd[1][0], ""),
    "sgd2_small": (sgd[1][1], ""),
    "adam2_big": (path[1][0], ""),
    "adam2_small": (path[1][1], ""),
    "raw_default": (raw[0.999][0], "x"),
    "raw_llm": (raw[0.95][0], "x"),
    "peak": (peak, "x"),
    "peak_at": (peak_at, "steps"),
    "bound_default": (bound[0.999], "x"),
    "bound_llm": (bound[0.95], "x"),
    "l2_big": (with_l2[-1][0], ""),  # any: the other index gives the same digits
    "l2_small": (with_l2[-1][1], ""),  # any: the other index gives the same digits
    "decay_end": (with_decay[-1][0], ""),  # any: the other index gives the same digits
    "many": (STEPS, "steps"),
    "memory_default": (memory[0.999], "steps"),
    "memory_llm": (memory[0.95], "steps"),
    "decay_steps": (decay_steps, "steps"),
    "kappa": (KAPPA, "x"),
    "tenfold": (tenfold, "steps"),
    "adam_bytes": (ADAM, "bytes"),
    **{f"{k}_gb": (v / 1e9, "GB") for k, v in GB.items()},
    "factored_mb": (factored / 1e6, "MB"),
    "ns_low": (x.min(), ""),
    "ns_high": (x.max(), ""),
    "rms": (rms, ""),
}

if __name__ == "__main__":
    for name, (number, unit) in VALUES.items():
        print(f"{name:16} {number:.6g} {unit}")
