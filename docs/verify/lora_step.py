"""LoRA 的秩、α 与学习率：第一步走多远，秩要花多少。 | LoRA rank, α and learning rate: how far the first step goes, what rank costs."""
import numpy as np

# Three ways to scale BA; how the first step changes from LOW to HIGH
LOW, HIGH = 16, 256
SCALES = {"fixed": lambda r: 32 / r, "double": lambda r: 2.0, "root": lambda r: 32 / r**0.5}  # any: α cancels in the ratio
def ratio(law):
    return {name: law(s(HIGH), HIGH) / law(s(LOW), LOW) for name, s in SCALES.items()}
mult = ratio(lambda s, r: s)
adam = ratio(lambda s, r: s * r)  # r terms, each of the size of the scale
sgd = ratio(lambda s, r: s * s * r)  # the scale enters once more through the gradient

# The laws, checked on a random gradient: decrease of the loss in the first step, ⟨G, -ΔW⟩, with B = 0
rng = np.random.default_rng(0)  # any: a sample
m, k = 40, 600  # any: sizes
G = rng.normal(size=(m, 3)) @ rng.normal(size=(3, k)) + rng.normal(size=(m, k))  # any: some gradient
def first(s, r, sign):
    A = rng.uniform(-1, 1, size=(r, k)) / k**0.5  # PEFT's default: U(-1/√k, 1/√k)
    gb = s * G @ A.T
    return s * np.sum((np.sign(gb) if sign else gb) * (G @ A.T))
for name, s in SCALES.items():
    for sign, law in ((True, adam), (False, sgd)):
        high, low = (np.mean([first(s(r), r, sign) for _ in range(8 * HIGH // r)]) for r in (HIGH, LOW))  # any: draws
        assert abs(high / low / law[name] - 1) < 0.1  # any: a tolerance
def norm(r):  # of the first step ΔW under fixed α: unlike the decrease, it does depend on rank
    A = rng.uniform(-1, 1, size=(r, k)) / k**0.5
    return np.linalg.norm(SCALES["fixed"](r) * np.sign(G @ A.T) @ A)
assert norm(HIGH) < norm(LOW) / 2

# α and the learning rate are not quite the same knob: train a toy problem with Adam (ε = 0)
X, Y, A0 = rng.normal(size=(8, 32)), rng.normal(size=(6, 32)), rng.uniform(-1, 1, size=(4, 8)) / 8**0.5  # any: a problem
def train(alpha, lr_a, lr_b, steps):
    P, scale = [A0.copy(), np.zeros((len(Y), len(A0)))], alpha / len(A0)
    M, V = [[np.zeros_like(p) for p in P] for _ in range(2)]
    for t in range(1, steps + 1):
        E = (scale * P[1] @ P[0] @ X - Y) @ X.T / X.shape[1]
        for i, g in enumerate((scale * P[1].T @ E, scale * E @ P[0].T)):
            M[i] = 0.9 * M[i] + 0.1 * g  # any: Adam's β1
            V[i] = 0.99 * V[i] + 0.01 * g * g  # any: Adam's β2
            step = M[i] / (1 - 0.9**t) / np.sqrt(V[i] / (1 - 0.99**t) + 1e-300)  # any: no ε to speak of
            P[i] = P[i] - (lr_a, lr_b)[i] * step
    return scale * P[1] @ P[0]
e = 0.003  # any: a learning rate
assert np.allclose(train(8, e, e, 1), train(16, e / 2, e / 2, 1))  # the first step depends on α·lr only
assert np.allclose(train(8, e, e, 60), train(16, e, e / 2, 60))  # exactly invariant: α·lr_B kept, lr_A untouched
assert not np.allclose(train(8, e, e, 60), train(16, e / 2, e / 2, 60), rtol=0.01)  # α doubled, lr halved: another run

# Two settings that look eightfold apart
R1, ALPHA1, LR1 = 64, 16, 2e-4
R2, ALPHA2, LR2 = 16, 32, 1e-4
assert np.isclose(ALPHA1 * LR1, ALPHA2 * LR2)

# What a rank costs on Llama-3.1-8B: width, FFN width, KV width, layers, vocabulary
H, F, KV, L, V = 4096, 14336, 1024, 32, 128_256
attn = L * (2 * (H + H) + 2 * (H + KV))
mlp = L * 3 * (H + F)
unit = attn + mlp
psi = L * (2 * H * H + 2 * H * KV + 3 * H * F + 2 * H) + 2 * V * H + H
assert psi == 8_030_261_248
head = H + V  # counts of LoRA Without Regret come out only with the output head adapted too
assert [round(256 * (x + head) / 1e9, 2) for x in (attn, mlp, unit)] == [0.25, 0.49, 0.70]  # any: their rank
STATE = 2 + 2 + 4 + 4 + 4  # bytes: BF16 weight and gradient, FP32 master weight and two moments
def state(r):
    return STATE * r * unit / 1e9

# Bits: about one per token of training data, at most two stored per parameter
BITS_PER_TOKEN, BITS_PER_PARAM = 1, 2
def needed(tokens):
    return tokens * BITS_PER_TOKEN / BITS_PER_PARAM / unit
TEN, HUNDRED, BILLION = 10e6, 100e6, 1e9
RL_EPISODES = 10_000 * 32

VALUES = {
    **{f"mult_{n}": (x, "x") for n, x in mult.items()},
    **{f"adam_{n}": (x, "x") for n, x in adam.items()},
    **{f"sgd_{n}": (x, "x") for n, x in sgd.items()},
    "scale1": (ALPHA1 / R1, ""),
    "scale2": (ALPHA2 / R2, ""),
    "product": (ALPHA1 * LR1, ""),
    "state_bytes": (STATE, "bytes"),
    "unit": (unit, "params"),
    "mlp_share": (100 * mlp / unit, "%"),
    **{f"params_{r}": (r * unit, "params") for r in (8, 16, 64, 256)},
    **{f"share_{r}": (100 * r * unit / psi, "%") for r in (8, 16, 64, 256)},
    **{f"state_{r}": (state(r), "GB") for r in (8, 16, 64, 256)},
    **{f"file_{r}": (2 * r * unit / 1e6, "MB") for r in (8, 16, 64, 256)},
    "rank_10m": (needed(TEN), ""),
    "rank_100m": (needed(HUNDRED), ""),
    "rank_1b": (needed(BILLION), ""),
    "rl_bits": (RL_EPISODES, ""),
    "rl_share": (100 * RL_EPISODES / (BITS_PER_PARAM * unit), "%"),
}

if __name__ == "__main__":
    for name, (number, unit_name) in VALUES.items():
        print(f"{name:24} {number:.6g} {unit_name}")
