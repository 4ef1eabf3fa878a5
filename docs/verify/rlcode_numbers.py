"""手写 DPO、PPO、GRPO 损失时要心算的几个数。 | Numbers to know when writing DPO, PPO and GRPO losses by hand."""

import numpy as np

# 1. DPO: summed against averaged log-probabilities. Log-ratios 3 and -2 over answers of N tokens, beta 0.1.
BETA, CHOSEN, REJECTED, N = 0.1, 3.0, -2.0, 100
margin = BETA * (CHOSEN - REJECTED)
sum_loss = np.log1p(np.exp(-margin))
mean_margin = margin / N
mean_loss = np.log1p(np.exp(-mean_margin))
start = np.log(2)
assert sum_loss < mean_loss < start  # by the mean the loss hardly leaves log 2

# 2. Group of four, one right: sample and population standard deviation.
R = np.array([1.0, 0, 0, 0])  # any: standardized, a right answer may be worth any number
sample_up, sample_down, *_ = (R - R.mean()) / R.std(ddof=1)
population_up, population_down, *_ = (R - R.mean()) / R.std()

# 3. Two answers of LONG and SHORT tokens: weight of one token by GRPO's mean and by the mean over all tokens.
LONG, SHORT = 400, 100
grpo_long, grpo_short = 1 / LONG / 2, 1 / SHORT / 2
flat = 1 / (LONG + SHORT)
times = grpo_short / grpo_long

# 4. k3 at s = log(pi/ref) = 1 and its mirror image: the wrong sign inside.
s = 1.0
k3, mirrored = np.exp(-s) - 1 + s, np.exp(s) - 1 - s

# 5. Memory: a whole FP32 log-softmax and what is picked from it. Vocabulary of Llama 3.
V, B, T = 128256, 8, 4096
logp_gb = B * T * V * 4 / 1e9
picked_kb = B * T * 4 / 1e3

# 6. Last token of an answer: the value of the padding read as the next state's value.
REWARD, VALUE, JUNK = 1.0, 0.6, 0.4
right_adv, wrong_adv = REWARD - VALUE, REWARD + JUNK - VALUE

VALUES = {
    "sum_loss": (sum_loss, ""),
    "mean_loss": (mean_loss, ""),
    "start": (start, ""),
    "sample_up": (sample_up, ""),
    "sample_down": (sample_down, ""),
    "population_up": (population_up, ""),
    "population_down": (population_down, ""),
    "grpo_long": (grpo_long, ""),
    "grpo_short": (grpo_short, ""),
    "flat": (flat, ""),
    "times": (times, "x"),
    "k3": (k3, ""),
    "mirrored": (mirrored, ""),
    "logp_gb": (logp_gb, "GB"),
    "picked_kb": (picked_kb, "KB"),
    "right_adv": (right_adv, ""),
    "wrong_adv": (wrong_adv, ""),
}

if __name__ == "__main__":
    for name, (number, unit) in VALUES.items():
        print(f"{name:24} {number:.6g} {unit}")
