"""The ledger of every address and anchor ever published: `data/permalinks.txt`, only ever appended to."""

from __future__ import annotations

from collections.abc import Iterator

from kb.addresses import published
from kb.model import Library
from kb.problems import Problem, problem
from kb.rules import moved
from kb.textfile import read_text

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
    text = _text(library)
    return text.splitlines() if isinstance(text, str) else []


def _text(library: Library) -> str | Problem:
    path = library.root / PATH
    return read_text(library.root, path) if path.exists() or path.is_symlink() else ""


def check(library: Library) -> Iterator[Problem]:
    """What was published and has gone; what is new and not recorded. Nothing can be said while something is unread."""
    if library.problems:
        return
    text = _text(library)
    if isinstance(text, Problem) and text.what != "empty file":  # an empty one lacks all addresses
        yield text
        return
    named = {about for about, _ in moved.faults(library)}
    now, before = [line for line in entries(library) if not _named(library, line, named)], recorded(library)
    there = set(now)
    for number, line in enumerate(before, 1):
        if line not in there and not _named(library, line, named):
            yield problem(PATH, number, "address gone", line=line)
    known = set(before)
    new = [line for line in now if line not in known]
    if new:
        more = f" (+{len(new) - 1})" if len(new) > 1 else ""
        yield problem(PATH, max(1, len(before)), "address not recorded", new=new[0], more=more)


def _named(library: Library, line: str, named: set[tuple[str, str]]) -> bool:
    """Whether `data/moved.yml` speaks of this address, and wrongly: that is said already."""
    if not named:
        return False
    page, _, anchor = line.partition("#")
    key = page.rstrip("/").rpartition("/q/")[2] if "/q/" in page else ""
    return not named.isdisjoint({(key, ""), (library.moved.get(key, key), anchor), ("", anchor)})


def publish(library: Library) -> list[str]:
    """Append what is new; never removes or reorders a line. Returns the new lines."""
    before = set(recorded(library))
    new = [line for line in entries(library) if line not in before]
    text = _text(library)
    with (library.root / PATH).open("a", encoding="utf-8") as file:
        if isinstance(text, str) and text and not text.endswith("\n"):
            file.write("\n")
        file.writelines(line + "\n" for line in new)
    return new
