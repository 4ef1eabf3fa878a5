"""Where a file is published: a question by its id, whatever its stage; the reader keeps the address, so it never changes."""

from __future__ import annotations

from kb.model import LANGS, Library, Page, Plain, Question
from kb.plans import ROUTES
from kb.sections import ANCHORS

PREFIX = {"zh": "", "en": "en/"}


BY_TEMPLATE = {
    "coverage.html": {"works"},
    "why-trust.html": {"figures", "proofs", "audits"},
}  # anchors that templates write
FOLDERS = {"cheat-sheet"}  # below a language, folders that hold no questions


def is_question(path: str) -> bool:
    """Whether `docs/zh/<stage>/<id>.md` is a question's page."""
    parts = path.removesuffix(".md").split("/")
    return len(parts) == 4 and parts[3] != "index" and parts[2] not in FOLDERS


def address(path: str) -> str:
    """`docs/zh/systems/zero-stages.md` to `q/zero-stages/`; `docs/en/systems/index.md` to `en/systems/`; relative to the site's root."""
    _, lang, *rest = path.removesuffix(".md").split("/")
    if is_question(path):
        return f"{PREFIX[lang]}q/{rest[1]}/"
    parts = [part for part in rest if part != "index"]
    return PREFIX[lang] + "".join(part + "/" for part in parts)


def question_address(question: Question, lang: str) -> str:
    """A question's address in a language."""
    return f"{PREFIX[lang]}q/{question.id}/"


def anchors(library: Library, page: Page | Plain) -> set[str]:
    """Every anchor of a page that a link may lead to, old names of renamed ones included."""
    found = {h.id for h in page.headings if h.id}
    if isinstance(page, Page):
        found |= set(ANCHORS) | set(library.anchors.get(page.path.split("/")[-1].removesuffix(".md"), {}))
    elif page.template == "corrections.html":
        found |= {"errata"} | {c.id for c in library.corrections} | set(library.withdrawn)
    elif page.template == "plans.html":
        found |= set(ROUTES)
    else:
        found |= BY_TEMPLATE.get(page.template, set())
    return found


def published(library: Library) -> dict[str, set[str]]:
    """Every address of the site with its anchors; a moved question's old address has those of the new one."""
    pages: list[Page | Plain] = [*library.plain, *(p for q in library.questions.values() for p in q.pages.values())]
    found = {address(page.path): anchors(library, page) for page in pages}
    for old, new in library.moved.items():
        for lang in LANGS:
            found[f"{PREFIX[lang]}q/{old}/"] = found.get(f"{PREFIX[lang]}q/{new}/", set())
    return found
