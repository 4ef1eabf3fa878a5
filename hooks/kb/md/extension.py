"""The extension that Python-Markdown loads: which processors run, and in which order."""

from __future__ import annotations

from markdown import Markdown
from markdown.extensions import Extension

from kb.md import blocks, boxes, crosslinks, inline, passages, trees
from kb.md.context import Context


class KnowledgeBase(Extension):
    """Registers the processors; their order is the number given."""

    def __init__(self, context: Context, whole_page: bool = True) -> None:
        super().__init__()
        self.context = context
        self.whole_page = whole_page

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 - the library's name
        """Formulas and their names always; the rest only in whole pages, not in fragments from the data."""
        c = self.context
        c.tex.clear()  # each page numbers what it stashes anew
        md.inlinePatterns.register(inline.InlineMaths(c, md), "kb-maths", 185)
        md.parser.blockprocessors.register(blocks.DisplayMaths(c, md), "kb-display", 90)
        md.treeprocessors.register(boxes.Names(c, md), "kb-names", 4)
        if not self.whole_page:
            return
        md.inlinePatterns.register(inline.Citations(c, md), "kb-citations", 175)
        md.treeprocessors.register(trees.Headings(c, md), "kb-headings", 19)
        md.treeprocessors.register(trees.Bindings(c, md), "kb-bindings", 15)
        md.treeprocessors.register(trees.Figures(c, md), "kb-figures", 14)
        md.treeprocessors.register(crosslinks.CrossLinks(c, md), "kb-crosslinks", 12)
        md.treeprocessors.register(trees.Labels(c, md), "kb-labels", 6)
        md.treeprocessors.register(boxes.Boxes(c, md), "kb-boxes", 3)
        md.treeprocessors.register(passages.Passages(c, md), "kb-passages", 2)
