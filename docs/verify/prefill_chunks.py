"""分块预填：块多大、停顿多长、首字多慢；预填与解码分开放时要搬多少、卡怎么配。 | Chunked prefill: chunk size against stall and first token; what disaggregation moves, and how many cards each phase takes."""

BODY, HEAD = 6_979_321_856, 128256 * 4096  # Llama 3 8B: weights of the layers and of the output matrix
KV, PAIR = 2 * 32 * 8 * 128 * 2, 4 * 32 * 32 * 128  # bytes per token; FLOPs per pair of a query and an earlier token
FLOPS, BYTES = 312e12, 2039e9  # A100 80GB
NEW, DECODES, LENGTH = 8192, 32, 700  # a long prompt arrives while 32 requests of mean length 700 decode


def step(b, length, chunk=0, before=0):
    """Milliseconds of one step: b decode tokens and `chunk` prompt tokens after `before` earlier ones, perfectly overlapped."""
    flops = (
        b * (2 * (BODY + HEAD) + PAIR * length) + 2 * BODY * chunk + PAIR * (chunk * before + chunk * (chunk + 1) // 2)
    )
    read = 2 * (BODY + HEAD) + (b * length + before + chunk) * KV
    return 1e3 * max(flops / FLOPS, read / BYTES)


def prefill(tokens):
    """A prompt alone on the card."""
    return step(0, 0, tokens)


def chunked(size):
    """Number of steps, longest step, time to the new request's first token, GB of K and V read again."""
    times = [step(DECODES, LENGTH, size, before) for before in range(0, NEW, size)]
    again = sum(before * KV for before in range(0, NEW, size)) / 1e9
    return len(times), max(times), sum(times), again


plain = step(DECODES, LENGTH)
free = max(c for c in range(1, 512) if step(DECODES, LENGTH, c) <= 1.01 * plain)  # any: an upper end of the search
sizes = {size: chunked(size) for size in (128, 512, 2048, 8192)}
assert sizes[128][2] > sizes[512][2] > sizes[8192][2]  # small chunks: later first token
assert sizes[128][1] < sizes[512][1] < sizes[2048][1] < sizes[8192][1]  # and shorter stalls

LINK = 50e9  # bytes per second: a 400 Gb/s network card
moved = NEW * KV
alone = prefill(NEW)

PROMPT, OUT, BATCH = 2000, 500, 64
prefill_share = prefill(PROMPT)  # milliseconds of a card per request
decode_share = OUT * step(BATCH, PROMPT + OUT // 2) / BATCH
LONGER = 8000
fewer = BATCH * (PROMPT + OUT) // (LONGER + OUT)  # requests whose caches fit in the same memory
ratio = decode_share / prefill_share
ratio_longer = OUT * step(fewer, LONGER + OUT // 2) / fewer / prefill(LONGER)  # any: halfway through the answer, near enough

VALUES = {
    "new": (NEW, "tokens"),
    "decodes": (DECODES, ""),
    "length": (LENGTH, "tokens"),
    "plain_ms": (plain, "ms"),
    "free": (free, "tokens"),
    **{f"steps_{s}": (v[0], "steps") for s, v in sizes.items()},
    **{f"longest_{s}": (v[1], "ms") for s, v in sizes.items()},
    **{f"first_{s}": (v[2], "ms") for s, v in sizes.items()},
    **{f"again_{s}": (v[3], "GB") for s, v in sizes.items()},
    "link": (LINK / 1e9, "GB/s"),
    "moved_gb": (moved / 1e9, "GB"),
    "moved_ms": (1e3 * moved / LINK, "ms"),
    "alone_ms": (alone, "ms"),
    "prompt": (PROMPT, "tokens"),
    "out": (OUT, "tokens"),
    "batch": (BATCH, ""),
    "prefill_card_ms": (prefill_share, "ms"),
    "decode_card_ms": (decode_share, "ms"),
    "ratio": (ratio, ""),
    "longer": (LONGER, "tokens"),
    "batch_longer": (fewer, ""),
    "ratio_longer": (ratio_longer, ""),
}

if __name__ == "__main__":
    for name, (number, unit) in VALUES.items():
        print(f"{name:24} {number:.6g} {unit}")
