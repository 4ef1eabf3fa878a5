"""投机采样的收益：接受率、草稿长度、草稿成本、批大小。 | What speculative decoding gains: acceptance rate, draft length, draft cost, batch size."""


def tokens(alpha, gamma):
    """Expected tokens of one round: accepted guesses and the one token of the target."""
    return sum(alpha**i for i in range(gamma + 1))


def speed(alpha, gamma, cost, verify=1.0):
    """Speed-up: a draft step costs `cost` target steps, verification `verify`."""
    return tokens(alpha, gamma) / (gamma * cost + verify)


def best(alpha, cost):
    return max(range(1, 60), key=lambda g: speed(alpha, g, cost))  # any: an upper end of the search


assert abs(tokens(0.8, 5) - 3.69) < 0.005  # the paper's Table 1
COST = 0.05
RATES = (0.6, 0.8, 0.9)

# Verification on Llama 3 8B (BF16, A100): time floor of gamma + 1 tokens per sequence against one
BODY_HEAD = 6_979_321_856 + 128256 * 4096
KV, PAIR = 2 * 32 * 8 * 128 * 2, 4 * 32 * 32 * 128
FLOPS, BYTES = 312e12, 2039e9


def step(batch, length, each):
    flops = batch * each * (2 * BODY_HEAD + PAIR * length)
    return max(flops / FLOPS, (2 * BODY_HEAD + batch * length * KV) / BYTES)  # weights and caches are read once


GAMMA, LENGTH, LONG = 4, 1000, 8000


def verify(batch, length):
    return step(batch, length, GAMMA + 1) / step(batch, length, 1)


BATCHES = (1, 16, 64, 256)
cost_of = {b: verify(b, LENGTH) for b in BATCHES}
assert cost_of[1] == cost_of[16] == 1 < cost_of[64] < cost_of[256]
assert speed(0.6, GAMMA, COST, cost_of[256]) < 1 < speed(0.8, GAMMA, COST, cost_of[256])
LONG_BATCH = 32
assert verify(LONG_BATCH, LONG) == 1  # long caches: still bound by memory

deep = 0.85, 0.90  # DeepSeek-V3's reported acceptance of the second token

VALUES = {
    **{f"tokens_{int(100 * a)}_{g}": (tokens(a, g), "") for a in RATES for g in (1, 3, 8)},
    **{f"best_{int(100 * a)}": (best(a, COST), "") for a in RATES},
    **{f"speed_{int(100 * a)}": (speed(a, best(a, COST), COST), "x") for a in RATES},
    **{f"cap_{int(100 * a)}": (1 / (1 - a), "") for a in RATES},
    "cost": (COST, ""),
    "gamma": (GAMMA, ""),
    "length": (LENGTH, "tokens"),
    **{f"verify_{b}": (cost_of[b], "x") for b in BATCHES},
    **{f"gain60_{b}": (speed(0.6, GAMMA, COST, cost_of[b]), "x") for b in BATCHES},
    **{f"gain80_{b}": (speed(0.8, GAMMA, COST, cost_of[b]), "x") for b in BATCHES},
    "long": (LONG, "tokens"),
    "long_batch": (LONG_BATCH, ""),
    "long_gain80": (speed(0.8, GAMMA, COST, verify(LONG_BATCH, LONG)), "x"),
    "deep_low": (tokens(deep[0], 1), ""),
    "deep_high": (tokens(deep[1], 1), ""),
    "work_80": ((GAMMA + 1) / tokens(0.8, GAMMA), "x"),
    "work_60": ((GAMMA + 1) / tokens(0.6, GAMMA), "x"),
}

if __name__ == "__main__":
    for name, (number, unit) in VALUES.items():
        print(f"{name:24} {number:.6g} {unit}")
