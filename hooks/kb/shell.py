"""Runs MkDocs in this process and hears what it says; with `site_files` the only part that knows MkDocs."""

from __future__ import annotations

import logging
import os
from pathlib import Path

from mkdocs.commands.build import build
from mkdocs.config import load_config
from mkdocs.exceptions import MkDocsException

from kb import build_state
from kb.model import Library
from kb.problems import Problem, problem


class Heard(logging.Handler):
    """Keeps warnings and errors."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        """One more line."""
        self.lines.append(record.getMessage())


def run(root: Path, out: Path, library: Library, draft: bool = False) -> list[Problem]:
    """A strict build of `library` into `out`; what MkDocs complains of, as problems."""
    os.environ["NO_MKDOCS_2_WARNING"] = "1"
    os.environ["KB_SITE_DIR"] = str(out)
    heard, log = Heard(), logging.getLogger("mkdocs")
    log.addHandler(heard)
    log.propagate = False
    try:
        state = build_state.start(root, library, draft)
        build(load_config(str(root / "mkdocs.yml"), strict=True))
        if not heard.lines:
            state.kept.save()
    except (MkDocsException, SystemExit) as error:
        heard.lines = heard.lines or [str(error)]
    finally:
        log.removeHandler(heard)
        log.propagate = True
    return [problem("mkdocs.yml", 1, "MkDocs", text=line) for line in heard.lines]
