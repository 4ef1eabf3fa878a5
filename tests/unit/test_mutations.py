"""Files changed at random, faults all at once, and files that are right in other ways: nothing falls over, nothing is missed, nothing is wrong by mistake."""

from __future__ import annotations

import random
import re
from collections import Counter
from collections.abc import Callable
from typing import Any

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from kb import build, read

from tests.conftest import WHOLE, Project, lay_out, prove
from tests.unit.test_bad_input import CORRECTIONS, EN, FIGURE, MOVED, SCRIPT, SOURCES, STAGES, ZH, last_line

ZH2, EN2 = "docs/zh/two/beta.md", "docs/en/two/beta.md"
OTHERS = ("seeds", "errata", "synonyms", "ui")
FILES = [
    ZH,
    EN,
    ZH2,
    EN2,
    "docs/zh/one/index.md",
    SOURCES,
    CORRECTIONS,
    STAGES,
    MOVED,
    FIGURE,
    SCRIPT,
    *(f"data/{n}.yml" for n in OTHERS),
]
BITS = [
    *"[]{}()|`$#<>:&*!@%-_\\'\"~=^,.;0aZ甲，。\t\n ", "\x00", "\x07", "\u200b", "\u2028", "\ufeff", "\ufffe", "\r\n", "\ud7ff", "---\n", "$$",
    "```\n", "{ #x }", "[@x, §1]", "](../x.md)", "\\val{a.b}{1}", "<b>", "- ", "&a ", "*a ", "!!x ", "<<: ", "? ", "# ", "### ",
]  # fmt: skip
SPOT = st.floats(0, 1, exclude_max=True)
CHANGE = st.one_of(
    st.tuples(
        st.sampled_from(["cut line", "double line", "swap lines", "cut", "truncate", "cut key", "double key"]),
        SPOT,
        SPOT,
    ),
    st.tuples(st.sampled_from(BITS), SPOT, SPOT),
)


def changed(text: str, what: str, at: float, to: float) -> str:
    """One change of a file's structure, or one of `BITS` put in."""
    lines = text.splitlines(keepends=True) or [""]
    a, b = int(at * len(lines)), int(to * len(lines))
    spot = int(at * len(text))
    keys = [n for n, line in enumerate(lines) if re.match(r"[ -]*\w+:", line)] or [0]
    key = keys[int(at * len(keys))]
    match what:
        case "cut line":
            return "".join(lines[:a] + lines[a + 1 :])
        case "double line":
            return "".join([*lines[:b], lines[a], *lines[b:]])
        case "swap lines":
            lines[a], lines[b] = lines[b], lines[a]
            return "".join(lines)
        case "cut key":
            return "".join([*lines[:key], lines[key].partition(":")[2], *lines[key + 1 :]])
        case "double key":
            return "".join(lines[: key + 1] + lines[key:])
        case "cut":
            return text[:spot] + text[spot + 1 + int(to * 40) :]
        case "truncate":
            return text[:spot]
        case _:
            return text[:spot] + what + text[spot:]


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory, cache: Any) -> Project:
    """One project for all examples: each puts back what it changed."""
    return lay_out(tmp_path_factory.mktemp("mutations") / "kb", cache)


def test_a_file_changed_at_random_is_valid_or_named(shared: Project) -> None:
    """Never a traceback; each problem once, on a line that is there; what is said to be valid can be built."""
    valid: list[tuple[str, str]] = []
    names = list(FILES)

    @settings(
        max_examples=2000 if WHOLE else 30,
        deadline=None,
        database=None,
        derandomize=True,
        suppress_health_check=list(HealthCheck),
    )
    @given(st.sampled_from(names), st.lists(CHANGE, min_size=1, max_size=3))
    def run(path: str, changes: list[tuple[str, float, float]]) -> None:
        before = text = shared.read(path)
        for what, at, to in changes:
            if path != SCRIPT or " " in what:  # a script is run: it is cut and mixed, nothing new is put in
                text = changed(text, what, at, to)
        try:
            shared.write(path, text)
            problems = shared.problems()
            assert len(set(problems)) == len(problems)
            for problem in problems:
                assert 1 <= problem.line <= last_line(shared.root / problem.path), problem
                assert (shared.root / problem.path).exists() or problem.what == "missing file", problem
                assert "\n" not in str(problem)
            if not problems and text != before:
                valid.append((path, text))
        finally:
            shared.write(path, before)

    run()
    prove("changes", 2000 if WHOLE else 30)
    for path, text in random.Random(1).sample(valid, min(len(valid), 40 if WHOLE else 2)):
        before = shared.read(path)
        shared.write(path, text)
        assert build.render(shared.root, shared.root / "out", read.read(shared.root)) == [], (path, text)
        shared.write(path, before)


# Each with the file, the line and what is expected there.
FAULTS: list[tuple[str, str, str, int, str]] = [
    (ZH, "[2 GB](../../verify/alpha_size.py#size_gb)。它", "[3 GB](../../verify/alpha_size.py#size_gb)。它", 16, "wrong number"),
    (ZH, "**甲是第一个。**", "甲是第一个。", 18, "key points"),
    (ZH, "[@adams2020, §2;", "[@nobody1999, §2;", 28, "unknown source"),
    (ZH, "| 项 | 值 |", "|  | 值 |", 30, "empty table header"),
    (ZH, "alpha.svg", "omega.svg", 34, "missing image"),
    (ZH, "y = x^2", "y = \\frac{x", 36, "bad formula"),
    (ZH, "../two/beta.md#short", "../two/beta.md#nowhere", 44, "dead anchor"),
    (ZH, "因为它在前。", "因为<b>它</b>在前。", 50, "raw HTML"),
    (ZH, "不会。", "", 56, "follow-up without answer"),
    (EN, "translates: 1", "translates: 7", 2, "stale translation"),
    (EN, "Because it comes first.", "It's worth noting that it comes first.", 42, "padding"),
    (EN2, "## Common mistakes", "## Mistakes", 34, "unknown section"),
    (EN2, "[@adams2020]", "[@adams2020, §7]", 8, "place not seen"),
    (ZH2, "顺序如此。", "顺序如此,是的。", 31, "punctuation"),
    (ZH2, "seeds: []", "seeds: [000-99]", 4, "unknown seed"),
    (ZH2, "terms: [贝塔法", "terms: [甲术 = 贝塔法", 5, "term claimed twice"),
    (SOURCES, "how: paper", "how: hearsay", 9, "wrong value"),
    (CORRECTIONS, "verdict: wrong", "verdict: silly", 4, "wrong value"),
    (STAGES, "questions: [beta]", "questions: [beta, omega]", 5, "unknown question"),
    (FIGURE, "<rect", '<rect onload="x"', 4, "SVG attribute"),
    (SCRIPT, '"share"', '"more": (size, "GB"), "share"', 4, "unshown value"),
    ("data/seeds.yml", "000-02", "000-2", 2, "wrong value"),
    ("data/ui.yml", ", en: LLM Interview Answers", "", 2, "missing key"),
    (MOVED, "old-alpha: alpha", "old-alpha: omega", 1, "moved address"),
    ("docs/zh/glossary.md", "glossary.html", "glossry.html", 2, "unknown template"),
]  # fmt: skip


def test_a_value_that_is_missing_at_the_end_is_named_on_the_last_line(project: Project) -> None:
    """YAML places it on a line that is not there."""
    project.write("data/synonyms.yml", "---\n")
    assert {p.line for p in project.problems()} == {1}


@pytest.mark.parametrize("seed", range(40 if WHOLE else 3))
def test_twenty_faults_are_named_in_one_run(seed: int, project: Project) -> None:
    """Any twenty of them, none hidden by another and none said twice."""
    chosen = random.Random(seed).sample(FAULTS, 20)
    for path, old, new, _, _ in chosen:
        project.edit(path, old, new)
    said = Counter((p.path, p.line, p.what) for p in project.problems())
    missed = [(path, line, what) for path, _, _, line, what in chosen if not said[path, line, what]]
    assert missed == []
    texts = Counter(map(str, project.problems()))
    assert max(texts.values()) == 1
    prove("faults", len(chosen))


@pytest.mark.parametrize("fault", FAULTS, ids=[f"{f[0]}:{f[3]} {f[4]}" for f in FAULTS])
def test_each_of_the_faults_alone(fault: tuple[str, str, str, int, str], project: Project) -> None:
    path, old, new, line, what = fault
    project.edit(path, old, new)
    assert (path, line, what) in {(p.path, p.line, p.what) for p in project.problems()}


# ---- what is right in other ways

Dice = random.Random
FRONT = re.compile(r"---\n(.*?)\n---\n", re.S)


def styled(dice: Dice, data: Any) -> str:
    """The same data, as another author or another program would write it."""
    return str(
        yaml.safe_dump(
            data, allow_unicode=dice.random() < 0.8, default_flow_style=dice.choice([True, False, None]), indent=dice.choice([2, 4, 6]),
            width=dice.choice([40, 80, 10**6]), default_style=None, sort_keys=dice.random() < 0.5, explicit_start=dice.random() < 0.2,
        )
    )  # fmt: skip


def reordered(dice: Dice, data: Any) -> Any:
    if isinstance(data, dict):
        keys = list(data)
        dice.shuffle(keys)
        return {key: reordered(dice, data[key]) for key in keys}
    return [reordered(dice, item) for item in data] if isinstance(data, list) else data


def loaded(text: str) -> Any:
    """Dates and numbers as our own reader sees them: text, and whole numbers."""
    return yaml.load(text, Loader=Plain)


class Plain(yaml.SafeLoader):
    """Safe, and a date is text."""


Plain.yaml_implicit_resolvers = {
    key: [(tag, form) for tag, form in found if "timestamp" not in tag]
    for key, found in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


def data_file(dice: Dice, project: Project) -> None:
    path = dice.choice([SOURCES, CORRECTIONS, STAGES, MOVED, "data/seeds.yml", "data/errata.yml", "data/synonyms.yml"])
    data = loaded(project.read(path))
    if path not in (STAGES, "data/seeds.yml"):
        data = reordered(dice, data)
    project.write(path, "# 注释\n" * dice.randint(0, 2) + styled(dice, data))


def front_matter(dice: Dice, project: Project) -> None:
    path = dice.choice([ZH, EN, ZH2, EN2])
    text = project.read(path)
    found = FRONT.match(text)
    assert found
    data = reordered(dice, loaded(found[1]))
    project.write(path, f"---\n{styled(dice, data).removeprefix('---' + chr(10))}---\n{text[found.end() :]}")


def numbers(dice: Dice, project: Project) -> None:
    """The same number in another form, in each language its own."""
    for path, size, count in (
        (ZH, ["2 GB", "2.0 GB", "2.00 GB", "约 2 GB", "**2 GB**"], ["6.7 亿", "6.70 亿", "67000 万", "6.7 × 10^8", "670,000,000"]),
        (EN, ["2 GB", "2.0 GB", "about 2 GB", "~2 GB"], ["0.67 billion", "670 million", "6.7 × 10⁸", "670,000,000", "0.7 billion"]),
    ):  # fmt: skip
        text = re.sub(r"\[2 GB\]", lambda _, size=size: f"[{dice.choice(size)}]", project.read(path))  # type: ignore[misc]
        text = re.sub(r"\[(6\.7 亿|0\.67 billion)\]", f"[{dice.choice(count)}]", text)
        project.write(path, text.replace("{33.3}", f"{{{dice.choice(['33.3', '33', '33.33', '33.333'])}}}"))


def spacing(dice: Dice, project: Project) -> None:
    path = dice.choice([ZH, EN, ZH2, EN2])
    text = project.read(path)
    found = FRONT.match(text)
    assert found
    body = re.sub(r"\n\n(?=[^|\-])", lambda m: "\n" * dice.randint(2, 4), text[found.end() :])
    body = re.sub(r"(?m)^(#+) ", lambda m: m[1] + " " * dice.randint(1, 3), body)
    body = re.sub(r"\{ #([a-z-]+) \}", lambda m: dice.choice(["{#%s}", "{ #%s}", "{#%s  }", "{  #%s }"]) % m[1], body)
    project.write(path, text[: found.end()] + "\n" * dice.randint(0, 2) + body + "\n" * dice.randint(0, 3))


def titles(dice: Dice, project: Project) -> None:
    ways = [
        ("甲是什么？", "What is alpha?"), ("为什么 $\\alpha$ 在前？", "Why is $\\alpha$ first?"), ("`alpha()` 做什么", "What does `alpha()` do"),
        ("C# 里的甲", "Alpha in C# programs"), ("甲——“第一个”", "Alpha: “the first”"),
    ]  # fmt: skip
    zh, en = dice.choice(ways)
    project.edit(ZH, "# 甲是什么，占多少？", f"# {zh}")
    project.edit(EN, "# What is alpha and how large is it?", f"# {en}")


def facts(dice: Dice, project: Project) -> None:
    project.edit(ZH2, "difficulty: 1", f"difficulty: {dice.randint(1, 3)}")
    project.edit(ZH2, "asked: 9", f"asked: {dice.randint(0, 12)}")
    revision = dice.randint(1, 9999)
    project.edit(ZH2, "revision: 2", f"revision: {revision}")
    project.edit(EN2, "translates: 2", f"translates: {revision}")
    project.edit(
        ZH2, "aliases: []", dice.choice(["aliases: [贝塔]", "aliases: [beta two, β]", 'aliases: ["yes", "12:30"]'])
    )
    project.edit(ZH2, "related: []", dice.choice(["related: []", "related: [alpha]"]))
    project.edit(ZH2, "reviewed: 2026-11-21", dice.choice(["reviewed: 2024-02-29", 'reviewed: "2026-01-01"']))


def more(dice: Dice, project: Project) -> None:
    """What a page may have and need not: another part, point, follow-up, table, code, citation, dollars."""
    zh, en = dice.choice(
        [
            ("### 又一节 { #more }\n\n正文。\n", "### One more { #more }\n\nText.\n"),
            ("| a | b |\n| :-- | --: |\n| 1 | 2 |\n", "| a | b |\n| :-- | --: |\n| 1 | 2 |\n"),
            ("~~~text\n$x ` <b>\n~~~\n", "~~~text\n$x ` <b>\n~~~\n"),
            ("````\n```\n````\n", "````\n```\n````\n"),
            (
                "说法见 [@adams2020, §2]，占 7 GB [@adams2020, Table 1]。\n",
                "See [@adams2020, §2], at 7 GB [@adams2020, Table 1].\n",
            ),
            ("花了 $5 与 \\$6，用 `$HOME` 和 ``a ` b``。\n", "It cost $5 and \\$6, with `$HOME` and ``a ` b``.\n"),
            ("1. 一\n2. 二\n   - 三\n", "1. One\n2. Two\n   - Three\n"),
            ("> 引语，$y = x^2$。\n", "> A quotation, $y = x^2$.\n"),
            (
                "见 <https://a.example/x>、[站外](https://a.example/y?z=1#k)。\n",
                "See <https://a.example/x>, [outside](https://a.example/y?z=1#k).\n",
            ),
            ("见[脚本](../../verify/alpha_size.py)。\n", "See the [script](../../verify/alpha_size.py).\n"),
            (
                "见[上面](#short)、[旧名](../one/alpha.md#old-detail)。\n",
                "See [above](#short), the [old name](../one/alpha.md#old-detail).\n",
            ),
        ]
    )
    project.edit(ZH2, "## 追问\n", f"{zh}\n## 追问\n")
    project.edit(EN2, "## Follow-ups\n", f"{en}\n## Follow-ups\n")
    for path, point, asked in ((ZH2, "- 乙不是丙。\n", "丙。\n"), (EN2, "- It is not gamma.\n", "Gamma.\n")):
        project.edit(
            path, point, point + point.replace("- ", "- **", 1).replace("。\n", "。**\n").replace(".\n", ".**\n")
        )
        project.edit(path, f"\n{asked}", f"\n{asked}\n### 4？ {{ #fu-four }}\n\n{asked}")


WAYS: list[Callable[[Dice, Project], None]] = [titles, facts, more, numbers, data_file, front_matter, spacing]


def test_what_is_right_in_another_way_is_no_fault(shared: Project) -> None:
    """Hundreds of pages and data files that differ in style, order, spacing, form of number, and in what is optional."""
    before = {
        p: p.read_bytes() for folder in ("docs", "data") for p in (shared.root / folder).rglob("*") if p.is_file()
    }
    for seed in range(600 if WHOLE else 30):
        dice = random.Random(seed)
        ways = [WAYS[seed % len(WAYS)], *(way for way in WAYS if dice.random() < 0.25)]
        for way in sorted(set(ways), key=WAYS.index):
            way(dice, shared)
        problems = [str(p) for p in shared.problems() if p.what != "address not recorded"]
        assert problems == [], (seed, [way.__name__ for way in ways])
        for path, data in before.items():
            if path.read_bytes() != data:
                path.write_bytes(data)
