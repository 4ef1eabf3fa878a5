"""The ledger of every address and anchor ever published: `data/permalinks.txt`, only ever appended to."""

from __future__ import annotations

from collections.abc import Iterator

from kb.addresses import published
from kb.model import Library
from kb.problems import Problem, problem

PATH = "data/permalinks.txt"
ROOT = "/"  # how the home page's address, which is empty, is written


def entries(library: Library) -> list[str]:
    """What the site publishes now, one line each: `/q/dpo/`, `/q/dpo/#short`."""
    return [
        f"{ROOT}{page}{'#' + anchor if anchor else ''}"
        for page, anchors in sorted(published(library).items())
        for anchor in ("", *sorted(anchors))
    ]


def recorded(library: Library) -> list[str]:
    """The ledger's lines."""
    path = library.root / PATH
    return path.read_text(encoding="utf-8").split() if path.exists() else []


def check(library: Library) -> Iterator[Problem]:
    """What was published and has gone; what is new and not recorded. Nothing can be said while something is unread."""
    if library.problems:
        return
    now, before = entries(library), recorded(library)
    there = set(now)
    for number, line in enumerate(before, 1):
        if line not in there:
            yield problem(PATH, number, "address gone", line=line)
    known = set(before)
    new = [line for line in now if line not in known]
    if new:
        more = f" (+{len(new) - 1})" if len(new) > 1 else ""
        yield problem(PATH, max(1, len(before)), "address not recorded", new=new[0], more=more)


def publish(library: Library) -> list[str]:
    """Append what is new; never removes or reorders a line. Returns the new lines."""
    before = set(recorded(library))
    new = [line for line in entries(library) if line not in before]
    with (library.root / PATH).open("a", encoding="utf-8") as file:
        file.writelines(line + "\n" for line in new)
    return new
