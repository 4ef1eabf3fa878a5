"""LoRA 与全参：显存和算力的账；容量与方差的玩具模型。 | LoRA against full fine-tuning: memory and compute; a toy of capacity and variance."""
import numpy as np

# Llama-3.1-8B: 32 layers, h = 4096, f = 14336, K and V 1024 wide, vocabulary 128256
LAYERS, H, F, KV, VOCAB = 32, 4096, 14336, 1024, 128256
linear = LAYERS * (2 * H * H + 2 * H * KV + 3 * H * F)
total = linear + 2 * VOCAB * H + (2 * LAYERS + 1) * H
assert total == 8030261248
unit = LAYERS * (4 * H + 2 * (H + KV) + 3 * (H + F))  # LoRA parameters per rank


def states(r: int) -> float:  # BF16 base, 16 bytes per trained parameter
    return (2 * total + 16 * r * unit) / 1e9


def flops(r: int) -> float:  # multiply-adds per token: 2 per frozen weight, 3 per trained one; full: 3 per weight
    return 100 * (2 * linear + 3 * r * unit) / (3 * linear)


full_states = 16 * total / 1e9
ranks = {16: "16", 64: "64", 256: "256"}  # any: the ranks that the table shows

# Toy: a 64×64 update with singular values 1/i, seen through N samples of unit noise level SIGMA, orthogonal design.
# Least squares gives Δ + noise/√N; the best rank-r fit is its truncated SVD.
N_DIM, SIGMA = 64, 0.5
rng = np.random.default_rng(0)  # any: a sample
U, V = (np.linalg.qr(rng.normal(size=(N_DIM, N_DIM)))[0] for _ in range(2))
sv = 1 / np.arange(1, N_DIM + 1)
delta = (U * sv) @ V.T


def error(n: float) -> dict:
    out = {4: 0.0, 16: 0.0, N_DIM: 0.0}
    for _ in range(5):  # any: draws
        u, s, vt = np.linalg.svd(delta + SIGMA * rng.normal(size=(N_DIM, N_DIM)) / n**0.5)
        for r in out:
            out[r] += 100 * np.sum(((u[:, :r] * s[:r]) @ vt[:r] - delta) ** 2) / np.sum(sv**2) / 5
    return out


FEW, MANY = 1e3, 1e6
few, many = error(FEW), error(MANY)
floor = {r: 100 * np.sum(sv[r:] ** 2) / np.sum(sv**2) for r in (4, 16)}
assert few[4] < few[16] < few[N_DIM]  # little data: the tighter, the better
assert many[4] > many[16] > many[N_DIM]  # much data: the tail that rank cannot hold decides
assert all(abs(many[r] / floor[r] - 1) < 0.02 for r in floor)  # any: a tolerance

VALUES = {
    "full_states": (full_states, "GB"),
    "full_file": (2 * total / 1e9, "GB"),
    **{f"states_{t}": (states(r), "GB") for r, t in ranks.items()},
    **{f"flops_{t}": (flops(r), "%") for r, t in ranks.items()},
    **{f"file_{t}": (2 * r * unit / 1e9, "GB") for r, t in ranks.items()},
    "few_4": (few[4], "%"),
    "few_full": (few[N_DIM], "%"),
    "many_4": (many[4], "%"),
    "many_16": (many[16], "%"),
    "many_full": (many[N_DIM], "%"),
    "few": (FEW, ""),
    "many": (MANY, ""),
}
if __name__ == "__main__":
    for name, (number, unit_) in VALUES.items():
        print(f"{name:24} {number:.6g} {unit_}")
