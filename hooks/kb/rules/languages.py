"""The two languages of a page say the same: sections, anchors, formulas, citations, bindings, figures, code, tables."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Hashable, Iterable, Iterator, Sequence

from kb.model import Library, Page, Question
from kb.problems import Problem, problem
from kb.remember import listed
from kb.source import FENCE
from kb.tex import vals

TABLE_RULE = re.compile(r"^[ \t]*+(?=[ :|]*-[ :-]*\|)[ :|-]+$", re.M)
WORDS = re.compile(r"\\text(?:bf|it|rm)?\s*\{[^{}]*\}|\s+")


def check(library: Library) -> Iterator[Problem]:
    """All rules of parity."""
    for question in library.questions.values():
        yield from _translated(library, question)
        if len(question.pages) == 2:
            yield from _parity(question.pages["zh"], question.pages["en"])


def _translated(library: Library, question: Question) -> Iterator[Problem]:
    zh = question.pages["zh"].path
    if "en" not in question.pages:
        if question.id not in library.unread:
            path = zh.replace("docs/zh/", "docs/en/")
            yield problem(zh, 1, "missing page/en", path=path)
        return
    en = question.pages["en"].path
    if en != zh.replace("docs/zh/", "docs/en/"):
        yield problem(en, 1, "wrong stage/translation", zh=zh)
    translates = question.translates
    if isinstance(translates, int) and translates != question.revision:
        yield problem(en, 2, "stale translation", revision=question.revision, translates=translates)


def features(page: Page) -> dict[str, Sequence[Hashable]]:
    """What must be equal, in each language, by what it is called."""
    document = page.document
    return {
        "anchors": [h.id for h in page.headings if h.level == 3],
        "formulas": sorted(_bare(f.tex) for f in document.formulas),
        "citations": sorted((c.key, c.place) for c in document.citations),
        "bound numbers": sorted((b.script, b.value) for b in document.bindings),
        "figures": [link.target for link in document.links if link.image],
        "code blocks": [_code(m[0]) for m in FENCE.finditer(document.text)],
        "tables": [_shape(document.without_code, m) for m in TABLE_RULE.finditer(document.without_code)],
        "key points": [p.core for p in page.points],
    }


NAMES = {
    "anchors": "锚点", "formulas": "公式", "citations": "引用", "bound numbers": "绑定的数", "figures": "图", "code blocks": "代码块",
    "tables": "表格的行列", "key points": "得分点（含是否关键）",
}  # fmt: skip


@listed
def _parity(zh: Page, en: Page) -> Iterator[Problem]:
    ours, theirs = features(zh), features(en)
    for name, label in NAMES.items():
        if ours[name] != theirs[name]:
            difference = _difference(ours[name], theirs[name])
            yield problem(en.path, 1, "languages differ", feature=(label, name), difference=difference)


def _bare(tex: str) -> str:
    """A formula without words, white space and bound numbers, which are compared with their script."""
    for name, _, start, end in reversed(vals(tex)):
        tex = f"{tex[:start]}\\val{{{name}}}{tex[end:]}"
    return WORDS.sub("", tex)


def _difference(zh: Iterable[Hashable], en: Iterable[Hashable]) -> str:
    a, b = Counter(zh), Counter(en)
    parts = [f"zh {_show(x)}" for x in (a - b)] + [f"en {_show(x)}" for x in (b - a)]
    return "; ".join(parts[:6]) if parts else "order"


def _show(item: Hashable) -> str:
    return " ".join(str(x) for x in item) if isinstance(item, tuple) else str(item)


def _code(fence: str) -> str:
    """A code block without its comments, which are in the page's language."""
    return re.sub(r"(#|//).*|\s+", "", fence)


def _shape(text: str, rule: re.Match[str]) -> tuple[int, int]:
    rows = re.split(r"\n(?!\s*\|?.*\|)", text[rule.end() :], maxsplit=1)[0]
    return rule[0].strip().strip("|").count("|") + 1, sum("|" in row for row in rows.split("\n"))
