"""Adapter 家族：参数量、初始化、能否合并、AdapterDrop。 | Adapters: counts, initialisation, merging, AdapterDrop."""
import numpy as np

# BART-large: width, FFN width, encoder layers (as many decoder layers), vocabulary, positions
D, F, HALF, V, POS = 1024, 4096, 12, 50265, 1026
attn, ffn, norm = 4 * (D * D + D), 2 * D * F + F + D, 2 * D
bart = V * D + 2 * POS * D + 2 * norm
bart += HALF * (attn + ffn + 2 * norm) + HALF * (2 * attn + ffn + 3 * norm)
assert bart == 406_291_456
def adapter(m, d=D):  # down, up, two biases
    return 2 * m * d + m + d
FFNS, ATTNS = 2 * HALF, 3 * HALF  # FFN sublayers; attention sublayers with cross-attention
houlsby = 2 * FFNS * adapter(300)  # after self-attention and after the FFN
pfeiffer = FFNS * adapter(600)  # after the FFN
parallel = FFNS * adapter(512)  # beside the FFN
mam = parallel + ATTNS * 2 * 30 * D  # and a prefix of 30 in every attention
ia3 = HALF * (2 * D + F) + HALF * (4 * D + F)  # vectors on keys, values and the FFN
def share(n):
    return 100 * n / bart
assert round(share(mam), 1) == 6.7  # the share the paper reports for MAM
def ffn_only(m):  # the paper counts a parallel adapter of 1024 as 12.3%
    return share(FFNS * 2 * m * D)
assert abs(ffn_only(1024) - 12.3) < 0.1

# Initialisation: relative size of what one adapter adds, input of unit RMS, Gaussian weights of deviation s
M = 64
z, weight = np.polynomial.hermite_e.hermegauss(80)  # any: nodes of the quadrature
weight = weight / weight.sum()
def gelu(t):
    return 0.5 * t * (1 + np.tanh((2 / np.pi) ** 0.5 * (t + 0.044715 * t**3)))
def added(s):
    return 100 * s * M**0.5 * float(weight @ gelu(s * D**0.5 * z) ** 2) ** 0.5
CODE_STD, BERT_STD, LARGE_STD = 1e-3, 0.02, 0.1

# Merging. With ReLU y(h) + y(-h) = up·|down·h|; any linear map would give 0.
rng = np.random.default_rng(0)  # any: a sample
d, f, m = 12, 20, 4  # any: small sizes
down, up, h = rng.normal(size=(m, d)), rng.normal(size=(d, m)), rng.normal(size=d)
def relu(t):
    return np.maximum(t, 0)
def series(t):
    return t + up @ relu(down @ t)
assert np.allclose(series(h) + series(-h), up @ np.abs(down @ h)) and np.linalg.norm(series(h) + series(-h)) > 1
w0 = rng.normal(size=(d, d))
assert np.allclose(w0 @ h + up @ (down @ (w0 @ h)), (w0 + up @ (down @ w0)) @ h)  # without f: a LoRA with A = down·w0
w1, w2, s = rng.normal(size=(f, d)), rng.normal(size=(d, f)), 4.0  # any: an FFN and a scale
wide = np.hstack((w2, s * up)) @ relu(np.vstack((w1, down)) @ h)
assert np.allclose(w2 @ relu(w1 @ h) + s * up @ relu(down @ h), wide)  # parallel, same f: m more hidden units
scale = rng.normal(size=d)
assert np.allclose(scale * (w0 @ h), (np.diag(scale) @ w0) @ h)  # (IA)^3 merges

# AdapterFusion on BERT-base (12 layers, width 768): query and key with bias, value without; Pfeiffer adapters
BASE, BD = 12, 768
fusion = BASE * (3 * BD * BD + 2 * BD)
small = BASE * adapter(48, BD)
assert fusion == 21_252_096 and small == 894_528

# AdapterDrop: layer passes for 8 tasks on the same input when the first 5 of 12 layers have no adapters
TASKS, DROP = 8, 5
passes, dropped = TASKS * BASE, DROP + TASKS * (BASE - DROP)

# Latency: matrix work of two adapters (m = 64) a layer on GPT-2 medium, against the model's parameters
GPT_LAYERS, GPT_V, GPT_POS = 24, 50257, 1024
gpt = GPT_V * D + GPT_POS * D + GPT_LAYERS * (attn + ffn + 2 * norm) + norm
assert gpt == 354_823_168
work = 100 * GPT_LAYERS * 2 * 2 * M * D / gpt

VALUES = {
    "houlsby": (houlsby, "params"),
    "houlsby_share": (share(houlsby), "%"),
    "pfeiffer": (pfeiffer, "params"),
    "pfeiffer_share": (share(pfeiffer), "%"),
    "parallel": (parallel, "params"),
    "parallel_share": (share(parallel), "%"),
    "mam": (mam, "params"),
    "mam_share": (share(mam), "%"),
    "ia3": (ia3, "params"),
    "ia3_share": (share(ia3), "%"),
    "code_std": (added(CODE_STD), "%"),
    "bert_std": (added(BERT_STD), "%"),
    "large_std": (added(LARGE_STD), "%"),
    "wide": (F + 512, ""),
    "fusion": (fusion, "params"),
    "small": (small, "params"),
    "fusion_ratio": (fusion / small, "x"),
    "passes": (passes, ""),
    "dropped": (dropped, ""),
    "saved": (100 * (1 - dropped / passes), "%"),
    "work": (work, "%"),
}
if __name__ == "__main__":
    for name, (number, unit) in VALUES.items():
        print(f"{name:16} {number:.6g} {unit}")
