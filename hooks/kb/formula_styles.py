"""The styles of formulas: a sheet of its own with KaTeX's rules and its fonts, which only pages with formulas ask for.

The fonts stand in the sheet, cut down to the characters of the site's formulas: a font that came later than its sheet would move the text around it.
Even so a browser reads it only once it has laid out what needs it; a script behind each sheet has it read at once. What few pages need stands on those
pages instead, as does what a question's beginning needs, which is seen before any sheet has come.
"""

from __future__ import annotations

import hashlib
import re
from base64 import b64encode
from collections.abc import Collection, Iterable
from pathlib import Path
from typing import NamedTuple

import tinycss2

from kb import fonts, places
from kb.cache import Cache
from kb.maths import Rendered
from kb.styles import minified

KATEX = "node_modules/katex/dist/katex.min.css"
OWN = "overrides/assets/kb/maths.css"
NOTICE = (
    "/*! KaTeX, rules: MIT. Fonts, cut: Copyright (c) 2009-2010 Design Science, Inc., 2014-2018 Khan Academy,"
    " SIL Open Font License 1.1, https://scripts.sil.org/OFL */\n"
)
SCRIPT = "frontend/fonts.js"  # behind each sheet with fonts; the second time by name
AGAIN = "kbFonts()"
SHARED = (
    "KaTeX_Main-Regular",
    "KaTeX_Math-Italic",
    "KaTeX_Size1-Regular",
    "KaTeX_Size2-Regular",
)  # most pages need them
FILLED_LATER = ("practice.html", "mock-interview.html")  # by scripts, with any formula
LINK = re.compile(r'<link rel="stylesheet" href="([^"]*)assets/kb/site-\w+\.css"([^>]*)>')
FORMULA = 'class="katex'
HEAD = "</head>"
NOT = re.compile(r":not\([^)]*\)")
Classes = frozenset[str]
BOLD: Classes = frozenset(
    {"mathbf", "textbf", "boldsymbol", "mathboldfrak", "mathboldsf", "textboldfrak", "textboldsf"}
)


class Rule(NamedTuple):
    """One selector's rule, with the classes that must meet on one element for each of its parts."""

    parts: tuple[Classes, ...]
    tags: frozenset[str]
    text: str
    family: str  # of the font it asks for


class FormulaStyles:
    """KaTeX's rules and fonts, in the sheet and on the pages."""

    def __init__(self, root: Path, formulas: Collection[Rendered]) -> None:
        self._root = root
        files = fonts.subset(root, fonts.merged(formula.characters for formula in formulas))
        elements = {frozenset(names.split()) for names in {c for formula in formulas for c in formula.classes}}
        self._said, rules, script = _sources(root)
        self._rules = [rule for rule in rules if _met(rule, elements)]
        faces = {stem: self._face(stem, file) for stem, file in files.items()}
        self._rare = {stem: face for stem, face in faces.items() if stem not in SHARED}
        shared = (face for stem, face in faces.items() if stem in SHARED)
        self.text = "".join([NOTICE, *shared, *(rule.text for rule in self._rules)])
        made = hashlib.sha256("".join([self.text, *self._rare.values()]).encode()).hexdigest()
        self.name = f"assets/kb/maths-{made[:10]}.css"
        self.scripts = (script, AGAIN)

    def styled(self, html: str, template: str = "") -> tuple[str, str]:
        """A page that asks for the sheet, with the rules that it carries itself, and those rules; without formulas as it was."""
        later = template in FILLED_LATER
        found = LINK.search(html)
        if not found or (FORMULA not in html and not later):
            return html, ""
        above = html[html.find("<h1") : found.start()] if found.start() > html.find(HEAD) else ""
        elements = _classes(html)
        rules = "".join(self._rare[stem] for stem in self._rare if later or self._needed(stem, elements))
        rules += self._beginning(above) + places.rules(html)
        read, again = (f"<script>{text}</script>" for text in self.scripts)
        html = f'{html[: found.end()]}<link rel="stylesheet" href="{found[1]}{self.name}"{found[2]}>{again}{html[found.end() :]}'
        at = min(found.start(), html.find(HEAD))
        return f"{html[:at]}<style>{rules}</style>{read}{html[at:]}", rules

    def _beginning(self, html: str) -> str:
        """What the formulas before the sheet need: their rules, and the shared fonts with their characters only."""
        if FORMULA not in html:
            return ""
        shown = {font: text for font, text in fonts.characters(html).items() if font in SHARED}
        shown.setdefault(fonts.PLAIN, "0")  # its height counts even where it shows nothing
        faces = (self._face(font, fonts.cut(self._root, font, text)) for font, text in shown.items())
        met = _classes(html)
        rules = (rule.text for rule in self._rules if _met(rule, met) and all(f"<{tag}" in html for tag in rule.tags))
        return "".join([*faces, *rules])

    def _needed(self, stem: str, elements: set[Classes]) -> bool:
        """Whether an element asks for a font's family, and one, where the font is bold, for bold letters."""
        family, _, style = stem.partition("-")
        asked = any(rule.family == family and _met(rule, elements) for rule in self._rules)
        return asked and ("Bold" not in style or any(BOLD & names for names in elements))

    def _face(self, stem: str, file: Path) -> str:
        data = b64encode(file.read_bytes()).decode()
        return f'@font-face{{{self._said[stem]};src:url(data:font/woff2;base64,{data}) format("woff2")}}'


def _sources(root: Path) -> tuple[dict[str, str], list[Rule], str]:
    """What KaTeX's sheet and ours say, and our script, from the cache where none of them has changed."""
    css = "".join((root / path).read_text(encoding="utf-8") for path in (KATEX, OWN))
    script = (root / SCRIPT).read_text(encoding="utf-8")
    key = hashlib.sha256("\0".join((Path(__file__).read_text(encoding="utf-8"), css, script)).encode()).hexdigest()
    cache = Cache(root, "formula-styles")
    if key not in cache:
        said, rules = _read(css)
        plain = [([sorted(part) for part in rule.parts], sorted(rule.tags), rule.text, rule.family) for rule in rules]
        cache[key] = [said, plain, minified(root, script, "js").strip()]
        cache.save()
    said, plain, script = cache[key]
    rules = [Rule(tuple(map(frozenset, parts)), frozenset(tags), text, family) for parts, tags, text, family in plain]
    return said, rules, script


def _read(css: str) -> tuple[dict[str, str], list[Rule]]:
    """What the fonts are called, by the names of their files; and the rules, one for each selector."""
    faces: dict[str, str] = {}
    rules: list[Rule] = []
    for rule in tinycss2.parse_stylesheet(css, skip_comments=True, skip_whitespace=True):
        content = tinycss2.parse_blocks_contents(rule.content, skip_comments=True, skip_whitespace=True)
        said = {d.name: d.serialize() for d in content if d.type == "declaration"}
        if rule.type == "at-rule":
            source = said.pop("src")
            faces[re.findall(r"([\w-]+)\.woff2", source)[0]] = ";".join(said.values())
            continue
        text = ";".join(d.serialize() for d in content)
        family = re.search(r"KaTeX_\w+", said.get("font-family", "") or said.get("font", ""))
        for selector in tinycss2.serialize(rule.prelude).strip().split(","):
            steps = re.split(r"[ >+~]+", NOT.sub("", selector))
            parts = tuple(names for step in steps if (names := frozenset(re.findall(r"\.([\w-]+)", step))))
            tags = frozenset(step for step in steps if step.isalnum())
            rules.append(Rule(parts, tags, f"{selector}{{{text}}}", family[0] if family else ""))
    return faces, rules


def _classes(html: str) -> set[Classes]:
    """The classes of each element."""
    return {frozenset(names.split()) for names in set(re.findall(r'class="([^"]*)"', html))}


def _met(rule: Rule, elements: Iterable[Classes]) -> bool:
    """Whether each part of the rule's selector has an element."""
    return all(any(part <= names for names in elements) for part in rule.parts)
