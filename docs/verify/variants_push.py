"""DPO、SimPO、KTO、IPO 在不同边际处推得多用力。 | How hard DPO, SimPO, KTO and IPO push at each margin."""
import numpy as np


def sigmoid(t):
    return 1 / (1 + np.exp(-t))


GAMMA = 1.375  # SimPO's target margin with beta 2.5

# Losses as functions of the margin m: beta*h for DPO, beta*(s - z0) for a good answer in KTO,
# beta times the gap of mean log-probabilities for SimPO, tau*h for IPO (scaled so that its push at m = 0 equals DPO's).
losses = {
    "dpo": lambda m: np.logaddexp(0, -m),
    "simpo": lambda m: np.logaddexp(0, -(m - GAMMA)),
    "kto": lambda m: 1 - sigmoid(m),
    "ipo": lambda m: (m - 0.5) ** 2 / 2,
}
push = {
    "dpo": lambda m: sigmoid(-m),
    "simpo": lambda m: sigmoid(GAMMA - m),
    "kto": lambda m: sigmoid(m) * sigmoid(-m),
    "ipo": lambda m: 0.5 - m,
}
grid = np.linspace(-8, 8, 401)  # any: sample points
for name in losses:  # the push is minus the slope of the loss
    slope = (losses[name](grid + 1e-5) - losses[name](grid - 1e-5)) / 2e-5
    assert np.allclose(-slope, push[name](grid), atol=1e-6)

# The IPO curve is the real loss up to a positive factor: (h - 1/(2 tau))^2 = (m - 1/2)^2 / tau^2
for tau in (0.05, 0.1, 1.0):
    m = tau * grid
    assert np.allclose((grid - 1 / (2 * tau)) ** 2, 2 * losses["ipo"](m) / tau**2)

assert (push["dpo"](grid) > 0).all() and (push["simpo"](grid) > 0).all() and (push["kto"](grid) > 0).all()  # no stop
assert abs(push["ipo"](0.5)) < 1e-12 and push["ipo"](0.6) < 0  # IPO stops at m = 1/2 and pulls back beyond it
assert abs(push["kto"](-4.0) - push["kto"](4.0)) < 1e-12  # KTO fades on both sides
# minimising: DPO's loss rises without bound on the wrong side, KTO's never exceeds 1
assert losses["dpo"](-100.0) > 99 and losses["kto"](-100.0) <= 1

# Deterministic preference, uniform reference, two answers: IPO's optimum is sigmoid(1 / (2 tau)), DPO's is 1
VALUES = {
    "dpo_m4": (push["dpo"](-4.0), ""), "dpo_0": (push["dpo"](0.0), ""), "dpo_p4": (push["dpo"](4.0), ""),
    "simpo_m4": (push["simpo"](-4.0), ""), "simpo_0": (push["simpo"](0.0), ""), "simpo_p4": (push["simpo"](4.0), ""),
    "kto_m4": (push["kto"](-4.0), ""), "kto_0": (push["kto"](0.0), ""), "kto_p4": (push["kto"](4.0), ""),
    "ipo_m4": (push["ipo"](-4.0), ""), "ipo_0": (push["ipo"](0.0), ""), "ipo_p4": (push["ipo"](4.0), ""),
    "sure_tau1": (sigmoid(1 / (2 * 1.0)), ""), "sure_tau01": (sigmoid(1 / (2 * 0.1)), ""),
}
if __name__ == "__main__":
    for name, (number, unit) in VALUES.items():
        print(f"{name:12} {number:.6g} {unit}")
