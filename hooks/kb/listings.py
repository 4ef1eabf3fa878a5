"""The verify scripts with their syntax coloured, one file each: a page fetches one when a reader opens it, and several pages share it."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from pathlib import Path


def write(scripts: Mapping[str, str], coloured: Callable[[str], str], out: Path) -> None:
    """`verify/<name>.js`: a script that hands its HTML over, since scripts load from a folder on disk too."""
    folder = out / "verify"
    folder.mkdir(exist_ok=True)
    for name, text in sorted(scripts.items()):
        handed = json.dumps([name, coloured(text)], ensure_ascii=False)[1:-1]
        (folder / f"{name}.js").write_text(f"kbListing({handed});", encoding="utf-8")
