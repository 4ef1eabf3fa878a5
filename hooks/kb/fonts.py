"""KaTeX's fonts cut down to the characters that the site's formulas use: a fifth of the bytes."""

from __future__ import annotations

import hashlib
import logging
import os
from collections.abc import Iterable, Mapping
from html.parser import HTMLParser
from pathlib import Path

FONTS = "node_modules/katex/dist/fonts"
PLAIN = "KaTeX_Main-Regular"  # what a formula is set in where none of these classes says otherwise
# The classes of KaTeX's HTML that ask for a font, as its style sheet says; a font that is not named here keeps the characters of all formulas.
ASKED_BY = {
    "KaTeX_Math-Italic": {"mathnormal"},
    "KaTeX_Math-BoldItalic": {"boldsymbol"},
    "KaTeX_Main-Italic": {"mathit", "textit"},
    "KaTeX_Main-Bold": {"mathbf", "textbf"},
    "KaTeX_Main-BoldItalic": {"mathbf", "textbf", "mathit", "textit"},
    "KaTeX_AMS-Regular": {"amsrm", "mathbb", "textbb"},
    "KaTeX_Caligraphic-Regular": {"mathcal"},
    "KaTeX_Caligraphic-Bold": {"mathcal"},
    "KaTeX_Fraktur-Regular": {"mathfrak", "textfrak"},
    "KaTeX_Fraktur-Bold": {"mathboldfrak", "textboldfrak", "mathfrak", "textfrak"},
    "KaTeX_Typewriter-Regular": {"mathtt", "texttt"},
    "KaTeX_Script-Regular": {"mathscr", "textscr"},
    "KaTeX_SansSerif-Regular": {"mathsf", "textsf"},
    "KaTeX_SansSerif-Bold": {"mathboldsf", "textboldsf", "mathsf", "textsf"},
    "KaTeX_SansSerif-Italic": {"mathsfit", "mathitsf", "textitsf", "mathsf", "textsf"},
}
VOID = frozenset({"br", "hr", "img", "input", "link", "meta", "wbr"})  # elements without an end
ANY = ""  # stands for the fonts not named above


class Characters(HTMLParser):
    """The characters that rendered formulas show in each font; the MathML beside them is for screen readers and needs no font."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: dict[str, set[str]] = {}
        self._open: list[tuple[str, frozenset[str]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """An element begins."""
        if tag in VOID:
            return
        self._open.append((tag, frozenset((dict(attrs).get("class") or "").split())))

    def handle_endtag(self, tag: str) -> None:
        """The innermost element ends; on a part of a page it may have begun before."""
        if self._open:
            self._open.pop()

    def handle_data(self, data: str) -> None:
        """Text between tags."""
        if any(tag == "math" for tag, _ in self._open):
            return
        around = frozenset().union(*(classes for _, classes in self._open))
        if "katex" not in around:
            return
        asked = [font for font, classes in ASKED_BY.items() if classes & around]
        for font in (*(asked or [PLAIN]), ANY):
            self.found.setdefault(font, set()).update(data)


def characters(html: str) -> dict[str, str]:
    """Every character that the formulas in this HTML show, sorted, for each font that it may be shown in."""
    parser = Characters()
    parser.feed(html)
    return {font: "".join(sorted(found)) for font, found in sorted(parser.found.items())}


def merged(several: Iterable[Mapping[str, str]]) -> dict[str, str]:
    """What several formulas show together."""
    found: dict[str, set[str]] = {}
    for shown in several:
        for font, text in shown.items():
            found.setdefault(font, set()).update(text)
    return {font: "".join(sorted(text)) for font, text in sorted(found.items())}


def subset(root: Path, shown: Mapping[str, str]) -> dict[str, Path]:
    """The fonts that show something, each with only its characters: for each font's name a file, made once for each set of characters."""
    found = {}
    for font in sorted(file.stem for file in (root / FONTS).glob("*.ttf")):
        text = shown.get(font if font == PLAIN or font in ASKED_BY else ANY, "")
        if text:
            found[font] = cut(root, font, text)
    return found


def cut(root: Path, name: str, text: str) -> Path:
    """A font with only these characters; from KaTeX's TrueType files, which take a third of the time to read."""
    font = root / FONTS / f"{name}.ttf"
    text = "".join(sorted(set(text)))
    key = hashlib.sha256(f"2 {font.name} {font.stat().st_size} {text}".encode()).hexdigest()[:16]
    target = root / ".cache/fonts" / f"{font.stem}-{key}.woff2"
    if not target.exists():
        target.parent.mkdir(parents=True, exist_ok=True)
        _cut(font, text, target)
    return target


def _cut(font: Path, text: str, target: Path) -> None:
    from fontTools import subset as tool  # slow to load, and needed only when a formula brings a new character

    logging.getLogger("fontTools").setLevel(logging.ERROR)  # it wonders about the dates of these files
    options = tool.Options(flavor="woff2", hinting=False, layout_features=[], name_IDs=[], recalc_timestamp=False)
    loaded = tool.load_font(str(font), options)
    cutter = tool.Subsetter(options)
    cutter.populate(text=text)
    cutter.subset(loaded)
    aside = target.with_suffix(f".{os.getpid()}")
    tool.save_font(loaded, str(aside), options)
    aside.replace(target)
