"""Draws the PNG icons from overrides/assets/kb/icon.svg, beside it: for systems that install no SVG. Run it when the icon changes."""

from __future__ import annotations

from pathlib import Path

import browser as finder
from playwright.sync_api import Browser, sync_playwright

FOLDER = Path(__file__).resolve().parent.parent / "overrides/assets/kb"
DRAWN = {"icon-192.png": (192, False), "icon-512.png": (512, False), "icon-mask.png": (512, True)}


def drawn(chromium: Browser, size: int, full: bool) -> bytes:
    """The icon at a size; `full` without round corners, for systems that cut their own."""
    svg = (FOLDER / "icon.svg").read_text(encoding="utf-8")
    if full:
        svg = svg.replace(' rx="7"', "")
    page = chromium.new_page(viewport={"width": size, "height": size})
    page.set_content(f"<style>body{{margin:0}}svg{{display:block;width:{size}px}}</style>{svg}")
    png = page.screenshot(omit_background=True)
    page.close()
    return png


if __name__ == "__main__":
    with sync_playwright() as play:
        launched = play.chromium.launch(executable_path=finder.installed(), args=["--no-sandbox", "--disable-gpu"])
        for name, (size, full) in DRAWN.items():
            (FOLDER / name).write_bytes(drawn(launched, size, full))
