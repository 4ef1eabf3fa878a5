"""The index of one language, cut in parts: scripts that hand their data to `kbSearch`, because those load from `file://` as well.

`search/<lang>.js` says how many questions there are, what they are called, and which word each part begins with; `<lang>/words-<n>.js` holds
the words of one range and where they stand; `<lang>/titles-<n>.js`, in a large index only, the titles of so many questions;
`<lang>/q/<id>.js` the sections of one; `letters.js`, `sounds.js` and `forms.js` what is needed once a word is found nowhere.
"""

from __future__ import annotations

import hashlib
import json
import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import astuple
from pathlib import Path
from typing import Any
from zlib import crc32

from kb.search.records import Record
from kb.search.slips import slips

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
        sure = {word for r in records for word in r.sure}
        files |= {f"{lang}/{name}": data for name, data in slips(sure, index, names).items()}
        _write(files, _version([r.id for r in records], first), out)
        return files.keys()

    def update(self, records: Sequence[Record]) -> None:
        """Put the records in the place of those before."""
        before = self._records
        if [r.id for r in before if r] != [r.id for r in records]:
            self._places, self._encoded = {}, {}  # the numbers of all have changed
            before = [None] * len(records)
        changed: set[str] = set()
        for n, (old, new) in enumerate(zip(before, records, strict=True)):
            if old is not new:
                changed |= self._replace(n, old.letters() if old else {}, new.letters())
        for word in changed:
            if self._places[word]:
                self._encoded[word] = encoded(self._places[word])
            else:
                del self._places[word], self._encoded[word]
        self._records = records

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
