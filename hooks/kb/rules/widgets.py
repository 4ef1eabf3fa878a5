"""The widgets' words: both languages, questions that exist, numbers that a script computes, and the files that a widget consists of."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from kb import kept_yaml, schema, widgets
from kb.model import LANGS, Library
from kb.problems import Problem, problem
from kb.textfile import read_text


def check(library: Library) -> Iterator[Problem]:
    """All rules of `data/widgets.yml`; a project without it has no widgets."""
    path = library.root / widgets.PATH
    if not path.exists():
        return
    text = read_text(library.root, path)
    if isinstance(text, Problem):
        yield text
        return
    parsed = kept_yaml.of(str(library.root)).parse(text)
    faults = list(schema.faults(parsed, widgets.PATH))
    if parsed.data is not None and not isinstance(parsed.data, dict):
        faults.append(problem(widgets.PATH, 1, "not a mapping"))
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
        if question not in library.questions and question not in library.unread:
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
    if not isinstance(record, dict) or not schema.texts().test(record.get("questions")):
        return False
    words = record.get("words")
    if not isinstance(words, dict) or "example" not in words:
        return False
    return all(
        isinstance(text, dict) and set(text) == set(LANGS) and all(isinstance(part, str) for part in text.values())
        for text in words.values()
    )
