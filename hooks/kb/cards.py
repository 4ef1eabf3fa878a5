"""What is practised: a list of all cards for each language, and a file for each question. Scripts that hand their data over load from `file://` too."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from kb import renamed
from kb.model import LANGS, Question
from kb.outputs import Outputs
from kb.plain import minutes, spoken
from kb.plans import Plan
from kb.site import Site

Html = Callable[[str], str]


def write(site: Site, plans: Sequence[Plan], outputs: Outputs, block: Html, inline: Html, out: Path) -> None:
    """`cards/<lang>.js` and `cards/<lang>/<id>.js`, those that still hold left out; `block` and `inline` make Markdown HTML."""
    for lang in LANGS:
        (out / "cards" / lang).mkdir(parents=True, exist_ok=True)
        rows = [row(site, q, lang) for qs in site.by_stage.values() for q in qs]
        routes = {f"{plan.id}-{part.number}": [q.id for q in part.questions] for plan in plans for part in plan.parts}
        _script(out, lang, {"rows": rows, "plans": routes, "renamed": renamed.cards(site.library)})
        for q in site.library.questions.values():
            if not outputs.holds(f"cards/{lang}/{q.id}.js", outputs.text(*said(q, lang))):
                _script(out, f"{lang}/{q.id}", card(q, lang, block, inline))


def row(site: Site, q: Question, lang: str) -> dict[str, Any]:
    """What the choice of the next card needs."""
    page = q.pages[lang]
    return {
        "id": q.id,
        "stage": q.stage,
        "difficulty": q.difficulty,
        "asked": q.asked,
        "minutes": site.minutes(q)[lang],
        "revision": q.revision,
        "title": spoken(page.title),
        "related": [other.id for other in site.related(q)],
        "followups": {f.id: minutes(f.answer, lang) for f in page.followups},
    }


def said(q: Question, lang: str) -> list[str]:
    """The texts on both sides of a question's cards."""
    page = q.pages[lang]
    points = [text for point in page.points for text in (point.text, str(point.core))]
    return [page.title, page.short, *points, *(text for f in page.followups for text in (f.id, f.question, f.answer))]


def card(q: Question, lang: str, block: Html, inline: Html) -> Mapping[str, Any]:
    """Both sides of a question's cards, as HTML."""
    page = q.pages[lang]
    return {
        "title": inline(page.title),
        "short": inline(page.short),
        "points": [{"text": inline(point.text), "core": point.core} for point in page.points],
        "followups": {f.id: {"title": inline(f.question), "answer": block(f.answer)} for f in page.followups},
    }


def _script(out: Path, name: str, data: Any) -> None:
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    (out / "cards" / f"{name}.js").write_text(f'kbCards("{name}",{text});', encoding="utf-8")
