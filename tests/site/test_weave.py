"""Golden cases of what is woven into a page (tests/golden/weave.yml): real MkDocs, the small project."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
import yaml
from kb import build, read
from kb.addresses import address

from tests.conftest import ROOT, Project, lay_out

CASES: list[dict[str, Any]] = yaml.safe_load((ROOT / "tests/golden/weave.yml").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def woven(tmp_path_factory: pytest.TempPathFactory, cache: Path) -> dict[str, str]:
    """The HTML of each case: every case has a project of its own page, all in as few builds as there are pages."""
    found: dict[str, str] = {}
    rounds: list[list[dict[str, Any]]] = []
    for case in CASES:
        free = next((r for r in rounds if case["path"] not in {c["path"] for c in r}), None)
        if free is None:
            rounds.append([case])
        else:
            free.append(case)
    for number, cases in enumerate(rounds):
        project = lay_out(tmp_path_factory.mktemp(f"weave-{number}") / "kb", cache)
        for case in cases:
            put(project, case)
        out = project.root / "out"
        assert build.render(project.root, out, read.read(project.root)) == []
        for case in cases:
            html = (out / address(case["path"]) / "index.html").read_text(encoding="utf-8")
            body = html[html.index("<article") : html.index("</article>")]
            found[case["name"]] = " ".join(body.split())
    return found


def put(project: Project, case: dict[str, Any]) -> None:
    """Replace a section's text by the case's Markdown."""
    text = project.read(case["path"])
    pattern = rf"(## {case['section']}\n\n).*?(?=\n## |\Z)"
    project.write(case["path"], re.sub(pattern, lambda m: m[1] + case["markdown"] + "\n", text, flags=re.S))


@pytest.mark.parametrize("case", CASES, ids=[c["name"] for c in CASES])
def test_woven(case: dict[str, Any], woven: dict[str, str]) -> None:
    html = woven[case["name"]]
    if "expect" in case:
        assert " ".join(case["expect"].split()) in html
    else:
        start = html.index("<figure")
        assert case["expect_not"] not in html[start : html.index("</figure>")]


def test_what_a_page_stashes_is_not_taken_for_another_pages_formula(project: Project) -> None:
    """The placeholders are numbered from 0 on each page; alpha, rendered before, has formulas there."""
    path = "docs/en/two/beta.md"
    project.edit("docs/en/one/alpha.md", "Its share is", "With $a$, $b$, $c$, $d$, $e$, $f$, $g$ and $h$ its share is")
    project.write(path, project.read(path) + "\n### A &amp; B &amp; C &amp; D { #abcd }\n\nText.\n")
    out = project.root / "out"
    assert build.render(project.root, out, read.read(project.root)) == []
    contents = (out / address(path) / "index.html").read_text(encoding="utf-8").split('href="#abcd"')[-1]
    assert "A &amp; B &amp; C &amp; D" in contents.split("</a>")[0]
