"""Markdown to plain reading: what is counted, exported, and put into a page's description."""

from __future__ import annotations

import re
from pathlib import Path

import yaml

from kb.remember import remembered
from kb.source import CITATION, DISPLAY, INLINE, LINK
from kb.tex import vals

HAN = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff]")
SENTENCE = re.compile(r"(?<=[。！？!?])(?![”’」）)])|(?<=[.])(?=\s+[A-Z“\"(])|\n\s*\n")
BRACED = r"\{((?:[^{}]|\{[^{}]*\})*)\}"
EMPHASIS = re.compile(r"(?<![\\*\w])(\*\*|\*|__)(?=\S)(.+?)(?<=\S)\1(?![*\w])|\*\*(.+?)\*\*")


@remembered
def unwoven(text: str) -> str:
    """Markdown without citations, bindings and links; formulas, code and emphasis stay."""
    text = _uncited(text)
    text = LINK.sub(lambda m: m[2], text)
    return DISPLAY.sub(_unbound, INLINE.sub(_unbound, text))


def _uncited(text: str) -> str:
    """Without citations and the blanks before them."""
    parts, at = [], 0
    for match in CITATION.finditer(text):
        parts.append(text[at : match.start()].rstrip(" \t"))
        at = match.end()
    return "".join([*parts, text[at:]])


def _unbound(match: re.Match[str]) -> str:
    tex = match[0]
    for _, number, start, end in reversed(vals(tex)):
        tex = tex[:start] + number + tex[end:]
    return tex


def plain(text: str) -> str:
    """One line of text: no citations, links, emphasis or code marks; maths as `$…$`."""
    text = EMPHASIS.sub(lambda m: m[2] or m[3], unwoven(text))
    return " ".join(text.replace("`", "").split())


@remembered
def spoken(text: str) -> str:
    """`plain` with TeX reduced to what one reads: for counting, titles, descriptions and search."""
    text = plain(text).replace("$", "")
    text = re.sub(r"\\(?:text|mathrm|mathbf|mathbb|mathcal|operatorname)\{([^{}]*)\}", r"\1", text)
    text = re.sub(r"\\(?:begin|end)\{[a-z*]+\}", "", text)
    text = re.sub(rf"\\[dt]?frac{BRACED}{BRACED}", r"\1/\2", text)
    text = re.sub(r"\\sqrt\{?(\w+)\}?", r"√\1", text)
    text = re.sub(r"\\([A-Za-z]+) ?", lambda m: SYMBOLS.get(m[1], m[1] + " "), text)
    return re.sub(r"[\\{}]", "", text).strip()


SYMBOLS: dict[str, str] = yaml.safe_load(Path(__file__).with_name("tex_words.yml").read_text(encoding="utf-8"))


def sentences(text: str) -> list[str]:
    """The sentences of a text, in either language."""
    return [s.strip() for s in SENTENCE.split(text) if s and s.strip()]


def length(text: str, lang: str) -> int:
    """Characters without spaces in Chinese, words in English."""
    read = spoken(text)
    return len(re.sub(r"\s", "", read)) if lang == "zh" else len(read.split())


def tongue(text: str) -> str:
    """The language of a title."""
    return "zh" if HAN.search(text) else "en"


def minutes(text: str, lang: str) -> int:
    """Reading time of technical text: 350 characters or 180 words a minute, at least one minute."""
    return max(1, round(length(text, lang) / (350 if lang == "zh" else 180)))
