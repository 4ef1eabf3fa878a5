"""Chinese typesetting: full-width punctuation, and a space between Han and Latin letters, digits, code or formulas."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kb.model import Correction, Library, Page, Plain
from kb.problems import Problem, problem
from kb.remember import listed
from kb.rules.structure import every_page
from kb.source import CITATION, CODE, DISPLAY, FENCE, INLINE

HAN = "\u3400-\u4dbf\u4e00-\u9fff"
TIGHT = re.compile(rf"(?<=[{HAN}])[A-Za-z0-9`]|(?<=[A-Za-z0-9%`])[{HAN}]")
HALF = re.compile(
    rf"(?<=[{HAN}”）])[,;:?!](?=[\s{HAN}“（]|$)|(?<=[{HAN}])\.(?=\s|$)|(?<=[{HAN}])\((?=[{HAN}])|(?<=[{HAN}])\)", re.M
)
LOOK_ALIKE = re.compile(r"[\u2e80-\u2fdf\u3164\uf900-\ufaff]")
UNSEEN = re.compile(rf"{CITATION.pattern}|!?\[|\]\([^)\s]*\)|\]|(?<![ \t])[ \t]*+\{{[ \t]*#[^}}]*\}}|\*")


def check(library: Library) -> Iterator[Problem]:
    """All rules of Chinese text, on pages and in corrections."""
    for page in every_page(library):
        if page.lang == "zh":
            yield from _page(page)
    for correction in library.corrections:
        yield from _correction(correction)


@listed
def _page(page: Page | Plain) -> Iterator[Problem]:
    for offset, what, near in faults(page.document.text):
        yield problem(page.path, page.document.line(offset), what, near=near)


@listed
def _correction(c: Correction) -> Iterator[Problem]:
    for part in (c.claim, c.right, c.why):
        for _, what, near in faults(part["zh"]):
            yield problem(c.path, c.line, what, near=near)


def faults(text: str) -> Iterator[tuple[int, str, str]]:
    """Each fault of a Chinese text: offset, what, and the text around it."""
    seen, offsets = _visible(text)
    for what, pattern in (("spacing", TIGHT), ("punctuation", HALF), ("look-alike", LOOK_ALIKE)):
        for match in pattern.finditer(seen):
            yield offsets[match.start()], what, _near(seen, match.start())


def _visible(text: str) -> tuple[str, list[int]]:
    """The text as it is read, each character with its offset: code and formulas as one mark, links without targets."""
    for pattern in (FENCE, DISPLAY):
        text = pattern.sub(lambda m: "\n" * len(m[0]), text)
    for pattern in (CODE, INLINE):
        text = pattern.sub(lambda m: "`" * len(m[0]), text)
    hidden = {i for m in UNSEEN.finditer(text) for i in range(*m.span())}
    offsets = [i for i in range(len(text)) if i not in hidden]
    return "".join(text[i] for i in offsets), offsets


def _near(text: str, at: int) -> str:
    return " ".join(re.sub("`+", "`…`", text[max(0, at - 6) : at + 6]).split())
