"""Llama 3 8B：有无 KV cache 的计算量与时间下限；缓存 X 与缓存 K、V。 | Llama 3 8B: FLOPs and time floors with and without the cache; caching X against caching K and V."""

L, D, H, KV, DH, F, V = 32, 4096, 32, 8, 128, 14336, 128256
body = L * (2 * D * H * DH + 2 * D * KV * DH + 3 * D * F)  # weights of the layers, one multiply-add per token each
head = V * D  # output matrix, used for the last position only
assert body + 2 * head + (2 * L + 1) * D == 8_030_261_248  # with embedding and norms: all parameters
WIDTH = 2  # BF16
kv_token = 2 * L * KV * DH * WIDTH
FLOPS, BYTES = 312e12, 2039e9  # A100 80GB SXM, peak BF16 and memory bandwidth


def attend(i):
    """Scores and weighted sum of one query at position i (i keys) in all layers."""
    return 4 * L * H * DH * i


def attend_all(t):
    return 4 * L * H * DH * t * (t + 1) // 2


def full(t):
    """A whole forward pass over t tokens, logits of the last one only."""
    return 2 * body * t + attend_all(t) + 2 * head


def step(t):
    """One decode step with the cache: position t alone."""
    return 2 * (body + head) + attend(t)


def floor_ms(flops, t):
    """No step is faster than its arithmetic and than reading weights and cache once."""
    return 1e3 * max(flops / FLOPS, (WIDTH * (body + head) + kv_token * t) / BYTES)


def full_ms(t):
    return floor_ms(full(t), 0)  # nothing cached to read


P, G = 1000, 1000  # prompt, answer
with_cache = full(P) + sum(step(t) for t in range(P + 1, P + G))
without = sum(full(t) for t in range(P, P + G))
with_s = (floor_ms(full(P), P) + sum(floor_ms(step(t), t) for t in range(P + 1, P + G))) / 1e3
without_s = sum(full_ms(t) for t in range(P, P + G)) / 1e3
assert without / with_cache > 50 * without_s / with_s  # far more FLOPs saved than time

SHORT, LONG = 2000, 131072
assert floor_ms(step(LONG), LONG) > 2 * floor_ms(step(SHORT), SHORT)  # so a decode step is not constant time

# Caching the layer input X instead: project all old positions again at every step.
again = 2 * D * 2 * KV * DH * SHORT * L

VALUES = {
    "prompt": (P, "tokens"),
    "answer": (G, "tokens"),
    "with_flops": (with_cache, "FLOPs"),
    "without_flops": (without, "FLOPs"),
    "flops_ratio": (without / with_cache, "x"),
    "with_s": (with_s, "s"),
    "without_s": (without_s, "s"),
    "time_ratio": (without_s / with_s, "x"),
    "full_ms": (full_ms(SHORT), "ms"),
    "step_ms": (floor_ms(step(SHORT), SHORT), "ms"),
    "step_long_ms": (floor_ms(step(LONG), LONG), "ms"),
    "short": (SHORT, "tokens"),
    "long": (LONG, "tokens"),
    "step_flops": (step(SHORT), "FLOPs"),
    "attend_share": (100 * attend(SHORT) / step(SHORT), "%"),
    "attend_share_long": (100 * attend(LONG) / step(LONG), "%"),
    "kv_long_gb": (kv_token * LONG / 1e9, "GB"),
    "weights_gb": (WIDTH * (body + head) / 1e9, "GB"),
    "x_bytes": (D * WIDTH, "bytes"),
    "kv_bytes": (2 * KV * DH * WIDTH, "bytes"),
    "kv_bytes_mha": (2 * H * DH * WIDTH, "bytes"),
    "again_ratio": (again / step(SHORT), "x"),
}

if __name__ == "__main__":
    for name, (number, unit) in VALUES.items():
        print(f"{name:24} {number:.6g} {unit}")
