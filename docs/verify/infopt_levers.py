"""四种负载的时间花在哪，七种手段各快多少：Llama 3 8B 在一张 A100 上的下限。 | Where four workloads spend their time and what seven levers buy: floors for Llama 3 8B on one A100."""

BODY, HEAD = 6_979_321_856, 128256 * 4096  # weights of the layers and of the output matrix
LAYERS, H, KVH, DH = 32, 32, 8, 128
PAIR = 4 * LAYERS * H * DH  # FLOPs per pair of a query and an earlier token
FLOPS, FLOPS8, BYTES = 312e12, 624e12, 2039e9  # A100 80GB: peak BF16, peak INT8, memory bandwidth
MEMORY = 80e9


def kv(heads=KVH, each=2):
    """Bytes of K and V per token."""
    return 2 * LAYERS * heads * DH * each


def decode(b, length, tokens=1, weight=2.0, fast=False, token_kv=kv()):
    """Seconds of a step with `tokens` per sequence: reading of weights, reading of K and V, arithmetic."""
    linear = b * tokens * 2 * BODY / (FLOPS8 if fast else FLOPS)
    rest = b * tokens * (2 * HEAD + PAIR * length) / FLOPS
    return (weight * BODY + 2 * HEAD) / BYTES, b * length * token_kv / BYTES, linear + rest


def floor(*args, **kw):
    weights, cache, compute = decode(*args, **kw)
    return max(weights + cache, compute)


def prefill(n, before=0, fast=False):
    """Seconds of arithmetic of n prompt tokens after `before` cached ones: linear layers, attention."""
    return 2 * BODY * n / (FLOPS8 if fast else FLOPS), PAIR * (n * before + n * (n + 1) / 2) / FLOPS


W4 = 4.125 / 8  # bytes: 4 bits and a 16-bit factor per 128 weights
GAMMA, ALPHA, DRAFT = 4, 0.8, 0.05  # guesses, chance that a guess is accepted, cost of a draft step in target steps
accepted = sum(ALPHA**i for i in range(GAMMA + 1))
LOADS = {"one": (1, 1000), "busy": (64, 2000), "long": (8, 32768)}
PROMPT, HIT = 8192, 0.75


def fits(b, length, each=2, heads=KVH):
    return 2 * (BODY + 2 * HEAD) + b * length * kv(heads, each) < MEMORY  # the embedding is as large as the head


gain = {}
for name, (b, length) in LOADS.items():
    base = floor(b, length)
    assert fits(b, length)
    gain[name] = {
        "gqa": floor(b, length, token_kv=kv(H)) / base,
        "w4": base / floor(b, length, weight=W4),
        "w8": base / floor(b, length, weight=1, fast=True),
        "kv8": base / floor(b, length, token_kv=kv(each=1)),
        "spec": accepted * base / (floor(b, length, GAMMA + 1) + GAMMA * DRAFT * base),
        "batch": 2 * base / floor(2 * b, length),
        "both": base / floor(b, length, weight=1, fast=True, token_kv=kv(each=1)),
    }
assert fits(2 * 1, 1000) and fits(2 * 64, 2000) and not fits(2 * 8, 32768)
assert fits(2 * 8, 32768, each=1)  # 8-bit K and V make room
assert not fits(64, 2000, heads=H) and not fits(8, 32768, heads=H)  # with MHA neither batch would fit
pre = sum(prefill(PROMPT))
pre_w8 = pre / sum(prefill(PROMPT, fast=True))
pre_hit = pre / sum(prefill(round(PROMPT * (1 - HIT)), round(PROMPT * HIT)))
busy = gain["busy"]
product = busy["w8"] * busy["kv8"]
assert busy["both"] > product  # they cut different halves of one sum
B, LENGTH = LOADS["busy"]
w4_spec = accepted * floor(B, LENGTH) / (floor(B, LENGTH, GAMMA + 1, weight=W4) + GAMMA * DRAFT * floor(B, LENGTH, weight=W4))
assert w4_spec < busy["w4"] * busy["spec"]  # verification is already bound by arithmetic

# Tensor parallelism for one user: reading is divided, two all-reduces per layer are added
CARDS, REDUCE = 8, 10e-6  # cards; assumed seconds of a small all-reduce
one = floor(*LOADS["one"])
tp = one / CARDS + 2 * LAYERS * REDUCE

VALUES = {
    "prompt": (PROMPT, "tokens"), "hit": (100 * HIT, "%"),
    "gamma": (GAMMA, ""), "alpha": (100 * ALPHA, "%"), "draft": (100 * DRAFT, "%"),
    "accepted": (accepted, ""),
    **{f"{n}_b": (b, "") for n, (b, _) in LOADS.items()},
    **{f"{n}_length": (length, "tokens") for n, (_, length) in LOADS.items()},
    **{f"{n}_ms": (1e3 * floor(*v), "ms") for n, v in LOADS.items()},
    **{f"{n}_kv": (100 * decode(*v)[1] / floor(*v), "%") for n, v in LOADS.items() if n != "one"},
    **{f"{n}_w": (100 * decode(*v)[0] / floor(*v), "%") for n, v in LOADS.items()},
    "pre_ms": (1e3 * pre, "ms"),
    "pre_linear": (100 * prefill(PROMPT)[0] / pre, "%"),
    "pre_attention": (100 * prefill(PROMPT)[1] / pre, "%"),
    **{f"{n}_{k}": (gain[n][k], "x") for n in LOADS for k in ("gqa", "w4", "w8", "kv8", "spec")},
    "one_batch": (gain["one"]["batch"], "x"), "busy_batch": (busy["batch"], "x"),
    "pre_w8": (pre_w8, "x"), "pre_hit": (pre_hit, "x"),
    "product": (product, "x"), "both": (busy["both"], "x"),
    "w4_times_spec": (busy["w4"] * busy["spec"], "x"), "w4_spec": (w4_spec, "x"),
    "cards": (CARDS, "GPUs"), "reduce_us": (1e6 * REDUCE, "us"), "reduces": (2 * LAYERS, ""), "reduce_ms": (1e3 * 2 * LAYERS * REDUCE, "ms"),
    "tp_ms": (1e3 * tp, "ms"), "tp_gain": (one / tp, "x"),
}

if __name__ == "__main__":
    for name, (number, unit) in VALUES.items():
        print(f"{name:24} {number:.6g} {unit}")
