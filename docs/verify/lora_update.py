"""LoRA：参数量、第一步更新、谱与合并误差。 | LoRA: parameters, the first update, spectra, merging error."""
import numpy as np

D, R = 4096, 8  # q_proj of Llama-2-7B, LoRA rank
full, trained = D * D, R * (D + D)

# How much of ‖ΔW‖² the best rank-r approximation keeps when singular values fall as i^-p (Eckart–Young)
NARROW, WIDE = 16, 256
def kept(p, rank=0):
    energy = np.arange(1, D + 1) ** (-2.0 * p)
    share = np.cumsum(energy) / energy.sum()
    return 100 * share[rank - 1] if rank else int(np.argmax(share >= 0.9)) + 1
steep, slow, flat = 1.0, 0.5, 0.0

# LoRA paper, Table 7: Frobenius norms in GPT-3's 48th layer. W_q itself is far from low rank.
W_NORM, W_TOP4, W_TOP64, DELTA64 = 61.95, 21.67, 37.71, 3.57
delta_share = DELTA64 / W_NORM

# The first SGD step sees the full gradient G only through the row space of A
rng = np.random.default_rng(0)  # any: a sample
n, r, gamma, eta = 64, 4, 2.0, 0.1  # any: sizes, scale and step
G, A, B = rng.normal(size=(n, n)), rng.normal(size=(r, n)) / n**0.5, np.zeros((n, r))  # any: a sample
grad_b, grad_a = gamma * G @ A.T, gamma * B.T @ G
assert not grad_a.any()
B = B - eta * grad_b
assert np.allclose(gamma * B @ A, -eta * gamma**2 * G @ A.T @ A)
draws = [rng.normal(size=(r, n)) / n**0.5 for _ in range(4000)]  # any: enough to average
assert np.allclose(sum(a.T @ a for a in draws) / len(draws), r / n * np.eye(n), atol=0.01)  # any: a tolerance

# The update is low rank, the merged weight is not
W = rng.normal(size=(n, n))
assert np.linalg.matrix_rank(B @ A) == r and np.linalg.matrix_rank(W + gamma * B @ A) == n

# Merging into BF16: what rounding does to an update of a given relative size
def bf16(x):
    bits = np.asarray(x, np.float32).view(np.uint32)
    return ((bits + 0x7FFF + ((bits >> 16) & 1)) & 0xFFFF0000).astype(np.uint32).view(np.float32)
SMALL = 0.005
w = bf16(0.02 * rng.normal(size=400_000))  # any: a scale and a sample
def merge_error(share):
    dw = share * 0.02 * rng.normal(size=w.size)  # any: the same scale
    return 100 * np.linalg.norm(bf16(w + dw) - w - dw) / np.linalg.norm(dw)

VALUES = {
    "full": (full, "params"),
    "trained": (trained, "params"),
    "trained_share": (100 * trained / full, "%"),
    "steep_16": (kept(steep, NARROW), "%"),
    "steep_256": (kept(steep, WIDE), "%"),
    "steep_90": (kept(steep), ""),
    "slow_16": (kept(slow, NARROW), "%"),
    "slow_256": (kept(slow, WIDE), "%"),
    "slow_90": (kept(slow), ""),
    "flat_16": (kept(flat, NARROW), "%"),
    "flat_256": (kept(flat, WIDE), "%"),
    "flat_90": (kept(flat), ""),
    "w_top4": (100 * (W_TOP4 / W_NORM) ** 2, "%"),
    "w_top64": (100 * (W_TOP64 / W_NORM) ** 2, "%"),
    "delta_share": (100 * delta_share, "%"),
    "merge_usual": (merge_error(delta_share), "%"),
    "small": (100 * SMALL, "%"),
    "merge_small": (merge_error(SMALL), "%"),
}

if __name__ == "__main__":
    for name, (number, unit) in VALUES.items():
        print(f"{name:24} {number:.6g} {unit}")
