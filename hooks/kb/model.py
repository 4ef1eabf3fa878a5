"""The content as values: what a question, a correction or a source is. Nothing here reads, checks or writes."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Literal

from kb.problems import Problem
from kb.source import Document, Heading

Lang = Literal["zh", "en"]
LANGS: tuple[Lang, Lang] = ("zh", "en")
Text = Mapping[str, str]  # a text in each language


@dataclass(frozen=True)
class Point:
    """One thing an interviewer listens for; without a `core` one the answer fails."""

    text: str
    core: bool


@dataclass(frozen=True)
class FollowUp:
    """What the interviewer asks next; `id` is its anchor, `fu-<slug>`."""

    id: str
    question: str
    answer: str


@dataclass(frozen=True)
class Section:
    """One h2 of a page: its anchor, its Markdown without the heading, and the line the heading stands on."""

    id: str
    heading: str
    text: str
    line: int


@dataclass(frozen=True)
class Page:
    """A question in one language."""

    lang: Lang
    path: str
    title: str
    short: str
    points: tuple[Point, ...]
    followups: tuple[FollowUp, ...]
    sections: Mapping[str, Section]
    headings: tuple[Heading, ...]
    document: Document


@dataclass(frozen=True)
class Question:
    """A question with its shared facts and its page in each language that could be read."""

    id: str
    stage: str
    difficulty: int
    asked: int
    seeds: tuple[str, ...]
    terms: tuple[tuple[str, ...], ...]
    aliases: tuple[str, ...]
    related: tuple[str, ...]
    reviewed: str
    revision: int
    lines: Mapping[str, int]
    pages: Mapping[str, Page]
    translates: int | None = None

    @property
    def names(self) -> tuple[str, ...]:
        """All names of all terms, flat."""
        return tuple(name for concept in self.terms for name in concept)


@dataclass(frozen=True)
class Stage:
    """A stage, and its questions in reading order."""

    id: str
    name: Text
    questions: tuple[str, ...]
    line: int


@dataclass(frozen=True)
class Source:
    """A cited work. `places` maps each place to how its text was seen."""

    key: str
    authors: tuple[str, ...]
    title: str
    venue: str
    year: int
    address: str
    label: str
    places: Mapping[str, Mapping[str, str]]
    line: int


@dataclass(frozen=True)
class Correction:
    """A wrong claim and what is right, in both languages."""

    id: str
    seed: str
    question: str
    verdict: str
    severity: int
    claim: Text
    right: Text
    why: Text
    evidence: tuple[str, ...]
    path: str
    line: int


@dataclass(frozen=True)
class Erratum:
    """A mistake of our own: what a page said, what it says now, who found it, which check now prevents it."""

    date: str
    question: str
    finder: str
    check: str
    was: Text
    now: Text
    line: int


@dataclass(frozen=True)
class Value:
    """A number that a script computed."""

    number: float
    unit: str


@dataclass(frozen=True)
class Plain:
    """A page that is no question: home, stage, list, about."""

    lang: Lang
    path: str
    title: str
    headings: tuple[Heading, ...]
    document: Document
    template: str
    stage: str | None
    lines: Mapping[str, int]


@dataclass(frozen=True)
class Library:
    """Everything that was read, both languages, and what could not be."""

    root: Path
    stages: tuple[Stage, ...]
    questions: Mapping[str, Question]
    plain: tuple[Plain, ...]
    sources: Mapping[str, Source]
    corrections: tuple[Correction, ...]
    errata: tuple[Erratum, ...]
    synonyms: tuple[tuple[str, ...], ...]
    seeds: Mapping[str, str]
    moved: Mapping[str, str]
    anchors: Mapping[str, Mapping[str, str]]  # of each question: old anchor -> new one, or `question#anchor`
    withdrawn: Mapping[str, str]  # corrections that are gone -> the correction or the question that says what holds
    moved_lines: Mapping[tuple[str | int, ...], int]
    scripts: Mapping[str, str]
    snippets: Mapping[str, str]
    figures: Mapping[str, str]
    values: Mapping[str, Mapping[str, Value]]
    broken: frozenset[str] = frozenset()  # files of data and records in them that cannot be used
    unread: frozenset[str] = frozenset()
    problems: tuple[Problem, ...] = field(default=())

    @cached_property
    def unsound(self) -> frozenset[str]:
        """The files that could not be read whole: what they lack is no fault of those who ask for it."""
        return frozenset(p.path for p in self.problems)

    @cached_property
    def script_names(self) -> Collection[str]:
        """The scripts that there are, those that could not be read among them."""
        folder = "docs/verify/"
        lost = {path.removeprefix(folder).removesuffix(".py") for path in self.unsound if path.startswith(folder)}
        return lost | self.scripts.keys() if lost else self.scripts

    def script_known(self, name: str) -> bool:
        """Whether there is such a script."""
        return name in self.script_names

    def question(self, key: str) -> Question:
        """The question of this id; the checks have seen to it that it is there."""
        return self.questions[key]

    def corrections_of(self, key: str) -> list[Correction]:
        """The corrections shown on a question's page."""
        return self._corrections.get(key, [])

    @cached_property
    def _corrections(self) -> Mapping[str, list[Correction]]:
        found: dict[str, list[Correction]] = {}
        for c in self.corrections:
            found.setdefault(c.question, []).append(c)
        return found
