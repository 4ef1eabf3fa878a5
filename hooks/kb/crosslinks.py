"""Finding the terms of the knowledge base in running text: longest first, whole words in Latin, anywhere in Han."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from kb.model import Library
from kb.remember import remembered, same

LATIN = re.compile(r"[A-Za-z0-9]")
SHOUTED = re.compile(r"[A-Za-z][A-Z]")  # an acronym: its capitals are part of it
BEFORE = r"(?<![A-Za-z0-9\-])"
AFTER = r"(?:(?=s\b)|(?![A-Za-z0-9]|-[A-Za-z0-9]))"


class Terms:
    """All names of all terms, and the question each belongs to."""

    def __init__(self, names: Sequence[tuple[str, str]]) -> None:
        self.home = {name.casefold(): question for name, question in names}
        kinds: dict[tuple[bool, bool, bool], list[str]] = {}
        for name in sorted((name for name, _ in names), key=lambda n: (-len(n), n)):
            kinds.setdefault(_kind(name), []).append(name)
        self._patterns = [_pattern(kind, names) for kind, names in kinds.items()]

    def find(self, text: str) -> Iterator[tuple[int, int, str]]:
        """Each mention: start, end, id of the question it leads to; none inside another."""
        spans = sorted(
            (m.span() for pattern in self._patterns for m in pattern.finditer(text)), key=lambda s: (s[0], -s[1])
        )
        behind = 0
        for start, end in spans:
            if start >= behind:
                behind = end
                yield start, end, self.home[text[start:end].casefold()]


def terms_of(library: Library) -> Terms:
    """The terms of a library: the same object as in the build before where no name has changed."""
    names = tuple((name, q.id) for q in library.questions.values() for name in q.names)
    return _terms(same({"names of terms": names})["names of terms"])


@remembered
def _terms(names: tuple[tuple[str, str], ...]) -> Terms:
    return Terms(names)


def _kind(name: str) -> tuple[bool, bool, bool]:
    """Whether a name starts and ends in Latin, which then touches no letter, digit or hyphen; whether it is an acronym."""
    return bool(LATIN.match(name[0])), bool(LATIN.match(name[-1])), bool(SHOUTED.search(name))


def _pattern(kind: tuple[bool, bool, bool], names: list[str]) -> re.Pattern[str]:
    """Names of one kind, in one pattern: one for all names is several times slower."""
    starts, ends, shouted = kind
    either = _either(names if shouted else [name.lower() for name in names])
    return re.compile(f"{BEFORE if starts else ''}{either}{AFTER if ends else ''}", 0 if shouted else re.I)


def _either(names: list[str]) -> str:
    """One of some names, the longest that fits; what they begin with alike is looked at once, or each place of a text costs as many looks as there
    are names."""
    rest: dict[str, list[str]] = {}
    for name in filter(None, names):
        rest.setdefault(name[0], []).append(name[1:])
    if not rest:
        return ""
    branches = "|".join(re.escape(first) + _either(others) for first, others in rest.items())
    return f"(?:{branches}){'?' if '' in names else ''}"
