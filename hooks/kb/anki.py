"""Anki decks, one a stage and one for all, in each language, as packages and as tables: short answer and key points on the back, follow-ups as
cards of their own.

Note ids derive from the question's id, so importing again keeps the reader's progress.
"""

from __future__ import annotations

import csv
import hashlib
import html
import io
import json
import zipfile
from dataclasses import asdict, dataclass
from pathlib import Path

import markdown

from kb.addresses import question_address
from kb.cards import said
from kb.maths import Formula, Rendered
from kb.md.context import Context, Job
from kb.md.extension import KnowledgeBase
from kb.model import LANGS, Question
from kb.outputs import Outputs
from kb.plain import unwoven
from kb.remember import remembered
from kb.site import Site

FIELDS = ("Question", "Answer", "Source")
CARD = {
    "name": "Card",
    "qfmt": "{{Question}}",
    "afmt": "{{FrontSide}}<hr id=answer>{{Answer}}<p><small>{{Source}}</small></p>",
}
MODEL_ID = 1607392319
NAMES = {"zh": "大模型面试", "en": "LLM interview"}
LONG_AGO = (1980, 1, 1, 0, 0, 0)  # the date of the files in the package: the same cards give the same bytes


@dataclass(frozen=True)
class Card:
    """One note: its permanent id, HTML of both sides, where it is explained, tags."""

    id: str
    front: str
    back: str
    source: str
    tags: tuple[str, ...]


Decks = dict[str, list[Card]]  # by the deck's name


def prepare(root: Path, site: Site, outputs: Outputs, draft: bool) -> dict[str, bytes]:
    """Each package and table that no longer holds, by its address; may run beside the rendering. A draft keeps the old ones: to make them
    takes longer than all else."""
    render = _renderer()
    made: dict[str, bytes] = {}
    for lang in LANGS:
        stages = {key: questions for key, questions in site.by_stage.items() if questions}
        for name, chosen in {"all": stages, **{key: {key: qs} for key, qs in stages.items()}}.items():
            names = [f"{site.stages[key].name[lang]} {q.id}" for key, qs in chosen.items() for q in qs]
            key = outputs.text(*names, *(text for qs in chosen.values() for q in qs for text in said(q, lang)))
            wanted = [
                a for kind in ("apkg", "csv") if not outputs.holds(a := f"anki/{lang}/{name}.{kind}", key, old=draft)
            ]
            if wanted:
                decks = {
                    f"{NAMES[lang]}::{site.stages[key].name[lang]}": [c for q in qs for c in _cards(q, lang, render)]
                    for key, qs in chosen.items()
                }
                made |= {a: _package(root, decks) if a.endswith("apkg") else _table(decks) for a in wanted}
    return made


def write(prepared: dict[str, bytes], out: Path) -> None:
    """The packages, as files."""
    for address, data in prepared.items():
        (out / address).parent.mkdir(parents=True, exist_ok=True)
        (out / address).write_bytes(data)


@remembered
def _cards(question: Question, lang: str, render: markdown.Markdown) -> list[Card]:
    return cards_of(question, lang, render)


def cards_of(question: Question, lang: str, render: markdown.Markdown) -> list[Card]:
    """The question's card and one for each follow-up."""
    page = question.pages[lang]
    tags = (f"stage::{question.stage}", f"difficulty::{question.difficulty}")
    points = "\n".join(f"- **{p.text}**" if p.core else f"- {p.text}" for p in page.points)
    address = question_address(question, lang)

    def card(key: str, front: str, back: str, anchor: str = "") -> Card:
        return Card(f"{lang}:{key}", _html(render, front), _html(render, back), html.escape(address + anchor), tags)

    main = card(question.id, page.title, f"{page.short}\n\n{points}")
    return [main, *(card(f"{question.id}#{f.id}", f.question, f.answer, f"#{f.id}") for f in page.followups)]


@remembered
def _renderer() -> markdown.Markdown:
    """Markdown whose formulas stay TeX, in the marks that Anki's MathJax reads."""

    def formula(formula: Formula) -> Rendered:
        tex, display = formula
        return Rendered(html.escape(f"\\[{tex}\\]" if display else f"\\({tex}\\)"), "")

    def no_page() -> Job:
        raise LookupError("a card is no page")

    return markdown.Markdown(
        extensions=[KnowledgeBase(Context(no_page, formula), whole_page=False), "tables", "fenced_code"]
    )


def _html(render: markdown.Markdown, text: str) -> str:
    render.reset()
    return render.convert(unwoven(text))


def _table(decks: Decks) -> bytes:
    """The same notes as comma-separated values, with the lines at the top that tell Anki what is what."""
    text = io.StringIO()
    text.write("#separator:Comma\n#html:true\n#guid column:1\n#tags column:5\n")
    rows = csv.writer(text)
    rows.writerows(
        [_guid(card), card.front, card.back, card.source, " ".join(card.tags)]
        for cards in decks.values()
        for card in cards
    )
    return text.getvalue().encode()


def _guid(card: Card) -> str:
    """The note's permanent id: importing again, from either kind of file, keeps the reader's progress."""
    import genanki

    return str(genanki.guid_for(card.id))


def _package(root: Path, decks: Decks) -> bytes:
    """Make the package, or take the one made before from the same cards."""
    content = json.dumps({name: [asdict(card) for card in cards] for name, cards in decks.items()}, ensure_ascii=False)
    key = hashlib.sha256((content + Path(__file__).read_text(encoding="utf-8")).encode()).hexdigest()[:24]
    kept = root / ".cache/anki" / f"{key}.apkg"
    if not kept.exists():
        kept.parent.mkdir(parents=True, exist_ok=True)
        _make(kept, decks)
    return kept.read_bytes()


def _make(target: Path, decks: Decks) -> None:
    import genanki  # slow to load, and needed only when a card has changed

    model = genanki.Model(MODEL_ID, "LLM interview", fields=[{"name": n} for n in FIELDS], templates=[CARD])
    made = []
    for name, cards in decks.items():
        deck = genanki.Deck(int(hashlib.sha256(name.encode()).hexdigest()[:8], 16) or 1, name)
        for card in cards:
            note = genanki.Note(
                model=model, fields=[card.front, card.back, card.source], guid=_guid(card), tags=list(card.tags)
            )
            deck.add_note(note)
        made.append(deck)
    aside = target.with_suffix(".tmp")
    genanki.Package(made).write_to_file(str(aside), timestamp=0)
    with zipfile.ZipFile(aside) as package, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as dated:
        for name in package.namelist():
            dated.writestr(zipfile.ZipInfo(name, LONG_AGO), package.read(name), zipfile.ZIP_DEFLATED)
    aside.unlink()
