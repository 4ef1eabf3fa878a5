"""The index of one language, cut in parts: scripts that hand their data to `kbSearch`, because those load from `file://` as well.

`search/<lang>.js` says how many questions there are, what they are called, and which word each part begins with; `<lang>/words-<n>.js` holds
the words of one range and where they stand; `<lang>/titles-<n>.js`, in a large index only, the titles of so many questions;
`<lang>/q/<id>.js` the sections of one; `letters.js`, `sounds.js` and `forms.js` what is needed once a word is found nowhere.
"""

from __future__ import annotations

import hashlib
import json
import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import astuple
from itertools import pairwise
from pathlib import Path
from typing import Any
from zlib import crc32

from kb.remember import remembered
from kb.search.records import Record
from kb.search.slips import slips
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
NAMES = ("title", "terms", "aliases", "also")  # a word of these names the question
SURE = ("title", "terms", "also", "headings")  # a word of these may be what a slip was meant for
K, B, LEAST = 1.6, 0.3, 0.5  # BM25+: k1, b and delta
STEPS, LOWEST, LEVELS = 4, 0.5, 26  # weights are kept in quarter octaves from 0.5 on, as the letters of the alphabet
PART = (
    4000  # bytes of a part, about 1.5 KB gzip; in a large index its root, so that parts and the list of them grow alike
)
TITLES = 32  # questions in one file of titles
FEW = 256  # with no more questions all titles come with the first file, which saves a way to the server
MOST = 1000  # places kept of one word: the best


def write(records: Sequence[Record], lang: str, out: Path) -> None:
    """All files of one language below `out`. At n questions O(n) bytes, of which a query fetches a number of parts that does not grow with n."""
    Index().write(records, lang, out)


class Index:
    """The words of one language's records and where they stand. Written again, it looks only at the records that are other objects than before."""

    def __init__(self) -> None:
        self._records: Sequence[Record | None] = []
        self._usual: tuple[float, ...] = ()
        self._places: dict[str, dict[int, str]] = {}  # word, number of the record, letter of its weight there
        self._encoded: dict[str, str] = {}

    def write(self, records: Sequence[Record], lang: str, out: Path) -> Iterable[str]:
        """Take these records over and write all files below `out`; their names."""
        self.update(records)
        index = dict(sorted(self._encoded.items()))
        parts = list(_parts(index))
        stages = list(dict.fromkeys(r.stage for r in records))
        titles = [[r.id, r.title, stages.index(r.stage)] for r in records]
        few = len(records) <= FEW
        first: dict[str, Any] = {
            "count": len(records),
            "prefix": records[0].url.removesuffix(f"{records[0].id}/") if records else "",
            "stages": stages,
            "size": FEW if few else TITLES,
            "titles": titles if few else None,
            "first": [next(iter(part)) for part in parts],
        }
        files: dict[str, Any] = {lang: first}
        if not few:
            files |= {
                f"{lang}/titles-{n}": titles[at : at + TITLES] for n, at in enumerate(range(0, len(titles), TITLES))
            }
        files |= {f"{lang}/words-{n}": part for n, part in enumerate(parts)}
        files |= {f"{lang}/q/{r.id}": [astuple(s) for s in r.sections] for r in records}
        names = dict.fromkeys(name for r in records for name in r.names)
        sure = {word for r in records for word in _sure(r)}
        files |= {f"{lang}/{name}": data for name, data in slips(sure, index, names).items()}
        _write(files, _version([r.id for r in records], first), out)
        return files.keys()

    def update(self, records: Sequence[Record]) -> None:
        """Put the records in the place of those before."""
        usual = _usual(records)
        before = self._records
        if usual != self._usual or [r.id for r in before if r] != [r.id for r in records]:
            self._places, self._encoded = {}, {}  # the numbers or the weights of all have changed
            before = [None] * len(records)
        changed: set[str] = set()
        for n, (old, new) in enumerate(zip(before, records, strict=True)):
            if old is not new:
                changed |= self._replace(n, letters(old, usual) if old else {}, letters(new, usual))
        for word in changed:
            if self._places[word]:
                self._encoded[word] = encoded(self._places[word])
            else:
                del self._places[word], self._encoded[word]
        self._records, self._usual = records, usual

    def _replace(self, n: int, old: dict[str, str], new: dict[str, str]) -> set[str]:
        """The words whose places have changed."""
        gone, come = old.items() - new.items(), new.items() - old.items()
        for word, _ in gone:
            del self._places[word][n]
        for word, letter in come:
            self._places.setdefault(word, {})[n] = letter
        return {word for word, _ in gone | come}


def _version(ids: Sequence[str], first: dict[str, Any]) -> str:
    """What the files of an index must have in common: the numbers of the questions, and which words stand in which part. Files made from texts of
    different days may come together, as long as these agree."""
    return hashlib.sha256(json.dumps([ids, first["stages"], first["first"]]).encode()).hexdigest()[:10]


def _write(files: dict[str, Any], version: str, out: Path) -> None:
    """Each file as a script that hands over its data, with the version of the index it belongs to."""
    for name, data in files.items():
        text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
        path = out / f"{name}.js"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f'kbSearch("{name}","{version}",{text});', encoding="utf-8")


def _usual(records: Sequence[Record]) -> tuple[float, ...]:
    """The mean length of each field in words, in two digits: an edit seldom changes it, and with it the weight of every word."""
    sums = [sum(lengths) for lengths in zip(*map(_lengths, records), strict=True)]
    return tuple(float(f"{total / len(records):.2g}") for total in sums)


@remembered
def _lengths(record: Record) -> tuple[int, ...]:
    return tuple(sum(1 for _ in _words(name, record.fields[name])) for name in BOOST)


@remembered
def _sure(record: Record) -> frozenset[str]:
    return frozenset(word for field in SURE for word in tokens(record.fields[field]))


def letters(record: Record, usual: Sequence[float]) -> dict[str, str]:
    """For each word of a record the letter of its weight there, a capital where it is part of a name.

    The weight is BM25+ (Lv and Zhai 2011) per field without idf, times the field's boost, summed; `usual` is the mean length of each field.
    """
    found: dict[str, float] = defaultdict(float)
    named: set[str] = set()
    for (name, boost), mean in zip(BOOST.items(), usual, strict=True):
        count = Counter(_words(name, record.fields[name]))
        norm = K * (1 - B + B * count.total() / mean) if mean else K
        for word, times in count.items():
            found[word] += boost * (LEAST + times * (K + 1) / (times + norm))
        if name in NAMES:
            named |= count.keys()
    whole = whole_names(record)
    return {word: _letter(weight, word in named or word in whole) for word, weight in (found | whole).items()}


def _letter(weight: float, named: bool) -> str:
    level = min(LEVELS - 1, max(0, round(STEPS * math.log2(weight / LOWEST))))
    return chr((65 if named else 97) + level)


def whole_names(record: Record) -> dict[str, float]:
    """The question's names, each as one word with its weight: who types all of a name means its question, of a term even more so. Such a word
    begins with the name's first one, so that it stands in the same part of the index."""
    found: dict[str, float] = {}
    for weight, names in ((1, record.fields["aliases"].split(" / ")), (2, [record.title, *record.names])):
        found |= {f"{words[0]}={' '.join(words[1:])}": float(weight) for words in map(tokens, names) if words}
    return found


def _words(field: str, text: str) -> Iterator[str]:
    """The words of a field; in names two neighbouring Latin words also as one ("KV cache": kvcache)."""
    for name in text.split(" / "):
        words = tokens(name)
        yield from words
        if field in NAMES:
            yield from (a + b for a, b in pairwise(words) if a.isascii() and b.isascii())


def encoded(places: Mapping[int, str]) -> str:
    """The places of a word as text: for each the distance from the one before and the letter of its weight. Of a word with more than `MOST`
    places the best are kept, and their true number stands first: `12345:`."""
    best = sorted(places, key=lambda n: -(ord(places[n]) | 32))[:MOST] if len(places) > MOST else places
    text = f"{len(places)}:" if len(places) > MOST else ""
    before = 0
    for n in sorted(best):
        text += f"{n - before}{places[n]}"
        before = n
    return text


def _parts(index: Mapping[str, str]) -> Iterator[dict[str, str]]:
    """The words in parts of about the same size. Where a part ends follows from the word that begins the next one: a page that is edited changes the
    parts that hold its words, and not where all those behind them end."""
    total = sum(len(word.encode()) + len(places) + 6 for word, places in index.items())
    most = max(PART, 1 << math.isqrt(total).bit_length())
    every = most // 32  # a word has about 16 bytes: half a part
    part: dict[str, str] = {}
    size = 0
    for word, places in index.items():
        if size > most // 2 and (crc32(word.encode()) % every == 0 or size > 3 * most // 2):
            yield part
            part, size = {}, 0
        part[word] = places
        size += len(word.encode()) + len(places) + 6
    if part:
        yield part
