"""A build that is killed, or cannot write: the last good site stays whole, and the next build is fine."""

from __future__ import annotations

import errno
import logging
import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from kb import build as builds
from kb import bundles, kept, ledger, search, shell

from tests.conftest import ROOT, WHOLE, Project, lay_out
from tests.unit.test_commands import digest

ZH = "docs/zh/one/alpha.md"
# When a build of the small project is killed: as it calls this for the n-th time.
MOMENTS = {
    "while reading": ("kb.textfile.read_text", 5),
    "while checking": ("kb.ledger.check", 1),
    "with a folder made": ("kb.shell.run", 1),
    "at the first page": ("mkdocs.commands.build._build_page", 1),
    "at the tenth page": ("mkdocs.commands.build._build_page", 10),
    "with all pages written": ("kb.redirects.write", 1),
    "while exporting": ("kb.exports.write", 1),
    "while packing": ("kb.bundles.write", 1),
    "before the swap": ("kb.build.swap", 1),
    "between the renames": ("pathlib.Path.rename", 2),
}
RUN = """
import importlib, os, runpy, signal, sys
dotted, times = sys.argv[1], int(sys.argv[2])
parts = dotted.split(".")
for n in range(len(parts) - 1, 0, -1):
    try:
        owner = importlib.import_module(".".join(parts[:n]))
        break
    except ModuleNotFoundError:
        pass
for part in parts[n:-1]:
    owner = getattr(owner, part)
real, left = getattr(owner, parts[-1]), [times]

def struck(*args, **words):
    left[0] -= 1
    if left[0] == 0:
        os.kill(os.getpid(), signal.SIGKILL)
    return real(*args, **words)

for module in [m for m in list(sys.modules.values()) if getattr(m, parts[-1], None) is real] + [owner]:
    setattr(module, parts[-1], struck)
from kb import build, check, read_data, reader
for module in (build, check, read_data, reader):
    if getattr(module, parts[-1], None) is real:
        setattr(module, parts[-1], struck)
from pathlib import Path
sys.exit(build.build(Path.cwd()))
"""


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory, cache: Path) -> Path:
    """A good site of the small project."""
    project = lay_out(tmp_path_factory.mktemp("good") / "kb", cache)
    assert builds.build(project.root) == 0
    return project.root / "site"


@pytest.fixture
def built(project: Project, site: Path) -> Project:
    """A project with a good site and one sentence that is newer."""
    shutil.copytree(site, project.root / "site")
    project.edit(ZH, "因为它在前。", "因为它真的在前。")
    return project


def good(project: Project, before: str) -> None:
    """The old site is whole, and the next build writes the new one and leaves nothing behind."""
    builds.restore(project.root)
    assert digest(project.root / "site") == before
    assert builds.build(project.root) == 0
    assert "真的在前" in project.read("site/q/alpha/index.html")
    assert list((project.root / builds.AREA).iterdir()) == []


@pytest.mark.parametrize("moment", MOMENTS if WHOLE else ["at the tenth page", "between the renames"])
def test_a_build_killed_leaves_the_old_site(moment: str, built: Project) -> None:
    before = digest(built.root / "site")
    name, times = MOMENTS[moment]
    done = subprocess.run(
        [sys.executable, "-c", RUN, name, str(times)], cwd=built.root, env={**os.environ, "PYTHONPATH": str(ROOT / "hooks")}, capture_output=True, check=False
    )  # fmt: skip
    assert done.returncode == -signal.SIGKILL, done.stdout
    good(built, before)


def full(*_args: object, **_words: object) -> None:
    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


FULL = ["a page", "the search", "what is kept", "another program", "the swap"]


@pytest.mark.parametrize("where", FULL if WHOLE else ["the swap"])
def test_a_disk_that_is_full_leaves_the_old_site(
    where: str, built: Project, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    before = digest(built.root / "site")
    with monkeypatch.context() as patch:
        match where:
            case "a page":
                patch.setattr("mkdocs.utils.write_file", full)
            case "the search":
                patch.setattr(search, "write", full)
            case "what is kept":
                patch.setattr(kept.Kept, "save", full)
            case "another program":
                patch.setattr(bundles, "SOURCES", "nowhere")
            case _:
                rename = Path.rename
                patch.setattr(
                    Path,
                    "rename",
                    lambda old, new: full() if new == built.root / "site" and "site-" in old.name else rename(old, new),
                )
        assert builds.build(built.root) == 1
    said = capsys.readouterr().out
    assert "site:1  not written: " in said
    assert "Traceback" not in said
    good(built, before)


def test_a_file_that_may_not_grow_leaves_the_old_site(built: Project) -> None:
    """The operating system's own refusal, in the middle of a file."""
    before = digest(built.root / "site")
    limit = "import resource as r, signal as s; s.signal(s.SIGXFSZ, s.SIG_IGN); r.setrlimit(r.RLIMIT_FSIZE, (20_000,) * 2); "
    run = limit + "import sys, runpy; sys.argv = ['kb', 'build']; runpy.run_module('kb', run_name='__main__')"
    done = subprocess.run(
        [sys.executable, "-c", run], cwd=built.root, env={**os.environ, "PYTHONPATH": str(ROOT / "hooks")}, capture_output=True, text=True, check=False
    )  # fmt: skip
    assert done.returncode == 1
    assert "not written: " in done.stdout
    assert "Traceback" not in done.stdout + done.stderr
    good(built, before)


def test_a_folder_that_may_not_be_written(
    built: Project, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    before = digest(built.root / "site")

    def refuse(*_args: object, **_words: object) -> None:
        raise PermissionError(errno.EROFS, os.strerror(errno.EROFS))

    with monkeypatch.context() as patch:
        patch.setattr("tempfile.mkdtemp", refuse)
        assert builds.build(built.root) == 1
    assert "not written: " in capsys.readouterr().out
    with monkeypatch.context() as patch:
        patch.setattr(ledger, "publish", refuse)
        assert builds.publish(built.root) == 1
    assert "data/permalinks.txt:1  not written: " in capsys.readouterr().out
    good(built, before)


def test_nothing_kept_is_no_obstacle(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    """A checkout that may only be read can still be checked."""
    monkeypatch.setattr("kb.cache.Path.write_text", full)
    assert project.problems() == []


def test_what_mkdocs_complains_of_stops_the_build(
    built: Project, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    before = digest(built.root / "site")
    with monkeypatch.context() as patch:
        patch.setattr(shell, "build", lambda _config: logging.getLogger("mkdocs").warning("something is odd"))
        assert builds.build(built.root) == 1
    assert "mkdocs.yml:1  MkDocs: something is odd" in capsys.readouterr().out
    good(built, before)


def test_a_template_that_asks_for_what_is_not_there(built: Project, capsys: pytest.CaptureFixture[str]) -> None:
    before = digest(built.root / "site")
    words = built.read("data/ui.yml")
    path, key = "overrides/most-asked.html", "sort_hard"
    rows = (ROOT / path).read_text(encoding="utf-8").splitlines()
    line = next(n for n, text in enumerate(rows, 1) if f"ui.{key}" in text)
    built.write("data/ui.yml", "".join(row for row in words.splitlines(keepends=True) if not row.startswith(f"{key}:")))
    assert builds.build(built.root) == 1
    said = capsys.readouterr().out
    assert f"{path}:{line}  template: " in said
    assert key in said
    built.write("data/ui.yml", words)
    good(built, before)
