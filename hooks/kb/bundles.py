"""Our scripts and what else is packed: modules become one file each, for modules do not load from a folder on disk; the rest only becomes smaller."""

from __future__ import annotations

import subprocess
from collections.abc import Iterable
from pathlib import Path

SOURCES = "frontend"
ENTRIES = ("practice", "mock", "plan", "progress", "install", "offline")  # one file for each kind of page
THEME = "overrides"
SINGLE = (
    "search/box.js",
    "search/engine.js",
    "search/marks.js",
    "search/tokenize.js",
    "assets/kb/page.js",
    "assets/kb/practice.css",
)
PACKED = (*SINGLE, "assets/kb/kb.css")  # MkDocs does not copy them; the last goes into the style sheet of the site


def write(root: Path, out: Path, widgets: Iterable[str]) -> None:
    """`assets/kb/<name>.js` for each entry, `assets/kb/widgets/<name>.js` for each widget; the single files where they were, only smaller."""
    names = [*ENTRIES, *(f"widgets/{name}" for name in widgets)]
    modules = [f"assets/kb/{name}={root / SOURCES / name}.js" for name in names]
    single = [f"{name.rpartition('.')[0]}={root / THEME / name}" for name in SINGLE]
    for entries, how in ((modules, ("--bundle", "--format=iife")), (single, ())):
        command = [
            str(root / "node_modules/.bin/esbuild"), *entries, *how, f"--outdir={out}",
            "--minify", "--target=es2022", "--charset=utf8", "--legal-comments=none", "--log-level=warning",
        ]  # fmt: skip
        subprocess.run(command, check=True, cwd=root)
