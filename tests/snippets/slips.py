"""What the tests of the coding pages share: a snippet with a slip typed into it, and the table of slips that a page shows."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from tests.conftest import ROOT

ROW = re.compile(r"^\|.*?\|((?: [✓✗] \|)+)$", re.MULTILINE)


def slipped(snippet: str, edits: Sequence[tuple[str, str]]) -> dict[str, Any]:
    """The names of `snippets/<snippet>.py` after each text was replaced by the slip; every text to replace must be there."""
    text = (ROOT / f"snippets/{snippet}.py").read_text(encoding="utf-8")
    for old, new in edits:
        assert old in text
        text = text.replace(old, new)
    names: dict[str, Any] = {}
    exec(compile(text, "slip", "exec"), names)
    return names


def on_page(slug: str, language: str) -> list[str]:
    """The rows of the page's table of slips, a digit for each test: 1 where it fails."""
    page = ROOT / f"docs/{language}/coding/{slug}.md"
    return [
        "".join("01"[mark == "✗"] for mark in row if mark in "✓✗")
        for row in ROW.findall(page.read_text(encoding="utf-8"))
    ]
