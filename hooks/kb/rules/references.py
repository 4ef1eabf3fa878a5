"""Every name that points somewhere must arrive: stages, seeds, related pages, terms, citations, corrections."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping

from kb import schema
from kb.model import Correction, Library, Page, Plain, Question, Source
from kb.problems import Problem, problem
from kb.remember import listed
from kb.rules.structure import every_page

STAGES, SEEDS, SOURCES = "data/stages.yml", "data/seeds.yml", "data/sources.yml"


def check(library: Library) -> Iterator[Problem]:
    """All rules of reference."""
    yield from _stages(library)
    for question in library.questions.values():
        yield from _question(library, question)
    yield from _twice(library)
    yield from _citations(library)
    often = Counter(c.id for c in library.corrections)
    for correction in library.corrections:
        yield from _correction(library, correction, often[correction.id] > 1)
    for erratum in library.errata:
        if not _known(library, erratum.question):
            yield problem("data/errata.yml", erratum.line, "unknown question/erratum", question=erratum.question)


def _known(library: Library, key: str) -> bool:
    return key in library.questions or key in library.unread


def _seed(library: Library, key: str) -> bool:
    return key in library.seeds or not library.broken.isdisjoint({key, SEEDS})


def _stages(library: Library) -> Iterator[Problem]:
    listed = {key: stage for stage in library.stages for key in stage.questions}
    ids = [stage.id for stage in library.stages]
    for stage in library.stages:
        if ids.count(stage.id) > 1:
            yield problem(STAGES, stage.line, "duplicate stage", id=stage.id)
        for key in stage.questions:
            if not _known(library, key):
                yield problem(STAGES, stage.line, "unknown question/stage", id=stage.id, key=key)
    if STAGES in library.broken:
        return
    for question in library.questions.values():
        path = question.pages["zh"].path
        if question.stage in library.broken:
            continue
        if question.stage not in ids:
            yield problem(path, 1, "unknown stage", stage=question.stage, ids=", ".join(ids))
        elif question.id not in listed:
            yield problem(path, 1, "not listed", stage=question.stage, id=question.id)
        elif listed[question.id].id != question.stage:
            yield problem(path, 1, "wrong stage/list", id=listed[question.id].id)


def _question(library: Library, question: Question) -> Iterator[Problem]:
    path = question.pages["zh"].path
    for seed in question.seeds:
        if not _seed(library, seed):
            yield problem(path, question.lines["seeds"], "unknown seed", seed=seed)
    for key in question.related:
        if key == question.id:
            yield problem(path, question.lines["related"], "related to itself")
        elif not _known(library, key):
            yield problem(path, question.lines["related"], "unknown related", key=key)
    if not question.pages["zh"].document.citations:
        yield problem(path, 1, "no citation")


def _twice(library: Library) -> Iterator[Problem]:
    homes: dict[str, str] = {}
    seeds: dict[str, str] = {}
    for question in library.questions.values():
        path = question.pages["zh"].path
        for name in question.names:
            other = homes.setdefault(name.casefold(), question.id)
            if other != question.id:
                yield problem(path, question.lines["terms"], "term claimed twice", name=name, other=other)
        for seed in question.seeds:
            other = seeds.setdefault(seed, question.id)
            if other != question.id:
                yield problem(path, question.lines["seeds"], "seed answered twice", seed=seed, other=other)


def _citations(library: Library) -> Iterator[Problem]:
    cited: set[str] = set()
    for page in every_page(library):
        cited |= {c.key for c in page.document.citations}
        yield from _on_page(library.sources, library.broken, page)
    for correction in library.corrections:
        for item in correction.evidence:
            if item.startswith("@"):
                key, _, place = item[1:].partition(", ")
                cited.add(key)
                yield from _cited(library.sources, library.broken, correction.path, correction.line, key, place)
    for key, source in library.sources.items():
        if not schema.KEY.match(key):
            yield problem(SOURCES, source.line, "illegal key", key=key)
        if key not in cited and not library.problems:  # what was not read may cite it
            yield problem(SOURCES, source.line, "never cited", key=key)


@listed
def _on_page(sources: Mapping[str, Source], broken: frozenset[str], page: Page | Plain) -> Iterator[Problem]:
    for c in page.document.citations:
        yield from _cited(sources, broken, page.path, c.line, c.key, c.place)


def _cited(
    sources: Mapping[str, Source], broken: frozenset[str], path: str, line: int, key: str, place: str
) -> Iterator[Problem]:
    source = sources.get(key)
    if source is None:
        if broken.isdisjoint({key, SOURCES}):
            yield problem(path, line, "unknown source", key=key)
    elif place and place not in source.places:
        yield problem(path, line, "place not seen", key=key, place=place)


def _correction(library: Library, correction: Correction, twice: bool) -> Iterator[Problem]:
    path, line = correction.path, correction.line
    if not _known(library, correction.question):
        yield problem(path, line, "unknown question/correction", id=correction.id, question=correction.question)
    if correction.seed != "field" and not _seed(library, correction.seed):
        yield problem(path, line, "unknown seed", seed=correction.seed)
    if not correction.id.startswith(correction.seed + "-"):
        yield problem(path, line, "correction id", id=correction.id, seed=correction.seed)
    if twice:
        yield problem(path, line, "duplicate id/correction", id=correction.id)
    if not correction.evidence:
        yield problem(path, line, "no evidence", id=correction.id)
    for item in correction.evidence:
        if item.startswith("verify/") and not library.script_known(item.removeprefix("verify/").removesuffix(".py")):
            yield problem(path, line, "unknown script/evidence", item=item)
