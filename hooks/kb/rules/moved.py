"""`data/moved.yml`: whatever was published and is somewhere else now leads, in one step, to what is there."""

from __future__ import annotations

from collections.abc import Iterator

from kb import schema
from kb.model import Library
from kb.problems import Problem, problem

PATH = "data/moved.yml"


def check(library: Library) -> Iterator[Problem]:
    """All rules of what has moved."""
    for _, found in faults(library):
        yield found


def faults(library: Library) -> Iterator[tuple[tuple[str, str], Problem]]:
    """Each problem with what it is about: a question's old id, a question and an anchor, or a correction."""
    for old, new in library.moved.items():
        yield from (((old, ""), found) for found in _question(library, old, new))
    for key, anchors in library.anchors.items():
        for old, new in anchors.items():
            yield from (((key, old), found) for found in _anchor(library, key, old, new))
    for old, new in library.withdrawn.items():
        yield from ((("", old), found) for found in _correction(library, old, new))


def _said(library: Library, where: tuple[str, ...], what: str, **words: object) -> Problem:
    line = library.moved_lines.get(where, 1)
    return problem(PATH, line, f"moved address/{what}", old=where[-1], **words)


def _question(library: Library, old: str, new: str) -> Iterator[Problem]:
    where = ("questions", old)
    if not schema.ID.match(old):
        yield _said(library, where, "name")
    elif old in library.questions or old in library.unread:
        yield _said(library, where, "still there")
    elif new in library.moved:
        yield _said(library, where, "chain", new=new, end=library.moved[new])
    elif new not in library.questions and new not in library.unread:
        yield _said(library, where, "question", new=new)


def _anchor(library: Library, key: str, old: str, new: str) -> Iterator[Problem]:
    """An anchor leads to a heading of its own page, or, as `question#anchor`, to one of another page."""
    where = ("anchors", key, old)
    other, _, anchor = new.rpartition("#")
    home, target = library.questions.get(key), library.questions.get(other or key)
    if key in library.unread or (other or key) in library.unread:
        return
    if home is None or target is None:
        yield _said(library, where[:2] if home is None else where, "question", new=key if home is None else other)
    elif not schema.ID.match(old):
        yield _said(library, where, "name")
    elif old in _headings(library, key):
        yield _said(library, where, "still there")
    elif anchor in library.anchors.get(target.id, {}):
        yield _said(library, where, "chain", new=new, end=library.anchors[target.id][anchor])
    elif anchor not in _headings(library, target.id):
        yield _said(library, where, "heading", new=new, page=target.pages["zh"].path)


def _headings(library: Library, key: str) -> set[str]:
    """The anchors of a question's Markdown."""
    page = library.questions[key].pages["zh"]
    return {h.id for h in page.headings if h.id} | set(page.sections)


def _correction(library: Library, old: str, new: str) -> Iterator[Problem]:
    where = ("corrections", old)
    known = {c.id for c in library.corrections}
    if old in known:
        yield _said(library, where, "still there")
    elif new in library.withdrawn:
        yield _said(library, where, "chain", new=new, end=library.withdrawn[new])
    elif new not in known | set(library.questions) | library.unread:
        yield _said(library, where, "correction", new=new)
