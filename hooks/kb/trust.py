"""What can be held against the site: what is cited and computed, what audits found, how much the last whole run of the tests looked at."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from kb import kept_yaml
from kb.model import Library, Text

PROOFS = "data/proofs.yml"  # what each proof says
RESULTS = "data/proofs.json"  # written by `make test-all` when nothing failed
AUDITS = "audits"
UNSEEN = "supports-by-knowledge"
VERDICT = re.compile(r"^  verdict: ([a-z-]+)", re.M)


@dataclass(frozen=True)
class Proof:
    """A promise, and how many things the tests looked at to see that it holds; `count` is None before the first whole run."""

    says: Text
    count: int | None


@dataclass(frozen=True)
class Results:
    """The day of a whole run, and by proof how many things were looked at."""

    date: str
    counts: Mapping[str, int]


@dataclass(frozen=True)
class Audit:
    """Citations drawn at random and read against their sources by people who had not written the page."""

    date: str
    read: int
    support: int
    partly: int
    unseen: int  # of those that support: judged without the text, from what is well known


@dataclass(frozen=True)
class Trust:
    """Everything that the page shows."""

    figures: Mapping[str, int]
    proofs: tuple[Proof, ...]
    date: str  # of the last whole run
    audits: tuple[Audit, ...]


def of(library: Library) -> Trust:
    """Counted from the library, and read from the files that tests and audits left."""
    last = results(library.root)
    return Trust(_figures(library), _proofs(library.root, last.counts), last.date, _audits(library.root))


def _figures(library: Library) -> dict[str, int]:
    pages = [page for question in library.questions.values() for page in question.pages.values()]
    citations = [c for page in pages for c in page.document.citations]
    return {
        "citations": len(citations),
        "placed": round(100 * sum(bool(c.place) for c in citations) / max(1, len(citations))),
        "works": len(library.sources),
        "numbers": sum(len(page.document.bindings) for page in pages),
        "scripts": len(library.scripts),
        "corrections": len(library.corrections),
        "errata": len(library.errata),
    }


def results(root: Path) -> Results:
    """What the last whole run of the tests wrote."""
    path = root / RESULTS
    return Results(**json.loads(path.read_text(encoding="utf-8"))) if path.exists() else Results("", {})


def _proofs(root: Path, counts: Mapping[str, int]) -> tuple[Proof, ...]:
    path = root / PROOFS
    words = kept_yaml.of(str(root)).parse(path.read_text(encoding="utf-8")).data if path.exists() else None
    return tuple(Proof(says, counts.get(name)) for name, says in (words or {}).items())


def _audits(root: Path) -> tuple[Audit, ...]:
    found = []
    for path in sorted((root / AUDITS).glob("*.yml")):
        verdicts = Counter(VERDICT.findall(path.read_text(encoding="utf-8")))
        found.append(
            Audit(
                path.name[:10],
                verdicts.total(),
                verdicts["supports"] + verdicts[UNSEEN],
                verdicts["partly"],
                verdicts[UNSEEN],
            )
        )
    return tuple(found)
