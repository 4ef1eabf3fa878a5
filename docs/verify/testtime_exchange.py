"""小模型多想，何时抵得过大模型；思考 token 的算力与时延。 | When a small model that thinks longer matches a large one; compute and latency of thinking tokens."""
# Pretraining 6·N·D_pre, inference 2·N·D_inf (N parameters). A model M times as large spends M(6·N·D_pre + 2·N·D_inf).
# The small one may multiply its inference tokens by k: 6·N·D_pre + k·2·N·D_inf. Equal when k = M + 3(M − 1)/R, R = D_inf / D_pre.
M = 14
RATIOS = {"low": 0.1, "even": 1.0, "high": 10.0}


def budget(m, r):
    return m + 3 * (m - 1) / r


n, d_pre = 1.0, 1.0  # any: they cancel
for r in RATIOS.values():
    d_inf = r * d_pre
    assert abs(6 * n * d_pre + budget(M, r) * 2 * n * d_inf - M * (6 * n * d_pre + 2 * n * d_inf)) < 1e-9

# DeepSeek-R1 and R1-0528 on AIME: 12K and 23K tokens a question; 37B parameters are active for each token.
ACTIVE, OLD, NEW, SPEED = 37e9, 12_000, 23_000, 50
# OpenAI's table for AIME 2024: pass@1 and the majority of 64.
G_ONE, G_VOTE, O_ONE, O_VOTE = 9.3, 13.4, 74.4, 83.3
VALUES = {f"k_{name}": (budget(M, r), "x") for name, r in RATIOS.items()}
VALUES |= {f"r_{name}": (r, "") for name, r in RATIOS.items()}
VALUES |= {
    "m": (M, "x"), "tokens_ratio": (NEW / OLD, "x"),
    "flops_old": (2 * ACTIVE * OLD, "FLOPs"), "flops_new": (2 * ACTIVE * NEW, "FLOPs"),
    "speed": (SPEED, ""), "minutes": (NEW / SPEED / 60, ""),
    "gain_gpt": (G_VOTE - G_ONE, ""), "gain_o1": (O_VOTE - O_ONE, ""), "gap": (O_ONE - G_VOTE, ""),
}  # fmt: skip
if __name__ == "__main__":
    for name, (number, unit) in VALUES.items():
        print(f"{name:14} {number:.6g} {unit}")
