"""A built page, taken apart with the standard library's parser."""

from __future__ import annotations

from functools import cache
from html.parser import HTMLParser
from pathlib import Path


class Built(HTMLParser):
    """Ids, links, resources and words of one page."""

    def __init__(self, path: Path) -> None:
        super().__init__(convert_charrefs=True)
        self.ids: list[str] = []
        self.links: list[str] = []
        self.permalinks: list[str] = []  # anchors that a mark beside them offers for copying
        self.resources: list[str] = []
        self.meta: dict[str, str] = {}
        self.alternates: dict[str, str] = {}
        self.lang = ""
        self.text: list[str] = []
        self._skip = 0
        self.feed(path.read_text(encoding="utf-8"))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = {key: value or "" for key, value in attrs}
        if tag == "html":
            self.lang = found.get("lang", "")
        if "id" in found:
            self.ids.append(found["id"])
        if tag == "a" and "href" in found:
            self.links.append(found["href"])
            if "headerlink" in found.get("class", "").split():
                self.permalinks.append(found["href"].removeprefix("#"))
        if tag in ("script", "img", "iframe", "source") and "src" in found:
            self.resources.append(found["src"])
        if tag == "link" and found.get("rel", "").split()[:1] in (["stylesheet"], ["icon"], ["preload"]):
            self.resources.append(found["href"])
        if tag == "link" and "alternate" in found.get("rel", "").split():
            self.alternates[found["hreflang"]] = found["href"]
        if tag == "meta":
            self.meta[found.get("name") or found.get("property") or ""] = found.get("content", "")
        self._skip += tag in ("script", "style")

    def handle_endtag(self, tag: str) -> None:
        self._skip -= tag in ("script", "style")

    def handle_data(self, data: str) -> None:
        if not self._skip:
            self.text.append(data)


@cache
def built(path: Path) -> Built:
    """A page, parsed once."""
    return Built(path)


def pages(site: Path) -> list[Path]:
    """Every page of the site but those for what is not there: without an address of their own."""
    return sorted(p for p in site.rglob("*.html") if p.name not in ("404.html", "away.html"))
