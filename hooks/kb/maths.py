"""TeX to HTML with KaTeX, all formulas in one run of Node, each kept until it changes."""

from __future__ import annotations

import hashlib
import json
import re
import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from kb import fonts
from kb.cache import Cache
from kb.source import INLINE
from kb.tex import vals

SCRIPT = Path(__file__).parent / "node" / "katex.mjs"
PLACED = re.compile(r"\s*\bkm\S*")  # the classes that say a place, see `places`
Formula = tuple[str, bool]  # TeX, and whether it stands alone


@dataclass(frozen=True)
class Rendered:
    """A formula's HTML, or why there is none."""

    html: str
    error: str
    characters: Mapping[str, str] = field(default_factory=dict)  # that it shows, for each font
    classes: Sequence[str] = ()  # of its elements, as they stand together


def inline(text: str) -> list[str]:
    """The inline formulas of a text from the data."""
    return [m[1] for m in INLINE.finditer(text)]


def bound(tex: str) -> str:
    r"""`\val{script.name}{120}` as a number that leads to the script on the page."""
    for name, number, start, end in reversed(vals(tex)):
        tex = f"{tex[:start]}\\href{{#verify-{name.partition('.')[0]}}}{{{number}}}{tex[end:]}"
    return tex


_ready: dict[Formula, Rendered] = {}  # in this process
_version: list[str] = []  # by which


def render(root: Path, formulas: set[Formula]) -> dict[Formula, Rendered]:
    """Every formula rendered: in this process before, from the cache, or by Node."""
    ours = b"".join(SCRIPT.with_name(name).read_bytes() for name in ("katex.mjs", "simpler.mjs", "places.json"))
    version = hashlib.sha256(b"6" + ours + _katex(root)).hexdigest()
    if _version != [version]:
        _version[:] = [version]
        _ready.clear()
    new = formulas - _ready.keys()
    if new:
        _ready.update(_rendered(root, new, version))
    return {f: _ready[f] for f in formulas}


def one(root: Path, formula: Formula) -> Rendered:
    """One formula rendered; most were, with all of the pages."""
    return _ready.get(formula) or render(root, {formula})[formula]


def _rendered(root: Path, formulas: set[Formula], version: str) -> dict[Formula, Rendered]:
    cache = Cache(root, "maths")
    keys = {f: hashlib.sha256(f"{version}{f[1]}{f[0]}".encode()).hexdigest() for f in formulas}
    missing = [f for f in formulas if keys[f] not in cache]
    if missing:
        for formula, result in zip(missing, _node(root, missing), strict=True):
            cache[keys[formula]] = result
        cache.save()
    return {f: Rendered(*cache[keys[f]]) for f in formulas}


def _katex(root: Path) -> bytes:
    return (root / "node_modules/katex/package.json").read_bytes()


def _node(root: Path, formulas: list[Formula]) -> list[tuple[str, str, dict[str, str], list[str]]]:
    request = json.dumps([{"tex": bound(tex), "display": display} for tex, display in formulas])
    done = subprocess.run(
        ["node", str(SCRIPT), str(root)], input=request, capture_output=True, encoding="utf-8", check=True
    )
    found = [(item["html"], item["error"]) for item in json.loads(done.stdout)]
    return [(html, error, fonts.characters(html), _classes(html)) for html, error in found]


def _classes(html: str) -> list[str]:
    return sorted({PLACED.sub("", names).strip() for names in re.findall(r'class="([^"]*)"', html)})
