"""The same content gives the same bytes anywhere, on any day: packages, archives and compressed files included."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.conftest import ROOT, WHOLE, Project, lay_out

MADE = (".git", ".venv", ".cache", ".build", "node_modules", "site", ".torch", ".compare", "site.tar.gz")
CODE = ("hooks", "overrides", "frontend", "mkdocs.yml", "package.json")
OTHERWISE = ROOT / "tests/otherwise"
# Two machines that have nothing alike but the content.
HERE = {"TZ": "UTC", "LC_ALL": "C.UTF-8", "PYTHONHASHSEED": "1", "KB_DAYS": "0", "HOME": "/"}
THERE = {
    "TZ": "Asia/Kathmandu",
    "LC_ALL": "POSIX",
    "LANG": "zh_CN.UTF-8",
    "PYTHONHASHSEED": "77",
    "KB_DAYS": "400.4",
    "COLUMNS": "40",
}


def built(root: Path, elsewhere: dict[str, str]) -> subprocess.Popen[str]:
    """A build under way, in a process of its own."""
    environment = {
        "PATH": os.environ["PATH"],
        "PYTHONPATH": f"{OTHERWISE}:{root / 'hooks'}",
        "HOME": str(root),
        **elsewhere,
    }
    command = [sys.executable, "-m", "kb", "build"]
    return subprocess.Popen(
        command, cwd=root, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    )


def hashes(folder: Path) -> dict[str, str]:
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*")) if path.is_file()
    }  # fmt: skip


def both(one: Path, other: Path) -> tuple[dict[str, str], dict[str, str]]:
    """The files of two builds that ran at once."""
    running = [built(one, HERE), built(other, THERE)]
    said = [process.communicate(timeout=580)[0] for process in running]
    assert [process.returncode for process in running] == [0, 0], said
    return hashes(one / "site"), hashes(other / "site")


def minis(folder: Path, cache: Path) -> list[Path]:
    """The small project twice; the first has been built before."""
    (folder / "empty").mkdir()
    one = lay_out(folder / "one", cache)
    other = lay_out(folder / "a longer folder/with spaces, ü 和字", folder / "empty")
    for project in (one, other):
        again(project)
    assert built(one.root, HERE).wait(300) == 0
    return [one.root, other.root]


def again(project: Project) -> None:
    """Files copied anew, with times of their own: on another machine nothing is a link."""
    for path in (project.root / name for name in CODE):
        source = path.resolve()
        path.unlink()
        (shutil.copytree if source.is_dir() else shutil.copyfile)(source, path)


def wholes(folder: Path, cache: Path) -> list[Path]:
    """All of this project twice; the first knows what earlier builds have kept."""
    roots = [folder / "one", folder / "two, longer"]
    for root in roots:
        shutil.copytree(ROOT, root, ignore=shutil.ignore_patterns(*MADE), copy_function=shutil.copyfile)
        (root / "node_modules").symlink_to(ROOT / "node_modules")
    shutil.copytree(ROOT / ".cache", roots[0] / ".cache", ignore=shutil.ignore_patterns("*.tmp"))
    return roots


@pytest.mark.parametrize("projects", [minis, wholes] if WHOLE else [minis])
def test_two_machines_make_the_same_site(
    projects: Callable[[Path, Path], list[Path]], tmp_path: Path, cache: Path
) -> None:
    """Another folder, day, time zone, locale, hash seed and home; the one knows results of an earlier build, the other none."""
    first, second = both(*projects(tmp_path, cache))
    assert {"sitemap.xml.gz", "anki/zh.apkg", "q/alpha/index.html"} & set(first)
    assert len(first) > 60
    assert {name for name in first.keys() | second.keys() if first.get(name) != second.get(name)} == set()


def test_the_other_day_is_another_day() -> None:
    """The shim that moves the clock does: else the test above would prove less than it says."""
    code = (
        "import datetime, time; print(datetime.datetime.now().year, datetime.date.today().year, time.gmtime().tm_year)"
    )
    environment = {**os.environ, "PYTHONPATH": str(OTHERWISE), "KB_DAYS": "3660"}
    said = subprocess.run(
        [sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=True
    ).stdout
    plain = subprocess.run(
        [sys.executable, "-c", code], env={"PATH": os.environ["PATH"]}, capture_output=True, text=True, check=True
    ).stdout
    assert {int(year) for year in said.split()} == {int(plain.split()[0]) + 10}
