"""Llama 3 8B 在一张 A100 上的压测模拟：到达率升高时，吞吐、TTFT、TPOT 与达标吞吐。 | A simulated load test of Llama 3 8B on one A100: throughput, TTFT, TPOT and goodput as the arrival rate grows."""

import numpy as np

BODY, HEAD = 6_979_321_856, 128256 * 4096  # weights of the layers and of the output matrix
KV, PAIR = 2 * 32 * 8 * 128 * 2, 4 * 32 * 32 * 128  # bytes per token; FLOPs per pair of a query and an earlier token
FLOPS, BYTES = 312e12, 2039e9  # A100 80GB, peaks: every time below is a floor
PROMPT, MEAN = 1000, 200  # prompt tokens, mean output tokens
SLOTS, BUDGET = 128, 512  # requests in the batch, tokens of a step
REQUESTS = 500
SLO_TTFT, SLO_TPOT = 0.5, 0.03  # seconds: MLPerf's interactive limits for Llama 3.1 8B
RATES = (4, 8, 12, 16, 20, 24)

rng = np.random.default_rng(1)
quantile = (np.arange(REQUESTS) + 0.5) / REQUESTS
OUTPUT = np.maximum(2, rng.permutation(np.ceil(-MEAN * np.log(1 - quantile)))).astype(int)
GAPS = rng.permutation(-np.log(1 - quantile))  # Poisson arrivals


def run(rate, slots=SLOTS):
    """Decodes first, the rest of the step's budget goes to prompts in order of arrival."""
    arrive = np.cumsum(GAPS) / rate
    first, last = np.zeros(REQUESTS), np.zeros(REQUESTS)
    t, i, waiting, left, length = 0.0, 0, [], {}, 0  # waiting: [request, prompt tokens left]; left: output tokens to come
    while i < REQUESTS or waiting or left:
        if not waiting and not left:
            t = max(t, arrive[i])
        while i < REQUESTS and arrive[i] <= t:
            waiting.append([i, PROMPT])
            i += 1
        room, flops, read, done = BUDGET - len(left), 0.0, 2 * (BODY + HEAD), []
        flops += len(left) * 2 * (BODY + HEAD) + PAIR * length
        read += length * KV
        for item in waiting[: slots - len(left)]:
            if room <= 0:
                break
            part = min(room, item[1])
            before = PROMPT - item[1]
            flops += 2 * BODY * part + PAIR * (part * before + part * (part + 1) / 2)
            read += (before + part) * KV
            item[1] -= part
            room -= part
            if item[1] == 0:
                done.append(item[0])
        t += max(flops / FLOPS, read / BYTES)
        length += len(left)
        for r in [r for r in left if left[r] == 1]:
            last[r] = t
            length -= PROMPT + OUTPUT[r]
            del left[r]
        for r in left:
            left[r] -= 1
        for r in done:
            first[r] = t
            left[r] = OUTPUT[r] - 1
            length += PROMPT + 1
        waiting = [w for w in waiting if w[1] > 0]
    ttft, tpot = first - arrive, (last - first) / (OUTPUT - 1)
    good = (ttft <= SLO_TTFT) & (tpot <= SLO_TPOT)
    span = last.max()
    return {
        "done": REQUESTS / span,
        "tokens": OUTPUT.sum() / span,
        "p99": 1e3 * np.percentile(ttft, 99),
        "tpot": 1e3 * np.percentile(tpot, 99),
        "good": good.sum() / span,
        "share": 100 * good.mean(),
    }


out = {rate: run(rate) for rate in RATES}

# What one request costs: milliseconds of the card, prompt alone and decoding in a batch


def cost(prompt, answer, batch):
    """A request's share of the card: its prefill, and its part of `answer` decode steps."""
    prefill = (2 * BODY * prompt + PAIR * prompt * (prompt + 1) / 2) / FLOPS
    mid = prompt + answer / 2
    step = max((2 * (BODY + HEAD) + batch * mid * KV) / BYTES, batch * (2 * (BODY + HEAD) + PAIR * mid) / FLOPS)
    return prefill + answer * step / batch


SMALL, LARGE = (200, 50, 64), (8000, 500, 32)  # prompt, output, batch: short chat; long document
small, large = cost(*SMALL), cost(*LARGE)  # seconds

FIXED = 12  # requests a second, under other limits of the batch
by_slots = {n: run(FIXED, n) for n in (16, 32, 64)}
assert out[24]["done"] > out[20]["done"] > out[16]["done"]  # throughput still grows
assert out[24]["good"] < out[20]["good"] < out[16]["good"]  # goodput collapses

VALUES = {
    "prompt": (PROMPT, "tokens"), "mean": (MEAN, "tokens"), "requests": (REQUESTS, ""),
    "slots": (SLOTS, ""), "budget": (BUDGET, "tokens"),
    "slo_ttft": (1e3 * SLO_TTFT, "ms"), "slo_tpot": (1e3 * SLO_TPOT, "ms"),
    **{f"rate_{r}": (r, "") for r in RATES},
    **{f"done_{r}": (o["done"], "") for r, o in out.items() if r not in (4, 12)},
    **{f"good_{r}": (o["good"], "") for r, o in out.items() if r != 8},
    **{f"ttft_{r}": (o["p99"], "ms") for r, o in out.items() if r in (8, 16, 20, 24)},
    **{f"tpot_{r}": (o["tpot"], "ms") for r, o in out.items() if r in (8, 16, 20, 24)},
    **{f"share_{r}": (o["share"], "%") for r, o in out.items() if r in (16, 20, 24)},
    "fixed": (FIXED, ""),
    **{f"slots_{n}": (n, "") for n in by_slots},
    **{f"slots_done_{n}": (o["done"], "") for n, o in by_slots.items()},
    **{f"slots_ttft_{n}": (o["p99"] / 1e3, "s") for n, o in by_slots.items()},
    **{f"slots_tpot_{n}": (o["tpot"], "ms") for n, o in by_slots.items()},
    **{f"small_{k}": (v, "") for k, v in zip(("in", "out", "batch"), SMALL)},
    **{f"large_{k}": (v, "") for k, v in zip(("in", "out", "batch"), LARGE)},
    "small_qps": (1 / small, ""), "large_qps": (1 / large, ""), "size_ratio": (large / small, "x"),
}

if __name__ == "__main__":
    for name, (number, unit) in VALUES.items():
        print(f"{name:24} {number:.6g} {unit}")
