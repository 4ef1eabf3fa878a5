"""Code on a page of the coding stage stands, line for line, in a file of `snippets/`, which the tests run."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterator

from kb.model import Library
from kb.problems import Problem, problem
from kb.source import FENCE

STAGE = "coding"
PYTHON = re.compile(r"[ \t]*(?:`{3,}|~{3,})[ \t]*py(?:thon)?\b[^\n]*\n(.*?)\n?[ \t]*(?:`{3,}|~{3,})[ \t]*\Z", re.S)


def check(library: Library) -> Iterator[Problem]:
    """Every Python block of a coding page that no snippet holds."""
    for question in library.questions.values():
        if question.stage != STAGE:
            continue
        for page in question.pages.values():
            for fence in FENCE.finditer(page.document.text):
                code = PYTHON.match(fence[0])
                if code and not any(_holds(text, textwrap.dedent(code[1])) for text in library.snippets.values()):
                    yield problem(page.path, page.document.line(fence.start()), "code that nothing runs")


def _holds(text: str, code: str) -> bool:
    """Whether a file has these lines one after another."""
    return f"\n{code.strip()}\n" in f"\n{text.strip()}\n"
