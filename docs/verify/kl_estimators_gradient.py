"""k1、k2、k3 放进奖励、放进损失、离策略修正：期望梯度。 | k1, k2, k3 in the reward, in the loss, off-policy: expected gradients."""

import numpy as np

PI = np.array([0.5, 0.3, 0.15, 0.05])
REF = np.array([0.1, 0.2, 0.3, 0.4])
OLD = np.array([0.4, 0.3, 0.2, 0.1])  # the policy that wrote the samples
assert all(np.isclose(p.sum(), 1) for p in (PI, REF, OLD))
s, rho = np.log(PI / REF), PI / OLD
score = np.eye(4) - PI  # gradient of log pi(y) in the logits
k = {"k1": s, "k2": s**2 / 2, "k3": np.exp(-s) - 1 + s}
d = {"k1": np.ones(4), "k2": s, "k3": 1 - np.exp(-s)}  # derivative in log pi(y)


def softmax(t):
    return np.exp(t) / np.exp(t).sum()


def difference(f, e=1e-6):
    t = np.log(PI)
    return np.array([(f(softmax(t + e * u)) - f(softmax(t - e * u))) / (2 * e) for u in np.eye(4)])


reverse = difference(lambda p: p @ np.log(p / REF))
forward = difference(lambda p: REF @ np.log(REF / p))
reward = {n: (PI * k[n]) @ score for n in k}  # policy gradient of the penalty, samples from pi
loss = {n: (PI * d[n]) @ score for n in k}  # autograd through the estimator, samples from pi
stale = {n: (OLD * d[n]) @ score for n in k}  # the same loss, samples from old, no correction
fixed = {n: (OLD * rho * (k[n] + d[n])) @ score for n in k}  # loss rho * k, differentiated through rho too
assert np.allclose(reward["k1"], reverse, atol=1e-6)
assert np.allclose(reward["k3"], reverse - forward, atol=1e-6)  # both directions, subtracted
assert np.allclose(loss["k2"], reverse, atol=1e-6) and np.allclose(loss["k3"], forward, atol=1e-6)
assert np.allclose(fixed["k1"], reverse, atol=1e-6) and np.allclose(fixed["k3"], reverse, atol=1e-6)
assert not np.allclose(fixed["k2"], reverse, atol=1e-2)
assert not np.allclose(stale["k2"], reverse, atol=1e-2) and not np.allclose(stale["k3"], forward, atol=1e-2)
assert np.allclose(k["k3"] + d["k3"], s)  # sample by sample: rho*k3 pushes with rho*s

# Close to the reference the KL gradient is first order, that of k2 or k3 in the reward second order.
NEAR = 0.01  # any: small
p = softmax(np.log(REF) + NEAR * np.array([1.0, -1.0, 2.0, 0.5]))  # any: a small step away
t = np.log(p / REF)
g = [np.abs((p * v) @ (np.eye(4) - p)).max() for v in (t, t**2 / 2, np.exp(-t) - 1 + t)]  # any: the -1 adds nothing
assert g[1] < 0.02 * g[0] and g[2] < 0.02 * g[0]

VALUES = {"true": (reverse[0], "")}
for name in k:
    VALUES |= {
        f"{name}_reward": (reward[name][0], ""),
        f"{name}_loss": (round(loss[name][0], 12), ""),
        f"{name}_stale": (stale[name][0], ""),
        f"{name}_fixed": (fixed[name][0], ""),
    }
for tag, v in (("one", 1.0), ("mone", -1.0), ("mfive", -5.0)):
    VALUES[f"w3_{tag}"] = (1 - np.exp(-v), "")
if __name__ == "__main__":
    for name, (number, unit) in VALUES.items():
        print(f"{name:12} {number:.6g} {unit}")
