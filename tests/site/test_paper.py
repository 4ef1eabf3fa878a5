"""The cheat sheets on paper: few pages, and nothing of the page's furniture on them."""

from __future__ import annotations

import re
from pathlib import Path

import pdf
from kb import read, sheet
from playwright.sync_api import Browser

from tests.conftest import Project


def test_a_stage_on_few_pages(chromium: Browser, site: Path, tmp_path: Path) -> None:
    found = pdf.printed(chromium, site, tmp_path, {"agents", "rlhf"})
    assert [path.relative_to(tmp_path).as_posix() for path in found] == [
        "zh/agents.pdf", "zh/rlhf.pdf", "en/agents.pdf", "en/rlhf.pdf",
    ]  # fmt: skip
    for path, most in zip(found, (3, 8, 3, 8), strict=True):
        assert 1 <= len(re.findall(rb"/Type\s*/Page\b", path.read_bytes())) <= most


def test_what_a_sheet_takes_from_an_answer(project: Project) -> None:
    """The first formula that stands alone, and the first table if it is small."""
    path = "docs/zh/one/alpha.md"
    text = project.read(path)
    start = text.index("## 详细解答")
    small = "| 甲 | 乙 |\n| --- | --- |\n| 一 | 二 |\n"
    project.write(
        path, text[:start] + f"## 详细解答\n\n$$a = b$$\n\n$$c = d$$\n\n{small}\n" + text[text.index("## 追问") :]
    )
    page = read.read(project.root).question("alpha").pages["zh"]
    assert (sheet.formula(page), sheet.table(page)) == ("$$a = b$$", small.strip())
    project.edit(path, small, small + "| 三 | 四 |\n" * 9)
    assert sheet.table(read.read(project.root).question("alpha").pages["zh"]) == ""
