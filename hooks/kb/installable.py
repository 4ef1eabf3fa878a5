"""What makes a browser offer to install the site: a manifest for each language."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

from kb.addresses import PREFIX
from kb.editions import Edition
from kb.model import LANGS

NAME = "manifest.webmanifest"
COLOUR = "#0f6e66"  # the icon's
ICONS = (
    ("icon.svg", "any", "image/svg+xml", "any"),
    ("icon-192.png", "192x192", "image/png", "any"),
    ("icon-512.png", "512x512", "image/png", "any"),
    ("icon-mask.png", "512x512", "image/png", "maskable"),
)


def write(ui: Mapping[str, Mapping[str, str]], edition: Edition, out: Path) -> None:
    """`manifest.webmanifest` at each language's root; what lies on a disk cannot be installed."""
    if not edition.directories:
        return
    for lang in LANGS:
        up = "../" * PREFIX[lang].count("/")
        manifest = {
            "name": ui[lang]["site"],
            "short_name": ui[lang]["site_short"],
            "lang": "zh-CN" if lang == "zh" else "en",
            "start_url": "./",
            "scope": up or "./",
            "display": "standalone",
            "background_color": "#ffffff",
            "theme_color": COLOUR,
            "icons": [
                {"src": f"{up}assets/kb/{name}", "sizes": sizes, "type": kind, "purpose": purpose}
                for name, sizes, kind, purpose in ICONS
            ],
        }
        text = json.dumps(manifest, ensure_ascii=False, indent=1)
        (out / PREFIX[lang] / NAME).write_text(text, encoding="utf-8")
