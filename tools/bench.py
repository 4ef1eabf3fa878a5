"""Measures and prints the figures: builds, and what one page costs a first visitor. Times vary with the machine; bytes do not."""

from __future__ import annotations

import gzip
import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from urllib.parse import urlsplit

import bench_search
import browser
from playwright.sync_api import sync_playwright
from serving import served

ROOT = Path(__file__).resolve().parent.parent
PAGE = "docs/zh/systems/zero-stages.md"
RUNS = 3


def build(root: Path) -> float:
    """Seconds of one strict build in a fresh process."""
    began = time.monotonic()
    command = [sys.executable, "-m", "kb", "build"]
    done = subprocess.run(
        command, cwd=root, env={**os.environ, "PYTHONPATH": "hooks"}, check=False, capture_output=True, text=True
    )
    if done.returncode:
        sys.exit(done.stdout)
    return time.monotonic() - began


def copy(to: Path) -> Path:
    """This project without what builds leave behind."""
    ignore = shutil.ignore_patterns(".git", ".venv", "node_modules", "site", ".build", ".cache", "__pycache__")
    shutil.copytree(ROOT, to, ignore=ignore)
    (to / "node_modules").symlink_to(ROOT / "node_modules")
    return to


def builds() -> list[tuple[str, str, str]]:
    """Cold (nothing kept from earlier builds) and after one page was edited: median of three runs."""
    cold, edited = [], []
    with tempfile.TemporaryDirectory() as folder:
        for run in range(RUNS):
            root = copy(Path(folder) / f"run-{run}")
            cold.append(build(root))
            page = root / PAGE
            page.write_text(page.read_text(encoding="utf-8").replace("。\n", "！\n", 1), encoding="utf-8")
            edited.append(build(root))
    return [
        ("strict build, cold", seconds(cold), "< 10 s"),
        ("strict build, one page edited", seconds(edited), "< 3 s"),
    ]


def seconds(runs: list[float]) -> str:
    """Median and range."""
    return f"{sorted(runs)[len(runs) // 2]:.1f} s ({min(runs):.1f}–{max(runs):.1f})"


def visit(path: str) -> tuple[int, int, set[str]]:
    """Requests, gzip bytes and foreign hosts of a first visit to one page without search."""
    requests: list[str] = []
    with served(ROOT / "site") as (address, _), sync_playwright() as play:
        chromium = play.chromium.launch(executable_path=browser.installed(), args=["--no-sandbox", "--disable-gpu"])
        page = chromium.new_page()
        page.on("request", lambda request: requests.append(request.url))
        page.goto(address + path)
        page.wait_for_timeout(1000)
        chromium.close()
    here = urlsplit(address).netloc
    own = {urlsplit(url).path for url in requests if urlsplit(url).netloc == here}
    foreign = {urlsplit(url).netloc for url in requests if urlsplit(url).scheme.startswith("http")} - {here}
    return len(own), sum(weight(path) for path in own), foreign


def weight(path: str) -> int:
    """Bytes of one answer at gzip level 6; fonts are compressed already."""
    file = ROOT / "site" / path.lstrip("/")
    data = (file / "index.html" if file.is_dir() else file).read_bytes()
    return len(data) if file.suffix == ".woff2" else len(gzip.compress(data, 6))


def pages() -> list[tuple[str, str, str]]:
    """The heaviest question page."""
    heaviest = max((ROOT / "site/q").glob("*/index.html"), key=lambda p: len(gzip.compress(p.read_bytes(), 6)))
    path = heaviest.parent.relative_to(ROOT / "site").as_posix() + "/"
    requests, size, foreign = visit(path)
    return [
        (f"heaviest page, first visit ({path})", f"{size / 1000:.0f} KB gzip, {requests} requests", "<= 120 KB"),
        ("its HTML alone", f"{weight(path) / 1000:.0f} KB gzip", ""),
        ("requests to other hosts", str(len(foreign)), "0"),
    ]


def main() -> int:
    """Print the table."""
    build(ROOT)
    rows = builds() + pages()
    for name, measured, target in rows:
        print(f"{name:60} {measured:34} {target}")
    return bench_search.main()


if __name__ == "__main__":
    sys.exit(main())
