"""What a cheat sheet takes from an answer: its first formula that stands alone and fits a column, and its first table where that is small."""

from __future__ import annotations

import re

from kb.model import Page
from kb.plain import spoken
from kb.source import DISPLAY

TABLE = re.compile(r"(?m)^\|.*\|\n\|[ :|-]+\|\n(?:\|.*\|\n?)+")
WIDE = 50  # characters of a formula, read out
LINES, CELL = 7, 60  # of a table, heading and rule included; characters of a cell


def formula(page: Page) -> str:
    """The Markdown of the answer's first display formula that fits a column of the printed page, or nothing."""
    found = (match[0] for match in DISPLAY.finditer(page.sections["answer"].text))
    return next((text for text in found if len(spoken(text)) <= WIDE), "")


def table(page: Page) -> str:
    """The Markdown of the answer's first table, or nothing where it is none to be taken in at a glance."""
    found = TABLE.search(page.sections["answer"].text)
    if not found:
        return ""
    lines = found[0].strip().split("\n")
    cells = [len(re.sub(r"\]\([^)]*\)|\[@[^\]]*\]", "", cell)) for line in lines for cell in line.split("|")]
    return found[0] if len(lines) <= LINES and max(cells) <= CELL else ""
