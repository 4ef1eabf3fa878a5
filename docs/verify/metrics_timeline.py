"""两条请求的时间线：TTFT、ITL、TPOT、端到端；口径不同，数就不同；利特尔定律与容量。 | Two requests on a timeline: TTFT, ITL, TPOT, end to end; other definitions, other numbers; Little's law and capacity."""

import numpy as np

# Milliseconds. A: short answer. B: long answer with one stall.
TTFT_A, TTFT_B = 300, 900
GAPS_A = [20] * 4
GAPS_B = [20] * 99 + [600]


def metrics(ttft, gaps):
    """End to end, TPOT as vLLM's benchmark computes it, and LLMPerf's average, which counts the first token's wait in."""
    tokens, e2e = len(gaps) + 1, ttft + sum(gaps)
    return tokens, e2e, (e2e - ttft) / (tokens - 1), e2e / tokens


n_a, e_a, tpot_a, perf_a = metrics(TTFT_A, GAPS_A)
n_b, e_b, tpot_b, perf_b = metrics(TTFT_B, GAPS_B)
gaps = np.array(GAPS_A + GAPS_B)
assert np.isclose(gaps.mean(), (tpot_a * 4 + tpot_b * 100) / 104)  # pooled gaps weigh requests by their length
GROUP = 10  # the server sends B's tokens ten at a time: the client sees ten gaps
grouped = sum(GAPS_B) / (len(GAPS_B) / GROUP)
wrong = TTFT_B + n_b * tpot_b  # one gap too many
assert wrong > e_b

# Little's law: requests in the system = completed per second x seconds each
PER_SECOND, SECONDS = 20, 5
inside = PER_SECOND * SECONDS

# Two targets met by 99% each: at least this share meets both
TARGET = 99
BOTH = 100 - 2 * (100 - TARGET)

# Replicas for a peak, at a measured goodput per replica, kept at 70% of it
PEAK, GOOD, FILL = 100, 6, 0.7
replicas = int(np.ceil(PEAK / (GOOD * FILL)))

# Published measurement: Llama 3.2 90B Vision, one OCI cluster unit, "random length" (concurrency, tokens/s a user, tokens/s, seconds, requests/min)
RUNS = [
    (1, 48.75, 47.98, 6.37, 9.40),
    (8, 42.53, 333.45, 7.04, 67.80),
    (32, 29.86, 929.18, 10.12, 187.40),
    (64, 30.00, 933.09, 20.11, 187.20),
    (256, 30.05, 932.61, 76.19, 187.79),
]
OUT = 300  # mean output tokens
for users, _, _, latency, rpm in RUNS:
    assert abs(users / (latency * rpm / 60) - 1) < 0.08  # Little's law holds in every row
by = {r[0]: r for r in RUNS}
full, last = by[32], by[256]  # saturated; far beyond
assert abs(full[1] / last[1] - 1) < 0.01 and full[3] * 7 < last[3]

VALUES = {
    "n_a": (n_a, "tokens"), "n_b": (n_b, "tokens"),
    "ttft_a": (TTFT_A, "ms"), "ttft_b": (TTFT_B, "ms"),
    "e2e_a": (e_a, "ms"), "e2e_b": (e_b, "ms"),
    "tpot_a": (tpot_a, "ms"), "tpot_b": (tpot_b, "ms"),
    "perf_a": (perf_a, "ms"), "perf_b": (perf_b, "ms"),
    "mean_tpot": ((tpot_a + tpot_b) / 2, "ms"),
    "mean_itl": (gaps.mean(), "ms"),
    "median_itl": (np.median(gaps), "ms"),
    "worst_itl": (gaps.max(), "ms"),
    "group": (GROUP, "tokens"),
    "grouped_itl": (grouped, "ms"),
    "wrong_b": (wrong, "ms"),
    "per_second": (PER_SECOND, ""), "seconds": (SECONDS, "s"), "inside": (inside, ""),
    "target": (TARGET, "%"), "both": (BOTH, "%"),
    "peak": (PEAK, ""), "good": (GOOD, ""), "fill": (100 * FILL, "%"), "replicas": (replicas, ""),
    **{f"users_{r[0]}": (r[0], "") for r in RUNS},
    **{f"speed_{r[0]}": (r[1], "") for r in RUNS},
    **{f"rate_{r[0]}": (r[2], "") for r in RUNS},
    **{f"latency_{r[0]}": (r[3], "s") for r in RUNS},
    **{f"rpm_{r[0]}": (r[4], "") for r in RUNS},
    "gain": (full[2] / by[1][2], "x"),
    "slower": (last[3] / full[3], "x"),
    "own_s": (OUT / last[1], "s"),
    "little": (full[4] / 60 * full[3], ""),
}

if __name__ == "__main__":
    for name, (number, unit) in VALUES.items():
        print(f"{name:24} {number:.6g} {unit}")
