"""The cheat sheets as PDFs, printed from a built site: pdf.py [FOLDER]. `make pdf` builds first, with links to them."""

from __future__ import annotations

import sys
from collections.abc import Container
from pathlib import Path

import browser as finder
from kb import release
from playwright.sync_api import Browser, sync_playwright
from serving import served

FOOT = '<div style="width:100%;font-size:7px;text-align:center;color:#555"><span class="pageNumber"></span> / <span class="totalPages"></span></div>'


def printed(chromium: Browser, site: Path, out: Path, stages: Container[str] | None = None) -> list[Path]:
    """Print `<lang>/<stage>.pdf` below `out` for each cheat sheet that has questions, or for those of some stages."""
    found = []
    with served(site) as (address, _):
        page = chromium.new_page()
        for lang, prefix in (("zh", ""), ("en", "en/")):
            for folder in sorted((site / prefix / "cheat-sheet").iterdir()):
                if stages is not None and folder.name not in stages:
                    continue
                page.goto(f"{address}{prefix}cheat-sheet/{folder.name}/")
                if not page.locator(".kb-sheet").count():
                    continue
                target = out / lang / f"{folder.name}.pdf"
                target.parent.mkdir(parents=True, exist_ok=True)
                page.pdf(
                    path=target,
                    format="A4",
                    prefer_css_page_size=True,
                    display_header_footer=True,
                    header_template="<i></i>",
                    footer_template=FOOT,
                    tagged=True,
                    outline=True,
                )
                found.append(target)
        page.close()
    return found


if __name__ == "__main__":
    SITE = Path(sys.argv[1] if len(sys.argv) > 1 else "site")
    with sync_playwright() as play:
        launched = play.chromium.launch(executable_path=finder.installed(), args=["--no-sandbox", "--disable-gpu"])
        for path in printed(launched, SITE, SITE / "pdf"):
            print(f"{path}: {path.stat().st_size / 1000:.0f} kB")
    release.sums(SITE)  # the PDFs are new in it
