"""How much each word of a question says of it: the weights that the index keeps, a letter each."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from itertools import pairwise

from kb.search.tokens import tokens

BOOST = {
    "title": 13,
    "terms": 9,
    "aliases": 7,
    "also": 4,
    "headings": 2.5,
    "short": 2.5,
    "points": 1,
    "formulas": 1,
    "text": 0.8,
}
# The mean length of each field in words, of all questions in both languages. Constants: a word's weight then depends on its own page alone.
USUAL = {
    "title": 20,
    "terms": 24,
    "aliases": 210,
    "also": 12,
    "headings": 80,
    "short": 80,
    "points": 160,
    "formulas": 98,
    "text": 2500,
}
NAMES = ("title", "terms", "aliases", "also")  # a word of these names the question
SURE = ("title", "terms", "also", "headings")  # a word of these may be what a slip was meant for
K, B, LEAST = 1.6, 0.3, 0.5  # BM25+: k1, b and delta
STEPS, LOWEST, LEVELS = 4, 0.5, 26  # weights are kept in quarter octaves from 0.5 on, as the letters of the alphabet


def letters(fields: Mapping[str, str], names: Iterable[str]) -> dict[str, str]:
    """For each word of a question's fields the letter of its weight, a capital where it is part of one of its `names`.

    The weight is BM25+ (Lv and Zhai 2011) per field without idf, times the field's boost, summed.
    """
    found: dict[str, float] = defaultdict(float)
    named: set[str] = set()
    for name, boost in BOOST.items():
        count = Counter(words(name, fields[name]))
        norm = K * (1 - B + B * count.total() / USUAL[name])
        for word, times in count.items():
            found[word] += boost * (LEAST + times * (K + 1) / (times + norm))
        if name in NAMES:
            named |= count.keys()
    whole = whole_names([fields["title"], *names], fields["aliases"].split(" / "))
    return {word: _letter(weight, word in named or word in whole) for word, weight in (found | whole).items()}


def lines(fields: Mapping[str, str], names: Iterable[str]) -> str:
    """The same as text: a line for each word, which ends with its letter."""
    return "\n".join(word + letter for word, letter in letters(fields, names).items())


def sure(fields: Mapping[str, str]) -> set[str]:
    """The words that a slip may have been meant for."""
    return {word for name in SURE for word in tokens(fields[name])}


def whole_names(names: Iterable[str], aliases: Iterable[str]) -> dict[str, float]:
    """The question's names, each as one word with its weight: who types all of a name means its question, of a term even more so. Such a word
    begins with the name's first one, so that it stands in the same part of the index."""
    found: dict[str, float] = {}
    for weight, called in ((1.0, aliases), (2.0, names)):
        found |= {f"{some[0]}={' '.join(some[1:])}": weight for some in map(tokens, called) if some}
    return found


def words(field: str, text: str) -> Iterator[str]:
    """The words of a field; in names two neighbouring Latin words also as one ("KV cache": kvcache)."""
    for name in text.split(" / "):
        found = tokens(name)
        yield from found
        if field in NAMES:
            yield from (a + b for a, b in pairwise(found) if a.isascii() and b.isascii())


def _letter(weight: float, named: bool) -> str:
    level = min(LEVELS - 1, max(0, round(STEPS * math.log2(weight / LOWEST))))
    return chr((65 if named else 97) + level)
