"""Byte-level BPE: train, encode, decode; then the faster training."""

import re
from collections import Counter, defaultdict
from itertools import pairwise

Pair = tuple[int, int]
# GPT-2's classes in the standard library's re; "_" is a word character
# there, so it is named, or findall would drop it.
SPLIT = re.compile(r" ?[^\W\d_]+| ?\d+| ?(?:[^\s\w]|_)+|\s+(?!\S)|\s+")


def merge(ids: list[int], pair: Pair, new: int) -> list[int]:
    """Replace every pair by new, left to right, without overlap."""
    out = []
    i = 0
    while i < len(ids):
        if tuple(ids[i : i + 2]) == pair:
            out.append(new)
            i += 2  # both are used up: "aaa" is one pair and an "a"
        else:
            out.append(ids[i])
            i += 1
    return out


def train(text: str, merges: int) -> dict[Pair, int]:
    """Learn {pair: new id}; ids from 256, in the order of learning."""
    words = Counter(SPLIT.findall(text))  # each distinct chunk once
    chunks = [(list(word.encode()), n) for word, n in words.items()]
    table: dict[Pair, int] = {}
    for new in range(256, 256 + merges):
        counts: Counter[Pair] = Counter()
        for ids, n in chunks:
            for pair in pairwise(ids):
                counts[pair] += n
        # most frequent; among equals the smallest, so a rerun agrees
        best = min(counts, key=lambda p: (-counts[p], p), default=None)
        if best is None or counts[best] < 2:
            break
        table[best] = new
        chunks = [(merge(ids, best, new), n) for ids, n in chunks]
    return table


def encode_chunk(ids: list[int], table: dict[Pair, int]) -> list[int]:
    """Merge the pair that was learned first, until none is left."""
    while len(ids) > 1:
        best = min(pairwise(ids), key=lambda p: table.get(p, 1 << 60))
        if best not in table:
            break
        ids = merge(ids, best, table[best])
    return ids


def encode(text: str, table: dict[Pair, int]) -> list[int]:
    """Text -> ids; the chunks are those of training."""
    out: list[int] = []
    for chunk in SPLIT.findall(text):
        out += encode_chunk(list(chunk.encode()), table)
    return out


def decode(ids: list[int], table: dict[Pair, int]) -> str:
    """Ids -> text; join the bytes first, then decode once."""
    piece = {i: bytes([i]) for i in range(256)}
    for (a, b), new in table.items():  # in order: a and b are known by now
        piece[new] = piece[a] + piece[b]
    return b"".join(piece[i] for i in ids).decode(errors="replace")


def train_fast(text: str, merges: int) -> dict[Pair, int]:
    """The same table; only chunks that may hold the pair are recounted."""
    words = Counter(SPLIT.findall(text))
    chunks = [list(word.encode()) for word in words]
    weight = list(words.values())
    counts: Counter[Pair] = Counter()
    where: defaultdict[Pair, set[int]] = defaultdict(set)  # pair -> chunks

    def add(c: int, sign: int) -> None:
        for pair in pairwise(chunks[c]):
            counts[pair] += sign * weight[c]
            where[pair].add(c)  # may go stale: then the merge does nothing

    for c in range(len(chunks)):
        add(c, 1)
    table: dict[Pair, int] = {}
    for new in range(256, 256 + merges):
        best = min(counts, key=lambda p: (-counts[p], p), default=None)
        if best is None or counts[best] < 2:
            break
        table[best] = new
        for c in where.pop(best):
            add(c, -1)
            chunks[c] = merge(chunks[c], best, new)
            add(c, 1)
    return table
