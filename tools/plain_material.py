"""What others would make of the same Markdown: a default Material site, one without web fonts and with a pruned navigation, and one bare HTML page."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import time
from pathlib import Path

import yaml

MARKDOWN = ["attr_list", "tables", {"toc": {"permalink": True}}, "pymdownx.superfences", "pymdownx.highlight"]
PRUNED = {"font": False, "features": ["navigation.prune"]}
BARE = """body{max-width:40rem;margin:auto;padding:1rem;font:17px/1.6 sans-serif;color:#1f2328}
h1{font-size:28px;line-height:1.3}
h2{font-size:21px}
h3{font-size:18px}
a{color:#0a5fb4}
pre{overflow:auto;padding:.5rem;background:#f4f6f8}
code{font-family:monospace}
table{display:block;overflow:auto;border-collapse:collapse}
td,th{padding:.3rem .5rem;border:1px solid #d0d7de}
li{margin:.3rem 0}"""


def lay_out(root: Path, to: Path, pruned: bool) -> None:
    """The project's Markdown, figures and scripts as a Material project; front matter is ours and goes."""
    shutil.copytree(root / "docs", to / "docs")
    for page in (to / "docs").rglob("*.md"):
        text = page.read_text(encoding="utf-8")
        page.write_text(re.sub(r"\A---\n.*?\n---\n", "", text, flags=re.S), encoding="utf-8")
    shutil.copy(to / "docs/zh/index.md", to / "docs/index.md")
    theme = {"name": "material", "language": "zh"} | (PRUNED if pruned else {})
    config = {"site_name": "Questions", "theme": theme, "plugins": ["search"], "markdown_extensions": MARKDOWN}
    (to / "mkdocs.yml").write_text(yaml.safe_dump(config, allow_unicode=True), encoding="utf-8")


def build(project: Path) -> float:
    """Write `site/` in a fresh process; seconds."""
    command = [sys.executable, "-m", "mkdocs", "build", "--quiet", "--site-dir", "site"]
    began = time.monotonic()
    done = subprocess.run(
        command,
        cwd=project,
        env={**os.environ, "NO_MKDOCS_2_WARNING": "1"},
        check=False,
        capture_output=True,
        text=True,
    )
    if done.returncode:
        sys.exit(done.stderr)
    return time.monotonic() - began


def bare(page: Path, to: Path) -> None:
    """The article of a plain Material page as one file with ten lines of style; without its pictures, so that nothing else is asked for."""
    text = page.read_text(encoding="utf-8")
    article = text.split('<article class="md-content__inner md-typeset">', 1)[1].split("</article>", 1)[0]
    article = re.sub(r"<img\b[^>]*>", "", article)
    to.parent.mkdir(parents=True, exist_ok=True)
    to.write_text(
        f'<!doctype html><html lang="zh"><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>answer</title>'
        f'<link rel="icon" href="data:,"><style>{BARE}</style>{article}',
        encoding="utf-8",
    )
