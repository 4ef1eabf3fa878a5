"""The widgets' words: both languages, questions that exist, numbers that a script computes, and the files that a widget consists of."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from kb import schema, strictyaml, widgets
from kb.model import LANGS, Library
from kb.problems import Problem, problem


def check(library: Library) -> Iterator[Problem]:
    """All rules of `data/widgets.yml`; a project without it has no widgets."""
    path = library.root / widgets.PATH
    if not path.exists():
        return
    parsed = strictyaml.parse(path.read_text(encoding="utf-8"))
    faults = list(schema.faults(parsed, widgets.PATH))
    yield from faults
    if faults:
        return
    for name, record in (parsed.data or {}).items():
        yield from _widget(library, name, record, parsed.line(name))


def _widget(library: Library, name: str, record: Any, line: int) -> Iterator[Problem]:
    if not _whole(record):
        yield problem(widgets.PATH, line, "widget/words", name=name)
        return
    for question in record["questions"]:
        if question not in library.questions:
            yield problem(widgets.PATH, line, "widget/question", name=name, question=question)
    for file in (f"overrides/widgets/{name}.html", f"frontend/widgets/{name}.js"):
        if not (library.root / file).is_file():
            yield problem(widgets.PATH, line, "widget/file", name=name, file=file)
    for lang in LANGS:
        try:
            widgets.example(record["words"], lang, library.values)
        except (KeyError, IndexError, ValueError, AttributeError) as error:
            yield problem(widgets.PATH, line, "widget/value", name=name, error=error)


def _whole(record: Any) -> bool:
    """Questions, and words in both languages, an example among them."""
    if not isinstance(record, dict) or not isinstance(record.get("questions"), list):
        return False
    words = record.get("words")
    if not isinstance(words, dict) or "example" not in words:
        return False
    return all(isinstance(text, dict) and set(text) == set(LANGS) for text in words.values())
