"""Our scripts that consist of modules, each made into one file: modules do not load from a folder on disk, and a packed file is one request."""

from __future__ import annotations

import subprocess
from collections.abc import Iterable
from pathlib import Path

SOURCES = "frontend"
ENTRIES = ("practice", "mock", "plan", "progress", "install", "offline")  # one file for each kind of page


def write(root: Path, out: Path, widgets: Iterable[str]) -> None:
    """`assets/kb/<name>.js` for each entry, `assets/kb/widgets/<name>.js` for each widget, by esbuild."""
    names = [f"widgets/{name}" for name in widgets]
    command = [
        str(root / "node_modules/.bin/esbuild"), *(str(root / SOURCES / f"{name}.js") for name in (*ENTRIES, *names)),
        "--bundle", "--minify", "--format=iife", "--target=es2022", "--charset=utf8", "--legal-comments=none", "--log-level=warning",
        f"--outbase={root / SOURCES}", f"--outdir={out / 'assets/kb'}",
    ]  # fmt: skip
    subprocess.run(command, check=True, cwd=root)
