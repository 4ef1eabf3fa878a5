"""The files of the search: an index cut in parts, of which a query fetches the few that hold its words."""

from __future__ import annotations

from pathlib import Path

from kb.model import LANGS
from kb.outputs import Outputs
from kb.remember import remembered
from kb.search import index, records
from kb.site import Site

FOLDER = "search"


def write(site: Site, outputs: Outputs, out: Path) -> None:
    """All files of search, below `search/`; those of a language in which nothing was written are taken over."""
    for lang in LANGS:
        key = outputs.text(*said(site, lang))
        if not outputs.all_hold(f"{FOLDER}/{lang}", key):
            made = _index(lang).write(records.of(site, lang), lang, out / FOLDER)
            outputs.made((f"{FOLDER}/{name}.js" for name in made), key)


def remember(site: Site) -> None:
    """Have the indexes of this process at hand for the next build."""
    for lang in LANGS:
        _index(lang).update(records.of(site, lang))


@remembered
def _index(lang: str) -> index.Index:
    """The index of a language in this process: it grows with each build."""
    return index.Index()


def said(site: Site, lang: str) -> list[str]:
    """All that the index of one language is made from."""
    questions = [q for qs in site.by_stage.values() for q in qs if lang in q.pages]
    names = [f"{q.id} {q.stage} {q.terms} {q.aliases}" for q in questions]
    stages = [f"{s.id} {s.name}" for s in site.library.stages]
    return [*names, *stages, repr(site.library.synonyms), *(q.pages[lang].document.text for q in questions)]
