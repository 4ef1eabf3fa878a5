"""Links and images between the files: the target is there, the anchor too, and nothing but https leads outside."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator

from kb.addresses import anchors
from kb.model import Library, Page, Plain
from kb.problems import Problem, problem
from kb.remember import listed
from kb.rules.structure import every_page
from kb.source import Link


def check(library: Library) -> Iterator[Problem]:
    """All rules of links."""
    known = {page.path: anchors(library, page) for page in every_page(library)}
    for page in every_page(library):
        for link, file in _files(page):
            yield from _link(library, known, page.path, link, file)


@listed
def _files(page: Page | Plain) -> Iterator[tuple[Link, str]]:
    """Each link of a page with the file that it leads to."""
    for link in page.document.links:
        target = link.target.partition("#")[0]
        yield link, posixpath.normpath(posixpath.join(posixpath.dirname(page.path), target)) if target else page.path


def _link(library: Library, known: dict[str, set[str]], path: str, link: Link, file: str) -> Iterator[Problem]:
    target, _, anchor = link.target.partition("#")
    if ":" in target.split("/")[0] or target.startswith("//"):
        if not target.startswith(("https://", "http://", "mailto:")) or link.image:
            yield problem(path, link.line, "link scheme", target=target)
        return
    if target.startswith("/"):
        yield problem(path, link.line, "absolute link", target=target)
        return
    if file.startswith("docs/verify/"):  # with a value it is a bound number, which has a rule of its own
        if not anchor and not library.script_known(file.removeprefix("docs/verify/").removesuffix(".py")):
            yield problem(path, link.line, "dead link/script", file=file)
    elif link.image:
        there = file.removeprefix("docs/figures/") in library.figures or file in library.unsound
        if not there or not file.startswith("docs/figures/"):
            yield problem(path, link.line, "missing image", file=file)
    elif file in known:
        if anchor and anchor not in known[file]:
            yield problem(path, link.line, "dead anchor", file=file, anchor=anchor)
    elif file not in library.unsound:
        yield problem(path, link.line, "dead link/file", file=file)
