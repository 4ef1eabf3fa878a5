"""What a cheat sheet takes from an answer: its first formula that stands alone, and its first table where that is small."""

from __future__ import annotations

import re

from kb.model import Page
from kb.source import DISPLAY

TABLE = re.compile(r"(?m)^\|.*\|\n\|[ :|-]+\|\n(?:\|.*\|\n?)+")
LINES, CELL = 7, 60  # of a table, heading and rule included; characters of a cell


def formula(page: Page) -> str:
    """The Markdown of the answer's first display formula, or nothing."""
    found = DISPLAY.search(page.sections["answer"].text)
    return found[0] if found else ""


def table(page: Page) -> str:
    """The Markdown of the answer's first table, or nothing where it is none to be taken in at a glance."""
    found = TABLE.search(page.sections["answer"].text)
    if not found:
        return ""
    lines = found[0].strip().split("\n")
    cells = [len(re.sub(r"\]\([^)]*\)|\[@[^\]]*\]", "", cell)) for line in lines for cell in line.split("|")]
    return found[0] if len(lines) <= LINES and max(cells) <= CELL else ""
