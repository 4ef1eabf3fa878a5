"""A figure's SVG for one language, ready to stand in the page."""

from __future__ import annotations

import re
from xml.etree import ElementTree

from kb.plain import HAN

LATIN = re.compile("[A-Za-z]{2}")
SVG = "http://www.w3.org/2000/svg"
ElementTree.register_namespace("", SVG)


def inline(text: str, lang: str, name: str) -> str:
    """The SVG with the other language's elements taken out, its title and description named for screen readers."""
    root = ElementTree.fromstring(text)
    _keep(root, lang)
    if lang == "en":
        _mark(root)
    labels = []
    for tag in ("title", "desc"):
        element = root.find(f"{{{SVG}}}{tag}")
        if element is not None:
            element.set("id", f"{name}-{tag}")
            labels.append(f"{name}-{tag}")
    root.set("role", "img")
    root.set("aria-labelledby", " ".join(labels))
    root.set("class", "kb-svg")
    return ElementTree.tostring(root, encoding="unicode").replace("\n", " ")


def _mark(root: ElementTree.Element) -> None:
    """Chinese words that an English figure shows too."""
    for element in root.iter():
        text = element.text or ""
        if element.tag.rpartition("}")[2] in ("text", "tspan") and HAN.search(text) and not LATIN.search(text):
            element.set("lang", "zh")


def _keep(element: ElementTree.Element, lang: str) -> None:
    for child in list(element):
        if child.get("lang") not in (None, lang):
            _drop(element, child)
        else:
            child.attrib.pop("lang", None)
            _keep(child, lang)


def _drop(parent: ElementTree.Element, child: ElementTree.Element) -> None:
    """Remove an element but keep the text behind it."""
    at = list(parent).index(child)
    tail = (child.tail or "").strip()
    parent.remove(child)
    if tail and at:
        parent[at - 1].tail = (parent[at - 1].tail or "") + tail
    elif tail:
        parent.text = (parent.text or "") + tail
