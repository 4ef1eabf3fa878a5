"""MHA、GQA、MQA：缓存、参数、访存比与一步解码的下限。 | MHA, GQA and MQA: cache, weights, arithmetic intensity and a floor for one decoding step."""

import numpy as np

KIB, GIB = 2**10, 2**30
LAYERS, HEADS, WIDTH, D = 32, 32, 128, 4096  # the shape of Llama 3 8B
KV_HEADS = {"mha": 32, "gqa": 8, "mqa": 1}

# 1. Cache per token (BF16: 2 bytes, K and V) and the weights of the four projections of one layer.
token = {k: 2 * LAYERS * g * WIDTH * 2 for k, g in KV_HEADS.items()}
weights = {k: 2 * D * D + 2 * D * g * WIDTH for k, g in KV_HEADS.items()}


# 2. One decoding step, one layer, one cached position: every query head does a dot product and a weighted sum
#    (2 * 2 * d_h operations); the bytes read are those of the K and V heads, which a group shares.
def intensity(heads, kv_heads, width):
    return 2 * 2 * heads * width / (2 * kv_heads * width * 2)


ratio = {k: intensity(HEADS, g, WIDTH) for k, g in KV_HEADS.items()}
for k, g in KV_HEADS.items():
    assert ratio[k] == HEADS / g  # so the ratio is the size of a group
PEAK, BAND = 990e12, 3.35e12  # H800 SXM5, as DeepSeek's FlashMLA document gives them
ridge = PEAK / BAND
assert all(r < ridge for r in ratio.values())  # all three wait for memory

# 3. A floor for one step: weights once, the cache of 8 requests of 8,192 tokens once, at full bandwidth.
PARAMS, REQUESTS, LENGTH = 8_030_261_248, 8, 8192
cache = {k: t * REQUESTS * LENGTH for k, t in token.items()}
weight_ms = PARAMS * 2 / BAND * 1e3
kv_ms = {k: c / BAND * 1e3 for k, c in cache.items()}
step = {k: weight_ms + ms for k, ms in kv_ms.items()}
first, second = step["mha"] - step["gqa"], step["gqa"] - step["mqa"]
assert first > 3 * second
share = (token["mha"] - token["gqa"]) / (token["mha"] - token["mqa"])  # of the reads that MQA would save
assert abs(share - first / (first + second)) < 1e-12  # at any load: the weights cancel

# 4. Tensor parallelism over 8 cards: a head cannot be cut, so a lone KV head is copied to every card.
TP = 8
card = {k: token[k] / g * -(-g // TP) for k, g in KV_HEADS.items()}
assert card["gqa"] == card["mqa"] == card["mha"] / 4

# 5. DeepSeek-V2, Table 8: 7B dense models trained alike; rows BBH, MMLU, C-Eval, CMMLU.
TABLE8 = {"mqa": [33.2, 37.9, 30.0, 34.6], "gqa": [35.6, 41.2, 37.7, 38.4], "mha": [37.0, 45.2, 42.9, 43.5]}
mean = {k: np.mean(v) for k, v in TABLE8.items()}

VALUES = {
    **{f"token_{k}_kib": (t / KIB, "KiB") for k, t in token.items()},
    **{f"weights_{k}": (w / 1e6, "") for k, w in weights.items()},
    **{f"ratio_{k}": (r, "") for k, r in ratio.items()},
    "ridge": (ridge, ""),
    "weight_ms": (weight_ms, "ms"),
    **{f"kv_{k}_ms": (ms, "ms") for k, ms in kv_ms.items()},
    **{f"step_{k}_ms": (ms, "ms") for k, ms in step.items()},
    **{f"cache_{k}_gib": (c / GIB, "GiB") for k, c in cache.items()},
    "first_ms": (first, "ms"),
    "second_ms": (second, "ms"),
    **{f"card_{k}_kib": (c / KIB, "KiB") for k, c in card.items()},
    "params": (PARAMS, "params"),
    "tokens": (REQUESTS * LENGTH, "tokens"),
    **{f"mean_{k}": (m, "") for k, m in mean.items()},
    "gap_gqa": (mean["mha"] - mean["gqa"], ""),
    "share": (100 * share, "%"),
    "limit": (kv_ms["gqa"] / kv_ms["mqa"], "x"),  # when the time for the weights is negligible
}

if __name__ == "__main__":
    for name, (number, unit) in VALUES.items():
        print(f"{name:24} {number:.6g} {unit}")
