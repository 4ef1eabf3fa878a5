"""HTML of pages rendered before, kept until the page or anything woven into it changes."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from functools import cached_property
from importlib.metadata import version
from pathlib import Path
from typing import Any

from kb.cache import Files
from kb.md.context import Job
from kb.site import Site

SETTINGS = ("mkdocs.yml", "package.json", "data/ui.yml")
LIBRARIES = ("mkdocs", "markdown", "pymdown-extensions", "pygments")
CODE = Path(__file__).parent


class Kept:
    """One file a page in `.cache/pages/`, with the hash of all that the page was made from."""

    def __init__(self, root: Path, site: Site) -> None:
        self.root = root
        self.site = site
        self._files = Files(root, "pages")

    def key(self, job: Job, text: str) -> str:
        """Hash of what a page's HTML is made from: its text, what is woven into it, and what all pages share."""
        library = self.site.library
        pages = library.questions[job.question.id].pages if job.question else {}
        images = (
            [link.target.rpartition("/")[2] for link in pages[job.lang].document.links if link.image] if pages else []
        )
        woven = {
            "references": [(r.number, r.source.key, r.source.title, r.source.year) for r in job.references.values()],
            "figures": [library.figures.get(name, "") for name in images],
            "anchors": dict(library.anchors.get(job.question.id, {})) if job.question else {},
        }
        return _hash(self.shared, job.path, text, json.dumps(woven, ensure_ascii=False))

    def get(self, path: str, key: str) -> Mapping[str, Any] | None:
        """What was kept for this file under this key."""
        return self._files.get(_name(path), key)

    def put(self, path: str, key: str, html: str, toc: list[dict[str, Any]]) -> None:
        """Keep a page's HTML and its contents list once the build is seen to be good."""
        self._files.put(_name(path), key, {"html": html, "toc": toc})

    def save(self) -> None:
        """Write what is new; not called after a build with warnings, which must be heard again."""
        self._files.save()

    @cached_property
    def shared(self) -> str:
        """Code, settings, libraries, the names of all terms and where each page is: a change of these renders every page anew."""
        library = self.site.library
        parts = [
            p.read_text(encoding="utf-8")
            for p in sorted(CODE.rglob("*"))
            if p.suffix in (".py", ".mjs", ".json", ".yml")
        ]
        parts += [(self.root / name).read_text(encoding="utf-8") for name in SETTINGS]
        parts += [version(name) for name in LIBRARIES]
        places = [p.path for p in library.plain] + [
            p.path for q in library.questions.values() for p in q.pages.values()
        ]
        return _hash(*parts, json.dumps([sorted(self.site.terms.home.items()), sorted(places)], ensure_ascii=False))


def _name(path: str) -> str:
    return path.removesuffix(".md").replace("/", "-")


def _hash(*parts: str) -> str:
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()
