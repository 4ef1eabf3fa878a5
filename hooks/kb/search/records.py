"""What a question is found by, and the sections a result may lead to."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kb.addresses import question_address
from kb.cache import Files
from kb.model import Page, Question
from kb.plain import spoken
from kb.remember import remembered
from kb.search.weights import lines, sure
from kb.sections import split
from kb.site import Site

Synonyms = tuple[tuple[str, ...], ...]
LATIN = re.compile(r"[a-z]")
CODE = "".join(Path(__file__).with_name(f"{name}.py").read_text(encoding="utf-8") for name in ("weights", "tokens"))
BULLET = re.compile(r"^\s*- ", re.M)


@dataclass(frozen=True)
class Section:
    """A place a result may lead to."""

    anchor: str
    heading: str
    text: str


@dataclass(frozen=True)
class Record:
    """One question as the search of one language knows it."""

    id: str
    url: str
    title: str
    stage: str
    names: tuple[str, ...]  # terms the page is the home of, in both languages
    fields: dict[str, str]  # what is searched, by name
    words: str  # a line for each word that finds it, which ends with the letter of the word's weight
    sure: Sequence[str]  # those that a slip may have been meant for
    sections: tuple[Section, ...]

    def letters(self) -> dict[str, str]:
        """The words, each with the letter of its weight."""
        return {line[:-1]: line[-1] for line in self.words.split("\n") if line}


def of(site: Site, lang: str) -> list[Record]:
    """Every question that has a page in this language, stage by stage."""
    root, synonyms = str(site.library.root), site.library.synonyms
    questions = [q for qs in site.by_stage.values() for q in qs if lang in q.pages]
    found = [record(root, q, lang, site.stages[q.stage].name[lang], synonyms) for q in questions]
    _before(root).save()
    return found


@remembered
def _before(root: str) -> Files:
    """What was weighed in builds before."""
    return Files(Path(root), "search")


def weighed(fields: Mapping[str, str], names: Iterable[str]) -> dict[str, Any]:
    """A record's `words` and `sure`."""
    return {"words": lines(fields, names), "sure": sorted(sure(fields))}


@remembered
def record(root: str, question: Question, lang: str, stage: str, synonyms: Synonyms) -> Record:
    """What a question is called, in both languages and in other words, and what its page says."""
    page = question.pages[lang]
    title, terms, aliases = spoken(page.title), " / ".join(question.names), " / ".join(question.aliases)
    points = next((s.text for s in split(page.document, page.lang) if s.id == "points"), "")
    places = tuple(sections(page))
    fields = {
        "title": title,
        "terms": terms,
        "aliases": aliases,
        "also": " / ".join(also(f"{title} / {terms}", synonyms)),
        "headings": " / ".join(spoken(h.text) for h in page.headings if h.level == 3 and h.id),
        "short": spoken(page.short),
        "points": spoken(points),
        "formulas": " ".join(dict.fromkeys(spoken(f"${f.tex}$") for f in page.document.formulas)),
        "text": " ".join(f"{s.heading} {s.text}" for s in places),
    }
    key = hashlib.sha256("\0".join((CODE, *fields.values(), *question.names)).encode()).hexdigest()
    files, name = _before(root), f"{lang}-{question.id}"
    made = files.get(name, key)
    if made is None:
        made = weighed(fields, question.names)
        files.put(name, key, made)
    return Record(
        id=question.id,
        url=question_address(question, lang),
        title=title,
        stage=stage,
        names=tuple(question.names),
        fields=fields,
        words=made["words"],
        sure=made["sure"],
        sections=places,
    )


def sections(page: Page) -> list[Section]:
    """Each h2 and each h3 below it, with its text."""
    found = [
        Section(s.id, s.heading, spoken(BULLET.sub("", s.text.split("\n### ")[0])))
        for s in split(page.document, page.lang)
    ]
    heads = [h for h in page.headings if h.level in (2, 3)]
    for i, h in enumerate(heads):
        if h.level == 3 and h.id:
            end = heads[i + 1].start if i + 1 < len(heads) else len(page.document.text)
            found.append(Section(h.id, spoken(h.text), spoken(BULLET.sub("", page.document.text[h.end : end]))))
    return found


def also(text: str, synonyms: Synonyms) -> list[str]:
    """The words that readers use for words of a text (`data/synonyms.yml`), those left out that it has."""
    text = text.casefold()
    return [w for row in synonyms if any(_in(w, text) for w in row) for w in row if not _in(w, text)]


def _in(word: str, text: str) -> bool:
    word = word.casefold()
    if not LATIN.match(word):
        return word in text
    return bool(re.search(rf"(?<![a-z]){re.escape(word)}(?![a-z])", text))
