"""Pages that are no questions: in both languages, each with a template that is there, and for each stage its own."""

from __future__ import annotations

from collections.abc import Iterator

from kb.model import LANGS, Library
from kb.problems import Problem, problem

NOT_FOR_PAGES = {"main.html", "question.html", "404.html"}
OF_A_STAGE = {"stage.html", "cheat-sheet.html"}


def check(library: Library) -> Iterator[Problem]:
    """All rules of plain pages."""
    there = {page.path for page in library.plain} | library.unsound
    known = {stage.id for stage in library.stages}
    names = sorted({p.name for p in (library.root / "overrides").glob("*.html")} - NOT_FOR_PAGES)
    for page in library.plain:
        if _twin(page.path) not in there:
            yield problem(page.path, 1, "missing page/other", path=_twin(page.path))
        if page.template not in names:
            line = page.lines["template"]
            yield problem(page.path, line, "unknown template", template=page.template, names=", ".join(names))
        elif page.template in OF_A_STAGE and page.stage is None:
            yield problem(page.path, 1, "missing key", key="stage", kind=("阶段的 id", "the id of a stage"))
        elif (
            page.template in OF_A_STAGE
            and page.stage not in known
            and library.broken.isdisjoint({page.stage, "data/stages.yml"})
        ):
            yield problem(
                page.path, page.lines["stage"], "unknown stage", stage=page.stage, ids=", ".join(sorted(known))
            )
    for stage in library.stages:
        for path in _pages(stage.id) if stage.questions else ():
            if path not in there and _twin(path) not in there:
                yield problem("data/stages.yml", stage.line, "missing page/stage", id=stage.id, path=path)


def _twin(path: str) -> str:
    """The same page in the other language."""
    zh, en = "docs/zh/", "docs/en/"
    return path.replace(zh, en) if path.startswith(zh) else path.replace(en, zh)


def _pages(stage: str) -> list[str]:
    """What the navigation and the list of a stage lead to."""
    return [f"docs/{lang}/{name}.md" for lang in LANGS for name in (f"{stage}/index", f"cheat-sheet/{stage}")]
