"""线性注意力与一步梯度下降逐数相等；softmax 与校准的小例。 | Linear attention equals one step of gradient descent; small examples of softmax and calibration."""
import numpy as np

X = np.array([[1.0, 0.0], [0.0, 1.0], [1.0, 1.0]])  # inputs of the three examples
Y = X @ np.array([2.0, -1.0])  # their labels: y = 2 x1 − x2
QUERY = np.array([2.0, 1.0])
ETA = 0.25

weights = np.zeros(2)
weights = weights - ETA * (X @ weights - Y) @ X  # one step on half the squared error, from zero
descent = weights @ QUERY
linear = ETA * sum(y * (x @ QUERY) for x, y in zip(X, Y, strict=True))
backward = ETA * sum(y * (x @ QUERY) for x, y in zip(X[::-1], Y[::-1], strict=True))
assert abs(descent - linear) < 1e-12 and abs(descent - backward) < 1e-12  # order does not matter
share = np.exp(X @ QUERY) / np.exp(X @ QUERY).sum()
softmax = share @ Y
assert abs(softmax - descent) > 0.1  # ordinary attention is not the same map

# Contextual calibration: divide by the prediction for a content-free input, renormalize.
BLANK, RAW = 0.7, 0.6  # probability of the first label for "N/A" and for the real input
fixed = RAW / BLANK / (RAW / BLANK + (1 - RAW) / (1 - BLANK))
assert RAW > 0.5 > fixed

VALUES = {
    "eta": (ETA, ""), "descent": (descent, ""), "softmax": (softmax, ""),
    "blank": (100 * BLANK, "%"), "raw": (100 * RAW, "%"), "fixed": (100 * fixed, "%"), "other": (100 * (1 - fixed), "%"),
}
if __name__ == "__main__":
    for name, (number, unit) in VALUES.items():
        print(f"{name:10} {number:.6g} {unit}")
