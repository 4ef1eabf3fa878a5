"""GQA 加 KV cache 的实现选择各多读写多少字节（Llama 3 8B，BF16）。 | Bytes moved by implementation choices of GQA with a KV cache (Llama 3 8B, BF16)."""

LAYERS, HEADS, KV_HEADS, DIM, BYTES = 32, 32, 8, 128, 2
token = 2 * LAYERS * KV_HEADS * DIM * BYTES  # K and V of one token, all layers
PROMPT, ANSWER = 1000, 1000

# 1. repeat_kv before attention: read g heads, write h, read h. Sharing the head: read g.
times = HEADS // KV_HEADS
repeat = 1 + 2 * times
LENGTH = PROMPT + ANSWER
shared_gb, repeated_gb = LENGTH * token / 1e9, repeat * LENGTH * token / 1e9

# 2. A cache grown by concatenation copies the old part at every step; an allocated one writes the new token only.
steps = range(PROMPT, LENGTH - 1)  # positions stored before each step; the last token is never fed back
concat = sum(2 * old * token for old in steps) / 1e9  # read the old part and write it again
allocated = len(steps) * token / 1e9
attend = sum((old + 1) * token for old in steps) / 1e9  # what attention reads anyway
assert abs(concat / attend - 2) < 0.01

# 3. Reading the whole allocation without a mask: an empty slot scores 0, which is not "no weight". Equal scores:
ROOM = 8192
lost = 100 * (1 - LENGTH / ROOM)

# 4. NEW tokens behind OLD cached ones: what the first new query sees with the triangle at the upper left or lower right.
OLD, NEW = 8, 4
upper = [[j <= i for j in range(OLD + NEW)] for i in range(NEW)]
lower = [[j <= OLD + i for j in range(OLD + NEW)] for i in range(NEW)]

VALUES = {
    "token_kib": (token / 1024, "KiB"),
    "times": (times, ""),
    "repeat": (repeat, "x"),
    "shared_gb": (shared_gb, "GB"),
    "repeated_gb": (repeated_gb, "GB"),
    "prompt": (PROMPT, "tokens"),
    "answer": (ANSWER, "tokens"),
    "concat_gb": (concat, "GB"),
    "allocated_gb": (allocated, "GB"),
    "attend_gb": (attend, "GB"),
    "room": (ROOM, "tokens"),
    "lost": (lost, "%"),
    "old": (OLD, ""),
    "new": (NEW, ""),
    "upper": (sum(upper[0]), ""),
    "lower": (sum(lower[0]), ""),
    "upper_last": (sum(upper[-1]), ""),
    "lower_last": (sum(lower[-1]), ""),
}

if __name__ == "__main__":
    for name, (number, unit) in VALUES.items():
        print(f"{name:24} {number:.6g} {unit}")
