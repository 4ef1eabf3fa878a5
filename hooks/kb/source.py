"""A Markdown file as the checks see it: headings, formulas, citations and links, each with its line.

One pass masks what is no prose (code, formulas) with blanks of the same length, so that every later search keeps its offsets.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property

from kb.tex import vals

FENCED = re.compile(r"^[ \t]*(`{3,}+|~{3,}+)[^`\n]*\n(?:.*?\n)??[ \t]*\1[`~]*[ \t]*$", re.M | re.S)
OPEN_FENCE = re.compile(r"^[ \t]*+(`{3,}+|~{3,}+)(.*)$", re.M)
CODE = re.compile(r"(?<!`)(`+)(?!`)(.+?)(?<!`)\1(?!`)", re.S)
DISPLAY = re.compile(r"(?<!\\)\$\$(.+?)(?<!\\)\$\$", re.S)
INLINE = re.compile(r"(?<![\\$])\$(?![\s$])((?:[^$\n\\]|\\.|\n(?!\s*\n))+?)(?<!\s)\$(?![\d$])")
HEADING = re.compile(r"^(#{1,6})[ \t]+(.*)$", re.M)
ANY = re.compile(".")  # but a line end
ID = re.compile(r"\{[ \t]*#([^\s}]+)[ \t]*\}\Z")
CITATION = re.compile(r"\[(@[^\[\]]+)\]")
LINK = re.compile(r"(!?)\[((?:[^\[\]]|\[[^\[\]]*\])*)\]\(\s*<?([^)\s>]*+)>?(?:\s+\"[^\"]*\")?\s*\)")


class Fences:
    """Fenced code blocks, found line by line: one that never ends costs no second look at the rest of the page."""

    def finditer(self, text: str) -> Iterator[re.Match[str]]:
        """Each block that is closed."""
        opened: re.Match[str] | None = None
        for line in OPEN_FENCE.finditer(text):
            if opened is None:
                opened = line if "`" not in line[2] else None
            elif line[1].startswith(opened[1]) and not line[2].strip(" \t`~"):
                block = FENCED.match(text, opened.start(), line.end())
                if block:
                    yield block
                opened = None

    def sub(self, change: Callable[[re.Match[str]], str], text: str) -> str:
        """The text with each block changed."""
        parts, at = [], 0
        for block in self.finditer(text):
            parts += [text[at : block.start()], change(block)]
            at = block.end()
        return "".join([*parts, text[at:]])


FENCE = Fences()


@dataclass(frozen=True)
class Heading:
    """A heading; `id` is the explicit one, else None."""

    level: int
    text: str
    id: str | None
    line: int
    start: int
    end: int


@dataclass(frozen=True)
class Formula:
    """TeX between dollars."""

    tex: str
    display: bool
    line: int


@dataclass(frozen=True)
class Citation:
    """One `@key, place` of a bracket; `place` is empty when only the work is cited."""

    key: str
    place: str
    line: int


@dataclass(frozen=True)
class Link:
    """A Markdown link or image."""

    text: str
    target: str
    image: bool
    line: int


@dataclass(frozen=True)
class Binding:
    """A number in the text and the value of a script that it must equal."""

    script: str
    value: str
    text: str
    line: int


class Document:
    """The text below the front matter; `first_line` is the line of the file on which it starts."""

    def __init__(self, text: str, first_line: int = 1) -> None:
        self.text = text
        self.first_line = first_line
        self._starts = [0, *(m.end() for m in re.finditer("\n", text))]

    def line(self, offset: int) -> int:
        """The file's line at an offset of the text."""
        return self.first_line + bisect_right(self._starts, offset) - 1

    @cached_property
    def without_code(self) -> str:
        """The text with code, fenced and inline, blanked."""
        return _blank(CODE, _blank(FENCE, self.text))

    @cached_property
    def prose(self) -> str:
        """The text with code and formulas blanked."""
        return _blank(INLINE, _blank(DISPLAY, self.without_code))

    @cached_property
    def unclosed_fence(self) -> int | None:
        """The line of a code fence that is never closed."""
        match = OPEN_FENCE.search(_blank(FENCE, self.text))
        return self.line(match.start()) if match else None

    @cached_property
    def headings(self) -> tuple[Heading, ...]:
        """All headings, in order."""
        found = [(m, *_named(m[2])) for m in HEADING.finditer(_blank(FENCE, self.text))]
        return tuple(Heading(len(m[1]), text, key, self.line(m.start()), m.start(), m.end()) for m, text, key in found)

    @cached_property
    def formulas(self) -> tuple[Formula, ...]:
        """All formulas, display ones first."""
        display = [Formula(m[1].strip(), True, self.line(m.start())) for m in DISPLAY.finditer(self.without_code)]
        rest = _blank(DISPLAY, self.without_code)
        return (*display, *(Formula(m[1], False, self.line(m.start())) for m in INLINE.finditer(rest)))

    @cached_property
    def citations(self) -> tuple[Citation, ...]:
        """All citations, in order."""
        return tuple(
            Citation(key, place, self.line(m.start()))
            for m in CITATION.finditer(self.prose)
            for key, place in split_citation(m[1])
        )

    @cached_property
    def links(self) -> tuple[Link, ...]:
        """All links and images, in order; their text as written, formulas and code included."""
        return tuple(
            Link(self.text[m.start(2) : m.end(2)], m[3], bool(m[1]), self.line(m.start()))
            for m in LINK.finditer(self.prose)
        )

    @cached_property
    def bindings(self) -> tuple[Binding, ...]:
        """All bound numbers: links to a script's value, and `\\val` in formulas."""
        found = [
            Binding(script.rsplit("/", 1)[-1], value, link.text, link.line)
            for link in self.links
            for script, _, value in [link.target.partition(".py#")]
            if value and "/verify/" in "/" + link.target
        ]
        for formula in self.formulas:
            for name, number, _, _ in vals(formula.tex):
                script, _, value = name.partition(".")
                found.append(Binding(script, value, number, formula.line))
        return tuple(found)


def _named(text: str) -> tuple[str, str | None]:
    """`Why? { #fu-why } ##` to ("Why?", "fu-why")."""
    text = text.rstrip("#").rstrip(" \t")
    found = ID.search(text)
    return (text[: found.start()].strip(), found[1]) if found else (text.strip(), None)


def split_citation(inside: str) -> list[tuple[str, str]]:
    """`@a, §5; @b` to [("a", "§5"), ("b", "")]."""
    parts = [part.strip().partition(",") for part in inside.split(";")]
    return [(key.strip().removeprefix("@"), place.strip()) for key, _, place in parts]


def _blank(pattern: re.Pattern[str] | Fences, text: str) -> str:
    return pattern.sub(lambda m: ANY.sub(" ", m[0]), text)
