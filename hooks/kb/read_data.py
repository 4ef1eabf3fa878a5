"""Reading `data/*.yml`: stages, seeds, sources, corrections, what has moved."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from kb import kept_yaml, schema, strictyaml
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
        self.broken: set[str] = set()  # files and records that cannot be used: who names them is not wrong

    def parse(self, name: str) -> strictyaml.Parsed:
        """One file; an empty result when it cannot be read."""
        path = self.root / name
        text = read_text(self.root, path) if path.exists() else problem(name, 1, "missing file")
        if isinstance(text, Problem):
            self.problems.append(text)
            self.broken.add(name)
            return strictyaml.Parsed()
        parsed = kept_yaml.of(str(self.root)).parse(text)
        self.problems += schema.faults(parsed, name)
        if parsed.data is None and parsed.faults:
            self.broken.add(name)
        return parsed

    def good(self, parsed: strictyaml.Parsed, where: strictyaml.Where, fields: Mapping[str, Field], name: str) -> bool:
        """Whether one record can be used; what is wrong is collected."""
        data: Any = parsed.data
        for step in where:
            data = data[step]
        problems = schema.check(parsed, data, where, fields, name)
        self.problems += problems
        if problems:
            self.broken |= {str(where[-1])} if where else {name}
            self.broken |= {str(data["id"])} if isinstance(data, dict) and "id" in data else set()
        return not problems

    def records(self, name: str, fields: Mapping[str, Field]) -> list[tuple[dict[str, Any], int]]:
        """The usable records of a list, each with its line."""
        parsed = self.listed(name)
        return [
            (record, parsed.line(i)) for i, record in enumerate(parsed.data) if self.good(parsed, (i,), fields, name)
        ]

    def listed(self, name: str) -> strictyaml.Parsed:
        """A file that holds a list; an empty one when it does not."""
        return self._of(name, list, "not a list")

    def mapped(self, name: str) -> strictyaml.Parsed:
        """A file of keys and values; an empty one when it is none."""
        return self._of(name, dict, "not a mapping")

    def _of(self, name: str, kind: type, otherwise: str) -> strictyaml.Parsed:
        parsed = self.parse(name)
        if isinstance(parsed.data, kind):
            return parsed
        if parsed.data is not None:
            self.problems.append(problem(name, 1, otherwise))
            self.broken.add(name)
        return strictyaml.Parsed(kind())

    def texts(self, parsed: strictyaml.Parsed, where: strictyaml.Where, name: str) -> dict[str, str]:
        """The entries of one mapping that are a text each; what is wrong with the others is collected."""
        data: Any = parsed.data
        for step in where:
            data = data[step]
        fields = {key: Field(schema.text()) for key in data} if isinstance(data, dict) else {}
        self.good(parsed, where, fields, name)
        return {key: data[key] for key, field in fields.items() if field.kind.test(data[key])}


def read_all(root: Path, problems: list[Problem]) -> dict[str, Any]:
    """The parts of the Library that come from `data/`."""
    data = Data(root, problems)
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
        **_moved(data),
    }
    words = data.mapped("data/ui.yml")
    for key in words.data:
        data.good(words, (key,), WORD, "data/ui.yml")
    return same(found | {"broken": frozenset(data.broken)})


def _moved(data: Data) -> dict[str, Any]:
    """What has moved, and on which line that stands."""
    name = "data/moved.yml"
    parsed = data.parse(name)
    if parsed.data is None or not data.good(parsed, (), MOVED, name):
        return {"moved": {}, "anchors": {}, "withdrawn": {}, "moved_lines": {}}
    return {
        "moved": data.texts(parsed, ("questions",), name),
        "anchors": {key: data.texts(parsed, ("anchors", key), name) for key in parsed.data["anchors"]},
        "withdrawn": data.texts(parsed, ("corrections",), name) if "corrections" in parsed.data else {},
        "moved_lines": parsed.lines,
    }


def _sources(data: Data) -> dict[str, Source]:
    name = "data/sources.yml"
    parsed = data.mapped(name)
    found = {}
    for key, record in parsed.data.items():
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
    parsed = data.listed(name)
    found = []
    for i, record in enumerate(parsed.data):
        if data.good(parsed, (i,), CORRECTION, name) and _both(data, parsed, i, TEXTS, name):
            texts: dict[str, Any] = {key: {lang: record[lang][key].strip() for lang in ("zh", "en")} for key in TEXTS}
            keep: dict[str, Any] = {key: record[key] for key in ("id", "seed", "question", "verdict", "severity")}
            found.append(
                Correction(evidence=tuple(record["evidence"]), path=name, line=parsed.line(i), **keep, **texts)
            )
    return found


def _errata(data: Data) -> Iterator[Erratum]:
    name = "data/errata.yml"
    parsed = data.listed(name)
    for i, record in enumerate(parsed.data):
        if data.good(parsed, (i,), ERRATUM, name) and _both(data, parsed, i, ERRATUM_TEXTS, name):
            texts: dict[str, Any] = {key: {lang: record[lang][key] for lang in ("zh", "en")} for key in ERRATUM_TEXTS}
            keep: dict[str, Any] = {key: record[key] for key in ("date", "question", "finder", "check")}
            yield Erratum(line=parsed.line(i), **keep, **texts)


def _both(data: Data, parsed: strictyaml.Parsed, i: int, fields: Mapping[str, Field], name: str) -> bool:
    """Whether a record's texts are there in both languages; both are looked at, so that all faults show at once."""
    zh, en = (data.good(parsed, (i, lang), fields, name) for lang in ("zh", "en"))
    return zh and en
