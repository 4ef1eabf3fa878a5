"""The rules of the classes by which formulas place their characters: each page carries those that it uses and no others.

A class says its rule itself (`kmH_6833` is `height:.6833em`), so a page, a kept fragment or a card needs no list of what it was made with.
"""

from __future__ import annotations

import json
import re
from pathlib import Path

LETTERS: dict[str, str] = json.loads(Path(__file__).with_name("node").joinpath("places.json").read_text("utf-8"))
NAME = re.compile(
    rf"km(?:([{''.join(LETTERS)}])(-?\d*(?:_\d+)?)|-(position|border-style|border-right-style|text-align|stack)(?:-([a-z]+))?)\b"
)
# Rows upon each other in one cell, on one line; from there each is moved. They stand as KaTeX's own rows do: each holds a block in a line.
STACK = (
    ".katex .km-stack{display:inline-grid;align-items:baseline}.katex .km-stack>span{grid-area:1/1;position:relative}"
    ".katex .km-stack>span>span{display:inline-block}"
)
HEAD = "</head>"


def rules(html: str) -> str:
    """The style sheet for the classes that a page names, always in the same order; empty for a page without formulas."""
    return "".join(sorted({_rule(*match) for match in NAME.findall(html)}))


def styled(html: str) -> tuple[str, str]:
    """The page with its rules at the end of its head, behind KaTeX's own, and those rules."""
    sheet = rules(html)
    return (html.replace(HEAD, f"<style>{sheet}</style>{HEAD}", 1) if sheet else html), sheet


def _rule(letter: str, size: str, name: str, word: str) -> str:
    if name == "stack":
        return STACK
    if word:
        return f".katex .km-{name}-{word}{{{name}:{word}}}"
    length = f"{size.replace('_', '.')}em"
    return f".katex .km{letter}{size}{{{LETTERS[letter]}:{'0 ' if LETTERS[letter] == 'margin' else ''}{length}}}"
