"""make new, build, serve: what an author meets."""

from __future__ import annotations

import hashlib
import os
import signal
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable
from pathlib import Path

import pytest
from kb import build, new

from tests.conftest import ROOT, Project


def digest(folder: Path) -> str:
    """One hash of all files below a folder, names included."""
    found = hashlib.sha256()
    for path in sorted(p for p in folder.rglob("*") if p.is_file()):
        found.update(path.relative_to(folder).as_posix().encode() + b"\0" + path.read_bytes())
    return found.hexdigest()


def kb(project: Project, *words: str) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "hooks")}
    return subprocess.run(
        [sys.executable, "-m", "kb", *words],
        cwd=project.root,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )


def test_a_new_question_is_told_what_is_missing(project: Project) -> None:
    assert new.new(project.root, "gamma", "two") == 0
    problems = project.problems()
    paths = {p.path for p in problems}
    assert {"docs/zh/two/gamma.md", "docs/en/two/gamma.md"} <= paths
    assert {"title", "empty section", "key points", "follow-ups"} <= {p.what for p in problems}
    assert "questions: [beta, gamma]" in project.read("data/stages.yml")


@pytest.mark.parametrize(("key", "stage"), [("Gamma", "two"), ("gamma", "nowhere"), ("alpha", "two"), ("../x", "two")])
def test_a_new_question_that_cannot_be(
    project: Project, key: str, stage: str, capsys: pytest.CaptureFixture[str]
) -> None:
    before = digest(project.root / "docs")
    assert new.new(project.root, key, stage) == 1
    assert "|" in capsys.readouterr().out
    assert digest(project.root / "docs") == before


def test_a_failed_build_changes_nothing_and_says_why(project: Project) -> None:
    assert kb(project, "build").returncode == 0
    before = digest(project.root / "site")
    project.edit("docs/zh/one/alpha.md", "asked: 5", "asked: no")
    project.edit("docs/en/two/beta.md", "## Full answer", "## Whole answer")
    done = kb(project, "build")
    assert done.returncode == 1
    assert "Traceback" not in done.stdout + done.stderr
    assert "docs/zh/one/alpha.md:3  ambiguous value" in done.stdout
    assert "docs/en/two/beta.md:" in done.stdout
    assert digest(project.root / "site") == before


def test_an_old_address_shows_the_page_and_names_the_new_one(project: Project) -> None:
    assert kb(project, "build").returncode == 0
    for lang in ("", "en/"):
        old, new = (project.root / f"site/{lang}q/{key}/index.html" for key in ("old-alpha", "alpha"))
        assert old.read_bytes() == new.read_bytes()
        assert f'rel="canonical" href="https://example.org/{lang}q/alpha/"' in old.read_text(encoding="utf-8")


def test_a_build_that_was_killed_between_the_renames_is_mended(project: Project) -> None:
    assert kb(project, "build").returncode == 0
    before = digest(project.root / "site")
    (project.root / build.AREA).mkdir(exist_ok=True)
    (project.root / "site").rename(project.root / build.AREA / "previous")
    build.restore(project.root)
    assert digest(project.root / "site") == before


def test_a_problem_is_annotated_for_the_forge(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GITHUB_ACTIONS", "true")
    project.edit("docs/zh/one/alpha.md", "asked: 5", "asked: no")
    assert "::error file=docs/zh/one/alpha.md,line=3,title=ambiguous value::" in kb(project, "check").stdout


def wait_for(what: Callable[[], bool], seconds: float = 30) -> bool:
    """Whether something becomes true in time."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if what():
            return True
        time.sleep(0.1)
    return False


def test_serving_keeps_the_last_good_pages_and_recovers(project: Project) -> None:
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "hooks"), "PYTHONUNBUFFERED": "1"}
    log = (project.root / "log").open("w+")
    process = subprocess.Popen(
        [sys.executable, "-m", "kb", "serve", "--port", "0"], cwd=project.root, env=environment, stdout=log, stderr=log
    )

    def said() -> str:
        return (project.root / "log").read_text(encoding="utf-8")

    def get(path: str) -> str:
        with urllib.request.urlopen(address + path) as answer:
            return str(answer.read().decode())

    try:
        assert wait_for(lambda: "http://" in said())
        address = next(line for line in said().splitlines() if line.startswith("http://"))
        assert "甲是第一个字母" in get("q/alpha/")
        project.edit("docs/zh/one/alpha.md", "因为它在前。", "因为<b>它</b>在前。")
        assert wait_for(lambda: "raw HTML" in said())
        assert "甲是第一个字母" in get("q/alpha/")
        project.edit("docs/zh/one/alpha.md", "因为<b>它</b>在前。", "因为它真的在前。")
        assert wait_for(lambda: "真的在前" in get("q/alpha/"))
    finally:
        process.send_signal(signal.SIGINT)
        process.wait(10)
        log.close()
