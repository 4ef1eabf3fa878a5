"""DeepSeek-R1：训练量、GPU 小时、各阶段的分数与组内信号。 | DeepSeek-R1: training volume, GPU hours, scores by stage, and when a group carries signal."""
# R1-Zero (§2.1 of the second version): 32 questions a step, 16 answers each, 10,400 steps; 8,192 answers a rollout.
STEPS, QUESTIONS, GROUP, ROLLOUT = 10_400, 32, 16, 8_192
batch = QUESTIONS * GROUP
updates = ROLLOUT // batch
assert (batch, updates) == (512, 16)  # the paper's own figures
answers = STEPS * batch

# GPU hours (App. B.4.4): 64 x 8 H800; 198 h for R1-Zero, about 80 h for R1, 5K for the SFT data. DeepSeek-V3: 2,788K.
GPUS, H_ZERO, H_R1, H_DATA, V3 = 512, 198, 80, 5_000, 2_788_000
zero, r1 = GPUS * H_ZERO, GPUS * H_R1
assert (round(zero, -3), round(r1, -3)) == (101_000, 41_000)  # Table 7
total = round(zero, -3) + H_DATA + round(r1, -3)

# Second SFT: about 800k samples, two epochs, batch 128.
SAMPLES, EPOCHS, SFT_BATCH = 800_000, 2, 128

# Scores by checkpoint (Table 3): R1-Zero, Dev1, Dev2, Dev3, R1.
NAMES = ("zero", "dev1", "dev2", "dev3", "r1")
SCORES = {
    "aime": (77.9, 59.0, 74.0, 78.1, 79.8),
    "gpqa": (75.8, 66.1, 70.7, 71.2, 71.5),
    "ifeval": (46.6, 71.7, 72.0, 78.1, 83.3),
    "alpaca": (24.7, 50.1, 55.8, 62.1, 87.6),
    "arena": (53.6, 77.0, 73.2, 75.6, 92.3),
}
VALUES = {f"{bench}_{name}": (score, "") for bench, row in SCORES.items() for name, score in zip(NAMES, row)}

# A group whose answers are all right or all wrong has zero advantage. Chance of a mixed group, answers independent.
RATES = {"start": 0.156, "rare": 0.01, "never": 0.001}
VALUES |= {f"signal_{name}": (100 * (1 - p**GROUP - (1 - p) ** GROUP), "%") for name, p in RATES.items()}
VALUES |= {f"rate_{name}": (100 * p, "%") for name, p in RATES.items()}

# Clip ratio 10: the ratio is positive, so a lower bound of 1 - 10 never binds.
EPS = 10
assert 1 - EPS < 0

VALUES |= {
    "batch": (batch, ""), "group": (GROUP, ""), "updates": (updates, ""), "answers": (answers, ""),
    "seconds": (H_ZERO * 3600 / STEPS, "s"),
    "zero_hours": (zero, ""), "r1_hours": (r1, ""), "total_hours": (total, ""), "share": (100 * total / V3, "%"),
    "sft_steps": (SAMPLES * EPOCHS / SFT_BATCH, ""),
    "gain_alpaca": (SCORES["alpaca"][4] - SCORES["alpaca"][3], ""), "gain_arena": (SCORES["arena"][4] - SCORES["arena"][3], ""),
    "gain_aime": (SCORES["aime"][4] - SCORES["aime"][3], ""), "drop_aime": (SCORES["aime"][0] - SCORES["aime"][1], ""),
    "relative_alpaca": (100 * (SCORES["alpaca"][4] / SCORES["alpaca"][3] - 1), "%"),
    "clip_high": (1 + EPS, ""), "clip_low": (1 - EPS, ""),
}  # fmt: skip
if __name__ == "__main__":
    for name, (number, unit) in VALUES.items():
        print(f"{name:16} {number:.6g} {unit}")
