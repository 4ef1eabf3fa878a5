"""What there is, in numbers: the report of `make check`."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from statistics import median

from kb import ledger
from kb.model import Library, Page
from kb.source import CITATION, FENCE, Document

TABLE = re.compile(r"(?:^\|.*\|[ \t]*\n){4,}", re.M)  # header, rule and two rows or more
SUPPORT = re.compile(rf"{CITATION.pattern}|/verify/|\\val\{{")
SHOWN = re.compile(r"(?<![A-Za-z0-9_.,\-/])\d(?:[\d,.]*\d)(?![A-Za-z\d]|[ -](?:位|bits?\b))")  # of two digits or more
PARAGRAPH = re.compile(r"(?:[^\n]*\S[^\n]*\n?)+")
WORKED = 5  # bound numbers that make an answer a worked example


def counts(library: Library) -> Iterator[str]:
    """One line a figure."""
    pages = [p for q in library.questions.values() for p in q.pages.values()]
    zh = [p for p in pages if p.lang == "zh"]
    citations = [c for p in pages for c in p.document.citations]
    placed = sum(bool(c.place) for c in citations)
    sources = [len({c.key for c in p.document.citations}) for p in zh]
    tally: list[tuple[str, str, float]] = [
        ("题目", "questions", len(library.questions)),
        ("页面", "pages", len(pages)),
        (
            "已回答的种子题",
            f"of {len(library.seeds)} seed questions answered",
            len({s for q in library.questions.values() for s in q.seeds}),
        ),
        ("勘误", "corrections", len(library.corrections)),
        ("文献", "works cited", len(library.sources)),
        ("没有引用的页面", "pages without a citation", sum(not p.document.citations for p in pages)),
        ("每题文献数的中位数", "sources a question, median", median(sources) if sources else 0),
        ("引用", "citations", len(citations)),
        ("带位置的引用", f"of them with a place, {100 * placed / max(1, len(citations)):.0f} %", placed),
        ("绑定的数", "bound numbers", sum(len(p.document.bindings) for p in pages)),
        ("脚本", "verify scripts", len(library.scripts)),
        ("图", "figures", len(library.figures)),
        ("带图的题", "questions with a figure", sum(has_figure(p) for p in zh)),
        (
            "带图、表或算例的题",
            "questions with a figure, a table or a worked example",
            sum(has_figure(p) or has_table(p) or len(p.document.bindings) >= WORKED for p in zh),
        ),
        ("登记的地址", "recorded addresses", len(ledger.recorded(library))),
    ]
    islands = sorted(set(library.questions) - set(linked(library)))
    for name, english, number in tally:
        yield f"{number:6g}  {name} | {english}"
    yield f"{len(islands):6}  没有别的题链到的题 | questions that no other links to"
    yield from (f"        {key}" for key in islands)
    bare = [f"{p.path}:{line}" for p in pages if "answer" in p.sections for line in unsupported(p)]
    yield f"{len(bare):6}  有数字而没有绑定或引用的段落 | paragraphs of an answer with a number, but no binding or citation"
    yield from (f"        {place}" for place in bare)


def linked(library: Library) -> Iterator[str]:
    """The questions that another question's text or `related` leads to."""
    for question in library.questions.values():
        yield from question.related
        for page in question.pages.values():
            yield from (
                name
                for link in page.document.links
                if (name := posixpath.basename(link.target.partition("#")[0])[:-3]) != question.id
            )


def has_figure(page: Page) -> bool:
    """Whether the page shows a picture."""
    return any(link.image for link in page.document.links)


def has_table(page: Page) -> bool:
    """Whether the page has a table of three columns and three rows, the header counted."""
    tables = TABLE.findall(FENCE.sub(lambda _: "", page.document.text + "\n"))
    return any(table.split("\n")[0].count("|") >= 4 for table in tables)


def unsupported(page: Page) -> Iterator[int]:
    """The lines of the answer's paragraphs that state a number with no support in them nor in the paragraph beside."""
    section = page.sections["answer"]
    answer = Document(section.text, section.line + 2)  # the text begins below an empty line
    blocks = [m for m in PARAGRAPH.finditer(answer.without_code) if not m[0].startswith("#")]
    held = [bool(SUPPORT.search(answer.text, *m.span())) for m in blocks]
    for i, block in enumerate(blocks):
        if SHOWN.search(answer.prose, *block.span()) and not any(held[max(0, i - 1) : i + 2]):
            yield answer.line(block.start())
