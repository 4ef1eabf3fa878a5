"""静态、动态、连续批处理：Llama 3 8B 在一张 A100 上的排队模拟，时间取下限；长提示插进来的停顿。 | Static, dynamic and continuous batching: a queue of requests for Llama 3 8B on one A100, times at the floor; the stall by a long prompt."""

import numpy as np

BODY, HEAD = 6_979_321_856, 128256 * 4096  # weights of the layers and of the output matrix
KV = 2 * 32 * 8 * 128 * 2  # bytes per token
ATTENTION = 4 * 32 * 32 * 128  # FLOPs per pair of a query and an earlier token
FLOPS, BYTES = 312e12, 2039e9  # A100 80GB, peak BF16 and bandwidth
PROMPT, MEAN = 500, 200  # prompt tokens, mean output tokens
SLOTS, REQUESTS = 32, 640


def prefill(tokens, before=0):
    """Seconds to compute `tokens` prompt tokens after `before` earlier ones."""
    pairs = tokens * before + tokens * (tokens + 1) // 2
    return (2 * BODY * tokens + ATTENTION * pairs) / FLOPS


def step(b):
    """Seconds of one decode step of b sequences: weights once, the cache of each."""
    length = PROMPT + MEAN
    return max((2 * (BODY + HEAD) + b * length * KV) / BYTES, b * (2 * (BODY + HEAD) + ATTENTION * length) / FLOPS)


rng = np.random.default_rng(0)
quantile = (np.arange(REQUESTS) + 0.5) / REQUESTS
lengths = rng.permutation(np.ceil(-MEAN * np.log(1 - quantile))).astype(int)  # exponential: many short, few long
gaps = rng.permutation(-np.log(1 - quantile))


def whole_batches(arrive, fill):
    """A batch runs until its last request ends. fill: wait for a full batch (static) or take what is there (dynamic)."""
    t, i, late, busy, useful = 0.0, 0, [], 0.0, 0
    while i < REQUESTS:
        if fill:
            j = min(i + SLOTS, REQUESTS)
            t = max(t, arrive[j - 1])
        else:
            t = max(t, arrive[i])
            j = min(int(np.searchsorted(arrive, t, side="right")), i + SLOTS)
        n = j - i
        t += n * prefill(PROMPT) + lengths[i:j].max() * step(n)
        busy += n * lengths[i:j].max()
        useful += lengths[i:j].sum()
        late += list(t - arrive[i:j])
        i = j
    return REQUESTS / t, np.mean(late), useful / busy


def continuous(arrive):
    """After each step finished requests leave and waiting ones enter."""
    t, i, running, late = 0.0, 0, [], []
    while i < REQUESTS or running:
        if not running:
            t = max(t, arrive[i])
        while i < REQUESTS and len(running) < SLOTS and arrive[i] <= t:
            t += prefill(PROMPT)
            running.append([lengths[i], arrive[i]])
            i += 1
        k, s = min(r[0] for r in running), step(len(running))
        if i < REQUESTS and len(running) < SLOTS:  # steps until the next arrival
            k = max(1, min(k, int(np.ceil((arrive[i] - t) / s))))
        t += k * s
        for r in running:
            r[0] -= k
        late += [t - a for n, a in running if n == 0]
        running = [r for r in running if r[0] > 0]
    return REQUESTS / t, np.mean(late), 1.0


def at(rate):
    return np.cumsum(gaps) / rate


RATE = 3
none = np.zeros(REQUESTS)  # all there at once: the most each policy can do
full = {"static": whole_batches(none, True), "dynamic": whole_batches(none, False), "cont": continuous(none)}
load = {"static": whole_batches(at(RATE), True), "dynamic": whole_batches(at(RATE), False), "cont": continuous(at(RATE))}
assert load["static"][1] > load["dynamic"][1] > load["cont"][1]
assert abs(full["static"][0] - full["dynamic"][0]) < 1e-9  # with a full queue, dynamic is static

# Sequences at which a step's arithmetic takes as long as its reads: without a cache to read, and with one.
weights = 2 * (BODY + HEAD)
even_bare = weights / BYTES / (weights / FLOPS)
even = weights / BYTES / ((weights + ATTENTION * (PROMPT + MEAN)) / FLOPS - (PROMPT + MEAN) * KV / BYTES)
never = weights / FLOPS / (KV / BYTES - ATTENTION / FLOPS)  # at this length a sequence's own reads take as long as its arithmetic
POOL = 456_000  # tokens, inference_kv.pool_llama3_tokens
fit = POOL / (PROMPT + MEAN)
assert even_bare < fit < even and never > PROMPT + MEAN

LONG, CHUNK = 8192, 512
stall = prefill(LONG)
pieces = [prefill(CHUNK, before) for before in range(0, LONG, CHUNK)]
assert abs(sum(pieces) - stall) < 1e-9  # chunks compute the same

VALUES = {
    "prompt": (PROMPT, "tokens"),
    "mean": (MEAN, "tokens"),
    "slots": (SLOTS, ""),
    "requests": (REQUESTS, ""),
    "rate": (RATE, ""),
    "gain": (full["cont"][0] / full["dynamic"][0], "x"),
    "step_ms": (1e3 * step(SLOTS), "ms"),
    "step1_ms": (1e3 * step(1), "ms"),
    "prefill_ms": (1e3 * prefill(PROMPT), "ms"),
    "decode_ms": (1e3 * MEAN * step(SLOTS) / SLOTS, "ms"),
    "long": (LONG, "tokens"),
    "chunk": (CHUNK, "tokens"),
    "stall_ms": (1e3 * stall, "ms"),
    "stall_ratio": (stall / step(SLOTS), "x"),
    "even_bare": (even_bare, ""),
    "even": (even, ""),
    "never": (never, "tokens"),
    "fit": (fit, ""),
    "slower": (100 * (step(SLOTS) / step(1) - 1), "%"),
    "piece_ms": (1e3 * max(pieces), "ms"),
}
for w in full:
    VALUES |= {f"{w}_rate": (full[w][0], ""), f"{w}_s": (load[w][1], "s")}
VALUES |= {"full_used": (100 * full["dynamic"][2], "%")}
if __name__ == "__main__":
    for name, (number, unit) in VALUES.items():
        print(f"{name:24} {number:.6g} {unit}")
