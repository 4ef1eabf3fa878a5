"""Every page is what the HTML standard calls valid, and says of each passage in which language it is."""

from __future__ import annotations

import json
import random
import re
import subprocess
from html.parser import HTMLParser
from pathlib import Path

import pytest

from tests.conftest import ROOT, WHOLE

HAN = re.compile(r"[\u3400-\u9fff]")
VOID = {"meta", "link", "input", "br", "img", "hr", "path", "rect", "line", "circle", "use", "polyline", "polygon"}
# Neither is read as prose: the code of a script, and the text form of a figure, which cannot hold elements.
APART = {"script", "style", "code", "desc"}


def wrong(paths: list[Path]) -> dict[str, list[str]]:
    """What html-validate finds, by page."""
    done = subprocess.run(
        ["node", str(ROOT / "tests/site/validate.mjs")],
        input=json.dumps([str(path) for path in paths]),
        capture_output=True, text=True, check=True, cwd=ROOT,
    )  # fmt: skip
    found: dict[str, list[str]] = json.loads(done.stdout)
    return found


def test_every_page_is_valid(site: Path) -> None:
    """All with KB_WHOLE, else one of each kind and some questions."""
    pages = sorted(site.rglob("*.html"))
    kinds = [p for p in pages if "/q/" not in p.as_posix() and "/cheat-sheet/" not in p.as_posix()]
    drawn = [
        *random.Random(3).sample(kinds, 6),
        site / "404.html",
        site / "away.html",
        *random.Random(3).sample(pages, 4),
    ]
    assert wrong(pages if WHOLE else drawn) == {}


@pytest.mark.parametrize(
    ("body", "rule"),
    [
        ('<p id="a"></p><p id="a"></p>', "no-dup-id"),
        ("<p><div></div></p>", "close-order"),
        ('<a href="#x"><a href="#y">y</a></a>', "element-permitted-content"),
        ('<label for="nowhere">x</label>', "no-missing-references"),
    ],
)
def test_the_validator_sees(body: str, rule: str, tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    page.write_text(
        f'<!doctype html><html lang="en"><head><title>x</title></head><body>{body}</body></html>', encoding="utf-8"
    )
    assert any(rule in line for line in wrong([page])[str(page)])


class Spoken(HTMLParser):
    """Text of one language inside an element that claims another."""

    def __init__(self, path: Path) -> None:
        super().__init__(convert_charrefs=True)
        self.open: list[tuple[str, str | None]] = []
        self.cites: list[tuple[str, str]] = []
        self.chinese: list[str] = []
        self.feed(path.read_text(encoding="utf-8"))

    @property
    def lang(self) -> str:
        return next((lang for _, lang in reversed(self.open) if lang), "")

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in VOID:
            self.open.append((tag, dict(attrs).get("lang")))

    def handle_endtag(self, tag: str) -> None:
        while tag not in VOID and self.open and self.open.pop()[0] != tag:
            pass

    def handle_data(self, data: str) -> None:
        tags = {tag for tag, _ in self.open}
        if "cite" in tags:
            self.cites.append((self.lang, data))
        if HAN.search(data) and self.lang != "zh" and not tags & APART and not re.search("[A-Za-z]{2}", data):
            self.chinese.append(data)


def test_passages_say_their_language(site: Path) -> None:
    """Chinese words on English pages, and titles of works on both."""
    for path in sorted(site.rglob("*.html")):
        if WHOLE or path.parent.name in ("tokenizer-basics", "output-compliance", "coverage", "glossary", "dpo"):
            page = Spoken(path)
            assert page.chinese == [], path
            for lang, title in page.cites:
                assert lang == ("zh" if HAN.search(title) else "en"), (path, title)
