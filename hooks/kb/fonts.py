"""KaTeX's fonts cut down to the characters that the site's formulas use: a fifth of the bytes."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from html.parser import HTMLParser
from pathlib import Path

FONTS = "node_modules/katex/dist/fonts"
FREQUENT = ["KaTeX_Main-Regular", "KaTeX_Math-Italic"]
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
ANY = ""  # stands for the fonts not named above


class Characters(HTMLParser):
    """The characters that rendered formulas show in each font; the MathML beside them is for screen readers and needs no font."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: dict[str, set[str]] = {}
        self._open: list[tuple[str, frozenset[str]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """An element begins."""
        self._open.append((tag, frozenset((dict(attrs).get("class") or "").split())))

    def handle_endtag(self, tag: str) -> None:
        """The innermost element ends."""
        self._open.pop()

    def handle_data(self, data: str) -> None:
        """Text between tags."""
        if any(tag == "math" for tag, _ in self._open):
            return
        around = frozenset().union(*(classes for _, classes in self._open))
        asked = [font for font, classes in ASKED_BY.items() if classes & around]
        for font in (*(asked or [PLAIN]), ANY):
            self.found.setdefault(font, set()).update(data)


def characters(html: str) -> dict[str, str]:
    """Every character that a formula shows, sorted, for each font that it may be shown in."""
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


def at_once(html: str) -> list[str]:
    """The fonts that the formulas of a page's first screen need: asked for early, they come before the text is shown, and nothing moves afterwards."""
    if 'class="katex' not in html:
        return []
    return [PLAIN, *(font for font, classes in ASKED_BY.items() if any(f" {name}" in html for name in classes))][:2]


def subset(root: Path, shown: Mapping[str, str]) -> list[Path]:
    """The fonts with only these characters, as files; made once for each set of characters."""
    fonts = sorted((root / FONTS).glob("*.woff2"))
    sizes = "".join(f"{f.name}{f.stat().st_size}" for f in fonts)
    key = hashlib.sha256((json.dumps(shown) + sizes).encode()).hexdigest()[:16]
    folder = root / ".cache/fonts" / key
    for font in fonts:
        target = folder / font.name
        if not target.exists():
            folder.mkdir(parents=True, exist_ok=True)
            named = font.stem == PLAIN or font.stem in ASKED_BY
            _cut(font, shown.get(font.stem if named else ANY, ""), target)
    return [folder / font.name for font in fonts]


def _cut(font: Path, text: str, target: Path) -> None:
    from fontTools import subset as tool  # slow to load, and needed only when a formula brings a new character

    options = tool.Options(
        flavor="woff2", hinting=False, layout_features=[], notdef_outline=True, recalc_timestamp=False
    )
    loaded = tool.load_font(str(font), options)
    cutter = tool.Subsetter(options)
    cutter.populate(text=text)
    cutter.subset(loaded)
    aside = target.with_suffix(".tmp")
    tool.save_font(loaded, str(aside), options)
    aside.replace(target)
