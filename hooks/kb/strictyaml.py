"""YAML read strictly: positions kept, duplicate keys and values of surprising type refused.

PyYAML turns `no` into False, `12:30` into 750 and lets the last of two equal keys win; an author sees none of it.
"""

from __future__ import annotations

import datetime
import re
from dataclasses import dataclass, field
from typing import Any

import yaml

INTEGER = re.compile(r"-?(0|[1-9][0-9]{0,8})\Z")
DATE = re.compile(r"\d{4}-\d\d-\d\d\Z")
SURPRISING = re.compile(
    r"""(?ix) ( y|n|yes|no|on|off|true|false|null|~  # truth values and nothing
      | [-+]?[0-9][0-9_]*(:[0-5]?[0-9])+             # 12:30 is read in base 60
      | [-+]?\.(inf|nan) | [-+]?0[0-9xob]\w*         # octal, hexadecimal, binary
      | [-+]?([0-9][0-9_]*)?\.[0-9_]+(e[-+]?[0-9]+)? | [-+]?[0-9][0-9_]*\.?(e[-+]?[0-9]+)
      | [-+]?[0-9][0-9_]{9,} | \+[0-9]+ | \d{4}-\d\d?-\d\d?[T\s].* )\Z"""
)
CORE = {
    f"tag:yaml.org,2002:{kind}"
    for kind in ("str", "int", "float", "bool", "null", "timestamp", "value", "merge", "seq", "map")
}
DEPTH = 12
Where = tuple[str | int, ...]


@dataclass(frozen=True)
class Fault:
    """What is wrong with the YAML, on which line of the text and in which value; the words are its message's."""

    line: int
    what: str
    words: dict[str, object]
    where: Where = ()


def fault(line: int, what: str, where: Where = (), /, **words: object) -> Fault:
    """A fault with the words that its message asks for."""
    return Fault(line, what, words, where)


@dataclass
class Parsed:
    """The data, the line of each value by its path of keys, and the faults found."""

    data: Any = None
    lines: dict[Where, int] = field(default_factory=dict)
    end: int = 1  # the last line of the text
    faults: list[Fault] = field(default_factory=list)
    seen: set[int] = field(default_factory=set)  # nodes: one that comes again is an alias

    def line(self, *where: str | int) -> int:
        """The line of a value, or of the nearest one around it."""
        while where and where not in self.lines:
            where = where[:-1]
        return self.lines.get(where, 1)


def parse(text: str, first_line: int = 1) -> Parsed:
    """YAML text to plain str, int, list and dict; the lines count from `first_line`."""
    last = text.rstrip("\n").count("\n")  # YAML may miss something after the last line
    parsed = Parsed(end=first_line + last)
    try:
        node = yaml.compose(text, Loader=yaml.SafeLoader)
    except yaml.MarkedYAMLError as error:
        marks = [error.problem_mark, error.context_mark]
        if "end of stream" in str(error.problem):  # what never ends is where it begins
            marks.reverse()
        mark = next(filter(None, marks), None)
        reason = error.problem or error.context or ""
        parsed.faults.append(_syntax(first_line + min(mark.line if mark else 0, last), reason))
        return parsed
    except yaml.reader.ReaderError as error:  # a character that YAML does not allow
        line = first_line + text[: error.position].count("\n")
        parsed.faults.append(_syntax(line, error.reason))
        return parsed
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        parsed.faults.append(_syntax(first_line, type(error).__name__))
        return parsed
    if node is not None:
        parsed.data = _build(node, (), parsed, first_line)
    return parsed


def _syntax(line: int, reason: str) -> Fault:
    return fault(line, "YAML/syntax", reason=reason)


def _build(node: yaml.Node, where: Where, parsed: Parsed, first: int) -> Any:
    line = min(first + node.start_mark.line, parsed.end)
    if id(node) in parsed.seen:
        parsed.faults.append(fault(line, "YAML/alias", where))
        return None
    parsed.seen.add(id(node))
    parsed.lines.setdefault(where, line)
    if str(node.tag) not in CORE:
        parsed.faults.append(fault(line, "YAML/tag", where, tag=node.tag))
        return None
    if len(where) > DEPTH:
        parsed.faults.append(fault(line, "YAML/depth", where))
        return None
    if isinstance(node, yaml.MappingNode):
        return _mapping(node, where, parsed, first)
    if isinstance(node, yaml.SequenceNode):
        return [_build(child, (*where, i), parsed, first) for i, child in enumerate(node.value)]
    return _scalar(node, line, where, parsed)


def _mapping(node: yaml.MappingNode, where: Where, parsed: Parsed, first: int) -> dict[str, Any]:
    result: dict[str, Any] = {}
    for key_node, value_node in node.value:
        line = first + key_node.start_mark.line
        key = key_node.value if isinstance(key_node, yaml.ScalarNode) else None
        if key is None or key == "<<":
            parsed.faults.append(fault(line, "YAML/key", where))
            continue
        if key in result:
            parsed.faults.append(fault(line, "duplicate key", (*where, key), key=key))
        parsed.lines[(*where, key)] = line
        result[key] = _build(value_node, (*where, key), parsed, first)
    return result


def _scalar(node: yaml.Node, line: int, where: Where, parsed: Parsed) -> str | int:
    text = str(node.value)
    if not isinstance(node, yaml.ScalarNode) or node.style is not None:
        return text
    if INTEGER.match(text):
        return int(text)
    if DATE.match(text):
        try:
            datetime.date.fromisoformat(text)
        except ValueError:
            parsed.faults.append(fault(line, "date", where, text=text))
    elif SURPRISING.match(text) or not text:
        parsed.faults.append(fault(line, "ambiguous value", where, value=text or ("空值", "an empty value")))
    return text
