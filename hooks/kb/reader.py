"""Reads files and front matter, and collects what is wrong with them."""

from __future__ import annotations

import re
from pathlib import Path

from kb import kept_yaml, schema, strictyaml
from kb.problems import Problem, problem
from kb.remember import remembered
from kb.schema import Field
from kb.source import Document
from kb.textfile import read_text

SHARED = {
    "difficulty": Field(schema.number(1, 3)),
    "asked": Field(schema.number(0, 12)),
    "seeds": Field(schema.texts(schema.SEED, "种子题编号的列表，如 [000-08]", "a list of seed ids like [000-08]")),
    "terms": Field(schema.texts(zh="术语的列表", en="a list of terms")),
    "aliases": Field(schema.texts(zh="别名的列表", en="a list of aliases")),
    "related": Field(schema.texts(schema.ID, "题目 id 的列表", "a list of question ids")),
    "reviewed": Field(schema.DATE),
    "revision": Field(schema.number(1, 9999)),
}
ENGLISH = {"translates": Field(schema.number(1, 9999))}
PLAIN = {
    "template": Field(
        schema.text(re.compile(r"[a-z0-9-]+\.html\Z"), "overrides/ 里的模板", "a template of overrides/")
    ),
    "stage": Field(schema.text(schema.ID), required=False),
    "description": Field(schema.text(), required=False),
}


class Reader:
    """Collects problems while files are read."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.problems: list[Problem] = []
        self.unread: set[str] = set()

    def file(self, path: Path) -> str | None:
        """A file's text, or None and a problem."""
        text = read_text(self.root, path)
        if isinstance(text, Problem):
            self.problems.append(text)
            return None
        return text

    def markdown(self, path: Path) -> tuple[strictyaml.Parsed, Document] | None:
        """Front matter and body of a page."""
        name = path.relative_to(self.root).as_posix()
        text = self.file(path)
        if text is None:
            return None
        found = _taken_apart(str(self.root), text)
        if found is None:
            self.problems.append(problem(name, 1, "front matter"))
            return None
        self.problems += schema.faults(found[0], name)
        return found

    def front(self, parsed: strictyaml.Parsed, fields: dict[str, Field], name: str) -> bool:
        """Whether the front matter can be used."""
        problems = schema.check(parsed, parsed.data, (), fields, name)
        self.problems += problems
        return not problems and not parsed.faults


@remembered
def _taken_apart(root: str, text: str) -> tuple[strictyaml.Parsed, Document] | None:
    """Front matter and body of a page's text."""
    if not text.startswith("---\n") or "\n---\n" not in text[3:]:
        return None
    front, _, body = text[4:].partition("\n---\n")
    first = front.count("\n") + 4
    if text.startswith("---\n---\n"):
        front, body, first = "", text[8:], 3
    return kept_yaml.of(root).parse(front, first_line=2), Document(body, first)
