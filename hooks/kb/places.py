"""The rules of the classes by which formulas place their characters: each page carries those that it uses and no others.

A class says its rule itself (`kmH_6833` is `height:.6833em`), so a page, a kept fragment or a card needs no list of what it was made with.
"""

from __future__ import annotations

import json
import re
from pathlib import Path

LETTERS: dict[str, str] = json.loads(Path(__file__).with_name("node").joinpath("places.json").read_text("utf-8"))
NAME = re.compile(
    rf"km(?:([{''.join(LETTERS)}])(-?\d*(?:_\d+)?)|-(position|border-style|border-right-style)-([a-z]+))\b"
)


def rules(html: str) -> str:
    """The rules for the classes that a page names, always in the same order; empty for a page without formulas. They say more than any of KaTeX's own."""
    return "".join(sorted({_rule(*match) for match in NAME.findall(html)}))


def _rule(letter: str, size: str, name: str, word: str) -> str:
    if word:
        return f".katex .katex-html .km-{name}-{word}{{{name}:{word}}}"
    length = f"{size.replace('_', '.')}em"
    return f".katex .katex-html .km{letter}{size}{{{LETTERS[letter]}:{'0 ' if LETTERS[letter] == 'margin' else ''}{length}}}"
