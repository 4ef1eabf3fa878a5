"""LoRA 变体：参数、预算、步长与官方评测的误差。 | LoRA variants: parameters, budgets, step sizes, and the error bars of an official benchmark."""
import numpy as np


def lora(rank, layers, shapes):
    return layers * rank * sum(i + o for i, o in shapes)


def dora_extra(layers, shapes):  # one magnitude per output row
    return layers * sum(o for _, o in shapes)


def vera(rank, layers, shapes):  # vectors of length rank and out; A and B shared and frozen
    return layers * sum(rank + o for _, o in shapes)


# Llama-3.1-8B, all seven linear layers: width, FFN width, KV width, layers
H, F, KV, L = 4096, 14336, 1024, 32
SHAPES = [(H, H), (H, H), (H, KV), (H, KV), (H, F), (H, F), (F, H)]
R, VR = 16, 256  # LoRA's rank, VeRA's default rank in PEFT
plain = lora(R, L, SHAPES)
extra = dora_extra(L, SHAPES)
tiny = vera(VR, L, SHAPES)

# AdaLoRA with PEFT's default ranks: budget counted in singular values over all matrices
INIT_R, TARGET_R = 12, 8
matrices = 7 * L
start, end = INIT_R * matrices, TARGET_R * matrices
half = end + (start - end) * 0.5**3  # cubic schedule, halfway

# LoRA+: one Adam (sign) step at width n; how far does it move A x and B (A x)?
rng = np.random.default_rng(0)  # any: a sample
WIDE, NARROW = 4096, 256


def moved(n, rank=8):
    x = rng.normal(size=n)
    A = rng.uniform(-1, 1, size=(rank, n)) / n**0.5
    ga = np.outer(rng.normal(size=rank), x)  # gradient of A is an outer product with x
    gb = np.outer(rng.normal(size=n), A @ x)
    by_a = np.abs(np.sign(ga) @ x).mean()
    by_b = np.abs(np.sign(gb) @ (A @ x)).mean()
    return by_a, by_b


runs = {n: np.mean([moved(n) for _ in range(200)], axis=0) for n in (WIDE, NARROW)}  # any: draws
grow_a = WIDE / NARROW
assert abs(runs[WIDE][0] / runs[NARROW][0] / grow_a - 1) < 0.1  # any: a tolerance
assert abs(runs[WIDE][1] / runs[NARROW][1] - 1) < 0.2  # any: a tolerance

# PiSSA: first SGD step is G·AᵀA + B·Bᵀ·G, so the gain along a direction is its singular value
K = 600  # any: a size
a = rng.uniform(-1, 1, size=(40, K)) / K**0.5  # any: 40 rows
gain_lora = 1 / 3  # mean eigenvalue of A Aᵀ for U(-1/√k, 1/√k)
assert abs(np.trace(a @ a.T) / len(a) - gain_lora) < 0.02  # any: a tolerance
STD = 0.02
sigma = STD * 2 * H**0.5  # largest singular value of a Gaussian H×H matrix
w = STD * rng.normal(size=(K, K))
assert abs(np.linalg.norm(w, 2) / (STD * 2 * K**0.5) - 1) < 0.05  # any: a tolerance
W0, G = rng.normal(size=(30, 30)), rng.normal(size=(30, 30))  # any: a problem
U, S, Vt = np.linalg.svd(W0)
B0, A0 = U[:, :4] * S[:4] ** 0.5, (Vt[:4].T * S[:4] ** 0.5).T  # any: rank 4
res = W0 - B0 @ A0
assert np.allclose(np.linalg.norm(res, 2), S[4])  # the residual lost its largest directions
e = 1e-6  # any: a small step
step = (B0 - e * G @ A0.T) @ (A0 - e * B0.T @ G) - B0 @ A0
P, Q = U[:, :4], Vt[:4].T
want = -e * (G @ (Q * S[:4]) @ Q.T + (P * S[:4]) @ P.T @ G)
assert np.allclose(step, want, atol=1e-9)
B1, A1 = B0 + 0.1 * rng.normal(size=B0.shape), A0 + 0.1 * rng.normal(size=A0.shape)  # any: after training
assert np.linalg.matrix_rank(B1 @ A1 - B0 @ A0) == 8  # as an adapter on the original weights: rank 2r

# DoRA with the norm detached: at the start A and B get exactly LoRA's gradient
m = np.linalg.norm(W0, axis=1)
assert np.allclose((m / np.linalg.norm(W0, axis=1))[:, None] * G, G)
new = W0 + 0.3 * rng.normal(size=W0.shape)  # any: some update
dora = m[:, None] * new / np.linalg.norm(new, axis=1)[:, None]
assert np.allclose(np.linalg.norm(dora, axis=1), m)  # row norms are m, whatever the low-rank part does

# PEFT's own benchmark, Llama-3.2-3B on q_proj and v_proj: hits of 1319, seconds, bytes, parameters
N = 1319
BENCH = {
    "lora32": (631, 941.96, 22292725760, 9175040),
    "dora32": (619, 1190.91, 24532484096, 9289728),
    "lora64": (625, 966.73, 22552772608, 18350080),
    "rs64": (677, 965.51, 22561161216, 18350080),
    "ada": (492, 1168.53, 22781362176, 18353664),
    "vera": (467, 1011.47, 21621637120, 129024),
    "mlp10": (652, 1050.19, 24698159104, 9461760),
    "full": (622, 2147.30, 38868615168, 3212749824),
}
QV = [(3072, 3072), (3072, 1024)]
assert lora(32, 28, QV) == BENCH["lora32"][3] and lora(64, 28, QV) == BENCH["rs64"][3] == BENCH["lora64"][3]
assert lora(32, 28, QV) + dora_extra(28, QV) == BENCH["dora32"][3]
assert vera(256, 28, QV) == BENCH["vera"][3]
assert lora(64, 28, QV) + 28 * 2 * 64 == BENCH["ada"][3]  # the diagonal on top, at the initial rank
assert lora(10, 28, [(3072, 8192), (3072, 8192), (8192, 3072)]) == BENCH["mlp10"][3]
p = BENCH["lora32"][0] / N
error = 100 * (p * (1 - p) / N) ** 0.5
gap_rs = 100 * (BENCH["rs64"][0] - BENCH["lora64"][0]) / N
gap_dora = 100 * (BENCH["lora32"][0] - BENCH["dora32"][0]) / N
assert gap_dora < error  # within one standard error
# factor in front of the update: α/r, α/√r, and α/r at AdaLoRA's initial rank
factor, factor_rs, factor_ada = 128 / 64, 64 / 64**0.5, 8 / 64
assert factor_rs * 64 == 512  # the rsLoRA run is plain LoRA with this α

VALUES = {
    "plain": (plain / 1e6, ""),
    "extra": (extra / 1e6, ""),
    "extra_share": (100 * extra / plain, "%"),
    "tiny": (tiny / 1e6, ""),
    "tiny_ratio": (plain / tiny, "x"),
    "vera_rank": (VR / R, "x"),
    "start": (start, ""),
    "end": (end, ""),
    "half": (half, ""),
    "ada_params": (INIT_R / TARGET_R, "x"),
    "grow_a": (grow_a, "x"),
    "sigma": (sigma, ""),
    "sigma_ratio": (sigma / gain_lora, "x"),
    "error": (error, ""),
    "gap_rs": (gap_rs, ""),
    "gap_dora": (gap_dora, ""),
    "factor": (factor, ""),
    "factor_rs": (factor_rs, ""),
    "factor_ada": (factor_ada, ""),
    "dora_time": (100 * (BENCH["dora32"][1] / BENCH["lora32"][1] - 1), "%"),
    "dora_mem": (100 * (BENCH["dora32"][2] / BENCH["lora32"][2] - 1), "%"),
    "vera_mem": (100 * (1 - BENCH["vera"][2] / BENCH["lora32"][2]), "%"),
}
for name, (hits, seconds, peak, params) in BENCH.items():
    VALUES[f"acc_{name}"] = (100 * hits / N, "%")
    VALUES[f"sec_{name}"] = (seconds, "")
    VALUES[f"mem_{name}"] = (peak / 1e9, "GB")
    VALUES[f"par_{name}"] = (params / 1e6, "")
if __name__ == "__main__":
    for name, (number, unit) in VALUES.items():
        print(f"{name:24} {number:.6g} {unit}")
