"""Widgets on question pages, from `data/widgets.yml`: their words, and examples whose numbers are those of the verify scripts."""

from __future__ import annotations

import re
import string
from collections.abc import Mapping
from dataclasses import dataclass

from kb import kept_yaml
from kb.model import LANGS, Library, Value

NUMBER = re.compile(r"\w+\[\w+\]")
PATH = "data/widgets.yml"
Words = Mapping[str, Mapping[str, str]]  # by key, then by language


@dataclass(frozen=True)
class Widget:
    """A widget: its id, the questions it stands on, and its words in each language."""

    id: str
    questions: tuple[str, ...]
    words: Mapping[str, Mapping[str, str]]


def load(library: Library) -> tuple[Widget, ...]:
    """All widgets; `rules/widgets.py` has seen that they are whole."""
    path = library.root / PATH
    if not path.exists():
        return ()
    data = kept_yaml.of(str(library.root)).parse(path.read_text(encoding="utf-8")).data or {}
    return tuple(
        Widget(
            name,
            tuple(record["questions"]),
            {lang: _words(record["words"], lang, library.values) for lang in LANGS},
        )
        for name, record in data.items()
    )


def example(words: Words, lang: str, values: Mapping[str, Mapping[str, Value]]) -> str:
    """A widget's worked example with the scripts' numbers in it; a KeyError where no script has one."""
    for _, name, _, _ in string.Formatter().parse(words["example"][lang]):
        if name is not None and not NUMBER.fullmatch(name):
            raise ValueError(name)  # a text may ask for numbers and for nothing else of Python's
    numbers = {script: {name: value.number for name, value in found.items()} for script, found in values.items()}
    return words["example"][lang].format(**numbers)


def _words(words: Words, lang: str, values: Mapping[str, Mapping[str, Value]]) -> Mapping[str, str]:
    return {key: text[lang] for key, text in words.items()} | {"example": example(words, lang, values)}
