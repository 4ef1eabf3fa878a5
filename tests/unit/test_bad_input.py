"""Whatever an author can get wrong is named with file and line, and nothing else is: each case plants one fault.

A case is (what is expected, on which line, the file, old text, new text). Old text `None` replaces the whole file; where the
problem shows in another file than the one that is spoilt, the file is `shown<spoilt`.
"""

from __future__ import annotations

import errno
import os
import random
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from kb import build, problems
from kb.rules import languages

from tests.conftest import MINI, ROOT, WHOLE, Project, lay_out, prove
from tests.unit import test_interrupted, test_originals

Plant = Callable[[Path], object]

ZH, EN = "docs/zh/one/alpha.md", "docs/en/one/alpha.md"
SOURCES, CORRECTIONS, STAGES, SCRIPT = (
    "data/sources.yml",
    "data/corrections/000.yml",
    "data/stages.yml",
    "docs/verify/alpha_size.py",
)
FIGURE = "docs/figures/alpha.svg"
MOVED = "data/moved.yml"

UNCITED = """b2021:
  authors: ["B"]
  title: "T"
  venue: "V"
  year: 2021
  url: "https://b.example"
  checked: 2026-11-21
  places: {}
"""

PLACES = """  places:
    "§2": {how: paper, date: 2026-11-21}
    "Table 1": {how: quotation, date: 2026-11-21, via: "a survey"}
"""
CASES: dict[str, tuple[str, int, str, str | None, str | bytes]] = {
    # front matter
    "broken yaml": ("YAML/syntax", 4, ZH, "asked: 5", "asked: [5"),
    "colon in plain text": ("YAML/syntax", 7, ZH, "aliases: [alfa]", "aliases: a: b: c"),
    "bare at sign": ("YAML/syntax", 7, ZH, "aliases: [alfa]", "aliases: @alfa"),
    "no front matter": ("front matter", 1, ZH, "---\ndifficulty", "difficulty"),
    "front matter never ends": ("front matter", 1, EN, None, "---\ntranslates: 1\n# What?\n"),
    "unknown key": ("unknown key", 4, ZH, "asked: 5", "asked: 5\nfrequency: 5"),
    "missing key": ("missing key", 2, ZH, "reviewed: 2026-11-21\n", ""),
    "duplicate key": ("duplicate key", 4, ZH, "asked: 5", "asked: 5\nasked: 6"),
    "truth value": ("ambiguous value", 3, ZH, "asked: 5", "asked: no"),
    "base 60": ("ambiguous value", 3, ZH, "asked: 5", "asked: 12:30"),
    "octal": ("ambiguous value", 3, ZH, "asked: 5", "asked: 010"),
    "exponent": ("ambiguous value", 3, ZH, "asked: 5", "asked: 1e3"),
    "number as text": ("wrong value", 3, ZH, "asked: 5", 'asked: "5"'),
    "nothing": ("ambiguous value", 3, ZH, "asked: 5", "asked:"),
    "5,000 digits": ("ambiguous value", 3, ZH, "asked: 5", "asked: " + "9" * 5000),
    "impossible day": ("date", 9, ZH, "2026-11-21", "2026-02-30"),
    "day in words": ("wrong value", 9, ZH, "2026-11-21", "yesterday"),
    "out of range": ("wrong value", 2, ZH, "difficulty: 2", "difficulty: 4"),
    "text for a list": ("wrong value", 7, ZH, "aliases: [alfa]", "aliases: alfa"),
    "twice in a list": ("wrong value", 7, ZH, "aliases: [alfa]", "aliases: [alfa, alfa]"),
    "anchor and alias": ("YAML/alias", 7, ZH, "aliases: [alfa]", "aliases: &a [*a]"),
    "tag": ("YAML/tag", 7, ZH, "aliases: [alfa]", "aliases: !!python/name:os.system [alfa]"),
    "a thousand brackets": ("YAML/syntax", 2, ZH, "aliases: [alfa]", "aliases: " + "[" * 1000 + "]" * 1000),
    "shared key in English": ("unknown key", 3, EN, "translates: 1", "translates: 1\ndifficulty: 2"),
    "translates missing": ("missing key", 1, EN, "translates: 1\n", ""),
    "translates stale": ("stale translation", 2, EN, "translates: 1", "translates: 7"),
    "English on a bad day": ("wrong value", 2, EN, "translates: 1", "translates: one"),
    "no keys at all": ("missing key", 1, "docs/zh/one/index.md", "template: stage.html\nstage: one\n", ""),
    "list for keys": ("not a mapping", 2, EN, "translates: 1", "- translates"),
    "key of two words": ("YAML/key", 4, ZH, "asked: 5", "asked: 5\n? [a, b]\n: 6"),
    "merge key": ("YAML/key", 4, ZH, "asked: 5", "asked: 5\n<<: {a: 1}"),
    "alias bomb": ("YAML/alias", 8, ZH, "aliases: [alfa]", "aliases:\n  - &a [x, x]\n  - &b [*a, *a]\n  - [*b, *b]"),
    "list inside itself": ("YAML/alias", 7, ZH, "aliases: [alfa]", "aliases: &a [[*a]]"),
    "thirteen levels": ("YAML/depth", 7, ZH, "aliases: [alfa]", "aliases: " + "[" * 13 + "]" * 13),
    "a character that YAML refuses": ("YAML/syntax", 7, ZH, "aliases: [alfa]", "aliases: [al\ufffefa]"),
    "tab for indentation": ("YAML/syntax", 6, ZH, "  - 甲术", "\t- 甲术"),
    "quotation never ends": ("YAML/syntax", 7, ZH, "aliases: [alfa]", 'aliases: ["alfa]'),
    "unfinished last line": ("YAML/syntax", 8, STAGES, "  questions: [beta]\n", "  ques\n"),
    "second document": ("YAML/syntax", 5, STAGES, "- id: two", "---\n- id: two"),
    "infinity": ("ambiguous value", 3, ZH, "asked: 5", "asked: .inf"),
    "hexadecimal": ("ambiguous value", 3, ZH, "asked: 5", "asked: 0x05"),
    "date with a time": ("ambiguous value", 9, ZH, "2026-11-21", "2026-11-21 10:00:00"),
    # the file
    "empty file": ("empty file", 1, ZH, None, b""),
    "blank file": ("empty file", 1, ZH, None, b"\n\n"),
    "BOM": ("BOM", 1, ZH, "---\ndifficulty", "\ufeff---\ndifficulty"),
    "CRLF": ("line ends", 2, ZH, "difficulty: 2\n", "difficulty: 2\r\n"),
    "not UTF-8": ("encoding", 2, ZH, None, "---\n甲".encode("gbk")),
    "NUL": ("invisible character", 20, ZH, "**甲是第一个。**", "**甲是第\x00一个。**"),
    "zero width": ("invisible character", 20, ZH, "**甲是第一个。**", "**甲是第\u200b一个。**"),
    "50 MB": ("too large", 1, ZH, None, b"x" * 50_000_000),
    "one line of a megabyte": ("line too long", 50, ZH, "因为它在前。", "因为它在前。" + "甲" * 600_000),
    "a megabyte of blank lines": ("empty section", 52, EN, "- That alpha and the Beta Method are one. They are not.\n", "\n" * 1_000_000),
    "a heading of blanks": ("title", 13, ZH, "# 甲是什么，占多少？", "# 甲\n# " + " " * 9_000 + "x"),
    "UTF-16": ("encoding", 1, ZH, None, "---\n甲".encode("utf-16")),
    "Latin-1 in English": ("encoding", 2, EN, None, "---\na: caf\u00e9\n".encode("latin-1")),
    "half a character": ("encoding", 1, ZH, None, "甲".encode()[:2]),
    "CR alone": ("line ends", 1, EN, "---\ntranslates", "---\rtranslates"),
    "line separator": ("invisible character", 20, ZH, "**甲是第一个。**", "**甲是第\u2028一个。**"),
    "bell": ("invisible character", 2, EN, "translates: 1", "translates: 1\x07"),
    "data that is empty": ("empty file", 1, "data/seeds.yml", None, b""),
    "data with a BOM": ("BOM", 1, SOURCES, "adams2020:", "\ufeffadams2020:"),
    "data with CRLF": ("line ends", 1, STAGES, "- id: one\n", "- id: one\r\n"),
    "script not UTF-8": ("encoding", 1, SCRIPT, None, "# 甲".encode("gbk")),
    "figure with NUL": ("invisible character", 2, FIGURE, "<title", "\x00<title"),
    "ledger not UTF-8": ("encoding", 1, "data/permalinks.txt", None, "/甲/".encode("gbk")),
    "ledger that is empty": ("address not recorded", 1, "data/permalinks.txt", None, b""),
    "ledger with an address of nothing": ("address gone", 1, "data/permalinks.txt", "/\n", "/q/nothing/\n/\n"),
    "ledger with a line less": ("address not recorded", 119, "data/permalinks.txt", "\n/q/alpha/#detail\n", "\n"),
    # what lies in the folders
    "stray page of HTML": ("stray file", 1, "docs/zh/one/evil.html", None, "<script>alert(1)</script>"),
    "page in no language": ("stray file", 1, "docs/readme.md", None, "# x\n"),
    "image that is no SVG": ("stray file", 1, "docs/figures/alpha.png", None, b"\x89PNG"),
    "figure that differs in case": ("case clash", 1, f"{FIGURE}<docs/figures/ALPHA.svg", None, (MINI / FIGURE).read_text(encoding="utf-8")),
    "plain page in one language": ("missing page/other", 1, "docs/zh/more.md", None, "---\ntemplate: glossary.html\n---\n# 更多\n\n正文。\n"),
    "unknown template": ("unknown template", 2, "docs/zh/glossary.md", "glossary.html", "glossry.html"),
    "template of a question": ("unknown template", 2, "docs/zh/glossary.md", "glossary.html", "question.html"),
    "page of no stage": ("unknown stage", 3, "docs/zh/one/index.md", "stage: one", "stage: three"),
    "stage's page without stage": ("missing key", 1, "docs/zh/one/index.md", "stage: one\n", ""),
    # sections
    "no title": ("title", 12, ZH, "# 甲是什么，占多少？\n", ""),
    "empty title": ("title/empty", 12, ZH, "# 甲是什么，占多少？", "# "),
    "two titles": ("title", 14, ZH, "## 一句话回答", "# 又一个\n\n## 一句话回答"),
    "missing section": ("missing section", 12, ZH, "## 常见误区\n\n", ""),
    "doubled section": ("doubled section", 62, ZH, "## 常见误区\n", "## 常见误区\n\n## 常见误区\n"),
    "unknown section": ("unknown section", 60, ZH, "## 常见误区\n", "## 闲谈\n\n嗯。\n\n## 常见误区\n"),
    "empty section": ("empty section", 60, ZH, "- 甲和贝塔法是一回事。不是。\n", ""),
    "heading too deep": ("heading level", 52, ZH, "因为它在前。", "因为它在前。\n\n#### 更深"),
    "h3 without id": ("heading id/missing", 26, ZH, "### 细节 { #detail }", "### 细节"),
    "Chinese id": ("heading id/form", 26, ZH, "{ #detail }", "{ #细节 }"),
    "id on a fixed section": ("heading id/fixed", 24, ZH, "## 详细解答", "## 详细解答 { #x }"),
    "id of the template": ("taken anchor", 52, ZH, "{ #fu-count }", "{ #sources }"),
    "doubled id": ("duplicate anchor", 52, ZH, "{ #fu-count }", "{ #fu-why }"),
    "open fence": ("open fence", 40, ZH, '# 输出\n```', "# 输出"),
    "open tilde fence": ("open fence", 40, ZH, "```python", "~~~python"),
    "open formula that stands alone": ("open formula", 36, ZH, "y = x^2\n$$", "y = x^2"),
    "open formula in a line": ("open formula", 50, ZH, "因为它在前。", "因为 $x_1 在前。"),
    "open code": ("open code", 50, ZH, "因为它在前。", "因为它在前。`"),
    # what is said first
    "short answer too long": ("short answer too long", 14, ZH, "它排在乙之前。", "它" + "很" * 200 + "长。"),
    "first sentence too long": ("first sentence too long", 14, ZH, "甲是第一个字母，占", "甲是" + "很" * 60 + "长的字母，占"),
    "list in the short answer": ("short answer form", 14, ZH, "它排在乙之前。", "\n- 它排在乙之前。"),
    "two key points": ("key points/number", 18, ZH, "- 甲占三分之一。\n- 甲不是乙。\n", "- 甲占三分之一。\n"),
    "no essential point": ("key points/core", 18, ZH, "**甲是第一个。**", "甲是第一个。"),
    "two follow-ups": ("follow-ups", 46, ZH, "### 甲会变吗？ { #fu-change }\n\n不会。\n\n", ""),
    "follow-up without answer": ("follow-up without answer", 56, ZH, "不会。", ""),
    "padding": ("padding", 50, ZH, "因为它在前。", "综上所述，因为它在前。"),
    # names that lead nowhere
    "unknown seed": ("unknown seed", 4, ZH, "[000-01]", "[000-99]"),
    "unknown related": ("unknown related", 8, ZH, "[beta]", "[gamma]"),
    "related to itself": ("related to itself", 8, ZH, "[beta]", "[alpha]"),
    "term of another page": ("term claimed twice", 5, "docs/zh/two/beta.md", "terms: [贝塔法", "terms: [甲术 = 贝塔法"),
    "citation without entry": ("unknown source", 28, ZH, "[@adams2020, §2;", "[@nobody1999, §2;"),
    "place not seen": ("place not seen", 28, ZH, "§2;", "§9;"),
    "entry never cited": ("never cited", 1, SOURCES, "adams2020:", UNCITED + "adams2020:"),
    "two addresses": ("address", 1, SOURCES, '  arxiv: "2001.00001"', '  arxiv: "2001.00001"\n  doi: "10.1000/x"'),
    "unknown how": ("wrong value", 9, SOURCES, "how: paper", "how: hearsay"),
    "dead link": ("dead link/file", 44, ZH, "../two/beta.md#short", "../two/gamma.md"),
    "dead anchor": ("dead anchor", 44, ZH, "beta.md#short", "beta.md#nowhere"),
    "absolute link": ("absolute link", 44, ZH, "../two/beta.md#short", "/q/beta/"),
    "script link": ("link scheme", 44, ZH, "../two/beta.md#short", "javascript:alert"),
    "missing image": ("missing image", 34, ZH, "alpha.svg", "omega.svg"),
    "correction of no question": ("unknown question/correction", 1, CORRECTIONS, "question: alpha", "question: omega"),
    "correction of no seed": ("unknown seed", 1, CORRECTIONS, "seed: 000-01\n", "seed: 000-77\n"),
    "correction's verdict": ("wrong value", 4, CORRECTIONS, "verdict: wrong", "verdict: silly"),
    "correction in one language": ("missing key", 1, CORRECTIONS, "  en:\n    claim: Alpha takes 3 GB.\n    right: Alpha takes 2 GB, $x=1$.\n    why: Half was left out.\n", ""),
    "correction's formula": ("bad formula/correction", 1, CORRECTIONS, "甲占 2 GB，$x=1$。", "甲占 2 GB，$\\frac{1$。"),
    "evidence without script": ("unknown script/evidence", 1, CORRECTIONS, "verify/alpha_size.py", "verify/omega.py"),
    "erratum of no question": ("unknown question/erratum", 1, "data/errata.yml", "question: alpha", "question: omega"),
    "synonyms that are no list": ("wrong value", 1, "data/synonyms.yml", "[甲法, Alpha way]", "甲法"),
    "erratum in one language": ("missing key", 1, "data/errata.yml", "  en: {was: Alpha takes 3 GB., now: Alpha takes 2 GB.}\n", ""),
    "question not listed": ("not listed", 1, f"{ZH}<{STAGES}", "questions: [alpha]", "questions: []"),
    "question listed elsewhere": ("wrong stage/list", 1, f"{ZH}<{STAGES}", "questions: [beta]", "questions: [beta, alpha]"),
    "listed without page": ("unknown question/stage", 1, STAGES, "questions: [alpha]", "questions: [alpha, omega]"),
    "interface word in one language": ("missing key", 2, "data/ui.yml", ", en: LLM Interview Answers", ""),
    "errata that are no list": ("not a list", 1, "data/errata.yml", None, "a: b\n"),
    "corrections that are no list": ("not a list", 1, CORRECTIONS, None, "a: b\n"),
    "sources that are a list": ("not a mapping", 1, SOURCES, None, "- a\n"),
    "interface that is a list": ("not a mapping", 1, "data/ui.yml", None, "- a\n"),
    "seed that is a list": ("not a mapping", 2, "data/seeds.yml", '- {id: 000-02, title: "乙是什么"}', "- [000-02]"),
    "authors that are numbers": ("wrong value", 2, SOURCES, '["Ada Adams", "Bob Brown"]', "[1, 2]"),
    "year in words": ("wrong value", 5, SOURCES, "year: 2020", "year: last"),
    "places that are a list": ("wrong value", 8, SOURCES, PLACES, '  places: ["§2", "Table 1"]\n'),
    "web address without https": ("wrong value", 6, SOURCES, 'arxiv: "2001.00001"', 'url: "http://b.example"'),
    "key with capitals": ("illegal key", 1, SOURCES, "adams2020:", UNCITED.replace("b2021", "B21") + "adams2020:"),
    "stage twice": ("duplicate stage", 1, STAGES, "- id: one\n", "- {id: one, zh: 一, en: One, questions: []}\n- id: one\n"),
    "stage without pages": ("missing page/stage", 1, STAGES, "- id: one\n", "- {id: three, zh: 三, en: Three, questions: [alpha]}\n- id: one\n"),
    "seed answered twice": ("seed answered twice", 4, "docs/zh/two/beta.md", "seeds: []", "seeds: [000-01]"),
    "correction twice": ("duplicate id/correction", 15, CORRECTIONS, None, (MINI / CORRECTIONS).read_text(encoding="utf-8") * 2),
    "correction of another seed": ("correction id", 1, CORRECTIONS, "seed: 000-01\n", "seed: 000-02\n"),
    "correction without evidence": ("no evidence", 1, CORRECTIONS, '["@adams2020, §2", verify/alpha_size.py]', "[]"),
    "correction's place": ("place not seen", 1, CORRECTIONS, "@adams2020, §2", "@adams2020, §3"),
    "correction's typesetting": ("spacing", 1, CORRECTIONS, "甲占 3 GB。", "甲占3 GB。"),
    "page that cites nothing": ("no citation", 1, "docs/zh/two/beta.md", " [@adams2020]", ""),
    "link to a script that is not there": ("dead link/script", 44, ZH, "../two/beta.md#short", "../../verify/omega.py"),
    "link above the project": ("dead link/file", 44, ZH, "../two/beta.md#short", "../../../../etc/passwd"),
    "picture from elsewhere": ("link scheme", 34, ZH, "../../figures/alpha.svg", "https://a.example/x.png"),
    "data in a link": ("link scheme", 44, ZH, "../two/beta.md#short", "data:text/html;x"),
    "script of a formula": ("unknown script/binding", 28, ZH, "alpha_size.share", "omega.share"),
    # what has moved
    "moved to nowhere": ("moved address/question", 1, MOVED, "old-alpha: alpha", "old-alpha: omega"),
    "moved to itself": ("moved address/chain", 1, MOVED, "old-alpha: alpha", "old-alpha: alpha, alpha: beta"),
    "moved in a circle": ("moved address/chain", 1, MOVED, "old-alpha: alpha", "old-alpha: older, older: old-alpha"),
    "moved twice": ("moved address/chain", 1, MOVED, "old-alpha: alpha", "old-alpha: alpha, older: old-alpha"),
    "moved from an impossible name": ("moved address/name", 1, MOVED, "old-alpha: alpha", "old-alpha: alpha, ../x: alpha"),
    "moved to a list": ("wrong value", 1, MOVED, "old-alpha: alpha", "old-alpha: [alpha]"),
    "moved is no mapping": ("wrong value", 1, MOVED, "{old-alpha: alpha}", "[alpha]"),
    "anchors of no question": ("moved address/question", 2, MOVED, "{alpha: {", "{omega: {x: detail}, alpha: {"),
    "anchors that are a list": ("not a mapping", 2, MOVED, "{alpha: {", "{beta: [x], alpha: {"),
    "anchor that leads to no heading": ("moved address/heading", 2, MOVED, "old-detail: detail", "old-detail: nowhere"),
    "anchor that leads to no page": ("moved address/question", 2, MOVED, "old-detail: detail", "old-detail: omega#detail"),
    "anchor that leads on and on": ("moved address/chain", 2, MOVED, "old-detail: detail", "older: old-detail, old-detail: detail"),
    "anchor that is still there": ("moved address/still there", 2, MOVED, "old-detail: detail", "old-detail: detail, fu-why: detail"),
    "anchor of an impossible name": ("moved address/name", 2, MOVED, "old-detail: detail", "old-detail: detail, 细节: detail"),
    "correction withdrawn that stands": ("moved address/still there", 3, MOVED, "detail}}", "detail}}\ncorrections: {000-01-1: alpha}"),
    "correction withdrawn to nowhere": ("moved address/correction", 3, MOVED, "detail}}", "detail}}\ncorrections: {000-01-9: omega}"),
    "correction withdrawn twice": ("moved address/chain", 3, MOVED, "detail}}", "detail}}\ncorrections: {000-01-8: 000-01-9, 000-01-9: 000-01-8}"),
    "no list": ("not a list", 1, "data/seeds.yml", None, "a: b\n"),
    # markup
    "script element": ("raw HTML", 50, ZH, "因为它在前。", "因为<script>alert(1)</script>它在前。"),
    "event attribute": ("raw HTML", 50, ZH, "因为它在前。", "<img src=x onerror=alert(1)>"),
    "link definition": ("link definition", 52, ZH, "因为它在前。", "因为它在前。\n\n[x]: https://example.org/"),
    "link in a correction": ("link in data", 1, CORRECTIONS, "why: 少算了一半。", "why: 少算了[一半](https://example.org/)。"),
    "comment": ("raw HTML", 50, ZH, "因为它在前。", "<!-- 因为 -->"),
    "empty header cell": ("empty table header", 30, ZH, "| 项 | 值 |", "|  | 值 |"),
    "attribute list": ("attribute list", 50, ZH, "因为它在前。", "因为它在前。{ onclick=alert(1) }"),
    "bad formula": ("bad formula/page", 36, ZH, "y = x^2", "y = \\frac{x"),
    "unknown command": ("bad formula/page", 36, ZH, "y = x^2", "y = \\nosuch x"),
    "link in a formula": ("bad formula/page", 36, ZH, "y = x^2", "\\href{javascript:alert(1)}{y} = x^2"),
    "SVG with script": ("SVG element", 4, FIGURE, "<rect", "<script>alert(1)</script><rect"),
    "SVG with event": ("SVG attribute", 4, FIGURE, "<rect", '<rect onload="alert(1)"'),
    "SVG with style": ("SVG attribute", 4, FIGURE, "<rect", '<rect style="fill:red"'),
    "SVG broken": ("bad SVG/xml", 7, FIGURE, "</svg>", "</svgg>"),
    "SVG cut off": ("bad SVG/xml", 6, FIGURE, "</svg>\n", ""),
    "SVG in one language": ("figure text", 1, FIGURE, '<title lang="en">The size of alpha</title>', ""),
    "SVG with a document type": ("bad SVG/doctype", 1, FIGURE, "<svg", "<!DOCTYPE svg><svg"),
    "SVG with an entity bomb": ("bad SVG/doctype", 1, FIGURE, "<svg", '<!DOCTYPE svg [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><svg'),
    "SVG with foreign HTML": ("SVG element", 4, FIGURE, "<rect", "<foreignObject/><rect"),
    "SVG that loads": ("SVG attribute", 4, FIGURE, "<rect", '<rect fill="url(https://a.example)"'),
    # numbers
    "wrong number": ("wrong number", 16, ZH, "[2 GB]", "[3 GB]"),
    "wrong number in a formula": ("wrong number", 28, ZH, "{33.3}", "{33.4}"),
    "wrong number in a figure": ("wrong number", 5, FIGURE, ">2 GB<", ">3 GB<"),
    "wrong unit": ("wrong unit", 16, ZH, "[2 GB]", "[2 MB]"),
    "no number": ("not a number", 16, ZH, "[2 GB]", "[两个 GB]"),
    "unknown value": ("unknown value", 16, ZH, "#size_gb)。它", "#nothing)。它"),
    "script is gone": ("unknown script/binding", 16, ZH, "alpha_size.py#size_gb)。它", "omega.py#size_gb)。它"),
    "unbound number": ("unbound number", 50, ZH, "因为它在前。", "因为它占 7 GB。"),
    "value nobody shows": ("unshown value", 4, SCRIPT, '"share"', '"more": (size, "GB"), "share"'),
    "assertion fails": ("script fails", 3, SCRIPT, "size != 3", "size != 2"),
    "script with a typo": ("script fails", 2, SCRIPT, "size = 1 + 1", "size = 1 +"),
    "script without VALUES": ("script fails", 1, SCRIPT, "VALUES", "NUMBERS"),
    "script's infinity": ("script fails", 1, SCRIPT, "(size,", "(float('inf'),"),
    # Chinese typesetting
    "no space": ("spacing", 50, ZH, "因为它在前。", "因为它在ABC前。"),
    "half-width comma": ("punctuation", 50, ZH, "因为它在前。", "因为它在前,是的。"),
    "look-alike": ("look-alike", 50, ZH, "因为它在前。", "因为它在⼀前。"),
}  # fmt: skip

# A fault that necessarily shows in a second place too: in the other language, or where the page is used.
ALSO = {
    "follow-ups": {"languages differ", "address gone"}, "key points": {"languages differ"}, "open fence": {"languages differ", "key points", "follow-ups"},
    "bad formula": {"languages differ"}, "heading id": {"languages differ", "moved address", "address gone", "address not recorded"},
    "unknown section": {"address not recorded"}, "missing image": {"languages differ"}, "place not seen": {"languages differ"},
    "unknown source": {"languages differ"}, "unknown value": {"languages differ"}, "script fails": {"unknown value"},
    "dead link": {"unknown script", "languages differ"}, "heading level": {"address not recorded"},
    "section order": {"missing section", "doubled section", "key points", "follow-ups", "first sentence too long"},
    "taken anchor": {"languages differ", "address gone", "follow-ups"},
    "no citation": {"languages differ"}, "link scheme": {"languages differ"}, "unknown script": {"languages differ"}, "illegal key": {"never cited"},
    "open formula": {"languages differ"}, "moved address/name": {"illegal key"},
    "duplicate anchor": {"languages differ", "address gone"}, "doubled section": {"empty section"}, "missing section": set(),
    "unknown seed": {"correction id"}, "no list": {"unknown seed"}, "not a list": {"unknown seed"}, "missing page": {"address gone", "address not recorded"},
}  # fmt: skip


def spoil(project: Project, path: str, old: str | None, new: str | bytes) -> None:
    """Put the fault into the file."""
    if old is None:
        project.write(path, new)
    else:
        project.edit(path, old, str(new))


# ---- faults that are no change of one file's text


def remove(*paths: str) -> Plant:
    def plant(root: Path) -> None:
        for path in paths:
            (root / path).unlink()

    return plant


def folder(path: str) -> Plant:
    """A folder where a file is expected."""

    def plant(root: Path) -> None:
        (root / path).unlink(missing_ok=True)
        (root / path).mkdir(parents=True)

    return plant


def link(path: str, target: str) -> Plant:
    """A symbolic link; `..` above the project is outside."""

    def plant(root: Path) -> None:
        (root.parent / "outside").mkdir()
        (root.parent / "outside/page.md").write_text("# x\n", encoding="utf-8")
        if (root / path).exists():
            (root / path).rename(root.parent / "outside/was")
        (root / path).symlink_to(root / target)

    return plant


def move(*pairs: tuple[str, str]) -> Plant:
    def plant(root: Path) -> None:
        for old, new in pairs:
            (root / new).parent.mkdir(parents=True, exist_ok=True)
            (root / old).rename(root / new)

    return plant


def write(path: str, text: str) -> Plant:
    def plant(root: Path) -> None:
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(text, encoding="utf-8")

    return plant


def out_of_order(root: Path) -> None:
    head, rest = (root / EN).read_text(encoding="utf-8").split("## Follow-ups")
    middle, tail = rest.split("## Common mistakes")
    (root / EN).write_text(f"{head}## Common mistakes{tail}\n## Follow-ups{middle}", encoding="utf-8")


def unchecked_code(root: Path) -> None:
    """Python on a page of the coding stage."""
    move(*((f"docs/{a}one{b}", f"docs/{a}coding{b}") for a in ("zh/", "en/") for b in ("/alpha.md", "/index.md")))(root)
    move(*((f"docs/{lang}/cheat-sheet/one.md", f"docs/{lang}/cheat-sheet/coding.md") for lang in ("zh", "en")))(root)
    paths = [
        STAGES,
        *(f"docs/{lang}/{name}.md" for lang in ("zh", "en") for name in ("coding/index", "cheat-sheet/coding")),
    ]
    for path in paths:
        text = (root / path).read_text(encoding="utf-8")
        (root / path).write_text(
            text.replace("id: one", "id: coding").replace("stage: one", "stage: coding"), encoding="utf-8"
        )


MINI_ZH = (MINI / ZH).read_text(encoding="utf-8")
WIDGET = """zero:
  questions: [alpha]
  words:
    title: {zh: "条", en: "Bars"}
    example: {zh: "{alpha_size[size_gb]:.0f} GB", en: "{alpha_size[size_gb]:.0f} GB"}
"""
WIDGETS = "data/widgets.yml"

ELSEWHERE_TOO = {
    "not listed",
    "unknown question",
    "moved address",
    "address gone",
    "address not recorded",
}  # a name that is everywhere
# What is expected, on which line, of which file, how it is planted, and in what else it necessarily shows.
PLANTED: dict[str, tuple[str, int, str, Plant, set[str]]] = {
    "no English page": ("missing page/en", 1, ZH, remove(EN), {"address gone"}),
    "no Chinese page": ("missing page/zh", 1, EN, remove(ZH), set()),
    "no Chinese list": ("missing page/other", 1, "docs/en/glossary.md", remove("docs/zh/glossary.md"), {"address gone"}),
    "no page of a stage": ("missing page/stage", 1, STAGES, remove("docs/zh/one/index.md", "docs/en/one/index.md"), {"address gone"}),
    "same id in two stages": ("duplicate id/page", 1, "docs/zh/two/alpha.md", write("docs/zh/two/alpha.md", MINI_ZH), set()),
    "id with capitals": ("illegal id", 1, "docs/zh/one/Al_pha.md", move((ZH, "docs/zh/one/Al_pha.md"), (EN, "docs/en/one/Al_pha.md")), ELSEWHERE_TOO),
    "translation in another stage": ("wrong stage/translation", 1, "docs/en/two/alpha.md", move((EN, "docs/en/two/alpha.md")), {"dead link", "missing image"}),
    "page of no stage": ("unknown stage", 1, "docs/zh/three/alpha.md", move((ZH, "docs/zh/three/alpha.md"), (EN, "docs/en/three/alpha.md")), set()),
    "sections out of order": ("section order", 6, EN, out_of_order, set()),
    "code that nothing runs": ("code that nothing runs", 40, "docs/zh/coding/alpha.md", unchecked_code, {"address gone", "address not recorded"}),
    # links and what is no file
    "link to a page": ("symlink", 1, "docs/zh/one/gamma.md", link("docs/zh/one/gamma.md", ZH), set()),
    "link to a page outside": ("symlink", 1, "docs/zh/one/gamma.md", link("docs/zh/one/gamma.md", "../outside/page.md"), set()),
    "link to nothing": ("symlink", 1, "docs/zh/one/gamma.md", link("docs/zh/one/gamma.md", "nothing.md"), set()),
    "link to itself": ("symlink", 1, "docs/zh/one/gamma.md", link("docs/zh/one/gamma.md", "docs/zh/one/gamma.md"), set()),
    "folder that holds itself": ("symlink", 1, "docs/zh/one/loop", link("docs/zh/one/loop", "docs/zh"), set()),
    "folder outside": ("symlink", 1, "docs/zh/three", link("docs/zh/three", "../outside"), set()),
    "data outside": ("symlink", 1, "data/seeds.yml", link("data/seeds.yml", "../outside/was"), set()),
    "scripts outside": ("symlink", 1, "docs/verify", link("docs/verify", "../outside/was"), set()),
    "ledger outside": ("symlink", 1, "data/permalinks.txt", link("data/permalinks.txt", "../outside/was"), set()),
    "folder for a page": ("no file", 1, "docs/zh/one/gamma.md", folder("docs/zh/one/gamma.md"), {"missing page"}),
    "folder for a list's page": ("no file", 1, "docs/zh/glossary.md", folder("docs/zh/glossary.md"), set()),
    "folder for data": ("no file", 1, STAGES, folder(STAGES), set()),
    "folder for a script": ("no file", 1, "docs/verify/more.py", folder("docs/verify/more.py"), set()),
    "folder for a figure": ("no file", 1, FIGURE, folder(FIGURE), set()),
    "folder for the ledger": ("no file", 1, "data/permalinks.txt", folder("data/permalinks.txt"), set()),
    "folder for the widgets": ("no file", 1, WIDGETS, folder(WIDGETS), set()),
    "pipe for a page": ("no file", 1, "docs/zh/one/gamma.md", lambda root: os.mkfifo(root / "docs/zh/one/gamma.md"), {"missing page"}),
    **{f"no {name}": ("missing file", 1, f"data/{name}.yml", remove(f"data/{name}.yml"), set()) for name in ("stages", "seeds", "sources", "moved", "errata", "synonyms", "ui")},
    # widgets
    "widget of no question": ("widget/question", 1, WIDGETS, write(WIDGETS, WIDGET.replace("[alpha]", "[gamma]")), set()),
    "widget of a number": ("widget/words", 1, WIDGETS, write(WIDGETS, WIDGET.replace("[alpha]", "[[alpha]]")), set()),
    "widget in another language": ("widget/words", 1, WIDGETS, write(WIDGETS, WIDGET.replace('en: "Bars"', 'fr: "Barres"')), set()),
    "widget whose words are numbers": ("widget/words", 1, WIDGETS, write(WIDGETS, WIDGET.replace('"Bars"', "12")), set()),
    "widget without files": ("widget/file", 1, WIDGETS, write(WIDGETS, WIDGET.replace("zero:", "none:")), set()),
    "widget whose number nobody computes": ("widget/value", 1, WIDGETS, write(WIDGETS, WIDGET.replace("size_gb", "weight")), set()),
    "widget with a brace too many": ("YAML/syntax", 5, WIDGETS, write(WIDGETS, WIDGET.replace("{zh:", "{zh: {")), set()),
    "widgets that are a list": ("not a mapping", 1, WIDGETS, write(WIDGETS, "- a\n"), set()),
    "widgets with a NUL": ("invisible character", 1, WIDGETS, write(WIDGETS, "a\x00: b\n"), set()),
}  # fmt: skip
ELSEWHERE = {  # kinds of problem that no single file holds: where they are tested
    "copied": test_originals.test_a_copied_sentence_is_named,
    "no originals": test_originals.test_a_folder_without_texts_is_no_success,
    "MkDocs": test_interrupted.test_what_mkdocs_complains_of_stops_the_build,
    "template": test_interrupted.test_a_template_that_asks_for_what_is_not_there,
    "not written": test_interrupted.test_a_disk_that_is_full_leaves_the_old_site,
}

ROW = re.compile(r"(\S+):(\d+)  ([^:|]+): (.*[\u4e00-\u9fff].*) \| (.*[a-z].*)")


class Kinds(dict[str, dict[str, str]]):
    """The messages, remembering which were asked for."""

    def __init__(self) -> None:
        super().__init__(problems.messages())
        self.asked: set[str] = set()

    def __getitem__(self, key: str) -> dict[str, str]:
        self.asked.add(key)
        return super().__getitem__(key)


@pytest.fixture
def kinds(monkeypatch: pytest.MonkeyPatch) -> Kinds:
    found = Kinds()
    monkeypatch.setattr(problems, "messages", lambda: found)
    return found


def reported(project: Project, capsys: pytest.CaptureFixture[str]) -> list[tuple[str, int, str]]:
    """What `make build` says: each line whole, each problem once, on a line that is there; and the last good site is untouched."""
    project.write("site/index.html", "the last good site")
    assert build.build(project.root) == 1
    *rows, count = capsys.readouterr().out.splitlines()
    assert [p.relative_to(project.root).as_posix() for p in (project.root / "site").rglob("*")] == ["site/index.html"]
    assert project.read("site/index.html") == "the last good site"
    assert len(set(rows)) == len(rows) == int(count.split()[0])
    found = []
    for row in rows:
        said = ROW.fullmatch(row)
        assert said, row
        assert len(row) < 900
        path, line, what = said[1], int(said[2]), said[3]
        assert 1 <= line <= last_line(project.root / path), row
        found.append((path, line, what))
    return found


def last_line(file: Path) -> int:
    """Of a file that may not be there, the first."""
    if not file.is_file():
        return 1
    with file.open("rb") as opened:
        return max(1, sum(1 for _ in opened))


@pytest.mark.parametrize("name", CASES)
def test_one_fault_is_named_where_it_is(
    name: str, project: Project, kinds: Kinds, capsys: pytest.CaptureFixture[str]
) -> None:
    kind, line, place, old, new = CASES[name]
    what = kind.partition("/")[0]
    path, _, edited = place.partition("<")
    spoil(project, edited or path, old, new)
    found = reported(project, capsys)
    assert (path, line, what) in found, found
    assert kind in kinds.asked
    assert {said for _, _, said in found} <= {what} | ALSO.get(kind, ALSO.get(what, set())), found
    prove("faults", 1)


@pytest.mark.parametrize("name", PLANTED)
def test_one_planted_fault_is_named_where_it_is(
    name: str, project: Project, kinds: Kinds, capsys: pytest.CaptureFixture[str]
) -> None:
    kind, line, path, plant, also = PLANTED[name]
    plant(project.root)
    found = reported(project, capsys)
    assert (path, line, kind.partition("/")[0]) in found, found
    assert kind in kinds.asked
    assert {said for _, _, said in found} <= {kind.partition("/")[0]} | also, found
    prove("faults", 1)


def test_every_kind_of_problem_has_a_case_of_its_own() -> None:
    """Whoever switches one off turns its case red."""
    tested = (
        {kind for kind, *_ in (*CASES.values(), *PLANTED.values())}
        | set(ELSEWHERE)
        | {"unreadable", "languages differ"}
    )
    assert tested == set(problems.messages())
    assert len(CASES) + len(PLANTED) >= 120


def test_a_file_that_may_not_be_read(
    project: Project, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Whoever runs the tests as root may read everything: the refusal is the operating system's, word for word."""
    read_bytes = Path.read_bytes

    def refuse(path: Path) -> bytes:
        if path == project.root / ZH:
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(path))
        return read_bytes(path)

    monkeypatch.setattr(Path, "read_bytes", refuse)
    assert reported(project, capsys) == [(ZH, 1, "unreadable")]


@pytest.mark.parametrize("feature", languages.NAMES)
def test_what_only_one_language_has(feature: str, project: Project) -> None:
    """Each thing that the two languages must share, changed in the English page alone."""
    old, new = {
        "anchors": ("### Detail { #detail }", "### Detail { #details }"),
        "formulas": ("y = x^2", "y = x^3"),
        "citations": ("[@adams2020, §2; @adams2020, Table 1]", "[@adams2020, §2]"),
        "bound numbers": ("There are [0.67 billion](../../verify/alpha_size.py#count).", "There are some."),
        "figures": ("![Alpha is larger than beta.](../../figures/alpha.svg)\n", ""),
        "code blocks": ('print("贝塔法")', "print(1)"),
        "tables": ("| Size | [2 GB]", "| Size | [2 GB](../../verify/alpha_size.py#size_gb) |\n| Size | [2 GB]"),
        "key points": ("- Alpha takes a third.", "- **Alpha takes a third.**"),
    }[feature]
    project.edit(EN, old, new)
    assert any(p.path == EN and p.what == "languages differ" and p.en.startswith(feature) for p in project.problems())


def test_published_id_that_vanished(project: Project) -> None:
    for path in (ZH, EN):
        (project.root / path).unlink()
    gone = {p.zh for p in project.problems() if p.what == "address gone"}
    assert any("/q/alpha/" in text for text in gone)


LIMITS = "import resource as r; r.setrlimit(r.RLIMIT_AS, (500_000_000,) * 2); r.setrlimit(r.RLIMIT_CPU, (5, 5)); "


@pytest.fixture(scope="module")
def formulas_kept(cache: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    """The small project's formulas in its cache, put there by another process: Node does not run in half a gigabyte."""
    root = lay_out(tmp_path_factory.mktemp("kept") / "kb", cache).root
    subprocess.run(
        [sys.executable, "-m", "kb", "check"], cwd=root, env={**os.environ, "PYTHONPATH": str(ROOT / "hooks")}, check=True, capture_output=True
    )  # fmt: skip


@pytest.mark.parametrize(
    "name", CASES if WHOLE else [*random.Random(5).sample(sorted(CASES), 4), "alias bomb", "50 MB"]
)
@pytest.mark.usefixtures("formulas_kept")
def test_a_fault_costs_little(name: str, project: Project) -> None:
    """`make build` itself, with half a gigabyte and five seconds of a processor: an exit code, no traceback."""
    _, _, place, old, new = CASES[name]
    path, _, edited = place.partition("<")
    spoil(project, edited or path, old, new)
    run = LIMITS + "import sys, runpy; sys.argv = ['kb', 'build']; runpy.run_module('kb', run_name='__main__')"
    done = subprocess.run(
        [sys.executable, "-c", run], cwd=project.root, env={**os.environ, "PYTHONPATH": str(ROOT / "hooks")}, capture_output=True, text=True, check=False
    )  # fmt: skip
    assert done.returncode == 1, done.stderr
    assert done.stderr == ""
    assert "个问题" in done.stdout


def test_a_name_that_cannot_be_shown(project: Project) -> None:
    (project.root / os.fsdecode(b"docs/zh/one/\xff.md")).write_bytes(b"x")
    done = subprocess.run(
        [sys.executable, "-m", "kb", "check"], cwd=project.root, env={**os.environ, "PYTHONPATH": str(ROOT / "hooks"), "PYTHONIOENCODING": "ascii"},
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    assert r"\udcff.md:1" in done.stdout


def test_many_faults_are_named_at_once(project: Project) -> None:
    names = [
        "padding",
        "dead link",
        "unbound number",
        "SVG with script",
        "unknown seed",
        "wrong number in a figure",
        "bad formula",
        "no space",
    ]
    for name in names:
        _, _, path, old, new = CASES[name]
        if name in ("unbound number", "no space"):
            path, old, new = "docs/zh/two/beta.md", "顺序如此。", "顺序如此。" + str(new)
        project.edit(path, str(old), str(new))
    assert {CASES[name][0].partition("/")[0] for name in names} <= {p.what for p in project.problems()}


def test_the_stop_of_an_appendix_ends_no_sentence(project: Project) -> None:
    project.edit("data/sources.yml", '"§2":', '"App. C": {how: paper, date: 2026-11-21}\n    "§2":')
    project.edit("docs/en/two/beta.md", "[@adams2020].", "at 7 GB [@adams2020, App. C].")
    project.edit("docs/zh/two/beta.md", "[@adams2020]", "占 7 GB [@adams2020, App. C]")
    assert [p.what for p in project.problems()] == []


def test_code_that_a_snippet_holds(project: Project) -> None:
    unchecked_code(project.root)
    assert len([p for p in project.problems() if p.what == "code that nothing runs"]) == 2
    project.write("snippets/shown.py", 'print("贝塔法")  # 输出\nprint("贝塔法")  # prints\n')
    assert [p for p in project.problems() if p.what == "code that nothing runs"] == []


def test_a_whole_widget_is_no_fault(project: Project) -> None:
    project.write(WIDGETS, WIDGET)
    assert [str(p) for p in project.problems()] == []
