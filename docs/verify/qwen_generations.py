"""Qwen 各代：KV cache、稀疏度、词表、数据量。 | Qwen generation by generation: KV cache, sparsity, vocabulary, data."""
from math import ceil, sqrt


def kv_kib(layers, kv_heads, dim):
    """KiB per token in BF16: K and V of every layer that keeps a growing cache."""
    return 2 * layers * kv_heads * dim * 2 / 1024


kv = {
    "q1_7b": kv_kib(32, 32, 128),     # Qwen-7B: multi-head
    "q25_7b": kv_kib(28, 4, 128),     # Qwen2-7B and Qwen2.5-7B
    "q3_8b": kv_kib(36, 8, 128),
    "q3_30b": kv_kib(48, 4, 128),
    "q35_35b": kv_kib(40 / 4, 2, 256),  # full attention in every fourth layer
    "q25_72b": kv_kib(80, 8, 128),
    "q3_235b": kv_kib(94, 4, 128),
}
long_gib = {k: kv[k] * 131072 / 2**20 for k in ("q25_7b", "q3_8b", "q35_35b")}

share = {"q2": 100 * 14 / 57, "q3": 100 * 22 / 235, "q35": 100 * 17 / 397}   # active over total, nominal
window = 32768 * 4
assert window == 131072

# QK-Norm with gain 1: both vectors have norm sqrt(d), so a score can't exceed d / sqrt(d).
bound = 128 / sqrt(128)
# Upcycling of Qwen2-57B-A14B: copies of the dense FFN (width 18944) for 64 experts of width 2560.
copies = ceil(64 * 2560 / 18944)

VALUES = {
    **{f"kv_{k}": (v, "KiB") for k, v in kv.items()},
    **{f"gib_{k}": (v, "GiB") for k, v in long_gib.items()},
    "down": (kv["q1_7b"] / kv["q25_7b"], "x"), "up": (kv["q3_8b"] / kv["q25_7b"], "x"),
    **{f"share_{k}": (v, "%") for k, v in share.items()},
    "window": (window, "tokens"),
    "bound": (bound, ""), "copies": (copies, ""),
    "vocab_up": (100 * (248320 / 151936 - 1), "%"),
    "per_param": (36e12 / 0.6e9, ""),
}

if __name__ == "__main__":
    for name, (number, unit) in VALUES.items():
        print(f"{name:24} {number:.6g} {unit}")
