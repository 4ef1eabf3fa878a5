"""A site made with what earlier builds left, on disk and in the process, is the site that a build from nothing would make."""

from __future__ import annotations

import random
import sys
import time
from pathlib import Path
from typing import Any

import pytest
from kb import build, remember
from mkdocs.config import load_config

from tests.conftest import WHOLE, Project, lay_out

ZH, EN = "docs/zh/one/alpha.md", "docs/en/one/alpha.md"
EDITS = {
    "the page's text": (ZH, "因为它在前。", "因为它排在前面。"),
    "another page's term": ("docs/zh/two/beta.md", "贝塔法 = Beta Method", "它和 = Beta Method"),
    "another page's title": ("docs/zh/two/beta.md", "\n# ", "\n# 新问法："),
    "what is related": (ZH, "related: [beta]", "related: []"),
    "a name that readers type": (ZH, "aliases: [", "aliases: [另一个叫法, "),
    "a stage's name": ("data/stages.yml", "zh: 第一阶段", "zh: 开头阶段"),
    "a source's title": ("data/sources.yml", "A Study of Alpha", "A Second Study of Alpha"),
    "a correction": ("data/corrections/000.yml", "claim: ", "claim: 有人说，"),
    "a figure": ("docs/figures/alpha.svg", 'width="', 'data-x="1" width="'),
    "a script": ("docs/verify/alpha_size.py", "VALUES", "# a remark\nVALUES"),
    "a list page": ("docs/zh/glossary.md", "\n# ", "\n# 全部"),
    "a word of the interface": ("data/ui.yml", "computed_by: {zh: ", "computed_by: {zh: 由 "),
}


def made(project: Project, draft: bool = False) -> dict[str, bytes]:
    """Every file of a build, by name."""
    assert build.build(project.root, draft) == 0
    site = project.root / "site"
    return {p.relative_to(site).as_posix(): p.read_bytes() for p in site.rglob("*") if p.is_file()}


@pytest.fixture
def warm(tmp_path: Path) -> Project:
    """A project of its own cache, built twice: the second time everything is taken over."""
    (tmp_path / "warm").mkdir()
    project = lay_out(tmp_path / "kb", tmp_path / "warm")
    assert made(project) == made(project)
    return project


@pytest.mark.parametrize("name", EDITS if WHOLE else random.Random(1).sample(sorted(EDITS), 4))
def test_what_is_kept_is_what_would_be_made(name: str, warm: Project, tmp_path: Path) -> None:
    before = made(warm)
    warm.edit(*EDITS[name])
    kept = made(warm)
    remember.forget()
    (warm.root / "site").rename(tmp_path / "old-site")
    from_disk = made(warm)
    remember.forget()
    (warm.root / "site").rename(tmp_path / "older-site")
    (warm.root / ".cache").rename(tmp_path / "old-cache")
    (warm.root / ".cache").mkdir()
    assert kept == from_disk == made(warm)
    assert kept != before


def test_a_file_that_was_touched_is_made_anew(warm: Project) -> None:
    page = warm.root / "site/q/alpha/index.html"
    good = page.read_bytes()
    page.write_bytes(good.replace(b"</body>", b"touched</body>"))
    assert made(warm)["q/alpha/index.html"] == good


def test_only_a_draft_keeps_old_packages_of_cards(warm: Project) -> None:
    """They take longer than all else; a build that is not a draft makes them, also after a draft."""
    old = warm.root / "site/anki/zh/one.csv"
    before = old.read_bytes()
    warm.edit(*EDITS["the page's text"])
    assert made(warm, draft=True)["anki/zh/one.csv"] == before
    assert made(warm)["anki/zh/one.csv"] != before


def test_a_build_finds_its_packages_while_mkdocs_changes_the_search_path(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It does so as it loads hooks; cards, made in a thread beside, once failed for a package that was there."""

    def slowly(*given: Any, **named: Any) -> Any:
        with monkeypatch.context() as changed:
            changed.setattr(sys, "path", [])
            time.sleep(0.5)
        return load_config(*given, **named)

    monkeypatch.setattr("kb.shell.load_config", slowly)
    assert build.build(project.root) == 0
