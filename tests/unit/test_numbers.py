"""Bound numbers are bound: a changed digit in a page, or a changed constant in a script, is always noticed."""

from __future__ import annotations

import ast
import random
import re
import signal
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from pathlib import Path
from zlib import crc32

import pytest
import yaml
from kb import quantity, run_values
from kb.model import Library, Page, Question
from kb.rules import numbers
from kb.source import Binding, Document

from tests.conftest import WHOLE, Project, prove

SAMPLE = 10**6 if WHOLE else 400
CONSTANTS = 2000 if WHOLE else 60
INNER = 120 if WHOLE else 12
FREE: list[dict[str, str]] = yaml.safe_load(Path(__file__).with_name("free_constants.yml").read_text(encoding="utf-8"))
SIZES = {"range", "rng.standard_normal", "np.random.default_rng"}  # calls whose arguments are how many, not how much


def bindings(library: Library) -> list[Binding]:
    return [b for q in library.questions.values() for page in q.pages.values() for b in page.document.bindings]


def test_every_page_with_numbers_binds_them_in_both_languages(library: Library) -> None:
    for question in library.questions.values():
        zh, en = ([(b.script, b.value) for b in question.pages[lang].document.bindings] for lang in ("zh", "en"))
        assert sorted(zh) == sorted(en)


def test_the_last_digit_counts(library: Library) -> None:
    """Last digit of every bound number one up and one down: each is red."""
    everything = bindings(library)
    for binding in random.Random(7).sample(everything, min(SAMPLE, len(everything))):
        expected = library.values[binding.script][binding.value]
        said, value = quantity.parse(binding.text, expected.unit), expected.number
        assert said is not None
        assert quantity.same_number(said, value)
        for step in (said.step, -said.step):
            other = quantity.Quantity(said.number + step, said.step, said.unit)
            tie = abs(Decimal(f"{value:.15g}") / said.step % 1) == Decimal("0.5")
            assert tie or not quantity.same_number(other, value), binding


LINKED = re.compile(r"\[(?P<text>[^\[\]]+)\]\([^()\s]*verify/(?P<script>\w+)\.py#(?P<value>\w+)\)")
IN_TEX = re.compile(r"\\val\{(?P<script>\w+)\.(?P<value>\w+)\}\{(?P<text>(?:[^{}]|\{[^{}]*\})*)\}")
DRAWN = re.compile(r'data-val="(?P<script>\w+)\.(?P<value>\w+)"[^>]*>(?P<text>[^<]+)<')


@dataclass(frozen=True)
class Mutant:
    """A file with the last digit of one bound number changed: the page in a language, or the figure."""

    page: Page | None
    figure: str
    text: str
    before: re.Match[str]
    after: str


def mutants(page: Page | None, figure: str, text: str) -> Iterator[Mutant]:
    """Each bound number's last digit one up and one down, as a slip of the finger would."""
    for pattern in (LINKED, IN_TEX) if page else (DRAWN,):
        for match in pattern.finditer(text):
            number = quantity.NUMBER.search(match["text"])
            assert number, match[0]
            at = match.start("text") + number.end("digits") - 1
            for step in (1, -1):
                digit = str((int(text[at]) + step) % 10)
                changed = text[:at] + digit + text[at + 1 :]
                yield Mutant(page, figure, changed, match, changed[match.start("text") : match.end("text")])


def red(library: Library, mutant: Mutant) -> bool:
    """Whether the rule of numbers says so of the mutant's file and of nothing else."""
    script = mutant.before["script"]
    only = replace(library, questions={}, plain=(), figures={}, values={script: library.values[script]})
    if mutant.page is None:
        only = replace(only, figures={mutant.figure: mutant.text})
    else:
        document = Document(mutant.text, mutant.page.document.first_line)
        only = replace(only, questions={"x": replace(ANY, pages={"zh": replace(mutant.page, document=document)})})
    return any(p.what in ("wrong number", "not a number") for p in numbers.check(only))


ANY = Question("x", "", 1, 0, (), (), (), (), "", 1, {}, {})


def half(library: Library, mutant: Mutant) -> bool:
    """The one mutant that is no mistake: half of the last place may be rounded either way."""
    expected = library.values[mutant.before["script"]][mutant.before["value"]]
    was, said = (quantity.parse(text, expected.unit) for text in (mutant.before["text"], mutant.after))
    assert was is not None
    tie = abs(Decimal(f"{expected.number:.15g}") / was.step % 1) == Decimal("0.5")
    return tie and said is not None and abs(said.number - was.number) == was.step


def test_a_changed_last_digit_is_red_wherever_it_stands(library: Library) -> None:
    """Every bound number, in the text of its page in each language or in its figure."""
    files: list[tuple[Page | None, str, str]] = [
        (page, "", page.document.text) for q in library.questions.values() for page in q.pages.values()
    ]
    files += [(None, name, text) for name, text in library.figures.items()]
    everything = [mutant for file in files for mutant in mutants(*file)]
    bound = sum(len(found) for _, found in numbers.bindings(library)) - sum(
        len(p.document.bindings) for p in library.plain
    )
    assert len(everything) == 2 * bound
    chosen = everything if WHOLE else random.Random(13).sample(everything, 320)
    survived = [m for m in chosen if not red(library, m) and not half(library, m)]
    assert [f"{m.page.path if m.page else m.figure}: {m.before[0]} → {m.after}" for m in survived] == []
    prove("digits", sum(not half(library, m) for m in chosen))


def constants(text: str) -> Iterator[ast.Constant]:
    """The numbers that a script's top-level statements assign, but for those said to be free (`# any`)."""
    marked = {number for number, line in enumerate(text.split("\n"), 1) if re.search(r"# any(?:$|:)", line)}
    for statement in ast.parse(text).body:
        if not isinstance(statement, ast.Assign | ast.AugAssign):
            continue
        free: set[ast.AST] = set()
        for node in ast.walk(statement):
            if isinstance(node, ast.Call) and ast.unparse(node.func) in SIZES:
                free |= set(ast.walk(node))
        for node in ast.walk(statement):
            if not isinstance(node, ast.Constant) or type(node.value) not in (int, float):
                continue
            if node not in free and node.lineno not in marked:
                yield node


def moved(number: float) -> list[float]:
    """One step, and one that no rounding hides."""
    if number == 0:
        return [1]
    step = number * 1.1 if isinstance(number, float) else max(number + 1, round(number * 1.1))
    return [step, number * 2]


def inner(text: str) -> Iterator[ast.Constant]:
    """The numbers inside a script's functions that say how much: no index, default, axis, number of rounds, nor what an assertion allows."""
    marked = {number for number, line in enumerate(text.split("\n"), 1) if re.search(r"# any(?:$|:)", line)}
    found: dict[tuple[int, int], ast.Constant] = {}
    for function in [node for node in ast.walk(ast.parse(text)) if isinstance(node, ast.FunctionDef)]:
        free: set[ast.AST] = {part for default in function.args.defaults for part in ast.walk(default)}
        for node in ast.walk(function):
            if isinstance(node, ast.Subscript):
                free |= set(ast.walk(node.slice))
            elif (
                isinstance(node, ast.Assert)
                or (isinstance(node, ast.keyword) and node.arg in ("axis", "keepdims"))
                or (isinstance(node, ast.Call) and ast.unparse(node.func) in SIZES)
            ):
                free |= set(ast.walk(node))
        for node in ast.walk(function):
            if isinstance(node, ast.Constant) and type(node.value) in (int, float) and node not in free:
                found[node.lineno, node.col_offset] = node
    yield from (node for node in found.values() if node.lineno not in marked)


def out_of_patience(*_: object) -> None:
    raise TimeoutError


def noticed(text: str, bound: list[Binding], folder: Path) -> bool:
    """Whether this script fails, or a number shown is not the one it computes."""
    script = folder / "moved.py"
    script.write_text(text, encoding="utf-8")
    signal.signal(signal.SIGALRM, out_of_patience)  # a moved constant may make a loop endless: the build would say so
    signal.alarm(20)
    result = run_values.one(str(script))
    signal.alarm(0)
    if "line" in result:
        return True
    for binding in bound:
        number, unit = result["values"].get(binding.value, (None, ""))
        said = quantity.parse(binding.text, unit)
        if number is None or said is None or not quantity.same_number(said, number):
            return True
    return False


def line_of(library: Library, name: str, constant: ast.Constant) -> str:
    return library.scripts[name].split("\n")[constant.lineno - 1]


@pytest.mark.filterwarnings("ignore::RuntimeWarning")
@pytest.mark.parametrize(("given", "some"), [(constants, CONSTANTS), (inner, INNER)], ids=["given", "in functions"])
def test_every_constant_of_a_script_matters(
    given: Callable[[str], Iterator[ast.Constant]], some: int, library: Library, tmp_path: Path
) -> None:
    """Each number that stands in a script, moved by a tenth or at the most doubled: the build is red. Those that were looked at and may
    stand are in `free_constants.yml`, each with its reason."""
    bound: dict[str, list[Binding]] = {}
    for binding in (b for _, found in numbers.bindings(library) for b in found):
        bound.setdefault(binding.script, []).append(binding)
    free = []
    looked_at = {(f["script"], str(f["number"]), f["line"]) for f in FREE}
    everything = [(name, c) for name, text in library.scripts.items() for c in given(text)]
    # Drawn by what they say: a script that is edited leaves the draw of the others alone.
    draw = {pair: crc32(f"{pair[0]} {ast.dump(pair[1])} {line_of(library, *pair)}".encode()) for pair in everything}
    for name, constant in sorted(draw, key=draw.__getitem__)[:some]:
        lines = library.scripts[name].split("\n")
        line = lines[constant.lineno - 1].encode()
        before, after = line[: constant.col_offset].decode(), line[constant.end_col_offset :].decode()
        assert isinstance(constant.value, int | float)
        if (name, str(constant.value), lines[constant.lineno - 1].strip()) in looked_at:
            continue
        if not any(
            noticed(
                "\n".join([*lines[: constant.lineno - 1], f"{before}{number}{after}", *lines[constant.lineno :]]),
                bound.get(name, []),
                tmp_path,
            )
            for number in moved(constant.value)
        ):
            free.append(f"docs/verify/{name}.py:{constant.lineno}  {constant.value}: {lines[constant.lineno - 1]}")
    assert free == []


def test_a_constant_changed_in_the_script_turns_the_check_red(project: Project) -> None:
    project.edit("docs/verify/alpha_size.py", "size = 1 + 1", "size = 1 + 4")
    lines = {(p.path, p.line) for p in project.problems() if p.what == "wrong number"}
    assert {("docs/zh/one/alpha.md", 16), ("docs/en/one/alpha.md", 8), ("docs/figures/alpha.svg", 5)} <= lines


def test_a_changed_digit_in_either_language_is_red(project: Project) -> None:
    for path in ("docs/zh/one/alpha.md", "docs/en/one/alpha.md"):
        text = project.read(path)
        for match in re.finditer(r"\[([\d.]+)(?= ?(?:GB|亿|billion)\])", text):
            digit = match[1][-1]
            spoilt = text[: match.end(1) - 1] + str((int(digit) + 1) % 10) + text[match.end(1) :]
            project.write(path, spoilt)
            assert "wrong number" in {p.what for p in project.problems()}
        project.write(path, text)
