"""偏好对没覆盖的回答：DPO 的损失管不到，PPO 受奖励模型和 KL 支配。 | The answer the pairs never show: DPO's loss is silent on it, PPO follows the reward model and the KL."""
import numpy as np

REF = np.array([0.45, 0.45, 0.10])  # y1, y2 are compared; y3 never appears in a pair
TRUE = np.array([1.0, 0.0, -1.0])  # true rewards: y3 is the worst
BETA = 0.5


def optimum(reward):  # of E[r] - beta KL(pi || ref)
    w = REF * np.exp(np.array(reward) / BETA)
    return w / w.sum()


def kl(pi):
    return float((pi * np.log(pi / REF)).sum())


def dpo_loss(pi, p=1 / (1 + np.exp(-(TRUE[0] - TRUE[1])))):  # expected loss on Bradley-Terry labels of (y1, y2)
    h = np.log(pi[0] / REF[0]) - np.log(pi[1] / REF[1])
    return float(p * np.logaddexp(0, -BETA * h) + (1 - p) * np.logaddexp(0, BETA * h))


best = optimum(TRUE)
WRONG = 2.0  # what a mistaken reward model gives y3
fooled = optimum([1.0, 0.0, WRONG])

# Every policy with pi1/pi2 = e^2 has the same, minimal DPO loss, whatever it gives y3
ratio = np.exp((TRUE[0] - TRUE[1]) / BETA)


def minimiser(third):
    rest = 1 - third
    return np.array([rest * ratio / (1 + ratio), rest / (1 + ratio), third])


STRAY = 0.9  # y3's share in the stray minimiser
stray = minimiser(STRAY)
family = [dpo_loss(minimiser(t)) for t in (0.001, 0.1, 0.5, STRAY, 0.99)]  # any: members of the family
assert np.ptp(family) < 1e-12 and abs(dpo_loss(best) - family[0]) < 1e-12  # the RL optimum is one of them
for pi in (REF, minimiser(0.2) * [1.1, 0.9, 1] / (minimiser(0.2) * [1.1, 0.9, 1]).sum()):
    assert dpo_loss(pi) > family[0]

# Gradient descent on free logits from the reference: only z1 and z2 move
def descend(steps=20000, rate=0.5):
    z = np.log(REF)
    p = 1 / (1 + np.exp(TRUE[1] - TRUE[0]))
    for _ in range(steps):
        h = (z[0] - z[1]) - np.log(REF[0] / REF[1])
        g = BETA * (1 / (1 + np.exp(-BETA * h)) - p)
        z = z - rate * np.array([g, -g, 0.0])
    return np.exp(z) / np.exp(z).sum()


walked = descend()
assert abs(dpo_loss(walked) - family[0]) < 1e-9

# RL's damage is bounded: against y2, y3's odds grow by exp((r3 - r2)/beta), and a zero of the reference stays zero
grow = np.exp(WRONG / BETA)
assert abs((fooled[2] / fooled[1]) / (REF[2] / REF[1]) - grow) < 1e-9

# FLOPs per answer token in units of N: PPO 22 (generate 2, score 8, train 12), DPO 8
PPO_N, DPO_N = 2 + 4 * 2 + 2 * 6, 6 + 2
VALUES = {
    "ref1": (REF[0], ""), "ref3": (REF[2], ""),  # any: the first two are equal
    "best1": (best[0], ""), "best2": (best[1], ""), "best3": (best[2], ""), "best_kl": (kl(best), ""),
    "fooled1": (fooled[0], ""), "fooled2": (fooled[1], ""), "fooled3": (fooled[2], ""), "fooled_kl": (kl(fooled), ""),
    "stray1": (stray[0], ""), "stray2": (stray[1], ""), "stray3": (stray[2], ""), "stray_kl": (kl(stray), ""),
    "walked3": (walked[2], ""), "loss": (family[0], ""), "grow": (grow, "x"),  # any: all of the family have this loss
    "dpo_n": (DPO_N, ""), "flops": (PPO_N / DPO_N, "x"),
}
if __name__ == "__main__":
    for name, (number, unit) in VALUES.items():
        print(f"{name:12} {number:.6g} {unit}")
