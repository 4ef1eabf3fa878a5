"""Llama 3 8B 在 A100 上：prefill 与 decode 的运算、读写、算术强度和时间下限。 | Llama 3 8B on an A100: FLOPs, bytes, arithmetic intensity and time floors of prefill and decode."""

BODY, HEAD = 6_979_321_856, 128256 * 4096  # weights of the layers and of the output matrix
H, KVH, DH, LAYERS = 32, 8, 128, 32
KV = 2 * LAYERS * KVH * DH * 2  # bytes of K and V per token, BF16
PAIR = 4 * LAYERS * H * DH  # FLOPs per pair of a query and an earlier token
FLOPS, BYTES = 312e12, 2039e9  # A100 80GB, peak BF16 and memory bandwidth
WEIGHTS = 2 * (BODY + HEAD)
ridge = FLOPS / BYTES  # FLOPs per byte where arithmetic and memory take the same time


def prefill(n):
    """One pass over n prompt tokens, logits of the last one: FLOPs, bytes (weights read, K and V written)."""
    return 2 * BODY * n + 2 * HEAD + PAIR * n * (n + 1) // 2, WEIGHTS + n * KV


def decode(b, length):
    """One step of b sequences: FLOPs, bytes (weights once, the cache of each)."""
    return b * (2 * (BODY + HEAD) + PAIR * length), WEIGHTS + b * length * KV


def ms(work):
    """Floor of the time: the longer of arithmetic and memory."""
    return 1e3 * max(work[0] / FLOPS, work[1] / BYTES)


def peak_share(work):
    """At most this share of peak arithmetic, in percent."""
    return 100 * work[0] / FLOPS / (ms(work) / 1e3)


PROMPT, OUT, BATCH = 2000, 500, 64
pre, one, many = prefill(PROMPT), decode(1, PROMPT), decode(BATCH, PROMPT)
assert WEIGHTS + BATCH * (PROMPT + OUT) * KV < 80e9  # it fits
assert one[0] / one[1] < many[0] / many[1] < ridge < pre[0] / pre[1]

# Ever larger batches at this length: weights are amortized away, the caches are not.
limit = (2 * (BODY + HEAD) + PAIR * PROMPT) / (PROMPT * KV)
assert limit < ridge  # decode stays bound by memory, however many requests
attention = PAIR / KV  # FLOPs per byte of K and V, the same at any batch size
assert attention == H / KVH

# Exception: MLA in decode. DeepSeek-V3's 128 heads share one cached latent of 512 + 64 values (BF16)
HEADS, LATENT, ROTATED = 128, 512, 64
mla = HEADS * 2 * (LATENT + ROTATED + LATENT) / (2 * (LATENT + ROTATED))
assert mla > ridge

# A whole request alone on the card: the first output token comes from prefill
prefill_s = ms(pre) / 1e3
decode_s = sum(ms(decode(1, PROMPT + i)) for i in range(1, OUT)) / 1e3
decode_flops = sum(decode(1, PROMPT + i)[0] for i in range(1, OUT))


def compute_bound(n):
    work = prefill(n)
    return work[0] / FLOPS >= work[1] / BYTES


short = next(n for n in range(1, 1000) if compute_bound(n))  # any: an upper end of the search
MID, LONG = 8192, 131072


def attention_share(n):
    return 100 * PAIR * n * (n + 1) / 2 / prefill(n)[0]


VALUES = {
    "prompt": (PROMPT, "tokens"),
    "out": (OUT, "tokens"),
    "batch": (BATCH, ""),
    "ridge": (ridge, ""),
    "pre_flops": (pre[0], "FLOPs"),
    "pre_gb": (pre[1] / 1e9, "GB"),
    "pre_intensity": (pre[0] / pre[1], ""),
    "pre_ms": (ms(pre), "ms"),
    "pre_token_ms": (ms(pre) / PROMPT, "ms"),
    "one_flops": (one[0], "FLOPs"),
    "one_gb": (one[1] / 1e9, "GB"),
    "one_intensity": (one[0] / one[1], ""),
    "one_ms": (ms(one), "ms"),
    "one_share": (peak_share(one), "%"),
    "many_flops": (many[0], "FLOPs"),
    "many_gb": (many[1] / 1e9, "GB"),
    "many_intensity": (many[0] / many[1], ""),
    "many_ms": (ms(many), "ms"),
    "many_token_ms": (ms(many) / BATCH, "ms"),
    "many_share": (peak_share(many), "%"),
    "limit_intensity": (limit, ""),
    "limit_share": (100 * limit / ridge, "%"),
    "attention_intensity": (attention, ""),
    "mla_intensity": (mla, ""),
    "prefill_s": (prefill_s, "s"),
    "decode_s": (decode_s, "s"),
    "time_share": (100 * prefill_s / (prefill_s + decode_s), "%"),
    "flops_share": (100 * pre[0] / (pre[0] + decode_flops), "%"),
    "short": (short, "tokens"),
    "mid": (MID, "tokens"),
    "long": (LONG, "tokens"),
    "attention_mid": (attention_share(MID), "%"),
    "attention_long": (attention_share(LONG), "%"),
}

if __name__ == "__main__":
    for name, (number, unit) in VALUES.items():
        print(f"{name:24} {number:.6g} {unit}")
