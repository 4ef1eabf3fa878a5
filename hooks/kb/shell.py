"""Runs MkDocs in this process and hears what it says; with `site_files` the only part that knows MkDocs."""

from __future__ import annotations

import logging
import os
import traceback
from pathlib import Path

import jinja2
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
        # Loading the hooks changes the search path for a moment; a thread that looks for a package then can miss it. So the threads start after it.
        config = load_config(str(root / "mkdocs.yml"), strict=True)
        state = build_state.start(root, library, draft)
        build(config)
        if not heard.lines:
            state.kept.save()
    except (MkDocsException, SystemExit) as error:
        heard.lines = heard.lines or [str(error)]
    except jinja2.TemplateError as error:
        return [_template(root, error)]
    finally:
        log.removeHandler(heard)
        log.propagate = True
    return [problem("mkdocs.yml", 1, "MkDocs", text=line) for line in heard.lines]


def _template(root: Path, error: jinja2.TemplateError) -> Problem:
    """A template that cannot be filled, with the line of the template."""
    frames = [f for f in traceback.extract_tb(error.__traceback__) if "overrides" in Path(f.filename).parts]
    if isinstance(error, jinja2.TemplateSyntaxError) and error.filename:
        return problem(_below(root, error.filename), error.lineno, "template", reason=error)
    if frames:
        return problem(_below(root, frames[-1].filename), frames[-1].lineno or 1, "template", reason=error)
    return problem("mkdocs.yml", 1, "template", reason=error)


def _below(root: Path, path: str) -> str:
    return Path(path).relative_to(root).as_posix() if Path(path).is_relative_to(root) else path
