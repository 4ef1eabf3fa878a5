"""奖励模型多大、同不同源：显存、算力、RewardBench 2 的 14 个模型，以及共享参数时分数怎样漂移。 | Reward-model size and lineage: memory, FLOPs, 14 models of RewardBench 2, and how a shared backbone lets scores drift."""
import numpy as np

# 1. Llama-2-70B policy; reward model and critic of one size. Bytes a parameter: 2 frozen in bf16, 16 mixed-precision Adam.
SIZES = {"7b": 6.738e9, "13b": 13.016e9, "70b": 68.977e9}
FROZEN, TRAIN = 2, 16
POLICY = SIZES["70b"]
rm_gb = {k: FROZEN * n / 1e9 for k, n in SIZES.items()}
critic_gb = {k: TRAIN * n / 1e9 for k, n in SIZES.items()}


def ppo(n, m, c):
    """FLOPs an answer token: generate, policy and reference log-probabilities, train; reward model m scores; critic c scores and trains."""
    return 2 * n + 2 * 2 * n + 6 * n + 2 * m + (2 + 6) * c


share = {k: 100 * 2 * m / ppo(POLICY, m, m) for k, m in SIZES.items()}           # reward model's part
faster = {k: 100 * (1 - ppo(POLICY, m, m) / ppo(POLICY, POLICY, POLICY)) for k, m in SIZES.items()}
only_rm = 100 * (1 - ppo(POLICY, SIZES["7b"], POLICY) / ppo(POLICY, POLICY, POLICY))
share_nocritic = 100 * 2 * POLICY / ppo(POLICY, POLICY, 0)                        # any: no critic, as in GRPO (one parameter more is nothing): a larger part of a smaller total
assert ppo(1, 1, 1) == 22 and faster["7b"] > 3 * only_rm                          # the critic is the dear one
times = TRAIN / FROZEN

# InstructGPT: a 175B policy scored by a 6B reward model, bf16 weights
BIG, SMALL = 175, 6
big_gb, small_gb, smaller = FROZEN * BIG, FROZEN * SMALL, BIG / SMALL

# 2. RewardBench 2 (ICLR 2026 version), Fig. 4: benchmark score, score after PPO, score with best-of-n; its 3 weak on-policy models left out
STRONG = np.array([[68.7, 59.8, 52.4], [68.0, 60.4, 53.8], [64.8, 59.9, 51.7], [60.0, 59.5, 53.6], [60.0, 60.1, 52.2],
                   [59.9, 59.6, 51.2], [59.1, 60.3, 53.0], [55.6, 60.7, 51.5], [49.8, 60.2, 48.0]])
OTHER = np.array([[72.9, 54.5, 56.4], [71.9, 55.8, 55.7], [69.4, 56.4, 54.7], [66.7, 57.0, 50.0], [65.6, 58.5, 49.2]])
START, DPO = 54.1, 60.3
same_rb, same_ppo, same_bon = STRONG.mean(0)
other_rb, other_ppo, other_bon = OTHER.mean(0)
gap = same_ppo - other_ppo
assert OTHER[:, 1].max() < STRONG[:, 1].min() and other_rb > same_rb and other_bon > same_bon
top_rb, top_ppo, top_bon = max(map(tuple, OTHER))     # the best on the benchmark
assert top_bon == max(OTHER[:, 2].max(), STRONG[:, 2].max())
assert START < top_ppo < START + 1 < DPO < STRONG[:, 1].max()
assert (np.diff(OTHER[:, 0]) < 0).all() and (np.diff(OTHER[:, 1]) > 0).all()     # among the five, better on the benchmark is worse after PPO

# 3. One backbone W for both: logits u.W x, scores v.W x.  Two answers; only the policy is trained, nobody labels anything new.
X, W = np.eye(2), np.eye(2)
u, v = np.array([0.5, 0.5]), np.array([1.0, 0.0])
frozen = X @ v                                        # what a frozen copy reports: 1 and 0, for ever
RATE, STEPS = 0.1, 50
for _ in range(STEPS):
    z, r = X @ W.T @ u, X @ W.T @ v
    p = np.exp(z - z.max()) / np.exp(z - z.max()).sum()
    g = p * (r - p @ r)                               # policy gradient with respect to the logits
    step = RATE * np.outer(u, g @ X)
    assert np.allclose(X @ step.T @ v, RATE * (u @ v) * g)      # the scores move along: eta (u.v) g
    W = W + step
drift = X @ W.T @ v
gap_before, gap_after = frozen[0] - frozen[1], drift[0] - drift[1]
assert gap_after > gap_before                         # the judge has become surer without a single new label

VALUES = {
    **{f"rm_{k}": (x, "GB") for k, x in rm_gb.items()}, **{f"critic_{k}": (x, "GB") for k, x in critic_gb.items()},
    **{f"share_{k}": (x, "%") for k, x in share.items()}, "faster_7b": (faster["7b"], "%"), "faster_13b": (faster["13b"], "%"),
    "only_rm": (only_rm, "%"), "share_nocritic": (share_nocritic, "%"), "times": (times, "x"), "big_gb": (big_gb, "GB"), "small_gb": (small_gb, "GB"), "smaller": (smaller, "x"),
    "same_rb": (same_rb, ""), "same_ppo": (same_ppo, ""), "same_bon": (same_bon, ""),
    "other_rb": (other_rb, ""), "other_ppo": (other_ppo, ""), "other_bon": (other_bon, ""), "gap": (gap, ""),
    "start": (START, ""), "top_rb": (top_rb, ""), "top_ppo": (top_ppo, ""),
    "gap_before": (gap_before, ""), "gap_after": (gap_after, ""), "train_steps": (STEPS, "steps"),
}
if __name__ == "__main__":
    for name, (number, unit) in VALUES.items():
        print(f"{name:24} {number:.6g} {unit}")
