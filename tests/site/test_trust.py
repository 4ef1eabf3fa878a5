"""The page that says why to trust the others says what the tests say, and nothing else."""

from __future__ import annotations

import re
from pathlib import Path

from kb import trust
from kb.model import Library

from tests.conftest import ROOT, promises

PROVED = re.compile(r"\bprove\(\s*\"([a-z-]+)\"")


def test_each_promise_is_counted_by_a_test_and_each_count_belongs_to_a_promise() -> None:
    proved = {name for path in (ROOT / "tests").rglob("test_*.py") for name in PROVED.findall(path.read_text("utf-8"))}
    assert proved == promises()
    assert set(trust.results(ROOT).counts) <= promises()


def test_the_page_shows_what_was_counted(site: Path, library: Library) -> None:
    last = trust.results(ROOT)
    for lang in ("", "en/"):
        text = (site / lang / "why-trust/index.html").read_text(encoding="utf-8")
        assert f"<strong>{len(library.scripts):,}</strong>" in text
        assert last.date in text
        for count in last.counts.values():
            assert f"{count:,} / {count:,}" in text


def test_the_contents_list_names_each_heading(site: Path) -> None:
    """Those of the text and those of what the program counted."""
    for lang in ("", "en/"):
        html = (site / lang / "why-trust/index.html").read_text(encoding="utf-8")
        text, beside = html[html.index("<article") : html.index("</article>")], html[html.index("md-nav--secondary") :]
        headings = re.findall(r'<h2 id="([^"]+)"', text)
        assert re.findall(r'href="[^"#]*#([^"]+)" class="md-nav__link"', beside) == headings
        assert len(headings) > 5


def test_an_audit_counts_each_citation_once(library: Library) -> None:
    """What was read is what is listed; the page adds nothing."""
    for audit, path in zip(trust.of(library).audits, sorted((ROOT / trust.AUDITS).glob("*.yml")), strict=True):
        assert audit.read == path.read_text(encoding="utf-8").count("\n- page: ") >= audit.support + audit.partly
