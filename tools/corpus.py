"""The project with fewer or more questions, for measuring: every other question left out, or all copied under new ids, titles and terms."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterable
from pathlib import Path

import yaml
from kb import read

ROOT = Path(__file__).resolve().parent.parent
LEFT_BEHIND = (".git", ".venv", ".torch", ".compare", "node_modules", "site", "site.tar.gz", ".build", ".cache")
LANGS = ("zh", "en")
LINK = re.compile(r"(?<!!)\[([^\[\]]*)\]\(([^()#\s]*?)([a-z0-9-]+)\.md(#[^()]*)?\)")
BOUND = re.compile(r"verify/(\w+)\.py#(\w+)|\\val\{(\w+)\.(\w+)\}|data-val=\"(\w+)\.(\w+)\"")


def make(to: Path, count: int) -> Path:
    """A project of about `count` questions in a new folder, ready for `kb build --draft`; nothing kept from earlier builds comes along."""
    shutil.copytree(ROOT, to, ignore=shutil.ignore_patterns(*LEFT_BEHIND, "__pycache__"))
    (to / "node_modules").symlink_to(ROOT / "node_modules")
    (to / "data/permalinks.txt").write_text("", encoding="utf-8")
    (to / "data/moved.yml").write_text("questions: {}\nanchors: {}\n", encoding="utf-8")
    stages = {stage.id: list(stage.questions) for stage in read.read(ROOT).stages}
    real = sum(map(len, stages.values()))
    if count < real:
        _shrink(to, stages, count / real)
    else:
        _grow(to, stages, round(count / real))
    return to


def _write_stages(to: Path, stages: dict[str, list[str]]) -> None:
    path = to / "data/stages.yml"
    rows = yaml.safe_load(path.read_text(encoding="utf-8"))
    for row in rows:
        row["questions"] = stages[row["id"]]
    path.write_text(yaml.safe_dump(rows, allow_unicode=True, sort_keys=False, width=10_000), encoding="utf-8")


def _grow(to: Path, stages: dict[str, list[str]], times: int) -> None:
    listed = {stage: list(keys) for stage, keys in stages.items()}
    keys = {key for found in stages.values() for key in found}
    for number in range(2, times + 1):
        for stage, originals in stages.items():
            for key in originals:
                for lang in LANGS:
                    page = to / "docs" / lang / stage / f"{key}.md"
                    copy = _copy(page.read_text(encoding="utf-8"), key, keys, number, lang)
                    page.with_name(f"{key}-c{number}.md").write_text(copy, encoding="utf-8")
                listed[stage].append(f"{key}-c{number}")
    _write_stages(to, listed)


def _copy(text: str, key: str, keys: set[str], number: int, lang: str) -> str:
    """A page of its own name that links to the copies beside it."""
    head, body = re.match(r"---\n(.*?\n)---\n(.*)", text, re.S).groups()  # type: ignore[union-attr] # every page was read before
    if lang == "zh":
        facts = yaml.safe_load(head)
        facts |= {"terms": [f"{key} copy {number}"], "aliases": [], "seeds": []}
        facts["related"] = [f"{other}-c{number}" for other in facts.get("related", [])]
        facts["reviewed"] = str(facts["reviewed"])
        head = yaml.safe_dump(facts, allow_unicode=True, sort_keys=False, width=10_000)
    body = re.sub(r"\A(# .*?)([？?]?)\n", lambda m: f"{m[1]} {number}{m[2]}\n", body, count=1)
    body = LINK.sub(lambda m: f"[{m[1]}]({m[2]}{m[3]}{f'-c{number}' if m[3] in keys else ''}.md{m[4] or ''})", body)
    return f"---\n{head}---\n{body}"


def _shrink(to: Path, stages: dict[str, list[str]], share: float) -> None:
    """Spread evenly over the stages; what spoke of the others goes as well, or the checks would rightly complain."""
    order = [(stage, key) for stage, keys in stages.items() for key in keys]
    kept = {key for i, (_, key) in enumerate(order) if int((i + 1) * share) > int(i * share)}
    for stage, key in order:
        for lang in LANGS:
            page = to / "docs" / lang / stage / f"{key}.md"
            if key in kept:
                _unlink(page, kept, {key for _, key in order})
            else:
                page.unlink()
    _write_stages(to, {stage: [key for key in keys if key in kept] for stage, keys in stages.items()})
    for path in (to / "data/corrections").glob("*.yml"):
        _keep_rows(path, kept)
    _keep_rows(to / "data/errata.yml", kept)
    (to / "data/widgets.yml").unlink()
    _keep_sources(to)
    _keep_values(to)


def _unlink(page: Path, kept: set[str], all_: set[str]) -> None:
    text = page.read_text(encoding="utf-8")
    gone = all_ - kept
    text = LINK.sub(lambda m: m[1] if m[3] in gone else m[0], text)

    def related(match: re.Match[str]) -> str:
        return f"related: [{', '.join(key for key in re.split(r', *', match[1]) if key in kept)}]"

    page.write_text(re.sub(r"(?m)^related: \[(.*)\]$", related, text, count=1), encoding="utf-8")


def _keep_rows(path: Path, kept: Iterable[str]) -> None:
    """Of a list of records those about a question that is kept."""
    head, *rows = re.split(r"(?m)^(?=- )", path.read_text(encoding="utf-8"))
    found = [
        row
        for row in rows
        if (about := re.search(r"(?m)^ *question: (\S+)|[{ ]question: ([\w-]+)", row)) is None
        or (about[1] or about[2]) in kept
    ]
    path.write_text(head + "".join(found), encoding="utf-8")


def _texts(to: Path) -> str:
    """All that may cite or bind."""
    files = [
        *(to / "docs").rglob("*.md"),
        *(to / "data/corrections").glob("*.yml"),
        *(to / "docs/figures").glob("*.svg"),
    ]
    return "\n".join(path.read_text(encoding="utf-8") for path in files)


def _keep_sources(to: Path) -> None:
    path = to / "data/sources.yml"
    cited = set(re.findall(r"@([a-z0-9][a-z0-9-]*)", _texts(to)))
    head, *rows = re.split(r"(?m)^(?=[a-z0-9\"'])", path.read_text(encoding="utf-8"))
    path.write_text(head + "".join(row for row in rows if row.split(":")[0].strip("\"'") in cited), encoding="utf-8")


def _keep_values(to: Path) -> None:
    shown: dict[str, set[str]] = {}
    for match in BOUND.finditer(_texts(to)):
        script, name = (group for group in match.groups() if group)
        shown.setdefault(script, set()).add(name)
    for path in (to / "docs/verify").glob("*.py"):
        if path.stem in shown:
            names = ", ".join(repr(name) for name in sorted(shown[path.stem]))
            with path.open("a", encoding="utf-8") as file:
                file.write(f"\nVALUES = {{name: value for name, value in VALUES.items() if name in ({names},)}}\n")
        else:
            path.unlink()
