"""Published addresses and anchors never die."""

from __future__ import annotations

from pathlib import Path

from kb import build, ledger, read

from tests.conftest import Project

ZH, EN = "docs/zh/one/alpha.md", "docs/en/one/alpha.md"


def gone(project: Project) -> list[str]:
    return [p.zh for p in project.problems() if p.what == "address gone"]


def test_the_ledger_holds_pages_sections_follow_ups_and_corrections(project: Project) -> None:
    lines = ledger.recorded(read.read(project.root))
    for line in (
        "/",
        "/en/",
        "/q/alpha/",
        "/q/alpha/#short",
        "/en/q/alpha/#fu-why",
        "/one/",
        "/corrections/#000-01-1",
        "/q/old-alpha/#detail",
    ):
        assert line in lines


def test_publishing_only_appends(project: Project) -> None:
    before = project.read(ledger.PATH)
    project.edit(ZH, "{ #detail }", "{ #details }")
    project.edit(EN, "{ #detail }", "{ #details }")
    project.publish()
    assert project.read(ledger.PATH).startswith(before)
    assert "/q/alpha/#details" in project.read(ledger.PATH)


def test_a_renamed_anchor_needs_its_old_name(project: Project) -> None:
    for path in (ZH, EN):
        project.edit(path, "{ #detail }", "{ #details }")
    project.publish()
    assert any("/q/alpha/#detail " in text for text in gone(project))
    project.edit("data/moved.yml", "old-detail: detail", "old-detail: details, detail: details")
    assert gone(project) == []


def test_a_renamed_page_needs_its_old_name(project: Project) -> None:
    for path in (ZH, EN):
        (project.root / path).rename(project.root / path.replace("alpha.md", "first.md"))
    for path in ("data/stages.yml", "data/corrections/000.yml"):
        project.write(path, project.read(path).replace("alpha", "first").replace("first_size", "alpha_size"))
    project.publish()
    assert any("/q/alpha/" in text for text in gone(project))
    project.write(
        "data/moved.yml", "questions: {old-alpha: first, alpha: first}\nanchors: {first: {old-detail: detail}}\n"
    )
    assert gone(project) == []


def test_moving_a_page_to_another_stage_changes_no_address(project: Project) -> None:
    for lang in ("zh", "en"):
        (project.root / f"docs/{lang}/one/alpha.md").rename(project.root / f"docs/{lang}/two/alpha.md")
    project.edit("data/stages.yml", "[alpha]", "[]")
    project.edit("data/stages.yml", "[beta]", "[beta, alpha]")
    assert {p.what for p in project.problems()} <= {"dead link"}


def test_publishing_mends_a_last_line_without_end(project: Project) -> None:
    project.write(ledger.PATH, "/\n/en/")
    project.publish()
    assert project.read(ledger.PATH).startswith("/\n/en/\n/")
    assert project.problems() == []


def test_a_part_that_went_to_another_page_leads_there(project: Project, tmp_path: Path) -> None:
    """The old anchor stays on the old page, below what is left, and the line beside it leads on."""
    for path in (ZH, EN):
        project.edit(path, "{ #detail }", "{ #rest }")
    project.edit("data/moved.yml", "old-detail: detail", "detail: beta#answer, old-detail: beta#answer")
    project.publish()
    assert project.problems() == []
    assert build.render(project.root, tmp_path / "out", read.read(project.root)) == []
    for lang, title in (("", "乙是什么？"), ("en/", "What is beta?")):
        page = (tmp_path / "out" / f"{lang}q/alpha/index.html").read_text(encoding="utf-8")
        for anchor in ("detail", "old-detail"):
            assert f'href="../beta/#answer">{title}</a>' in page.split(f'<li id="{anchor}">')[1].split("</li>")[0]


def test_a_withdrawn_correction_says_where_to_look(project: Project, tmp_path: Path) -> None:
    project.write("data/corrections/000.yml", "[]\n")
    assert any("/corrections/#000-01-1 " in text for text in gone(project))
    project.write("data/moved.yml", project.read("data/moved.yml") + "corrections: {000-01-1: alpha}\n")
    project.publish()
    assert project.problems() == []
    assert build.render(project.root, tmp_path / "out", read.read(project.root)) == []
    for lang, title in (("", "甲是什么，占多少？"), ("en/", "What is alpha")):
        page = (tmp_path / "out" / f"{lang}corrections/index.html").read_text(encoding="utf-8")
        assert title in page.split('<li id="000-01-1">')[1].split("</li>")[0]


def test_practice_is_told_the_old_names(project: Project, tmp_path: Path) -> None:
    """On the pages that show what was practised, and to the practice itself; a page without old names says nothing."""
    assert build.render(project.root, tmp_path / "out", read.read(project.root)) == []
    told = '<script type="application/json" class="kb-renamed">{"old-alpha": "alpha"}</script>'
    for path, is_told in (("q/alpha", True), ("en/q/alpha", True), ("one", True), ("q/beta", False), ("two", False)):
        assert (told in (tmp_path / "out" / path / "index.html").read_text(encoding="utf-8")) is is_told, path
    assert '"renamed":{"old-alpha":"alpha"}' in (tmp_path / "out" / "cards/zh.js").read_text(encoding="utf-8")


def test_a_new_page_asks_for_make_publish(project: Project) -> None:
    project.write(ledger.PATH, "/\n")
    assert any("make publish" in p.en for p in project.problems())
