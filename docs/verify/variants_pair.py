"""同一对回答在五种损失下的值；赔率为什么要按 token 平均；每个 token 的计算量。 | One pair under five losses; why the odds use per-token means; compute per token."""
import math


def nls(t):  # -log sigmoid(t)
    return math.log1p(math.exp(-t)) if t > -30 else -t


def sig(t):
    return 1 / (1 + math.exp(-t))


# Whole-answer log-probabilities; chosen has 200 tokens, rejected 100
LW, LL = 200, 100
PW, RW = -180.0, -178.0  # chosen: policy, reference
PL, RL = -100.0, -101.0  # rejected
s_w, s_l = PW - RW, PL - RL
h = s_w - s_l
mean_w, mean_l = PW / LW, PL / LL
assert PL > PW and mean_w > mean_l and h < 0  # three yardsticks, two verdicts

BETA, TAU = 0.1, 0.1  # DPO, IPO and KTO
dpo = nls(BETA * h)
target = 1 / (2 * TAU)
ipo = (h - target) ** 2
kto_w, kto_l = 1 - sig(BETA * s_w), 1 - sig(-BETA * s_l)  # reference point z0 = 0
assert kto_w > 0.5 and kto_l > 0.5  # both on the wrong side of the reference point

LAMBDA = 0.1  # ORPO
p_w, p_l = math.exp(mean_w), math.exp(mean_l)
log_or = math.log(p_w / (1 - p_w)) - math.log(p_l / (1 - p_l))
orpo_or = nls(log_or)
orpo = -mean_w + LAMBDA * orpo_or

SB, SG = 2.5, 1.375  # SimPO, beta and gamma of the Llama-3-Instruct setting
simpo_margin = SB * (mean_w - mean_l)
simpo = nls(simpo_margin - SG)

# Odds from summed log-probabilities: 1 - P is 1 to machine precision, so the odds ratio is the probability ratio
def log1mexp(x):
    return math.log1p(-math.exp(x))


assert 1 - math.exp(PW) == 1.0 == 1 - math.exp(PL)
assert (PW - PL) - (log1mexp(PW) - log1mexp(PL)) == PW - PL
sum_ratio = PW - PL
# d log odds / d log P = 1 / (1 - P)
eps = 1e-6  # any: a step
for q in (mean_w, mean_l):
    up, down = (x - log1mexp(x) for x in (q + eps, q - eps))
    assert abs((up - down) / (2 * eps) - 1 / (1 - math.exp(q))) < 1e-4

# IPO with mean instead of summed log-ratios asks for the target per token
AVG_TOTAL = target * LW  # both answers LW tokens long
tau_same = TAU * LW  # the tau of the mean form that asks for the same total gap
assert abs(LW / (2 * tau_same) - target) < 1e-12

# SimPO's gamma/beta is a gap of mean log-probability per token
gap = SG / SB

# Forward 2N and backward 4N per token; KTO adds a mismatched pass of policy and reference for z0
TRAIN, FWD = 6, 2
dpo_n, kto_n, free_n = TRAIN + FWD, TRAIN + 3 * FWD, TRAIN
VALUES = {
    "h": (h, ""), "dpo": (dpo, ""), "ipo": (ipo, ""), "kto_w": (kto_w, ""), "kto_l": (kto_l, ""),
    "mean_w": (mean_w, ""), "mean_l": (mean_l, ""), "log_or": (log_or, ""), "orpo_or": (orpo_or, ""), "orpo": (orpo, ""),
    "simpo_margin": (simpo_margin, ""), "simpo": (simpo, ""), "sum_ratio": (sum_ratio, ""),
    "pull_w": (1 / (1 - p_w), "x"), "target": (target, ""), "avg_total": (AVG_TOTAL, ""), "tau_same": (tau_same, ""),
    "gap": (gap, ""), "token_ratio": (math.exp(gap), "x"),
    "dpo_n": (dpo_n, ""), "kto_n": (kto_n, ""), "free_n": (free_n, ""), "saved": (100 * (1 - free_n / dpo_n), "%"),
}
if __name__ == "__main__":
    for name, (number, unit) in VALUES.items():
        print(f"{name:14} {number:.6g} {unit}")
