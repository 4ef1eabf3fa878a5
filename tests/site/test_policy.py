"""What each page says about what it may run and load: nothing inline but our own texts, each by its hash, and no more hashes than texts."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from pathlib import Path

from kb import places, policy

from tests.conftest import ROOT, WHOLE

DATA = {"application/json", "application/ld+json"}


class Runs(HTMLParser):
    """All that a policy is about: inline scripts and styles, attributes that run or draw, the policy itself."""

    def __init__(self, path: Path) -> None:
        super().__init__(convert_charrefs=True)
        self.policies: list[dict[str, list[str]]] = []
        self.inline: list[str] = []
        self.attributes: list[str] = []
        self.before = True  # nothing inline came before the policy
        self._open: list[str] | None = None
        self.feed(path.read_text(encoding="utf-8"))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = {key: value or "" for key, value in attrs}
        self.attributes += [f"<{tag} {key}>" for key in found if key == "style" or key.startswith("on")]
        if found.get("http-equiv") == "Content-Security-Policy":
            parts = [part.split() for part in found["content"].split(";")]
            self.policies.append({name: sources for name, *sources in parts})
            self.before = not self.inline
        if tag == "style" or (tag == "script" and "src" not in found and found.get("type") not in DATA):
            self._open = []

    def handle_data(self, data: str) -> None:
        if self._open is not None:
            self._open.append(data)

    def handle_endtag(self, tag: str) -> None:
        if tag in ("script", "style") and self._open is not None:
            self.inline.append("".join(self._open))
            self._open = None


def test_each_page_allows_what_stands_on_it_and_no_more(site: Path) -> None:
    """One policy before anything that runs; as many hashes as inline texts, at most six; no attribute that runs or draws; nothing `unsafe-`.
    Every page with KB_WHOLE."""
    for path in {*sorted(site.rglob("*.html"))[:: 1 if WHOLE else 6], site / "away.html"}:
        page = Runs(path)
        (found,) = page.policies
        assert page.before, path
        assert page.attributes == [], path
        sources = [source for one in found.values() for source in one]
        hashes = [source for source in sources if source.startswith("'sha256-")]
        assert sorted(hashes) == sorted({policy.hashed(text) for text in page.inline}), path
        assert len(hashes) <= 6
        assert not [
            source for source in sources if source.startswith("'unsafe-") or source in ("*", "https:", "http:")
        ], path
        assert found["default-src"] == ["'none'"]
        assert {"base-uri", "object-src", "form-action"} <= set(found), path
        assert ("media-src" in found) == path.parent.match("mock-interview"), path


def test_every_known_inline_text_is_used(site: Path) -> None:
    """A text that no page carries any more would leave a hash for nobody."""
    known = policy.inline(ROOT)
    home = (site / "index.html").read_text(encoding="utf-8")
    for text in (*known.scripts, *known.styles):
        assert text in home


def test_the_formulas_of_a_page_have_their_rules(site: Path) -> None:
    for path in sorted(site.rglob("*.html")):
        html = path.read_text(encoding="utf-8")
        rules = places.rules(re.sub(r"<style>.*?</style>", "", html))  # fonts stand there, as letters
        assert not rules or f"{rules}</style>" in html, path
        assert set(re.findall(r'class="(?:[^"]* )?(km[^" ]+)', html)) <= set(
            re.findall(r"\.katex-html \.(km[^{]+)\{", rules)
        ), path


def test_a_host_that_sends_headers_can_say_the_same(site: Path) -> None:
    lines = (site / "_headers").read_text(encoding="utf-8").splitlines()
    assert lines[0] == "/*"
    sent = dict(line.strip().split(": ", 1) for line in lines[1:])
    directives = dict(part.split(" ", 1) for part in sent["Content-Security-Policy"].split("; "))
    assert directives["frame-ancestors"] == "'none'"
    assert "unsafe" not in sent["Content-Security-Policy"]
    for page in ("index.html", "q/dpo/index.html", "practice/index.html"):
        (said,) = Runs(site / page).policies
        for name in {"img-src", "font-src", "connect-src", "worker-src", "base-uri", "form-action", "object-src"}:
            assert directives[name].split() == said[name]
        assert set(said["script-src"]) <= set(directives["script-src"].split()), page


def test_an_inline_text_that_nobody_named_gets_no_hash() -> None:
    page = '<meta content="kb-policy"><script>ours()</script><script>theirs()</script><style>b{}</style>'
    found = policy.put(page, policy.Inline(("ours()", "old()"), ("a{}",)))
    assert policy.hashed("ours()") in found
    assert found.count("sha256-") == 1
