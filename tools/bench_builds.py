"""How long builds take, ours beside plain Material's of the same Markdown, and what grows when the questions are sixteen times as many."""

from __future__ import annotations

import contextlib
import io
import os
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

import corpus
import plain_material
from bench_pages import packed
from kb import serve

SMALL, LARGE, LARGEST = 75, 760, 1216  # questions: 150, 1,500 and sixteen times 150 pages
RUNS = 3


def ours(root: Path) -> float:
    """Seconds of one strict build in a fresh process."""
    command = [sys.executable, "-m", "kb", "build", "--draft"]
    began = time.monotonic()
    done = subprocess.run(
        command, cwd=root, env={**os.environ, "PYTHONPATH": "hooks"}, check=False, capture_output=True, text=True
    )
    if done.returncode:
        sys.exit(done.stdout + done.stderr)
    return time.monotonic() - began


def edit(root: Path) -> None:
    """One sentence of one page ends differently."""
    page = next(iter(sorted((root / "docs/zh/systems").glob("[a-hj-z]*.md"))))
    text = page.read_text(encoding="utf-8")
    old, new = ("。\n", "！\n") if "。\n" in text else ("！\n", "。\n")
    page.write_text(text.replace(old, new, 1), encoding="utf-8")


def rebuilt(root: Path) -> tuple[list[float], list[float]]:
    """Builds after one edit each: as `make serve` does them, and in a fresh process."""
    builder = serve.Builder(root, threading.Event())
    resident, fresh = [], []
    with contextlib.redirect_stdout(io.StringIO()):
        builder.build()
        for _ in range(RUNS):
            edit(root)
            began = time.monotonic()
            if not builder.build():
                sys.exit(f"{root}: make serve")
            resident.append(time.monotonic() - began)
    builder.stop()
    for _ in range(RUNS):
        edit(root)
        fresh.append(ours(root))
    return resident, fresh


def after_an_edit(root: Path, pages: int, most: str) -> tuple[str, str, str]:
    """The line of the table."""
    resident, fresh = rebuilt(root)
    return (
        f"make serve after one edit, {pages:,} pages",
        seconds(resident),
        f"{most} (a fresh process {seconds(fresh)})",
    )


def seconds(times: list[float]) -> str:
    """Median and range."""
    return f"{sorted(times)[len(times) // 2]:.1f} s ({min(times):.1f}–{max(times):.1f})"


def small(folder: Path) -> tuple[Path, list[tuple[str, str, str]]]:
    """150 pages: cold builds of both in turn, then builds after an edit."""
    cold, plain = [], []
    for run in range(RUNS):
        root = corpus.make(folder / f"small-{run}", SMALL)
        cold.append(ours(root))
        plain_material.lay_out(root, folder / f"plain-{run}", pruned=True)
        plain.append(plain_material.build(folder / f"plain-{run}"))
    return root, [
        (f"strict cold build, {2 * SMALL} pages", seconds(cold), f"<= plain Material's {seconds(plain)}"),
        after_an_edit(root, 2 * SMALL, "<= 2 s"),
    ]


def builds() -> list[tuple[str, str, str]]:
    """150 and 1,500 pages."""
    with tempfile.TemporaryDirectory() as folder:
        _, rows = small(Path(folder))
        root = corpus.make(Path(folder) / "large", LARGE)
        ours(root)
        return [*rows, after_an_edit(root, 2 * LARGE, "<= 6 s")]


def page_bytes(site: Path) -> dict[str, int]:
    """The questions' pages, packed."""
    return {page.parent.name: len(packed(page)) for page in (site / "q").glob("*/index.html")}


def growth() -> list[tuple[str, str, str]]:
    """The same questions' pages and the build, with sixteen times the questions."""
    with tempfile.TemporaryDirectory() as folder:
        few = corpus.make(Path(folder) / "few", SMALL)
        many = corpus.make(Path(folder) / "many", LARGEST)
        times = ours(few), ours(many)
        before, after = page_bytes(few / "site"), page_bytes(many / "site")
        same = sorted(after[key] / before[key] for key in before)
    times_as_many = LARGEST / SMALL
    return [
        (
            f"build at {times_as_many:.0f} x the questions",
            f"{times[1] / times[0]:.1f} x ({times[0]:.1f} s, {times[1]:.1f} s)",
            "<= 18 x",
        ),
        (
            f"a page at {times_as_many:.0f} x the questions",
            f"{same[len(same) // 2]:.2f} x the bytes (most {same[-1]:.2f})",
            "<= 1.1 x",
        ),
    ]


def main(parts: tuple[str, ...] = ("builds", "growth")) -> int:
    """Print."""
    for name in parts:
        for what, measured, target in {"builds": builds, "growth": growth}[name]():
            print(f"{what:44} {measured:34} {target}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
