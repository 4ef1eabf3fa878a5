"""What may not stand in Markdown: raw HTML, attributes that run, formulas that do not parse; and what figures may hold."""

from __future__ import annotations

import re
from collections.abc import Iterator
from xml.etree import ElementTree
from xml.parsers import expat

from kb import maths
from kb.model import Library, Page, Plain
from kb.problems import Problem, problem
from kb.remember import listed
from kb.rules.structure import every_page
from kb.source import Document

TAG = re.compile(r"<(?!https?://|[\w.+-]+@)/?[A-Za-z!?][^>\n]*>?")
ATTRIBUTES = re.compile(r"\{:?[^{}\n]*\}")
HEADING_ID = re.compile(r"\{[ \t]*#[^\s{}]+[ \t]*\}\Z")
DEFINITION = re.compile(r"^ {0,3}\[(?!@)[^\[\]\n]+\]:", re.M)
EMPTY_HEADER = re.compile(r"^\|(?=[^\n]*\n\|[ :|-]+\|[ \t]*$)(?=[^\n]*\|[ \t]*\||[ \t]*\|)", re.M)
PADDING = re.compile(
    r"总之|综上所述|总而言之|需要注意的是|值得注意的是|值得一提的是|众所周知"
    r"|[Ii]t is important to note|[Ii]t's worth noting|[Ii]n conclusion|\b[Dd]elve"
)
SVG_TAGS = {
    "svg",
    "g",
    "rect",
    "circle",
    "ellipse",
    "line",
    "polyline",
    "polygon",
    "path",
    "text",
    "tspan",
    "title",
    "desc",
    "defs",
    "marker",
    "clipPath",
    "pattern",
}
SVG_URL = re.compile(r"url\((?!#)|https?:|javascript:|data:", re.I)


def check(library: Library) -> Iterator[Problem]:
    """All rules of markup."""
    for page in every_page(library):
        yield from _raw(page)
    yield from _data(library)
    yield from _formulas(library)
    for name, text in library.figures.items():
        yield from _figure(f"docs/figures/{name}", text)


@listed
def _raw(page: Page | Plain) -> Iterator[Problem]:
    document = page.document
    for match in TAG.finditer(document.prose):
        tag = match[0][:40]
        yield problem(page.path, document.line(match.start()), "raw HTML", tag=tag)
    for match in ATTRIBUTES.finditer(document.prose):
        row = document.prose[document.prose.rfind("\n", 0, match.start()) + 1 : match.start()]
        if not (row.startswith("#") and HEADING_ID.match(match[0])):
            yield problem(page.path, document.line(match.start()), "attribute list", match=match[0][:40])
    for match in DEFINITION.finditer(document.prose):
        yield problem(page.path, document.line(match.start()), "link definition", text=match[0])
    for match in EMPTY_HEADER.finditer(document.without_code):
        yield problem(page.path, document.line(match.start()), "empty table header")
    for match in PADDING.finditer(document.prose):
        yield problem(page.path, document.line(match.start()), "padding", match=match[0])


def _data(library: Library) -> Iterator[Problem]:
    """Texts of the data are Markdown, too, but name no page: neither HTML nor links stand in them."""
    texts = [(c.path, c.line, part) for c in library.corrections for part in (c.claim, c.right, c.why)]
    texts += [("data/errata.yml", e.line, part) for e in library.errata for part in (e.was, e.now)]
    for path, line, part in texts:
        for document in map(Document, part.values()):
            for match in TAG.finditer(document.prose):
                yield problem(path, line, "raw HTML", tag=match[0][:40])
            for link in document.links:
                yield problem(path, line, "link in data", target=link.target)
            for match in DEFINITION.finditer(document.prose):
                yield problem(path, line, "link definition", text=match[0])


def _formulas(library: Library) -> Iterator[Problem]:
    places = [(page.path, f) for page in every_page(library) for f in page.document.formulas]
    texts = [
        (c.path, c.line, text)
        for c in library.corrections
        for part in (c.claim, c.right, c.why)
        for text in part.values()
    ]
    wanted = {(f.tex, f.display) for _, f in places} | {
        (tex, False) for _, _, text in texts for tex in maths.inline(text)
    }
    rendered = maths.render(library.root, wanted)
    for path, f in places:
        error = rendered[(f.tex, f.display)].error
        if error:
            yield problem(path, f.line, "bad formula/page", error=error)
    for path, line, text in texts:
        for tex in maths.inline(text):
            if rendered[(tex, False)].error:
                yield problem(path, line, "bad formula/correction", tex=tex, error=rendered[(tex, False)].error)


@listed
def _figure(path: str, text: str) -> Iterator[Problem]:
    try:
        root = ElementTree.fromstring(text)
    except ElementTree.ParseError as error:
        line = min(
            error.position[0], text.rstrip("\n").count("\n") + 1
        )  # what is missing is missed after the last line
        yield problem(path, line, "bad SVG/xml", error=error)
        return
    if "<!" in text.replace("<!--", "") or "<?" in text.removeprefix("<?xml "):
        yield problem(path, 1, "bad SVG/doctype")
    for element, line in zip((e for e in root.iter() if isinstance(e.tag, str)), _lines(text), strict=True):
        yield from _element(path, line, element)
    for tag in ("title", "desc"):
        langs = {e.get("lang") for e in root.iter() if e.tag.rpartition("}")[2] == tag}
        if not {"zh", "en"} <= langs:
            yield problem(path, 1, "figure text", tag=tag)


def _lines(text: str) -> list[int]:
    """The line of each element, in order."""
    found: list[int] = []
    parser = expat.ParserCreate()
    parser.StartElementHandler = lambda name, attributes: found.append(parser.CurrentLineNumber)
    parser.Parse(text.encode(), True)
    return found


def _element(path: str, line: int, element: ElementTree.Element) -> Iterator[Problem]:
    tag = element.tag.rpartition("}")[2]
    if tag not in SVG_TAGS:
        yield problem(path, line, "SVG element", tag=tag)
    for name, value in element.attrib.items():
        bare = name.rpartition("}")[2]
        if bare.startswith("on") or bare in ("style", "href") or SVG_URL.search(value):
            yield problem(path, line, "SVG attribute", bare=bare, value=value[:30])
