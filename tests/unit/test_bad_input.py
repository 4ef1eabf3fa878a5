"""Whatever an author can get wrong is named with file and line, and nothing else is: each case plants one fault.

A case is (what is expected, on which line, the file, old text, new text). Old text `None` replaces the whole file; where the
problem shows in another file than the one that is spoilt, the file is `shown<spoilt`.
"""

from __future__ import annotations

import re

import pytest

from tests.conftest import Project

ZH, EN = "docs/zh/one/alpha.md", "docs/en/one/alpha.md"
SOURCES, CORRECTIONS, STAGES, SCRIPT = (
    "data/sources.yml",
    "data/corrections/000.yml",
    "data/stages.yml",
    "docs/verify/alpha_size.py",
)
FIGURE = "docs/figures/alpha.svg"

UNCITED = """b2021:
  authors: ["B"]
  title: "T"
  venue: "V"
  year: 2021
  url: "https://b.example"
  checked: 2026-11-21
  places: {}
"""

CASES: dict[str, tuple[str, int, str, str | None, str | bytes]] = {
    # front matter
    "broken yaml": ("YAML", 4, ZH, "asked: 5", "asked: [5"),
    "colon in plain text": ("YAML", 7, ZH, "aliases: [alfa]", "aliases: a: b: c"),
    "bare at sign": ("YAML", 7, ZH, "aliases: [alfa]", "aliases: @alfa"),
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
    "anchor and alias": ("YAML", 7, ZH, "aliases: [alfa]", "aliases: &a [*a]"),
    "tag": ("YAML", 7, ZH, "aliases: [alfa]", "aliases: !!python/name:os.system [alfa]"),
    "a thousand brackets": ("YAML", 2, ZH, "aliases: [alfa]", "aliases: " + "[" * 1000 + "]" * 1000),
    "shared key in English": ("unknown key", 3, EN, "translates: 1", "translates: 1\ndifficulty: 2"),
    "translates missing": ("missing key", 1, EN, "translates: 1\n", ""),
    "translates stale": ("stale translation", 2, EN, "translates: 1", "translates: 7"),
    # the file
    "empty file": ("empty file", 1, ZH, None, b""),
    "blank file": ("empty file", 1, ZH, None, b"\n\n"),
    "BOM": ("BOM", 1, ZH, "---\ndifficulty", "\ufeff---\ndifficulty"),
    "CRLF": ("line ends", 2, ZH, "difficulty: 2\n", "difficulty: 2\r\n"),
    "not UTF-8": ("encoding", 2, ZH, None, "---\n甲".encode("gbk")),
    "NUL": ("invisible character", 20, ZH, "**甲是第一个。**", "**甲是第\x00一个。**"),
    "zero width": ("invisible character", 20, ZH, "**甲是第一个。**", "**甲是第\u200b一个。**"),
    "50 MB": ("too large", 1, ZH, None, b"x" * 2_000_001),
    # sections
    "no title": ("title", 12, ZH, "# 甲是什么，占多少？\n", ""),
    "empty title": ("title", 12, ZH, "# 甲是什么，占多少？", "# "),
    "two titles": ("title", 14, ZH, "## 一句话回答", "# 又一个\n\n## 一句话回答"),
    "missing section": ("missing section", 12, ZH, "## 常见误区\n\n", ""),
    "doubled section": ("doubled section", 62, ZH, "## 常见误区\n", "## 常见误区\n\n## 常见误区\n"),
    "unknown section": ("unknown section", 60, ZH, "## 常见误区\n", "## 闲谈\n\n嗯。\n\n## 常见误区\n"),
    "empty section": ("empty section", 60, ZH, "- 甲和贝塔法是一回事。不是。\n", ""),
    "heading too deep": ("heading level", 52, ZH, "因为它在前。", "因为它在前。\n\n#### 更深"),
    "h3 without id": ("heading id", 26, ZH, "### 细节 { #detail }", "### 细节"),
    "Chinese id": ("heading id", 26, ZH, "{ #detail }", "{ #细节 }"),
    "id on a fixed section": ("heading id", 24, ZH, "## 详细解答", "## 详细解答 { #x }"),
    "id of the template": ("taken anchor", 52, ZH, "{ #fu-count }", "{ #sources }"),
    "doubled id": ("duplicate anchor", 52, ZH, "{ #fu-count }", "{ #fu-why }"),
    "open fence": ("open fence", 40, ZH, '# 输出\n```', "# 输出"),
    # what is said first
    "short answer too long": ("short answer too long", 14, ZH, "它排在乙之前。", "它" + "很" * 200 + "长。"),
    "first sentence too long": ("first sentence too long", 14, ZH, "甲是第一个字母，占", "甲是" + "很" * 60 + "长的字母，占"),
    "list in the short answer": ("short answer form", 14, ZH, "它排在乙之前。", "\n- 它排在乙之前。"),
    "two key points": ("key points", 18, ZH, "- 甲占三分之一。\n- 甲不是乙。\n", "- 甲占三分之一。\n"),
    "no essential point": ("key points", 18, ZH, "**甲是第一个。**", "甲是第一个。"),
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
    "dead link": ("dead link", 44, ZH, "../two/beta.md#short", "../two/gamma.md"),
    "dead anchor": ("dead anchor", 44, ZH, "beta.md#short", "beta.md#nowhere"),
    "absolute link": ("absolute link", 44, ZH, "../two/beta.md#short", "/q/beta/"),
    "script link": ("link scheme", 44, ZH, "../two/beta.md#short", "javascript:alert"),
    "missing image": ("missing image", 34, ZH, "alpha.svg", "omega.svg"),
    "correction of no question": ("unknown question", 1, CORRECTIONS, "question: alpha", "question: omega"),
    "correction of no seed": ("unknown seed", 1, CORRECTIONS, "seed: 000-01\n", "seed: 000-77\n"),
    "correction's verdict": ("wrong value", 4, CORRECTIONS, "verdict: wrong", "verdict: silly"),
    "correction in one language": ("missing key", 1, CORRECTIONS, "  en:\n    claim: Alpha takes 3 GB.\n    right: Alpha takes 2 GB, $x=1$.\n    why: Half was left out.\n", ""),
    "correction's formula": ("bad formula", 1, CORRECTIONS, "甲占 2 GB，$x=1$。", "甲占 2 GB，$\\frac{1$。"),
    "evidence without script": ("unknown script", 1, CORRECTIONS, "verify/alpha_size.py", "verify/omega.py"),
    "erratum of no question": ("unknown question", 1, "data/errata.yml", "question: alpha", "question: omega"),
    "synonyms that are no list": ("wrong value", 1, "data/synonyms.yml", "[甲法, Alpha way]", "甲法"),
    "erratum in one language": ("missing key", 1, "data/errata.yml", "  en: {was: Alpha takes 3 GB., now: Alpha takes 2 GB.}\n", ""),
    "question not listed": ("not listed", 1, f"{ZH}<{STAGES}", "questions: [alpha]", "questions: []"),
    "question listed elsewhere": ("wrong stage", 1, f"{ZH}<{STAGES}", "questions: [beta]", "questions: [beta, alpha]"),
    "listed without page": ("unknown question", 1, STAGES, "questions: [alpha]", "questions: [alpha, omega]"),
    "interface word in one language": ("missing key", 2, "data/ui.yml", ", en: LLM Interview Answers", ""),
    "no list": ("not a list", 1, "data/seeds.yml", None, "a: b\n"),
    # markup
    "script element": ("raw HTML", 50, ZH, "因为它在前。", "因为<script>alert(1)</script>它在前。"),
    "event attribute": ("raw HTML", 50, ZH, "因为它在前。", "<img src=x onerror=alert(1)>"),
    "comment": ("raw HTML", 50, ZH, "因为它在前。", "<!-- 因为 -->"),
    "empty header cell": ("empty table header", 30, ZH, "| 项 | 值 |", "|  | 值 |"),
    "attribute list": ("attribute list", 50, ZH, "因为它在前。", "因为它在前。{ onclick=alert(1) }"),
    "bad formula": ("bad formula", 36, ZH, "y = x^2", "y = \\frac{x"),
    "unknown command": ("bad formula", 36, ZH, "y = x^2", "y = \\nosuch x"),
    "link in a formula": ("bad formula", 36, ZH, "y = x^2", "\\href{javascript:alert(1)}{y} = x^2"),
    "SVG with script": ("SVG element", 4, FIGURE, "<rect", "<script>alert(1)</script><rect"),
    "SVG with event": ("SVG attribute", 4, FIGURE, "<rect", '<rect onload="alert(1)"'),
    "SVG with style": ("SVG attribute", 4, FIGURE, "<rect", '<rect style="fill:red"'),
    "SVG broken": ("bad SVG", 7, FIGURE, "</svg>", "</svgg>"),
    "SVG in one language": ("figure text", 1, FIGURE, '<title lang="en">The size of alpha</title>', ""),
    # numbers
    "wrong number": ("wrong number", 16, ZH, "[2 GB]", "[3 GB]"),
    "wrong number in a formula": ("wrong number", 28, ZH, "{33.3}", "{33.4}"),
    "wrong number in a figure": ("wrong number", 5, FIGURE, ">2 GB<", ">3 GB<"),
    "wrong unit": ("wrong unit", 16, ZH, "[2 GB]", "[2 MB]"),
    "no number": ("not a number", 16, ZH, "[2 GB]", "[两个 GB]"),
    "unknown value": ("unknown value", 16, ZH, "#size_gb)。它", "#nothing)。它"),
    "script is gone": ("dead link", 16, ZH, "alpha_size.py#size_gb)。它", "omega.py#size_gb)。它"),
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
    "bad formula": {"languages differ"}, "heading id": {"languages differ", "address gone", "address not recorded"},
    "unknown section": {"address not recorded"}, "missing image": {"languages differ"}, "place not seen": {"languages differ"},
    "unknown source": {"languages differ"}, "unknown value": {"languages differ"}, "script fails": {"unknown value"},
    "dead link": {"unknown script", "languages differ"}, "heading level": {"address not recorded"},
    "section order": {"missing section", "doubled section", "key points", "follow-ups", "first sentence too long"},
    "taken anchor": {"languages differ", "address gone", "follow-ups"},
    "duplicate anchor": {"languages differ", "address gone"}, "doubled section": {"empty section"}, "missing section": set(),
    "unknown seed": {"correction id"}, "no list": {"unknown seed"}, "not a list": {"unknown seed"}, "missing page": {"address gone"},
}  # fmt: skip


def spoil(project: Project, path: str, old: str | None, new: str | bytes) -> None:
    """Put the fault into the file."""
    if old is None:
        project.write(path, new)
    else:
        project.edit(path, old, str(new))


@pytest.mark.parametrize("name", CASES)
def test_one_fault_is_named_where_it_is(project: Project, name: str) -> None:
    what, line, place, old, new = CASES[name]
    path, _, edited = place.partition("<")
    spoil(project, edited or path, old, new)
    problems = project.problems()
    assert (path, line, what) in {(p.path, p.line, p.what) for p in problems}, "\n".join(map(str, problems))
    others = {p.what for p in problems} - {what} - ALSO.get(what, set())
    assert others == set(), "\n".join(map(str, problems))
    for problem in problems:
        text = str(problem)
        assert re.fullmatch(r"\S+:\d+  [^|]+: .*[\u4e00-\u9fff].* \| .*[a-z].*", text), text
        assert "\n" not in text
        assert len(text) < 900


def test_missing_english_page(project: Project) -> None:
    (project.root / EN).unlink()
    assert ("missing page", ZH) in {(p.what, p.path) for p in project.problems()}


def test_missing_chinese_page(project: Project) -> None:
    (project.root / ZH).unlink()
    assert ("missing page", EN) in {(p.what, p.path) for p in project.problems()}


def test_same_id_in_two_stages(project: Project) -> None:
    project.write("docs/zh/two/alpha.md", project.read(ZH))
    assert ("duplicate id", "docs/zh/two/alpha.md") in {(p.what, p.path) for p in project.problems()}


def test_illegal_id(project: Project) -> None:
    for lang in ("zh", "en"):
        (project.root / f"docs/{lang}/one/alpha.md").rename(project.root / f"docs/{lang}/one/Al_pha.md")
    assert ("illegal id", "docs/zh/one/Al_pha.md") in {(p.what, p.path) for p in project.problems()}


def test_unknown_stage(project: Project) -> None:
    for lang in ("zh", "en"):
        project.write(f"docs/{lang}/three/alpha.md", project.read(f"docs/{lang}/one/alpha.md"))
        (project.root / f"docs/{lang}/one/alpha.md").unlink()
    assert ("unknown stage", "docs/zh/three/alpha.md") in {(p.what, p.path) for p in project.problems()}


def test_symbolic_link(project: Project) -> None:
    (project.root / "docs/zh/one/gamma.md").symlink_to(project.root / ZH)
    assert ("symlink", "docs/zh/one/gamma.md") in {(p.what, p.path) for p in project.problems()}


def test_published_id_that_vanished(project: Project) -> None:
    for lang in ("zh", "en"):
        for name in ("alpha",):
            (project.root / f"docs/{lang}/one/{name}.md").unlink()
    gone = {p.zh for p in project.problems() if p.what == "address gone"}
    assert any("/q/alpha/" in text for text in gone)


def test_sections_out_of_order(project: Project) -> None:
    head, rest = project.read(EN).split("## Follow-ups")
    middle, tail = rest.split("## Common mistakes")
    project.write(EN, f"{head}## Common mistakes{tail}\n## Follow-ups{middle}")
    assert [(p.what, p.path) for p in project.problems()] == [("section order", EN)]


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
    assert {CASES[name][0] for name in names} <= {p.what for p in project.problems()}


def test_the_stop_of_an_appendix_ends_no_sentence(project: Project) -> None:
    project.edit("data/sources.yml", '"§2":', '"App. C": {how: paper, date: 2026-11-21}\n    "§2":')
    project.edit("docs/en/two/beta.md", "[@adams2020].", "at 7 GB [@adams2020, App. C].")
    project.edit("docs/zh/two/beta.md", "[@adams2020]", "占 7 GB [@adams2020, App. C]")
    assert [p.what for p in project.problems()] == []


def test_code_that_nothing_runs(project: Project) -> None:
    """On a page of the coding stage; the same lines in a snippet make it good."""
    stages = project.root / STAGES
    stages.write_text(stages.read_text(encoding="utf-8").replace("id: one", "id: coding"), encoding="utf-8")
    code = "\n```python\ndef twice(x):\n    return 2 * x\n```\n"
    for lang in ("zh", "en"):
        (project.root / f"docs/{lang}/one").rename(project.root / f"docs/{lang}/coding")
        path = project.root / f"docs/{lang}/coding/alpha.md"
        path.write_text(path.read_text(encoding="utf-8") + code, encoding="utf-8")
    said = [p.line for p in project.problems() if p.what == "code that nothing runs"]
    (project.root / "snippets").mkdir()
    snippet = "X = 1\n\n\ndef twice(x):\n    return 2 * x\n"
    (project.root / "snippets/twice.py").write_text(snippet, encoding="utf-8")
    left = [p.line for p in project.problems() if p.what == "code that nothing runs"]
    assert len(said) - len(left) == 2


WIDGET = """zero:
  questions: [alpha]
  words:
    title: {zh: "条", en: "Bars"}
    example: {zh: "{alpha_size[size_gb]:.0f} GB", en: "{alpha_size[size_gb]:.0f} GB"}
"""


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("[alpha]", "[gamma]", "gamma"), ('en: "Bars"', 'fr: "Barres"', "zh and en"), ("zero:", "none:", "none.html"), ("size_gb", "weight", "weight"),
        ("{zh:", "{zh: {", "cannot be parsed"),
    ],
)  # fmt: skip
def test_a_widget_that_is_not_whole(project: Project, old: str, new: str, said: str) -> None:
    """Its question, its other language, its files, its number, its YAML: each named with the line of the widget or of the fault."""
    path = "data/widgets.yml"
    project.write(path, WIDGET)
    assert [str(p) for p in project.problems()] == []
    project.edit(path, old, new)
    problems = [p for p in project.problems() if p.path == path]
    assert any(said in p.en for p in problems), problems
