"""四种放 KV 的办法：每条请求平均占多少、同一池子放几条；块大小与零头。 | Four ways to place KV: memory held per request, requests per pool; block size and its leftover."""

KiB, MiB, GiB = 2**10, 2**20, 2**30
LAYERS, KV_HEADS, DIM, WIDTH = 32, 8, 128, 2  # Llama 3 8B, BF16
token = 2 * LAYERS * KV_HEADS * DIM * WIDTH
BLOCK = 16
block = BLOCK * token
layer_block = BLOCK * KV_HEADS * DIM * WIDTH  # K or V of one layer
assert token == 128 * KiB

MAX = 8192  # the longest sequence the server admits
PROMPTS, OUTPUTS = (100, 400, 1500, 3000), (50, 200, 600, 1500)  # every prompt with every output


def held(reserve):
    """Slots a request holds, averaged over its life, and how many of them hold a token.
    Requests of longer outputs stay longer, so they count for more."""
    slots = tokens = steps = 0
    for p in PROMPTS:
        for n in OUTPUTS:
            for t in range(1, n + 1):
                slots += reserve(p, n, p + t)
                tokens += p + t
                steps += 1
    return slots / steps, tokens / slots


def power_of_two(n):
    return 1 << (n - 1).bit_length()


POOL = 20 * GiB
pool = POOL / token  # slots
ways = {
    "max": held(lambda p, n, now: MAX),
    "pow2": held(lambda p, n, now: p + power_of_two(n)),
    "exact": held(lambda p, n, now: p + n),  # as if the length were known beforehand
    "paged": held(lambda p, n, now: -(-now // BLOCK) * BLOCK),
}
fits = {w: pool / slots for w, (slots, _) in ways.items()}
assert fits["max"] < fits["pow2"] < fits["exact"] < fits["paged"]
assert ways["paged"][1] < 1  # paging does not remove all waste


def leftover(size):
    """Mean empty slots in the last block, over all lengths modulo the block size."""
    return sum(-length % size for length in range(1, size + 1)) / size


def waste(size, mean):
    """Share of the slots held that are empty, for lengths uniform on 1 to 2 mean - 1."""
    lengths = range(1, 2 * mean)
    return 100 * (1 - sum(lengths) / sum(-(-n // size) * size for n in lengths))


assert all(leftover(b) == (b - 1) / 2 for b in (1, 16, 128))
SHORT, LONG = 60, 2000
LENGTH = 8192
entries = LENGTH // BLOCK  # one int32 each

VALUES = {
    "token_kib": (token / KiB, "KiB"),
    "block_mib": (block / MiB, "MiB"),
    "layer_block_kib": (layer_block / KiB, "KiB"),
    "pool_tokens": (pool, "tokens"),
    "saving": (fits["paged"] / fits["max"], "x"),
    "over_exact": (fits["paged"] / fits["exact"], "x"),
    "leftover": (leftover(BLOCK), "tokens"),
    "short": (SHORT, "tokens"),
    "long": (LONG, "tokens"),
    "entries": (entries, ""),
    "table_kib": (entries * 4 / KiB, "KiB"),
    "kv_gib": (LENGTH * token / GiB, "GiB"),
    "pool_gib": (POOL / GiB, "GiB"),
}
for w, (slots, used) in ways.items():
    VALUES |= {f"{w}_slots": (slots, "tokens"), f"{w}_used": (100 * used, "%"), f"{w}_fits": (fits[w], "")}
for b in (1, 16, 128):
    VALUES |= {f"short_{b}": (waste(b, SHORT), "%"), f"long_{b}": (waste(b, LONG), "%")}
if __name__ == "__main__":
    for name, (number, unit) in VALUES.items():
        print(f"{name:24} {number:.6g} {unit}")
