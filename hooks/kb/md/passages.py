"""Chinese words on an English page are marked as Chinese, so that a voice reads them and a font draws them as such."""

from __future__ import annotations

import re
from xml.etree import ElementTree

from markdown.util import AtomicString

from kb.md.trees import Tree

CHINESE = re.compile(r"[\u3400-\u9fff]+")
CLOSED = {"pre", "script", "style", "figcaption"}


class Passages(Tree):
    """Runs of Chinese characters in the text of an English page."""

    def run(self, root: ElementTree.Element) -> None:
        """Last of all: what other processors look for is found by then."""
        if self.context.job().lang != "zh":
            for element in list(root.iter()):
                self._mark(element)

    def _mark(self, element: ElementTree.Element) -> None:
        if element.tag == "code" and CHINESE.search(element.text or ""):
            element.set("lang", "zh")
        if element.tag in CLOSED or element.get("lang"):
            return
        for child in list(element):
            parts = _split(child.tail)
            if parts:
                child.tail, spans = parts
                at = list(element).index(child) + 1
                element[at:at] = spans
        parts = _split(element.text)
        if parts:
            element.text, spans = parts
            element[0:0] = spans


def _split(text: str | None) -> tuple[str, list[ElementTree.Element]] | None:
    """A text as what stands before the first Chinese run, and a span for each run with what follows it."""
    found = list(CHINESE.finditer(text or ""))
    if not text or not found:
        return None
    spans = []
    for match, end in zip(found, [*(m.start() for m in found[1:]), len(text)], strict=True):
        span = ElementTree.Element("span", {"lang": "zh"})
        span.text = AtomicString(match[0])
        span.tail = text[match.end() : end]
        spans.append(span)
    return text[: found[0].start()], spans
