"""长上下文的账：Llama 3 8B 从 8K 到 1M，哪一项先撑破。 | The bill of long context: Llama 3 8B from 8K to 1M tokens."""

GIB = 2**30
# Llama 3 8B: layers, width, KV heads x head width, FFN width; BF16
LAYERS, D, DKV, FFN, W = 32, 4096, 1024, 14336, 2
PEAK, BAND = 312e12, 2039e9  # A100 80GB: 16-bit FLOP/s, bytes/s
SHORT, MID, LONG = 8192, 131072, 1048576

# Matrix weights of the layers; prefill needs the output head for one position only
weights = LAYERS * (2 * D * D + 2 * D * DKV + 3 * D * FFN)
linear = 2 * weights


def attention(n):
    """FLOPs a token, averaged over a causal sequence of n: 4 x width x n/2 keys x layers."""
    return 4 * D * (n / 2) * LAYERS


def bill(n):
    total = n * (linear + attention(n))
    kv = 2 * LAYERS * DKV * W * n
    return {
        "ratio": attention(n) / linear,
        "prefill": total / PEAK,
        "kv": kv / GIB,
        "read": kv / BAND * 1e3,
        "inputs": LAYERS * D * W * n / GIB,
    }


s, m, t = bill(SHORT), bill(MID), bill(LONG)
cross = linear / (attention(2) / 2)
assert abs(attention(cross) / linear - 1) < 1e-9
dearer = (linear + attention(MID)) / (linear + attention(SHORT))

VALUES = {
    "weights_b": (weights, "params"),
    "cross_k": (cross / 1e3, ""),
    "dearer": (dearer, "x"),
}
for tag, b in (("short", s), ("mid", m), ("long", t)):
    VALUES |= {
        f"ratio_{tag}": (b["ratio"], "x"),
        f"prefill_{tag}_s": (b["prefill"], "s"),
        f"kv_{tag}_gib": (b["kv"], "GiB"),
        f"read_{tag}_ms": (b["read"], "ms"),
        f"inputs_{tag}_gib": (b["inputs"], "GiB"),
    }

if __name__ == "__main__":
    for name, (number, unit) in VALUES.items():
        print(f"{name:24} {number:.6g} {unit}")
