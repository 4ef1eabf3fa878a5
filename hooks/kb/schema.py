"""What may stand in the data: each key with the kind of value it takes, said in both languages when it does not."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from kb.problems import Problem, problem
from kb.strictyaml import Parsed, Where

ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*\Z")
KEY = re.compile(r"[a-z0-9][a-z0-9-]*\Z")
SEED = re.compile(r"\d{3}-\d{2}\Z")


@dataclass(frozen=True)
class Kind:
    """A test of a value, and what is expected in words."""

    zh: str
    en: str
    test: Callable[[Any], bool]


def text(pattern: re.Pattern[str] | None = None, zh: str = "一段文字", en: str = "text") -> Kind:
    """A non-empty string, of a form when one is given."""
    return Kind(
        zh, en, lambda v: isinstance(v, str) and bool(v.strip()) and (pattern is None or bool(pattern.match(v)))
    )


def number(low: int, high: int) -> Kind:
    """A whole number within bounds."""
    return Kind(
        f"{low} 到 {high} 的整数",
        f"a whole number from {low} to {high}",
        lambda v: isinstance(v, int) and low <= v <= high,
    )


def one_of(*words: str) -> Kind:
    """One of these words."""
    return Kind(" / ".join(words), "one of " + ", ".join(words), lambda v: v in words)


def texts(pattern: re.Pattern[str] | None = None, zh: str = "文字的列表 […]", en: str = "a list of texts […]") -> Kind:
    """A list of strings, none of them twice."""
    item = text(pattern)
    return Kind(zh, en, lambda v: isinstance(v, list) and all(map(item.test, v)) and len(set(v)) == len(v))


DATE = text(re.compile(r"\d{4}-\d\d-\d\d\Z"), "日期，如 2026-11-21", "a date like 2026-11-21")
MAPPING = Kind("一组键值", "a mapping", lambda v: isinstance(v, dict))


@dataclass(frozen=True)
class Field:
    """A key's kind, and whether it may be left out."""

    kind: Kind
    required: bool = True


def faults(parsed: Parsed, path: str) -> list[Problem]:
    """The YAML's own faults as problems of a file."""
    return [problem(path, f.line, f.what, **f.words) for f in parsed.faults]


def check(parsed: Parsed, data: Any, where: Where, fields: Mapping[str, Field], path: str) -> list[Problem]:
    """Unknown, missing and ill-typed keys of one mapping."""
    line = parsed.line(*where)
    if data is None and parsed.faults:
        return []
    data = {} if data is None else data
    if not isinstance(data, dict):
        return [problem(path, line, "not a mapping")]
    found = [
        problem(path, parsed.line(*where, key), "unknown key", key=key, known=", ".join(fields))
        for key in data
        if key not in fields
    ]
    named = {fault.where[: len(where) + 1] for fault in parsed.faults}  # a value that YAML misreads is named already
    for key, field in fields.items():
        if key not in data:
            if field.required:
                found.append(problem(path, line, "missing key", key=key, kind=(field.kind.zh, field.kind.en)))
        elif not field.kind.test(data[key]) and (*where, key) not in named:
            found.append(
                problem(path, parsed.line(*where, key), "wrong value", key=key, kind=(field.kind.zh, field.kind.en))
            )
    return found
