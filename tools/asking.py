"""What the search is measured by: the queries, how a search box is asked, and the figures. Used by a test and by a comparison."""

from __future__ import annotations

from collections.abc import Container
from pathlib import Path
from typing import Any

import yaml

ROOT = Path(__file__).resolve().parent.parent
# Any box in Material's markup. Material's own listens for keys, ours for input; its list holds ten questions, as ours does.
BOX = """async (query) => {
  const input = document.querySelector('.md-search__input');
  const status = document.querySelector('.md-search-result__meta');
  status.textContent = '';
  input.value = query;
  for (const name of ['input', 'keyup']) input.dispatchEvent(new Event(name, {bubbles: true}));
  while (!status.textContent || status.textContent === document.querySelector('.md-search-result').dataset.loading)
    await new Promise((done) => setTimeout(done, 5));
  return [...document.querySelectorAll('.md-search-result__link')].map((link) => link.getAttribute('href'));
}"""


def rows(lang: str, known: Container[str]) -> list[dict[str, Any]]:
    """The queries of a language, each with the questions it means; those whose questions do not exist yet are left out."""
    written = yaml.safe_load((ROOT / "tests/queries.yml").read_text(encoding="utf-8"))[lang]
    there = [{**row, "find": [name for name in row["find"] if name in known]} for row in written]
    return [row for row in there if row["find"]]


def rank(links: list[str], wanted: list[str]) -> int:
    """The place of the first question that was meant, from 1; 0 if there is none. A question counts once, however many of its sections are found."""
    found = dict.fromkeys(link.split("/q/")[-1].split("/")[0] for link in links if "/q/" in link)
    return next((place for place, name in enumerate(found, 1) if name in wanted), 0)


def figures(ranks: list[int]) -> tuple[float, float, float]:
    """hit@1, hit@3 and mean reciprocal rank."""
    count = len(ranks)
    return (
        sum(r == 1 for r in ranks) / count,
        sum(1 <= r <= 3 for r in ranks) / count,
        sum(1 / r for r in ranks if r) / count,
    )
