"""k1、k2、k3 当估计值：偏差、标准差、截断。 | k1, k2, k3 as estimates: bias, standard deviation, clamping."""

import numpy as np

# Schulman's setting: samples from pi = N(0,1), reference N(mu,1), true KL mu^2/2.
x = np.linspace(-14, 14, 280001)  # any: grid
w = np.exp(-(x**2) / 2)
w /= w.sum()
VALUES = {}
std = {}
for tag, mu in (("a", 0.1), ("b", 1.0), ("c", 2.0)):
    true = mu**2 / 2
    s = true - mu * x  # log pi - log ref
    k = {"k1": s, "k2": s**2 / 2, "k3": np.exp(-s) - 1 + s}
    assert np.isclose(w @ s, true) and np.isclose(w @ k["k3"], true, rtol=1e-6) and k["k3"].min() >= -1e-15
    assert np.isclose(w @ k["k2"] / true - 1, mu**2 / 4)
    VALUES[f"{tag}_kl"] = (true, "")
    VALUES[f"{tag}_neg"] = (100 * (w @ (s < 0)), "%")
    for name, v in k.items():
        m = w @ v
        std[tag, name] = np.sqrt(w @ (v - m) ** 2) / true
        VALUES[f"{tag}_{name}_std"] = (std[tag, name], "")
    VALUES[f"{tag}_k2_bias"] = (100 * (w @ k["k2"] / true - 1), "%")
assert std["a", "k3"] < std["a", "k1"] and std["b", "k3"] < std["b", "k1"] and std["c", "k3"] > std["c", "k1"]

# Where k3 meets verl's clamp at 10: pi below ref by what factor?
CAP = 10.0
lo, hi = -20.0, 0.0  # any: bracket
for _ in range(100):
    mid = (lo + hi) / 2
    lo, hi = (mid, hi) if np.exp(-mid) - 1 + mid > CAP else (lo, mid)
edge = hi
assert np.isclose(np.exp(-edge) - 1 + edge, CAP)
assert all(np.exp(-t) - 1 + t > CAP for t in (edge - 0.1, edge - 3))  # further out stays clamped: no gradient

low, high = 1.0, 40.0  # any: bracket
for _ in range(100):
    mid = (low + high) / 2
    low, high = (low, mid) if np.exp(-mid) - 1 + mid > CAP else (mid, high)
right = high
assert np.isclose(np.exp(-right) - 1 + right, CAP)
edge_k2 = np.sqrt(2 * CAP)  # OpenRLHF clamps k2 at 10 as well
assert np.isclose(edge_k2**2 / 2, CAP)

# One token at three log ratios, and the exact KL over a vocabulary instead of one sample.
for tag, s in (("up", 1.0), ("down", -1.0), ("far", -5.0)):
    VALUES |= {f"{tag}_k1": (s, ""), f"{tag}_k2": (s**2 / 2, ""), f"{tag}_k3": (np.exp(-s) - 1 + s, "")}
VOCAB, TOKENS = 32_000, 4096  # Llama 2's vocabulary; one long answer, bf16 logits
full = VOCAB * 2 * TOKENS / 1e6
VALUES |= {"edge": (edge, ""), "edge_ratio": (np.exp(-edge), "x"), "edge_right": (right, ""), "edge_k2": (edge_k2, ""), "full_mb": (full, "MB"), "one_kb": (TOKENS * 4 / 1e3, "KB")}
if __name__ == "__main__":
    for name, (number, unit) in VALUES.items():
        print(f"{name:12} {number:.6g} {unit}")
