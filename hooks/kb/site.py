"""What follows from the content: order, neighbours, backlinks, numbered references. Derived once a build, never stored."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from kb import plain
from kb.crosslinks import Terms, terms_of
from kb.model import Correction, Library, Page, Question, Source, Stage
from kb.plain import HAN
from kb.remember import remembered

NEIGHBOURS = 10
MENTIONS = 8


@dataclass(frozen=True)
class Reference:
    """A work in a page's reference list: its number there, and the places the page cites."""

    number: int
    source: Source
    places: tuple[str, ...]


@dataclass(frozen=True)
class Term:
    """A concept's names in each language, and the question that explains it."""

    zh: tuple[str, ...]
    en: tuple[str, ...]
    question: Question


@dataclass(frozen=True)
class MovedPart:
    """A part of a page that stands on another page now: its old anchor, the page, its anchor there."""

    anchor: str
    question: Question
    there: str


class Site:
    """The Library with everything that follows from it."""

    def __init__(self, library: Library) -> None:
        self.library = library
        self.terms = terms_of(library)

    @cached_property
    def by_stage(self) -> dict[str, list[Question]]:
        """The questions of each stage in reading order."""
        known = self.library.questions
        return {s.id: [known[k] for k in s.questions if k in known] for s in self.library.stages}

    @cached_property
    def stages(self) -> dict[str, Stage]:
        """The stages by id, in order."""
        return {s.id: s for s in self.library.stages}

    @cached_property
    def most_asked(self) -> list[Question]:
        """All questions, most asked first; ties by stage order."""
        return sorted((q for qs in self.by_stage.values() for q in qs), key=lambda q: -q.asked)

    @cached_property
    def _place(self) -> dict[str, int]:
        """The number of each question in its stage."""
        return {q.id: n for row in self.by_stage.values() for n, q in enumerate(row)}

    def neighbours(self, question: Question) -> list[Question]:
        """At most ten questions around this one in its stage, itself included."""
        row = self.by_stage[question.stage]
        start = max(0, min(self._place[question.id] - NEIGHBOURS // 2, len(row) - NEIGHBOURS))
        return row[start : start + NEIGHBOURS]

    def beside(self, question: Question, step: int) -> Question | None:
        """The question before (-1) or after (+1) in the stage."""
        row = self.by_stage[question.stage]
        at = self._place[question.id] + step
        return row[at] if 0 <= at < len(row) else None

    @cached_property
    def _related(self) -> dict[str, set[str]]:
        found: dict[str, set[str]] = {key: set() for key in self.library.questions}
        for question in self.library.questions.values():
            for other in question.related:
                if other in found:
                    found[question.id].add(other)
                    found[other].add(question.id)
        return found

    def related(self, question: Question) -> list[Question]:
        """The symmetric union of `related`, most asked first."""
        return self._ranked(self._related[question.id])

    @cached_property
    def _mentions(self) -> dict[str, set[str]]:
        """Which questions each question's text speaks of, by term or by link."""
        found: dict[str, set[str]] = {key: set() for key in self.library.questions}
        for question in self.library.questions.values():
            for page in question.pages.values():
                found[question.id] |= _spoken_of(self.terms, page) & set(found)
            found[question.id].discard(question.id)
        return found

    @cached_property
    def _mentioned(self) -> dict[str, set[str]]:
        """The same the other way round."""
        found: dict[str, set[str]] = {key: set() for key in self.library.questions}
        for key, spoken in self._mentions.items():
            for other in spoken:
                found[other].add(key)
        return found

    def mentioned_by(self, question: Question) -> list[Question]:
        """At most eight pages that speak of this question's terms, most asked first; related ones are listed elsewhere."""
        return self._ranked(self._mentioned[question.id] - self._related[question.id])[:MENTIONS]

    def _ranked(self, keys: set[str]) -> list[Question]:
        return sorted((self.library.questions[k] for k in keys), key=lambda q: (-q.asked, q.id))

    def moved_away(self, question: Question) -> list[MovedPart]:
        """The parts of a page that went to other pages."""
        found = [(old, new.partition("#")) for old, new in self.library.anchors.get(question.id, {}).items()]
        return [MovedPart(old, self.library.questions[key], there) for old, (key, mark, there) in found if mark]

    def corrections(self, question: Question) -> list[Correction]:
        """The corrections shown on a question's page, gravest first."""
        return sorted(self.library.corrections_of(question.id), key=lambda c: (-c.severity, c.id))

    def references(self, question: Question, lang: str) -> list[Reference]:
        """The works a page cites, in the order of their first mention."""
        found: dict[str, list[str]] = {}
        if lang in question.pages:
            for c in question.pages[lang].document.citations:
                found.setdefault(c.key, []).append(c.place)
        for correction in self.corrections(question):
            for item in correction.evidence:
                if item.startswith("@"):
                    key, _, place = item[1:].partition(", ")
                    found.setdefault(key, []).append(place)
        known = self.library.sources
        return [
            Reference(n, known[k], tuple(dict.fromkeys(p for p in places if p)))
            for n, (k, places) in enumerate(found.items(), 1)
            if k in known
        ]

    def scripts(self, question: Question) -> list[str]:
        """The verify scripts whose numbers a question's pages, figures or corrections use, in order."""
        names = [b.script for page in question.pages.values() for b in page.document.bindings]
        for page in question.pages.values():
            for link in page.document.links:
                if link.image:
                    names += self.figure_scripts(link.target.rpartition("/")[2])
                elif "/verify/" in link.target:
                    names.append(link.target.rpartition("/")[2].partition(".py")[0])
        names += [item[7:-3] for c in self.corrections(question) for item in c.evidence if item.startswith("verify/")]
        return [name for name in dict.fromkeys(names) if name in self.library.scripts]

    def figure_scripts(self, name: str) -> list[str]:
        """The scripts that a figure's numbers come from."""
        parts = self.library.figures.get(name, "").split('data-val="')[1:]
        return [part.split('"')[0].partition(".")[0] for part in parts]

    def minutes(self, question: Question) -> dict[str, int]:
        """Reading time of a page in each language."""
        return self._minutes[question.id]

    @cached_property
    def _minutes(self) -> dict[str, dict[str, int]]:
        return {q.id: {lang: _reading(page) for lang, page in q.pages.items()} for q in self.library.questions.values()}

    @cached_property
    def glossary(self) -> list[Term]:
        """All terms by their first name in Latin letters, or in Han."""
        found = [
            Term(tuple(n for n in names if HAN.search(n)), tuple(n for n in names if not HAN.search(n)), q)
            for q in self.library.questions.values()
            for names in q.terms
        ]
        return sorted(found, key=lambda t: ((*t.en, *t.zh)[0].casefold(), t.question.id))

    @cached_property
    def seed_pages(self) -> Mapping[str, Question]:
        """The question that answers each seed question."""
        return {seed: q for q in self.library.questions.values() for seed in q.seeds}


@remembered
def _spoken_of(terms: Terms, page: Page) -> frozenset[str]:
    """What a page speaks of, by term or by link: ids, and names of other files."""
    linked = {link.target.split("#")[0].rpartition("/")[2].removesuffix(".md") for link in page.document.links}
    return frozenset(linked | {key for _, _, key in terms.find(page.document.prose)})


@remembered
def _reading(page: Page) -> int:
    return plain.minutes(page.document.text, page.lang)
