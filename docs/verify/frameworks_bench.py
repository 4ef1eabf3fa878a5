"""比较推理框架：同一个引擎换测法差多少，权重格式决定能放几条。 | Comparing frameworks: one engine measured in different ways; what the weight format leaves for requests."""

# Llama 3 8B in BF16 on one A100 80GB: peak rates, so every time is a lower bound.
PARAMS, FLOPS, BANDWIDTH = 8.03e9, 312e12, 2039e9
KV = 2 * 32 * 8 * 128 * 2  # bytes of K and V a token: 32 layers, 8 KV heads of width 128, 2 bytes
BATCH, PROMPT, OUT = 32, 1000, 256
REQUESTS, DISTINCT, SHORT = 1000, 10, 16


def rate(out, miss):
    """Requests a second with the batch full: one prefill (a share `miss` of it computed) and `out` shared decode steps."""
    prefill = miss * 2 * PARAMS * PROMPT / FLOPS
    step = (2 * PARAMS + BATCH * (PROMPT + out / 2) * KV) / BANDWIDTH
    return 1 / (prefill + out * step / BATCH)


MISS = DISTINCT / REQUESTS  # each distinct prompt is computed once
honest, repeated = rate(OUT, 1), rate(OUT, MISS)
short, both = rate(SHORT, 1), rate(SHORT, MISS)
assert honest < repeated < short < both  # nothing about the engine changed

# What a 24 GiB card holds: the linear layers take the format, embedding and head stay in 16 bits.
VOCAB, HIDDEN = 128256, 4096
outer = 2 * VOCAB * HIDDEN
GROUP = 128  # one 16-bit scale and one 4-bit zero point a group
bits = {"bf16": 16, "fp8": 8, "w4": 4 + (16 + 4) / GROUP}
weights = {f: (PARAMS - outer) * b / 8 + outer * 2 for f, b in bits.items()}
CARD, USED, OTHER = 24 * 2**30, 0.92, 1.5 * 2**30  # OTHER: activations, CUDA graphs (assumed)
tokens = {f: (CARD * USED - OTHER - w) / KV for f, w in weights.items()}
LENGTH = 2048

VALUES = {
    "prompt": (PROMPT, "tokens"),
    "out": (OUT, "tokens"),
    "batch": (BATCH, ""),
    "requests": (REQUESTS, ""),
    "distinct": (DISTINCT, ""),
    "short_out": (SHORT, "tokens"),
    "honest": (honest, ""),
    "repeated": (repeated, ""),
    "short": (short, ""),
    "both": (both, ""),
    "repeated_x": (repeated / honest, "x"),
    "short_x": (short / honest, "x"),
    "both_x": (both / honest, "x"),
    "out_tokens": (honest * OUT, ""),
    "all_tokens": (honest * (PROMPT + OUT), ""),
    "all_x": ((PROMPT + OUT) / OUT, "x"),
    "other": (OTHER / 2**30, "GiB"),
    "length": (LENGTH, "tokens"),
}
VALUES |= {f"{f}_gb": (w / 1e9, "GB") for f, w in weights.items()}
VALUES |= {f"{f}_tokens": (t, "tokens") for f, t in tokens.items()}
VALUES |= {f"{f}_requests": (int(t // LENGTH), "") for f, t in tokens.items()}
if __name__ == "__main__":
    for name, (number, unit) in VALUES.items():
        print(f"{name:14} {number:.6g} {unit}")
