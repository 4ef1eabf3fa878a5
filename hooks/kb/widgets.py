"""Widgets on question pages, from `data/widgets.yml`: their words, and examples whose numbers are those of the verify scripts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from kb import strictyaml
from kb.model import LANGS, Library, Value


@dataclass(frozen=True)
class Widget:
    """A widget: its id, the questions it stands on, and its words in each language."""

    id: str
    questions: tuple[str, ...]
    words: Mapping[str, Mapping[str, str]]


def load(library: Library) -> tuple[Widget, ...]:
    """All widgets; an example that names no value of a script is an error."""
    path = library.root / "data/widgets.yml"
    if not path.exists():
        return ()
    data = strictyaml.parse(path.read_text(encoding="utf-8")).data
    return tuple(
        Widget(
            name,
            tuple(record["questions"]),
            {lang: _words(record["words"], lang, library.values) for lang in LANGS},
        )
        for name, record in data.items()
    )


def _words(
    words: Mapping[str, Mapping[str, str]], lang: str, values: Mapping[str, Mapping[str, Value]]
) -> Mapping[str, str]:
    numbers = {script: {name: value.number for name, value in found.items()} for script, found in values.items()}
    found = {key: text[lang] for key, text in words.items()}
    return found | {"example": found["example"].format(**numbers)}
