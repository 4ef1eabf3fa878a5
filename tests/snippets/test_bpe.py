"""BPE against a definition over byte strings and the slips candidates make."""

import random
from collections.abc import Callable
from typing import Any

import pytest

from snippets import bpe
from snippets.bpe import SPLIT, decode, encode, train, train_fast
from tests.snippets.slips import on_page, slipped

CORPUS = "low low low low low lower lower newest newest newest newest newest newest widest widest widest "
CORPUS += (
    "aaaa aaaa baaab 研究生命起源 研究生 命  研究  snake_case 12 121 " + "her\n" * 6 + "the\n" * 4 + "x    y\n" * 9
)
ODD = [
    "",
    "lowest newer wide",
    "aaaaaaa",
    "x\n\n  y \t",
    "snake_case 3.14",
    "研究生的命",
    "🙂 naïve  ﬁ",
    "the theory of other lows",
]


def pieces_by_definition(text: str, rules: list[tuple[bytes, bytes]]) -> list[bytes]:
    """Replay every rule in order over every chunk, on lists of byte strings."""
    out: list[bytes] = []
    for chunk in SPLIT.findall(text):
        parts = [bytes([b]) for b in chunk.encode()]
        for left, right in rules:
            at = 0
            while at + 1 < len(parts):
                if parts[at] == left and parts[at + 1] == right:
                    parts[at : at + 2] = [left + right]
                at += 1
        out += parts
    return out


def rules_by_definition(text: str, merges: int) -> list[tuple[bytes, bytes]]:
    """Count over the whole text anew each round; equals by the order of ids."""
    number = {bytes([i]): i for i in range(256)}
    rules: list[tuple[bytes, bytes]] = []
    while len(rules) < merges:
        seen: dict[tuple[bytes, bytes], int] = {}
        for chunk in SPLIT.findall(text):
            parts = pieces_by_definition(chunk, rules)
            for i in range(len(parts) - 1):
                pair = parts[i], parts[i + 1]
                seen[pair] = seen.get(pair, 0) + 1
        most = max(seen.values(), default=0)
        if most < 2:
            break
        left, right = min((p for p in seen if seen[p] == most), key=lambda p: (number[p[0]], number[p[1]]))
        rules.append((left, right))
        number[left + right] = 255 + len(rules)
    return rules


def as_bytes(table: dict[tuple[int, int], int]) -> dict[int, bytes]:
    piece = {i: bytes([i]) for i in range(256)}
    for (a, b), new in table.items():
        piece[new] = piece[a] + piece[b]
    return piece


RULES = rules_by_definition(CORPUS, 40)
NUMBER = {bytes([i]): i for i in range(256)} | {a + b: 256 + i for i, (a, b) in enumerate(RULES)}
TABLE = {(NUMBER[a], NUMBER[b]): NUMBER[a + b] for a, b in RULES}
assert len(NUMBER) == 256 + len(RULES)  # no two merges give the same bytes here


def learns_the_table(m: Any) -> bool:
    return list(m.train(CORPUS, 40).items()) == list(TABLE.items())


def replays_the_table(m: Any) -> bool:
    piece = as_bytes(TABLE)
    return all([piece[i] for i in m.encode(t, TABLE)] == pieces_by_definition(t, RULES) for t in (CORPUS, *ODD))


def comes_back(m: Any) -> bool:
    return all(m.decode(m.encode(t, TABLE), TABLE) == t for t in (CORPUS, *ODD))


def survives_half_a_character(m: Any) -> bool:
    return bool(m.decode(list("饕".encode())[:2], TABLE) == "�")


TESTS: list[Callable[[Any], bool]] = [learns_the_table, replays_the_table, comes_back, survives_half_a_character]


def passes(test: Callable[[Any], bool], m: Any) -> bool:
    try:
        return test(m)
    except (ValueError, KeyError, IndexError, UnicodeDecodeError):
        return False


# What is typed, what is typed by mistake, and which of TESTS then fail: the table on the page.
LOOP = "best = min(pairwise(ids), key=lambda p: table.get(p, 1 << 60))"
SLIPS: dict[str, tuple[list[tuple[str, str]], str]] = {
    "the commonest pair of the text": (
        [(LOOP, "best = max((p for p in pairwise(ids) if p in table), key=list(pairwise(ids)).count, default=(0, 0))")],
        "0100",
    ),
    "the first pair that can merge": (
        [(LOOP, "best = next((p for p in pairwise(ids) if p in table), (0, 0))")],
        "0100",
    ),
    "one round only": (
        [
            ("while len(ids) > 1:", "if len(ids) > 1:"),
            (
                "            break\n        ids = merge(ids, best, table[best])",
                "            return ids\n        ids = merge(ids, best, table[best])",
            ),
        ],
        "0100",
    ),
    "no chunks when encoding": (
        [("for chunk in SPLIT.findall(text):\n        out", "for chunk in [text]:\n        out")],
        "0100",
    ),
    "overlapping merge": ([("i += 2 ", "i += 1 ")], "1110"),
    "last id lost": ([("while i < len(ids):", "while i < len(ids) - 1:")], "1110"),
    "underscore lost": ([("(?:[^\\s\\w]|_)+", "[^\\s\\w]+")], "0110"),
    "repeats of a chunk not counted": ([("counts[pair] += n", "counts[pair] += 1")], "1000"),
    "equals by order of meeting": (
        [
            (
                "min(counts, key=lambda p: (-counts[p], p), default=None)",
                "max(counts, key=lambda p: counts[p], default=None)",
            )
        ],
        "1000",
    ),
    "code points for bytes": ([("list(chunk.encode())", "[ord(c) for c in chunk]")], "0110"),
    "decoded piece by piece": (
        [
            (
                'b"".join(piece[i] for i in ids).decode(errors="replace")',
                '"".join(piece[i].decode(errors="replace") for i in ids)',
            )
        ],
        "0011",
    ),
    "strict decoding": ([('errors="replace"', "")], "0001"),
}


@pytest.mark.parametrize("test", TESTS)
def test_right(test: Callable[[Any], bool]) -> None:
    assert test(bpe)


@pytest.mark.parametrize("name", SLIPS)
def test_each_slip_is_caught_as_the_page_says(name: str) -> None:
    edits, expected = SLIPS[name]
    space = slipped("bpe", edits)
    module = type("slip", (), {k: staticmethod(space[k]) for k in ("train", "encode", "decode")})
    assert "".join("01"[not passes(test, module)] for test in TESTS) == expected


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_table_of_the_page_is_this_one(language: str) -> None:
    assert on_page("code-bpe", language) == [s[1] for s in SLIPS.values()]


def test_a_known_example() -> None:
    """aaabdaaabac: aa, ab, aaab; as in the textbook example of the compression."""
    table = train("aaabdaaabac", 3)
    assert [as_bytes(table)[i] for i in (256, 257, 258)] == [b"aa", b"ab", b"aaab"]
    assert encode("aaabdaaabac", table) == [258, ord("d"), 258, ord("a"), ord("c")]


@pytest.mark.parametrize("seed", range(20))
def test_random_texts(seed: int) -> None:
    rng = random.Random(seed)
    text = "".join(rng.choice("aabbcd  é研究_1.\n") for _ in range(400))
    table = train(text, 60)
    rules = rules_by_definition(text, 60)
    piece = as_bytes(table)
    assert [(piece[a], piece[b]) for a, b in table] == rules
    assert train_fast(text, 60) == table
    other = "".join(rng.choice("aabbcd  é研究_1.\n🙂") for _ in range(200))
    assert [piece[i] for i in encode(other, table)] == pieces_by_definition(other, rules)
    assert decode(encode(other, table), table) == other


def test_encoding_never_goes_back() -> None:
    """The rank merged never falls, which is why first-learned-first and a replay agree."""
    for new_of, (pair, new) in enumerate(TABLE.items(), 256):
        assert new == new_of
        assert max(pair) < new


def test_chunks_cover_the_text() -> None:
    every = "".join(map(chr, range(0x110000))).encode(errors="ignore").decode()
    assert "".join(SPLIT.findall(every)) == every


def test_stops_when_no_pair_comes_twice() -> None:
    assert train("abc", 10) == {}
    assert train("", 10) == {}
