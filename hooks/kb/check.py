"""All rules over the whole content: every problem at once."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from kb import ledger
from kb.model import Library
from kb.problems import Problem
from kb.rules import (
    languages,
    links,
    markup,
    moved,
    numbers,
    plain_pages,
    references,
    shown_code,
    structure,
    typography,
    widgets,
)

Rule = Callable[[Library], Iterator[Problem]]
RULES: tuple[Rule, ...] = (
    structure.check,
    plain_pages.check,
    references.check,
    moved.check,
    links.check,
    markup.check,
    languages.check,
    numbers.check,
    typography.check,
    shown_code.check,
    widgets.check,
    ledger.check,
)


def check(library: Library, skip: tuple[Rule, ...] = ()) -> list[Problem]:
    """Every problem of the content, those of reading first."""
    found = list(library.problems)
    for rule in RULES:
        if rule not in skip:
            found += rule(library)
    return sorted(set(found))
