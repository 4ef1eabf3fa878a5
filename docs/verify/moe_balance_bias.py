"""无辅助损失偏置的玩具模拟：路由器冻结，只调偏置。 | Toy run of the loss-free bias: the router is frozen, only the bias moves."""
import numpy as np

EXPERTS, K, TOKENS, STEPS = 16, 2, 512, 600
skew = np.random.default_rng(7).normal(0, 0.5, EXPERTS)  # the frozen router prefers some experts
mean = TOKENS * K / EXPERTS


def run(rate):
    """MaxVio of every step under b += rate * sign(mean - load)."""
    draw, b, out = np.random.default_rng(11), np.zeros(EXPERTS), []
    for _ in range(STEPS):
        s = 1 / (1 + np.exp(-(draw.standard_normal((TOKENS, EXPERTS), dtype=np.float32) + skew)))
        pick = np.argpartition(-(s + b), K - 1, axis=1)[:, :K]  # the bias decides who is chosen
        gate = np.take_along_axis(s, pick, 1)                   # the gate is the score without the bias
        assert gate.min() > 0 and gate.max() < 1                # so it stays a value of the sigmoid
        load = np.bincount(pick.ravel(), minlength=EXPERTS)
        out.append((load.max() - mean) / mean)
        b += rate * np.sign(mean - load)
    return np.array(out)


GOOD = 1e-3  # any: half or twice as much does about as well
rates = {"none": 0.0, "slow": 1e-4, "good": GOOD, "wild": 5e-2}
late = {name: run(rate)[-100:].mean() for name, rate in rates.items()}  # the last 100 steps
# Chance alone: even routing of independent tokens leaves about this MaxVio in a batch of this size.
even = np.random.default_rng(3).random((40, TOKENS, EXPERTS)).argsort(axis=2)[:, :, :K]
floor = np.mean([np.bincount(e.ravel(), minlength=EXPERTS).max() / mean - 1 for e in even])
assert late["good"] < late["slow"] < late["none"] and late["good"] < late["wild"]

VALUES = {**{f"late_{name}": (v, "") for name, v in late.items()}, "floor": (floor, "")}

if __name__ == "__main__":
    for name, (number, unit) in VALUES.items():
        print(f"{name:24} {number:.6g} {unit}")
