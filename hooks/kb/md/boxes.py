"""The outer shape: scrolling boxes around tables, links on headings, sections."""

from __future__ import annotations

from collections.abc import Iterator
from xml.etree import ElementTree

from markdown.util import AtomicString

from kb.md.trees import Tree
from kb.plain import spoken


class Names(Tree):
    """A formula alone is no name that a screen reader can give a column or a link: it is put into words beside it."""

    def run(self, root: ElementTree.Element) -> None:
        """All links and table headings that are a formula and nothing else."""
        for named in [e for e in root.iter() if e.tag in ("a", "th")]:
            tex = self.context.tex.get((named.text or "").strip())
            if tex and not len(named):
                shown = ElementTree.SubElement(named, "span", {"aria-hidden": "true"})
                shown.text, named.text = named.text, None
                words = ElementTree.Element("span", {"class": "kb-hidden"})
                words.text = AtomicString(spoken(f"${tex}$"))
                named.insert(0, words)


class Boxes(Tree):
    """Tables scroll in a box of their own; headings carry a link to themselves; each h2 with what follows is a section."""

    def run(self, root: ElementTree.Element) -> None:
        """After `attr_list` and `toc` have given ids."""
        for parent in list(root.iter()):
            for i, child in enumerate(list(parent)):
                if child.tag == "table":
                    parent[i] = self._boxed(child)
        for heading in [e for e in root.iter() if e.tag in ("h2", "h3") and e.get("id")]:
            self._anchor(heading, heading.get("id", ""))
        if self.context.job().question:
            root[:] = list(_sections(root))

    def _boxed(self, table: ElementTree.Element) -> ElementTree.Element:
        label = self.context.job().ui["table"]
        box = ElementTree.Element("div", {"class": "kb-table", "tabindex": "0", "role": "group", "aria-label": label})
        box.append(table)
        box.tail, table.tail = table.tail, None
        return box

    def _anchor(self, heading: ElementTree.Element, key: str) -> None:
        """The heading's link to itself, and the ids it had before it was renamed."""
        job = self.context.job()
        if key == "short":
            ElementTree.SubElement(heading, "span", {"class": "kb-thirty"}).text = AtomicString(job.ui["thirty"])
        label = job.ui["permalink"]
        link = ElementTree.SubElement(
            heading, "a", {"class": "headerlink", "href": f"#{key}", "title": label, "aria-label": label}
        )
        link.text = AtomicString("#")
        old = job.site.library.anchors.get(job.question.id, {}) if job.question else {}
        for before in (name for name, now in old.items() if now == key):
            heading.insert(0, ElementTree.Element("span", {"id": before}))
            heading[0].tail, heading.text = heading.text, None


def _sections(root: ElementTree.Element) -> Iterator[ElementTree.Element]:
    section: ElementTree.Element | None = None
    for block in list(root):
        if block.tag == "h2":
            if section is not None:
                yield section
            section = ElementTree.Element("section", {"class": f"kb-section kb-{block.get('id')}"})
        if section is None:
            yield block
        else:
            section.append(block)
    if section is not None:
        yield section
