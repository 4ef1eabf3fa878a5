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
from collections.abc import Iterator, Sequence
from dataclasses import astuple
from functools import lru_cache
from itertools import pairwise
from pathlib import Path
from typing import Any

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

Posting = tuple[int, float, bool]


def write(records: Sequence[Record], lang: str, out: Path) -> None:
    """All files of one language below `out`. At n questions O(n) bytes, of which a query fetches a number of parts that does not grow with n."""
    index = {word: encoded(found) for word, found in sorted(postings(records).items())}
    parts = list(_parts(index))
    stages = list(dict.fromkeys(r.stage for r in records))
    titles = [[r.id, r.title, stages.index(r.stage)] for r in records]
    few = len(records) <= FEW
    files: dict[str, Any] = {
        lang: {
            "count": len(records),
            "prefix": records[0].url.removesuffix(f"{records[0].id}/") if records else "",
            "stages": stages,
            "size": FEW if few else TITLES,
            "titles": titles if few else None,
            "first": [next(iter(part)) for part in parts],
        }
    }
    if not few:
        files |= {f"{lang}/titles-{n}": titles[at : at + TITLES] for n, at in enumerate(range(0, len(titles), TITLES))}
    files |= {f"{lang}/words-{n}": part for n, part in enumerate(parts)}
    files |= {f"{lang}/q/{r.id}": [astuple(s) for s in r.sections] for r in records}
    names = dict.fromkeys(name for r in records for name in r.names)
    sure = (word for r in records for field in SURE for word in tokens(r.fields[field]))
    files |= {f"{lang}/{name}": data for name, data in slips(sure, index, names).items()}
    _write(files, out)


def _write(files: dict[str, Any], out: Path) -> None:
    """Each file as a script that hands over its data, with the version of the index it belongs to."""
    texts = {name: json.dumps(data, ensure_ascii=False, separators=(",", ":")) for name, data in files.items()}
    version = hashlib.sha256("\n".join(texts.values()).encode()).hexdigest()[:10]
    for name, text in texts.items():
        path = out / f"{name}.js"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f'kbSearch("{name}","{version}",{text});', encoding="utf-8")


def postings(records: Sequence[Record]) -> dict[str, list[Posting]]:
    """For each word the questions it stands in (by number), what it weighs there, and whether it is part of a name.

    The weight is BM25+ (Lv and Zhai 2011) per field without idf, times the field's boost, summed.
    """
    fields = {name: [_counted(name, r.fields[name]) for r in records] for name in BOOST}
    found: dict[str, dict[int, float]] = defaultdict(lambda: defaultdict(float))
    named: dict[str, set[int]] = defaultdict(set)
    for name, counts in fields.items():
        usual = sum(c.total() for c in counts) / max(1, len(counts))
        for n, count in enumerate(counts):
            norm = K * (1 - B + B * count.total() / usual) if usual else K
            for word, times in count.items():
                found[word][n] += BOOST[name] * (LEAST + times * (K + 1) / (times + norm))
                if name in NAMES:
                    named[word].add(n)
    for n, record in enumerate(records):
        for name, weight in whole_names(record).items():
            found[name][n] = weight
            named[name].add(n)
    return {word: [(n, w, n in named[word]) for n, w in places.items()] for word, places in found.items()}


def whole_names(record: Record) -> dict[str, float]:
    """The question's names, each as one word with its weight: who types all of a name means its question, of a term even more so. Such a word
    begins with the name's first one, so that it stands in the same part of the index."""
    found: dict[str, float] = {}
    for weight, names in ((1, record.fields["aliases"].split(" / ")), (2, [record.title, *record.names])):
        found |= {f"{words[0]}={' '.join(words[1:])}": float(weight) for words in map(tokens, names) if words}
    return found


@lru_cache(maxsize=4096)  # `make serve` builds again and again
def _counted(field: str, text: str) -> Counter[str]:
    return Counter(_words(field, text))


def _words(field: str, text: str) -> Iterator[str]:
    """The words of a field; in names two neighbouring Latin words also as one ("KV cache": kvcache)."""
    for name in text.split(" / "):
        words = tokens(name)
        yield from words
        if field in NAMES:
            yield from (a + b for a, b in pairwise(words) if a.isascii() and b.isascii())


def encoded(found: list[Posting]) -> str:
    """The places of a word as text: for each the distance from the one before and a letter for the weight, a capital where it names the
    question. Of a word with more than `MOST` places the best are kept, and their true number stands first: `12345:`."""
    kept = sorted(sorted(found, key=lambda p: -p[1])[:MOST])
    text = f"{len(found)}:" if len(found) > MOST else ""
    before = 0
    for n, weight, named in kept:
        level = min(LEVELS - 1, max(0, round(STEPS * math.log2(weight / LOWEST))))
        text += f"{n - before}{chr((65 if named else 97) + level)}"
        before = n
    return text


def _parts(index: dict[str, str]) -> Iterator[dict[str, str]]:
    sizes = {word: len(word.encode()) + len(places) + 6 for word, places in index.items()}
    most = max(PART, math.isqrt(sum(sizes.values())))
    part: dict[str, str] = {}
    size = 0
    for word, places in index.items():
        if part and size + sizes[word] > most:
            yield part
            part, size = {}, 0
        part[word] = places
        size += sizes[word]
    if part:
        yield part
