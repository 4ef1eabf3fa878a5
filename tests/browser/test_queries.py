"""How often the question that is meant comes first, over tests/queries.yml, through the real box in a real browser."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

import pytest
import yaml
from kb.model import Library
from playwright.sync_api import Page

from tests.conftest import ROOT

QUERIES: dict[str, list[dict[str, Any]]] = yaml.safe_load((ROOT / "tests/queries.yml").read_text(encoding="utf-8"))
LEAST = (0.92, 0.97)  # hit@1 and hit@3; raised as the search gets better
PATHS = {"zh": "q/dpo/", "en": "en/q/dpo/"}
ASK = """async (query) => {
  const input = document.querySelector('.md-search__input');
  const status = document.querySelector('.md-search-result__meta');
  status.textContent = '';
  input.value = query;
  input.dispatchEvent(new Event('input', {bubbles: true}));
  while (!status.textContent || status.textContent === document.querySelector('.md-search-result').dataset.loading)
    await new Promise((done) => setTimeout(done, 5));
  return [...document.querySelectorAll('.md-search-result__link')].map((link) => link.getAttribute('href'));
}"""


def rank(links: list[str], wanted: list[str]) -> int:
    """The place of the first result that was meant, from 1; 0 if there is none."""
    found = [link.split("/q/")[-1].split("/")[0] for link in links if "/q/" in link]
    return next((place for place, name in enumerate(found, 1) if name in wanted), 0)


def figures(ranks: list[int]) -> tuple[float, float, float]:
    """hit@1, hit@3 and mean reciprocal rank."""
    count = len(ranks)
    return (
        sum(r == 1 for r in ranks) / count,
        sum(1 <= r <= 3 for r in ranks) / count,
        sum(1 / r for r in ranks if r) / count,
    )


def asked(page: Page, address: str, library: Library, lang: str) -> tuple[dict[str, list[int]], list[str]]:
    """The places of the questions that were meant, by kind of query; and the queries for which it was not the first."""
    page.goto(address + PATHS[lang])
    page.click(".md-search__input")
    ranks: dict[str, list[int]] = defaultdict(list)
    missed = []
    for row in QUERIES[lang]:
        wanted = [name for name in row["find"] if name in library.questions]
        if not wanted:
            continue
        place = rank(page.evaluate(ASK, row["q"]), wanted)
        ranks[row["kind"]].append(place)
        if place != 1:
            missed.append(f"  {place or '-':>2}  {row['q']}  →  {', '.join(wanted)}")
    return ranks, missed


def test_the_question_that_is_meant(
    page: Page, address: str, library: Library, capsys: pytest.CaptureFixture[str]
) -> None:
    whole: list[int] = []
    for lang in PATHS:
        ranks, missed = asked(page, address, library, lang)
        own = [place for places in ranks.values() for place in places]
        whole += own
        with capsys.disabled():
            print(f"\n{lang}: {len(own)} queries" + "".join(f"\n{line}" for line in missed))
            for kind, places in [*sorted(ranks.items()), ("all", own)]:
                one, three, mrr = figures(places)
                print(f"  {kind:14}{len(places):4}   hit@1 {one:.2f}   hit@3 {three:.2f}   MRR {mrr:.2f}")
    one, three, mrr = figures(whole)
    with capsys.disabled():
        print(f"both: {len(whole)} queries, hit@1 {one:.3f}, hit@3 {three:.3f}, MRR {mrr:.3f}")
    assert one >= LEAST[0]
    assert three >= LEAST[1]
