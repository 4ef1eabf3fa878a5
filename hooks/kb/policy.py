"""What a page may load and run (Content-Security-Policy), written from what stands on it.

Only texts that are named here are allowed inline, each by its hash; what an author or a query could bring onto a page is none of them.
"""

from __future__ import annotations

import hashlib
from base64 import b64encode
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from html import escape
from pathlib import Path

PLACE = "kb-policy"  # stands in the templates where the policy goes: it is known once the page is whole
DIRECTIVES: Mapping[str, str] = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
    "img-src": "'self' data:",  # the icons in Material's style sheet
    "font-src": "data:",  # those of formulas
    "connect-src": "'self'",
    "manifest-src": "'self'",
    "worker-src": "'self'",
    "object-src": "'none'",
    "base-uri": "'none'",
    "form-action": "'self'",  # the search of the first page works without script
}
TEMPLATES: Mapping[str, Mapping[str, str]] = {
    "mock-interview.html": {"media-src": "blob:"}  # what was just recorded
}
HEADERS_ONLY: Mapping[str, str] = {"frame-ancestors": "'none'"}  # means nothing in a page
OTHER_HEADERS: Mapping[str, str] = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "strict-origin-when-cross-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(self)",
}


@dataclass(frozen=True)
class Inline:
    """Every text that may stand in a `<script>` or `<style>` element without attributes."""

    scripts: tuple[str, ...] = ()
    styles: tuple[str, ...] = ()


def inline(root: Path) -> Inline:
    """The inline texts of our templates, as a page carries them. Another text is added here."""
    return Inline(scripts=((root / "overrides/partials/early.html").read_text(encoding="utf-8").removesuffix("\n"),))


def hashed(text: str) -> str:
    """The source that allows one inline text."""
    return f"'sha256-{b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


def of(html: str, known: Inline, template: str = "") -> str:
    """The policy of a page: its known inline texts and no others, and what its template needs beside."""
    scripts = [text for text in known.scripts if f"<script>{text}</script>" in html]
    styles = [text for text in known.styles if f"<style>{text}</style>" in html]
    return joined({**_with(scripts, styles), **TEMPLATES.get(template, {})})


def put(html: str, known: Inline, template: str = "") -> str:
    """The page with its policy where the template wants it."""
    return html.replace(PLACE, escape(of(html, known, template), quote=False), 1)


def headers(scripts: Iterable[str]) -> str:
    """An example for hosts that read a `_headers` file: what a page cannot say itself, and the rest of it once more.

    The style sheet of its formulas differs from page to page, so styles (and with them the default) are left to the page: a browser obeys both.
    """
    parts = {
        **_with(scripts, ()),
        **dict.fromkeys(("child-src", "frame-src"), "'none'"),
        "media-src": "blob:",
        **HEADERS_ONLY,
    }
    kept = {name: sources for name, sources in parts.items() if name not in ("default-src", "style-src")}
    lines = {"Content-Security-Policy": joined(kept), **OTHER_HEADERS}
    return "/*\n" + "".join(f"  {name}: {value}\n" for name, value in lines.items())


def joined(directives: Mapping[str, str]) -> str:
    """Directives as one line."""
    return "; ".join(f"{name} {sources}" for name, sources in directives.items())


def _with(scripts: Iterable[str], styles: Iterable[str]) -> dict[str, str]:
    found = dict(DIRECTIVES)
    for name, texts in (("script-src", scripts), ("style-src", styles)):
        found[name] = " ".join([found[name], *dict.fromkeys(map(hashed, texts))])
    return found
