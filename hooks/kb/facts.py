"""What pages show of a question besides its text, as plain values. A question's page is given these and nothing else of the library: their hash
therefore tells whether the page that was made before still holds."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from kb import renamed
from kb.addresses import question_address
from kb.model import Correction, Question
from kb.site import Reference, Site
from kb.widgets import Widget

Facts = dict[str, Any]


def row(site: Site, q: Question, lang: str) -> Facts:
    """What a list shows of a question; titles and texts are Markdown."""
    page = q.pages[lang]
    return {
        "id": q.id,
        "address": question_address(q, lang),
        "title": page.title,
        "short": page.short,
        "stage": q.stage,
        "stage_name": site.stages[q.stage].name[lang],
        "difficulty": q.difficulty,
        "asked": q.asked,
        "minutes": site.minutes(q)[lang],
        "wrong": len(site.library.corrections_of(q.id)),
    }


def of(site: Site, q: Question, lang: str, widgets: Iterable[Widget]) -> Facts:
    """All that a question's page shows."""
    references = site.references(q, lang)
    numbers = {r.source.key: r.number for r in references}
    before, after = site.beside(q, -1), site.beside(q, 1)
    return row(site, q, lang) | {
        "revision": q.revision,
        "reviewed": q.reviewed,
        "corrections": [_correction(c, lang, numbers) for c in site.corrections(q)],
        "scripts": site.scripts(q),
        "references": [_reference(r) for r in references],
        "related": [_link(other, lang) for other in site.related(q)],
        "mentions": [_link(other, lang) for other in site.mentioned_by(q)],
        "neighbours": [_link(other, lang) | {"here": other.id == q.id} for other in site.neighbours(q)],
        "gone": [{"anchor": g.anchor, "there": g.there} | _link(g.question, lang) for g in site.moved_away(q)],
        "renamed": renamed.cards_of(site.library, q.id),
        "before": _link(before, lang) if before else None,
        "after": _link(after, lang) if after else None,
        "widgets": [{"id": w.id, "words": dict(w.words[lang])} for w in widgets],
    }


def _link(q: Question, lang: str) -> Facts:
    return {"address": question_address(q, lang), "title": q.pages[lang].title}


def _reference(r: Reference) -> Facts:
    names = ("key", "authors", "title", "venue", "year", "address", "label")
    return {name: getattr(r.source, name) for name in names} | {"places": r.places}


def _correction(c: Correction, lang: str, numbers: dict[str, int]) -> Facts:
    texts = {"claim": c.claim[lang], "right": c.right[lang], "why": c.why[lang]}
    return texts | {
        "id": c.id,
        "seed": c.seed,
        "verdict": c.verdict,
        "severity": c.severity,
        "evidence": [_evidence(item, numbers) for item in c.evidence],
    }


def _evidence(item: str, numbers: dict[str, int]) -> Facts:
    """A work by its number in the page's list, or a file."""
    key, _, place = item.removeprefix("@").partition(", ")
    return {"key": key, "number": numbers[key], "place": place} if item.startswith("@") else {"file": item}
