"""beam search：贪心会错过什么、长度惩罚、KV cache 的代价。 | Beam search: what greedy misses, length penalty, the price in KV cache."""


# A two-step tree: P(first token), then P(second | first). Greedy takes "a", the best sequence starts with "b".
FIRST = {"a": 0.5, "b": 0.4, "c": 0.1}
SECOND = {"a": {"x": 0.4, "y": 0.3, "z": 0.3}, "b": {"x": 0.9, "y": 0.1}, "c": {"x": 0.5, "y": 0.5}}

assert sum(FIRST.values()) == 1 and all(abs(sum(after.values()) - 1) < 1e-12 for after in SECOND.values())


def beam(width: int) -> tuple[str, float]:
    """Keep the `width` best prefixes by probability, extend each, keep the best again."""
    kept = sorted(FIRST.items(), key=lambda item: -item[1])[:width]
    longer = [(a + b, p * q) for a, p in kept for b, q in SECOND[a].items()]
    return max(longer, key=lambda item: item[1])


greedy, wide = beam(1), beam(2)  # any: every width from 2 on finds it here
best = max(p * q for a, p in FIRST.items() for q in SECOND[a].values())
assert greedy == ("ax", 0.2) and wide[0] == "bx" and wide[1] == best  # width 1 is greedy; here width 2 finds the optimum

# Every further token adds log p < 0, so the plain sum prefers the short hypothesis; dividing by length^alpha mends that.
SHORT, LONG = (-2.4, 3), (-4.8, 8)  # (sum of log-probabilities, tokens)


def power(total: float, n: int, alpha: float) -> float:  # Transformers: length_penalty = alpha
    return total / n**alpha


assert power(*SHORT, 0.0) > power(*LONG, 0.0) and power(*SHORT, 1.0) < power(*LONG, 1.0)

# KV cache of Llama 3.1 8B: 32 layers, 8 KV heads of 128, keys and values, 2 bytes each.
KV = 32 * 8 * 128 * 2 * 2
PROMPT, OUT, B = 2000, 500, 4
one = KV * (PROMPT + OUT)
copied = B * one
shared = KV * (PROMPT + B * OUT)  # the prompt is kept once, no further sharing among the beams
assert one < shared < copied

VALUES = {
    "greedy_prob": (greedy[1], ""), "beam_prob": (wide[1], ""),
    "short_sum": (SHORT[0], ""), "long_sum": (LONG[0], ""),
    "short_mean": (power(*SHORT, 1.0), ""), "long_mean": (power(*LONG, 1.0), ""),
    "kv_kib": (KV / 2**10, "KiB"),
    "kv_one_mib": (one / 2**20, "MiB"), "kv_copied_mib": (copied / 2**20, "MiB"), "kv_shared_mib": (shared / 2**20, "MiB"),
}  # fmt: skip

if __name__ == "__main__":
    for name, (number, unit) in VALUES.items():
        print(f"{name:16} {number:.6g} {unit}")
