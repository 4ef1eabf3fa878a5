"""Texts from the data as HTML: Markdown and formulas, no links of ours."""

from __future__ import annotations

import re
from pathlib import Path

from markdown import Markdown
from markupsafe import Markup

from kb import maths, plain
from kb.md.context import Context, Job
from kb.md.extension import KnowledgeBase
from kb.remember import remembered

# What texts of the data and cards understand of Markdown: all that pages do, so that nothing is code on one and HTML on the other.
MARKDOWN = ("tables", "pymdownx.superfences", "pymdownx.highlight", "pymdownx.betterem")
HIGHLIGHT = {"pymdownx.highlight": {"anchor_linenums": False, "use_pygments": True}}


class Fragments:
    """Makes HTML of the texts of one project."""

    def __init__(self, root: Path) -> None:
        self._root = str(root)

    def block(self, text: str) -> Markup:
        """A text with paragraphs, lists, tables."""
        return _html(self._root, text)

    def inline(self, text: str) -> Markup:
        """A text without the paragraph around it."""
        return Markup(re.sub(r"^<p>|</p>$", "", self.block(text)))  # noqa: S704 - our own checked content


@remembered
def _html(root: str, text: str) -> Markup:
    markdown = _markdown(root)
    markdown.reset()
    return Markup(markdown.convert(plain.unwoven(text)))  # noqa: S704 - our own checked content


@remembered
def _markdown(root: str) -> Markdown:
    context = Context(_no_page, lambda formula: maths.one(Path(root), formula))
    return Markdown(extensions=[KnowledgeBase(context, whole_page=False), *MARKDOWN], extension_configs=HIGHLIGHT)


def _no_page() -> Job:
    raise LookupError("a text from the data is no page")
