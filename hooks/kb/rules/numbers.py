"""Numbers: each bound one equals what its script computed, and each one with a unit is bound or cited."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from xml.etree import ElementTree

from kb import plain, quantity
from kb.model import Library, Page, Value
from kb.problems import Problem, problem
from kb.remember import listed
from kb.rules.structure import every_page, pages
from kb.source import CITATION, FENCE, Binding, Document

UNIT = (
    r"(?:[KMGTP]i?B|bytes?|字节|FLOPs?|[TP]FLOP/?[sS]|GB/s|TB/s)(?![\w])|%|(?:个)?百分点|percentage points|倍|[x×](?![\w\d])"
    r"|(?:GPU|H100|H800|A100)[ -](?:hours?|小时)|毫秒|ms\b|微秒|µs"
)
WITH_UNIT = re.compile(rf"(?<![\w.,#§\-/])(?:[\d][\d,]*(?:\.\d+)?|\.\d+)\s*(?:{UNIT})")

Values = Mapping[str, Mapping[str, Value]]


def check(library: Library) -> Iterator[Problem]:
    """All rules of numbers."""
    for path, found in bindings(library):
        yield from _all_bound(library.values, library.script_names, path, found)
    yield from _unshown(library)
    for page in pages(library):
        yield from _unbound(page)


@listed
def _all_bound(known: Values, scripts: Collection[str], path: str, found: tuple[Binding, ...]) -> Iterator[Problem]:
    for binding in found:
        yield from _bound(known, scripts, path, binding)


def _bound(known: Values, scripts: Collection[str], path: str, binding: Binding) -> Iterator[Problem]:
    values = known.get(binding.script)
    if values is None:
        if binding.script not in scripts:
            yield problem(path, binding.line, "unknown script/binding", script=binding.script)
        return
    value = values.get(binding.value)
    if value is None:
        names = ", ".join(sorted(values))
        yield problem(path, binding.line, "unknown value", script=binding.script, value=binding.value, names=names)
        return
    said = quantity.parse(binding.text, value.unit)
    if said is None:
        yield problem(path, binding.line, "not a number", text=binding.text)
    elif not quantity.same_number(said, value.number):
        yield problem(
            path,
            binding.line,
            "wrong number",
            text=binding.text,
            script=binding.script,
            value=binding.value,
            number=f"{value.number:.10g}",
            unit=value.unit,
        )
    elif not quantity.same_unit(said.unit, value.unit):
        yield problem(
            path,
            binding.line,
            "wrong unit",
            said=said.unit,
            script=binding.script,
            value=binding.value,
            unit=value.unit,
        )


@listed
def figure_bindings(text: str) -> Iterator[Binding]:
    """The numbers of a figure that are bound to a script; none when it is no XML (another rule says so)."""
    try:
        root = ElementTree.fromstring(text)
    except ElementTree.ParseError:
        return
    for element in root.iter():
        bound = element.get("data-val")
        if bound:
            line = text[: text.find(f'data-val="{bound}"')].count("\n") + 1
            script, _, value = bound.partition(".")
            yield Binding(script, value, "".join(element.itertext()).strip(), line)


def bindings(library: Library) -> Iterator[tuple[str, tuple[Binding, ...]]]:
    """Every file with the bound numbers in it."""
    for page in every_page(library):
        yield page.path, page.document.bindings
    for name, text in library.figures.items():
        yield f"docs/figures/{name}", figure_bindings(text)


def _unshown(library: Library) -> Iterator[Problem]:
    """Values that no page and no figure shows: nobody would notice that they are wrong."""
    if library.unread:  # what could not be read may show them
        return
    shown = {(binding.script, binding.value) for _, found in bindings(library) for binding in found}
    for script, values in library.values.items():
        for name in values:
            if (script, name) not in shown:
                text = library.scripts[script]
                line = text[: max(0, text.find(f'"{name}"'))].count("\n") + 1
                yield problem(f"docs/verify/{script}.py", line, "unshown value", value=name)


@listed
def _unbound(page: Page) -> Iterator[Problem]:
    """Numbers with a unit in a sentence (or row, or bullet) that neither binds nor cites."""
    document = page.document
    for start, sentence in _sentences(document):
        if CITATION.search(sentence):
            continue
        bare = re.sub(r"!?\[[^\[\]]*\]\([^()]*\)", lambda m: " " * len(m[0]) if "/verify/" in m[0] else m[0], sentence)
        bare = re.sub(
            r"\\val\{[^{}]*\}\{(?:[^{}]|\{[^{}]*\})*\}(?:\\[ ,;%]|\\text\{[^{}]*\}|\s)*",
            lambda m: " " * len(m[0]),
            bare,
        )
        for match in WITH_UNIT.finditer(bare):
            number = match[0].strip()
            yield problem(page.path, document.line(start + match.start()), "unbound number", number=number)


def _sentences(document: Document) -> Iterator[tuple[int, str]]:
    """Each sentence, table row or heading-free line with its offset; code left out."""
    text = FENCE.sub(lambda m: re.sub(r"[^\n]", " ", m[0]), document.text)
    for paragraph in re.finditer(r"(?:[^\n]|\n(?![ \t]*(?:\n|[-|#]|\d+\.\s)))+", text):
        if paragraph[0].lstrip().startswith("#"):
            continue
        whole = CITATION.sub(lambda m: re.sub(r"[.?!]", "·", m[0]), paragraph[0])  # "App. C" ends no sentence
        at = 0
        for sentence in plain.SENTENCE.split(whole):
            at = whole.find(sentence, at)
            yield paragraph.start() + at, paragraph[0][at : at + len(sentence)]
            at += len(sentence)
