"""Inside a line: `$formula$` and `[@citation, place]`."""

from __future__ import annotations

import re
from xml.etree import ElementTree

from markdown import Markdown
from markdown.inlinepatterns import InlineProcessor
from markdown.util import AtomicString

from kb.md.context import Context
from kb.source import CITATION, INLINE, split_citation


class InlineMaths(InlineProcessor):
    """`$…$` becomes KaTeX's HTML, stashed so that nothing looks into it."""

    def __init__(self, context: Context, md: Markdown) -> None:
        super().__init__(INLINE.pattern, md)
        self.context = context

    def handleMatch(self, m: re.Match[str], data: str) -> tuple[str, int, int]:  # type: ignore[override]  # noqa: N802
        """The formula's HTML in place of its TeX."""
        stashed = self.md.htmlStash.store(self.context.formula((m[1], False)).html)
        self.context.tex[stashed] = m[1]
        return stashed, m.start(0), m.end(0)


LONG = 24  # characters of a place that may be broken between lines


class Citations(InlineProcessor):
    """`[@key, §5]` becomes `[1, §5]`, which leads to the reference list."""

    def __init__(self, context: Context, md: Markdown) -> None:
        super().__init__(CITATION.pattern, md)
        self.context = context

    def handleMatch(self, m: re.Match[str], data: str) -> tuple[ElementTree.Element, int, int]:  # type: ignore[override]  # noqa: N802
        """A span of links, one for each work."""
        job = self.context.job()
        span = ElementTree.Element("span", {"class": "kb-cite"})
        for n, (key, place) in enumerate(split_citation(m[1])):
            reference = job.references[key]
            link = ElementTree.SubElement(
                span,
                "a",
                {"href": f"#ref-{key}", "title": _title(reference.source.title, reference.source.year, place)},
            )
            if len(place) > LONG:
                link.set("class", "kb-long")
            link.text = AtomicString(f"{'[' if n == 0 else ''}{reference.number}{', ' + place if place else ''}")
            link.tail = AtomicString("; ")
        span[-1].text = AtomicString(f"{span[-1].text}]")
        span[-1].tail = ""
        return span, m.start(0), m.end(0)


def _title(title: str, year: int, place: str) -> str:
    return f"{title} ({year})" + (f", {place}" if place else "")
