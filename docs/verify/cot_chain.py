"""局部数据：只见过相邻变量时，直接答与逐步推差多少。 | Local data: with only neighbors seen together, direct answers against step by step."""
import numpy as np

KEEP = 0.9  # P(X_i = X_{i-1}); each variable is otherwise flipped, all marginals are 1/2
NEAR, MIDDLE, FAR = 2, 5, 10  # links between question and answer
local = np.array([[KEEP, 1 - KEEP], [1 - KEEP, KEEP]])  # all that training on neighboring pairs can teach


def stepwise(k):
    """Draw X_1 given X_0, X_2 given X_1, …: the chance that the drawn X_k is 1 when X_0 is 1."""
    return np.linalg.matrix_power(local, k)[1, 1]


# The closed form on the page, and the true conditional by brute force over all middle values.
for k in range(1, FAR + 1):
    assert abs(stepwise(k) - (1 + (2 * KEEP - 1) ** k) / 2) < 1e-12
joint = np.zeros_like(local)
for path in np.ndindex(*[2] * (MIDDLE + 1)):
    joint[path[0], path[-1]] += 0.5 * np.prod([local[a, b] for a, b in zip(path[:-1], path[1:], strict=True)])
assert abs(joint[1, 1] / joint[1].sum() - stepwise(MIDDLE)) < 1e-12
direct = joint[:, 1].sum()  # X_0 and X_k never together: a frequency count falls back on the marginal
assert abs(direct - 0.5) < 1e-12

VALUES = {
    "keep": (100 * KEEP, "%"), "near": (NEAR, ""), "middle": (MIDDLE, ""), "far": (FAR, ""), "direct": (100 * direct, "%"),
    "p_near": (100 * stepwise(NEAR), "%"), "p_middle": (100 * stepwise(MIDDLE), "%"), "p_far": (100 * stepwise(FAR), "%"),
}
if __name__ == "__main__":
    for name, (number, unit) in VALUES.items():
        print(f"{name:12} {number:.6g} {unit}")
