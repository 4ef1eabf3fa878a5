"""手写 BPE：小语料上的合并表，there 的两种切法，直白训练看多少对。 | Hand-written BPE: the merges of a small corpus, two ways to cut "there", and how many pairs plain training visits."""

from collections import Counter
from itertools import pairwise

WORDS = {"her": 6, "the": 4}


def merge(parts, pair):
    out = []
    while parts:
        n = 2 if tuple(parts[:2]) == pair else 1
        out.append("".join(parts[:n]))
        parts = parts[n:]
    return out


# 1. Train until every word is one piece: the most frequent pair each time (never a tie here).
chunks = {w: list(w) for w in WORDS}
table, times = [], []
while any(len(parts) > 1 for parts in chunks.values()):
    counts = Counter()
    for w, n in WORDS.items():
        for pair in pairwise(chunks[w]):
            counts[pair] += n
    (best, most), *rest = counts.most_common()
    assert not rest or rest[0][1] < most
    table.append(best)
    times.append(most)
    chunks = {w: merge(parts, best) for w, parts in chunks.items()}
assert table == [("h", "e"), ("he", "r"), ("t", "he")]


# 2. A word that was not in the corpus, by the order of learning, from the left, by the longest match.
def by(pick, word):
    parts = list(word)
    while pairs := [p for p in pairwise(parts) if p in table]:
        parts = merge(parts, pick(pairs))
    return parts


def longest(word):
    known, parts = {a + b for a, b in table}, []
    while word:
        n = max(n for n in range(1, len(word) + 1) if n == 1 or word[:n] in known)
        parts, word = [*parts, word[:n]], word[n:]
    return parts


assert by(lambda pairs: min(pairs, key=table.index), "there") == ["t", "her", "e"]
assert by(lambda pairs: pairs[0], "there") == longest("there") == ["the", "r", "e"]

# 3. Plain training looks at every pair in every round: a text of so many bytes, so many merges.
TEXT, MERGES = 1e9, 50_000  # 1 GB, GPT-2's number of merges
visits = TEXT * MERGES

VALUES = {
    "her": (WORDS["her"], ""), "the": (WORDS["the"], ""),
    "first": (times[0], ""), "second": (times[1], ""), "third": (times[2], ""),
    "merges": (MERGES, ""), "vocabulary": (256 + MERGES + 1, ""), "visits": (visits, ""),
}  # fmt: skip

if __name__ == "__main__":
    for name, (number, unit) in VALUES.items():
        print(f"{name:16} {number:.6g} {unit}")
