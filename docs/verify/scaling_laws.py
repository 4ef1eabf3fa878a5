"""缩放定律：计算最优点、Kaplan 与 Chinchilla 之差、过度训练、重复数据。 | Scaling laws: the compute optimum,
Kaplan against Chinchilla, over-training, repeated data."""
import math

# L(N, D) = E + A / N**a + B / D**b, fitted three ways to the same 2022 experiments: (A, B, E, a, b)
PRINTED = (                                             # Chinchilla, approach 3, as printed
    406.4, 410.7,
    1.69,  # any: the floor E does not move the optimum
    0.34, 0.28,
)
TEX = (
    math.exp(6.0073404), math.exp(6.0179186),
    math.exp(0.5267228),  # any: the floor E does not move the optimum
    0.33917084, 0.2849083,
)
REFIT = (482.00572, 2085.43420, 1.81686, 0.34781, 0.36585)     # the 2024 replication


def loss(n, d, fit=REFIT):
    a_coef, b_coef, e, a, b = fit
    return e + a_coef / n**a + b_coef / d**b


def optimum(c, fit=REFIT):
    """Minimum of the loss under 6ND = c: parameters, tokens."""
    a_coef, b_coef, _, a, b = fit
    g = (a * a_coef / (b * b_coef)) ** (1 / (a + b))
    n = g * (c / 6) ** (b / (a + b))
    return n, c / 6 / n


GOPHER = 5.76e23                                        # FLOPs
n_refit, d_refit = optimum(GOPHER)
n_tex, d_tex = optimum(GOPHER, TEX)
n_print, d_print = optimum(GOPHER, PRINTED)
for step in (0.9, 1.1):                                 # the closed form is the minimum on the isoFLOP curve
    assert loss(n_refit, d_refit) < loss(n_refit * step, d_refit / step)
assert round(n_tex / 1e9) == 40                         # the paper's own projection, its Fig. 4
exponent_refit = REFIT[4] / (REFIT[3] + REFIT[4])
exponent_tex = TEX[4] / (TEX[3] + TEX[4])
best = loss(n_refit, d_refit)
flat = loss(2 * n_refit, d_refit / 2) - best
steep = loss(280e9, GOPHER / 6 / 280e9) - best
REDUCIBLE = REFIT[3] * REFIT[4] / (REFIT[3] + REFIT[4])  # on the optimal line, loss - E ~ C**-REDUCIBLE


def wasted(excess):
    """Percent of the budget that an optimal run would not have needed for the same loss."""
    return 100 * (1 - ((best + excess - REFIT[2]) / (best - REFIT[2])) ** (-1 / REDUCIBLE))


triple = loss(3 * n_refit, d_refit / 3) - best
assert abs(loss(*optimum(GOPHER * (1 - wasted(flat) / 100))) - best - flat) < 1e-9
on_curve_70 = loss(70e9, GOPHER / 6 / 70e9)
on_curve_280 = loss(280e9, GOPHER / 6 / 280e9)

# ten times the compute
KAPLAN = 0.73
kaplan_n, kaplan_d = 10**KAPLAN, 10 ** (1 - KAPLAN)
equal = 10**0.5

# non-embedding parameters: total = n + GAMMA * n**(1/3) (Pearce & Song's fit to the Chinchilla shapes)
GAMMA = 47491


def frontier(log_n):
    """Non-embedding n -> (log n, log of non-embedding compute) on the compute-optimal line of the refit."""
    n = 10**log_n
    total = n + GAMMA * n ** (1 / 3)
    lo, hi = 1e10, 1e40
    for _ in range(200):
        mid = math.sqrt(lo * hi)
        # minimise over non-embedding n at fixed 6 * n * d: d = mid / 6 / n
        d = mid / 6 / n
        slope_n = -REFIT[0] * REFIT[3] * total ** (-REFIT[3] - 1) * (n + GAMMA / 3 * n ** (1 / 3))
        slope_d = REFIT[1] * REFIT[4] * d ** (-REFIT[4])
        lo, hi = (mid, hi) if slope_n + slope_d > 0 else (lo, mid)
    return log_n, math.log10(lo)


def exponent(lo, hi):
    (n0, c0), (n1, c1) = frontier(lo), frontier(hi)
    return (n1 - n0) / (c1 - c0)


SMALLEST = 768  # any: the lower end of the range Kaplan et al. trained hardly shows
small = exponent(math.log10(SMALLEST), math.log10(1.5e9))
large = exponent(11, 12)
points = [frontier(math.log10(SMALLEST) + i / 40 * (math.log10(1.5e9) - math.log10(SMALLEST))) for i in range(41)]  # any: how many
mean_n, mean_c = (sum(column) / len(points) for column in zip(*points))
small_fit = sum((n - mean_n) * (c - mean_c) for n, c in points) / sum((c - mean_c) ** 2 for _, c in points)
assert small > 0.7 > 0.55 > large

# Llama 3 8B: 15T tokens
N8, D8 = 8e9, 15e12
target = loss(N8, D8)
lo, hi = 1e20, 1e27  # any: a bracket
for _ in range(200):
    mid = math.sqrt(lo * hi)
    lo, hi = (mid, hi) if loss(*optimum(mid)) > target else (lo, mid)
n_same, d_same = optimum(lo)
c8 = 6 * N8 * D8
extra = c8 / lo
breakeven = (c8 - lo) / (2 * (n_same - N8))             # served tokens at which the small model is cheaper overall

# tokens per parameter
RATIOS = {"gpt3": (175e9, 300e9), "gopher": (280e9, 300e9), "chinchilla": (70e9, 1.4e12), "llama7": (6.7e9, 1.0e12),
          "l405": (405e9, 15.6e12), "l8": (N8, D8), "olmo7": (7e9, 5.93e12)}
ratio = {name: d / n for name, (n, d) in RATIOS.items()}

# Llama 3's fit of the optimal tokens: A * C**alpha, with the digits of the text and with those of its figure
C405 = 3.8e25
tokens_text = 0.29 * C405**0.53
tokens_figure = 0.299 * C405**0.537

# repeated data: unique tokens U seen e times are worth U * (1 + R * (1 - exp(-(e - 1) / R))) fresh ones
R_STAR = 15.387756


def worth(epochs):
    return 1 + R_STAR * (1 - math.exp(-(epochs - 1) / R_STAR))


# exact match of an answer of K tokens, each right with probability p
K = 30
match = [100 * p**K for p in (0.90, 0.95, 0.99)]
token_loss = [-math.log(p) for p in (0.90, 0.95, 0.99)]

VALUES = {
    "n_refit": (n_refit, "params"), "d_refit": (d_refit, "tokens"), "r_refit": (d_refit / n_refit, ""),
    "n_tex": (n_tex, "params"), "r_tex": (d_tex / n_tex, ""),
    "n_print": (n_print, "params"), "r_print": (d_print / n_print, ""),
    "a_refit": (exponent_refit, ""), "a_tex": (exponent_tex, ""),
    "best": (best, ""), "flat": (flat, ""), "steep": (steep, ""),
    "waste_2": (wasted(flat), "%"), "waste_3": (wasted(triple), "%"), "waste_280": (wasted(steep), "%"),
    "curve_70": (on_curve_70, ""), "curve_280": (on_curve_280, ""),
    "kaplan_n": (kaplan_n, "x"), "kaplan_d": (kaplan_d, "x"), "equal": (equal, "x"),
    "small": (small, ""), "small_fit": (small_fit, ""), "large": (large, ""),
    "target": (target, ""), "n_same": (n_same, "params"), "d_same": (d_same, "tokens"),
    "extra": (extra, "x"), "cheaper": (n_same / N8, "x"), "breakeven": (breakeven, "tokens"),
    **{f"ratio_{name}": (value, "") for name, value in ratio.items()},
    "tokens_text": (tokens_text, "tokens"), "tokens_figure": (tokens_figure, "tokens"),
    "worth_4": (worth(4), "x"), "worth_16": (worth(16), "x"), "worth_40": (worth(40), "x"),
    "worth_max": (1 + R_STAR, "x"),
    "match_90": (match[0], "%"), "match_95": (match[1], "%"), "match_99": (match[2], "%"),
    "loss_90": (token_loss[0], ""), "loss_95": (token_loss[1], ""), "loss_99": (token_loss[2], ""),
    "answer": (K, "tokens"),
}
if __name__ == "__main__":
    for name, (number, unit) in VALUES.items():
        print(f"{name:16} {number:.6g} {unit}")
