"""What lies in the content's folders and is none of its files: MkDocs would publish or follow it unseen."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

from kb.model import LANGS
from kb.problems import Problem, problem

FOLDERS = ("docs", "data", "snippets")
KINDS = {f"docs/{lang}": ".md" for lang in LANGS} | {"docs/verify": ".py", "docs/figures": ".svg"}
MADE = {"__pycache__", ".ipynb_checkpoints", ".DS_Store"}  # by other programs, published by none


def check(root: Path) -> Iterator[Problem]:
    """Symbolic links, names that differ in case only, and files that nothing reads."""
    seen: dict[str, str] = {}
    for folder in FOLDERS:
        if (root / folder).is_symlink():
            yield problem(folder, 1, "symlink")
            continue
        for above, folders, files in os.walk(root / folder):
            folders[:] = sorted(set(folders) - MADE)
            for entry in (*folders, *sorted(set(files) - MADE)):
                path = Path(above, entry)
                name = path.relative_to(root).as_posix()
                other = seen.setdefault(name.casefold(), name)
                if path.is_symlink():
                    yield problem(name, 1, "symlink")
                elif other != name:
                    yield problem(name, 1, "case clash", other=other)
                elif entry in files and folder == "docs" and not _known(name):
                    yield problem(name, 1, "stray file")


def _known(name: str) -> bool:
    """Whether the build reads a file of `docs/`."""
    top = "/".join(name.split("/")[:2])
    return top in KINDS and name.endswith(KINDS[top]) and not name.startswith(".")
