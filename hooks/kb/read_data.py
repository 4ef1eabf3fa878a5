"""Reading `data/*.yml`: stages, seeds, sources, corrections, what has moved."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from kb import schema, strictyaml
from kb.cache import Cache
from kb.data_fields import CORRECTION, ERRATUM, ERRATUM_TEXTS, MOVED, PLACE, SEED, SOURCE, STAGE, SYNONYM, TEXTS, WORD
from kb.model import Correction, Erratum, Source, Stage
from kb.problems import Problem, problem
from kb.remember import same
from kb.schema import Field
from kb.textfile import read_text


class Data:
    """The data folder, read with its problems collected."""

    def __init__(self, root: Path, problems: list[Problem]) -> None:
        self.root, self.problems = root, problems
        self.cache = Cache(root, "data")

    def parse(self, name: str) -> strictyaml.Parsed:
        """One file; an empty result when it cannot be read."""
        path = self.root / name
        if not path.exists():
            self.problems.append(problem(name, 1, "missing file"))
            return strictyaml.Parsed()
        text = read_text(self.root, path)
        if isinstance(text, Problem):
            self.problems.append(text)
            return strictyaml.Parsed()
        parsed = self._parsed(text)
        self.problems += schema.faults(parsed, name)
        return parsed

    def _parsed(self, text: str) -> strictyaml.Parsed:
        """Parsing half a thousand sources takes longer than all checks: the result is kept until the file changes."""
        key = hashlib.sha256(text.encode()).hexdigest()
        if key in self.cache:
            kept = self.cache[key]
            return strictyaml.Parsed(kept["data"], {tuple(where): line for where, line in kept["lines"]})
        parsed = strictyaml.parse(text)
        if not parsed.faults:
            self.cache[key] = {
                "data": parsed.data,
                "lines": [[list(where), line] for where, line in parsed.lines.items()],
            }
        return parsed

    def good(self, parsed: strictyaml.Parsed, where: strictyaml.Where, fields: Mapping[str, Field], name: str) -> bool:
        """Whether one record can be used; what is wrong is collected."""
        data: Any = parsed.data
        for step in where:
            data = data[step]
        problems = schema.check(parsed, data, where, fields, name)
        self.problems += problems
        return not problems

    def records(self, name: str, fields: Mapping[str, Field]) -> list[tuple[dict[str, Any], int]]:
        """The usable records of a list, each with its line."""
        parsed = self.parse(name)
        if not isinstance(parsed.data, list):
            if parsed.data is not None:
                self.problems.append(problem(name, 1, "not a list"))
            return []
        return [
            (record, parsed.line(i)) for i, record in enumerate(parsed.data) if self.good(parsed, (i,), fields, name)
        ]


def read_all(root: Path, problems: list[Problem]) -> dict[str, Any]:
    """The parts of the Library that come from `data/`."""
    data = Data(root, problems)
    moved = data.parse("data/moved.yml")
    usable = data.good(moved, (), MOVED, "data/moved.yml")
    found = {
        "stages": tuple(
            Stage(r["id"], {"zh": r["zh"], "en": r["en"]}, tuple(r["questions"]), line)
            for r, line in data.records("data/stages.yml", STAGE)
        ),
        "seeds": {r["id"]: r["title"] for r, _ in data.records("data/seeds.yml", SEED)},
        "sources": _sources(data),
        "corrections": tuple(
            c for path in sorted((root / "data/corrections").glob("*.yml")) for c in _corrections(data, path)
        ),
        "errata": tuple(_errata(data)),
        "synonyms": tuple(tuple(r["words"]) for r, _ in data.records("data/synonyms.yml", SYNONYM)),
        "moved": moved.data["questions"] if usable else {},
        "anchors": moved.data["anchors"] if usable else {},
    }
    words = data.parse("data/ui.yml")
    for key in words.data if isinstance(words.data, dict) else ():
        data.good(words, (key,), WORD, "data/ui.yml")
    data.cache.save()
    return same(found)


def _sources(data: Data) -> dict[str, Source]:
    name = "data/sources.yml"
    parsed = data.parse(name)
    found = {}
    for key, record in (parsed.data or {}).items() if isinstance(parsed.data, dict) else ():
        if not data.good(parsed, (key,), SOURCE, name):
            continue
        if sum(k in record for k in ("arxiv", "doi", "url")) != 1:
            data.problems.append(problem(name, parsed.line(key), "address"))
        for place in record["places"]:
            data.good(parsed, (key, "places", place), PLACE, name)
        found[key] = _source(key, record, parsed.line(key))
    return found


def _source(key: str, record: dict[str, Any], line: int) -> Source:
    if "arxiv" in record:
        address, label = f"https://arxiv.org/abs/{record['arxiv']}", f"arXiv:{record['arxiv']}"
    elif "doi" in record:
        address, label = f"https://doi.org/{record['doi']}", f"doi:{record['doi']}"
    else:
        address = label = str(record.get("url", ""))
    return Source(
        key,
        tuple(record["authors"]),
        record["title"],
        record["venue"],
        record["year"],
        address,
        label,
        record["places"],
        line,
    )


def _corrections(data: Data, path: Path) -> list[Correction]:
    name = path.relative_to(data.root).as_posix()
    parsed = data.parse(name)
    found = []
    for i, record in enumerate(parsed.data if isinstance(parsed.data, list) else []):
        if data.good(parsed, (i,), CORRECTION, name) and _both(data, parsed, i, TEXTS, name):
            texts: dict[str, Any] = {key: {lang: record[lang][key].strip() for lang in ("zh", "en")} for key in TEXTS}
            keep: dict[str, Any] = {key: record[key] for key in ("id", "seed", "question", "verdict", "severity")}
            found.append(
                Correction(evidence=tuple(record["evidence"]), path=name, line=parsed.line(i), **keep, **texts)
            )
    return found


def _errata(data: Data) -> Iterator[Erratum]:
    name = "data/errata.yml"
    parsed = data.parse(name)
    for i, record in enumerate(parsed.data if isinstance(parsed.data, list) else []):
        if data.good(parsed, (i,), ERRATUM, name) and _both(data, parsed, i, ERRATUM_TEXTS, name):
            texts: dict[str, Any] = {key: {lang: record[lang][key] for lang in ("zh", "en")} for key in ERRATUM_TEXTS}
            keep: dict[str, Any] = {key: record[key] for key in ("date", "question", "finder", "check")}
            yield Erratum(line=parsed.line(i), **keep, **texts)


def _both(data: Data, parsed: strictyaml.Parsed, i: int, fields: Mapping[str, Field], name: str) -> bool:
    """Whether a record's texts are there in both languages; both are looked at, so that all faults show at once."""
    zh, en = (data.good(parsed, (i, lang), fields, name) for lang in ("zh", "en"))
    return zh and en
