"""The shape of a page: title, sections in order, ids, key points, follow-ups, the length of what is said first."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kb import plain, schema
from kb.model import Library, Page, Plain
from kb.problems import Problem, problem
from kb.remember import listed
from kb.sections import ANCHORS, HEADINGS
from kb.source import Heading

LIMITS = {"zh": (150, 60), "en": (90, 28)}
UNIT = {"zh": "characters", "en": "words"}
ANCHOR = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*\Z")
FURNITURE = ("related", "told-wrong", "mentioned-by", "neighbours")  # ids in overrides/
TAKEN = re.compile(rf"({'|'.join((*ANCHORS, *FURNITURE))})\Z|(c|ref|verify|kb)-")
LIST = re.compile(r"^[ \t]*([-*+]|\d+\.|\||>)\s", re.M)


def pages(library: Library) -> Iterator[Page]:
    """Every question page that was read."""
    for question in library.questions.values():
        yield from question.pages.values()


def every_page(library: Library) -> Iterator[Page | Plain]:
    """Every page that was read."""
    yield from pages(library)
    yield from library.plain


def check(library: Library) -> Iterator[Problem]:
    """All rules of shape."""
    for question in library.questions.values():
        if not schema.ID.match(question.id):
            for named in question.pages.values():
                yield problem(named.path, 1, "illegal id")
    for old in library.moved:
        if not schema.ID.match(str(old)):
            yield problem("data/moved.yml", 1, "illegal key", key=old)
    for old in (name for names in library.anchors.values() for name in names):
        if not ANCHOR.match(str(old)):
            yield problem("data/moved.yml", 1, "illegal key", key=old)
    for page in every_page(library):
        yield from _page(page)


@listed
def _page(page: Page | Plain) -> Iterator[Problem]:
    yield from _title(page)
    yield from _ids(page)
    yield from _open(page)
    if isinstance(page, Page):
        yield from _sections(page)
        yield from _short(page)
        yield from _points(page)
        yield from _followups(page)


def _open(page: Page | Plain) -> Iterator[Problem]:
    """What begins and never ends: a code block hides everything below it, so that nothing else is said then."""
    if page.document.unclosed_fence:
        yield problem(page.path, page.document.unclosed_fence, "open fence")
        return
    for what, pattern in (("open code", "`"), ("open formula", r"(?<!\\)\$(?!\d)")):
        for match in re.finditer(pattern, page.document.prose):
            yield problem(page.path, page.document.line(match.start()), what)


def _title(page: Page | Plain) -> Iterator[Problem]:
    titles = [h for h in page.headings if h.level == 1]
    if len(titles) == 1 and not titles[0].text:
        yield problem(page.path, titles[0].line, "title/empty")
    elif len(titles) != 1:
        line = titles[1].line if len(titles) > 1 else page.document.first_line
        yield problem(page.path, line, "title", number=len(titles))


def _ids(page: Page | Plain) -> Iterator[Problem]:
    seen: dict[str, int] = {}
    for h in page.headings:
        known = isinstance(page, Page) and h.level == 2
        if h.level > 3:
            yield problem(page.path, h.line, "heading level")
        elif h.level > 1 and not known and not h.id:
            yield problem(page.path, h.line, "heading id/missing", text=h.text)
        elif h.id and not ANCHOR.match(h.id):
            yield problem(page.path, h.line, "heading id/form", id=h.id)
        elif isinstance(page, Page) and not known and h.id and TAKEN.match(h.id):
            yield problem(page.path, h.line, "taken anchor", id=h.id)
        elif h.id and h.id in seen:
            yield problem(page.path, h.line, "duplicate anchor", id=h.id, first=seen[h.id])
        if h.id:
            seen.setdefault(h.id, h.line)


def _sections(page: Page) -> Iterator[Problem]:
    heads = [h for h in page.headings if h.level == 2]
    known = {names[page.lang]: key for key, names in HEADINGS.items()}
    order = [known[h.text] for h in heads if h.text in known]
    for name, key in known.items():
        if order.count(key) != 1:
            line = [h.line for h in heads if h.text == name][-1:] or [page.document.first_line]
            yield problem(page.path, line[0], "missing section" if key not in order else "doubled section", name=name)
    yield from _unknown(page, heads, known)
    if sorted(order) == sorted(known.values()) and order != list(known.values()):
        yield problem(page.path, heads[0].line, "section order", known=", ".join(known))
    for key, section in page.sections.items():
        if key and not section.text.strip():
            yield problem(page.path, section.line, "empty section", heading=section.heading)


def _unknown(page: Page, heads: list[Heading], known: dict[str, str]) -> Iterator[Problem]:
    for h in heads:
        if h.text not in known:
            yield problem(page.path, h.line, "unknown section", text=h.text, known=", ".join(known))
        elif h.id:
            yield problem(page.path, h.line, "heading id/fixed", text=h.text, id=h.id)


def _short(page: Page) -> Iterator[Problem]:
    section = page.sections.get("short")
    if section is None or not page.short:
        return
    whole, first = LIMITS[page.lang]
    unit = UNIT[page.lang]
    size = plain.length(page.short, page.lang)
    if size > whole:
        yield problem(page.path, section.line, "short answer too long", size=size, whole=whole, unit=unit)
    lead = plain.length(plain.sentences(page.short)[0], page.lang)
    if lead > first:
        yield problem(page.path, section.line, "first sentence too long", lead=lead, first=first, unit=unit)
    if "\n\n" in page.short or LIST.search(page.short) or "$$" in page.short:
        yield problem(page.path, section.line, "short answer form")


def _points(page: Page) -> Iterator[Problem]:
    section = page.sections.get("points")
    if section is None:
        return
    if not 3 <= len(page.points) <= 6:
        yield problem(page.path, section.line, "key points/number", number=len(page.points))
    elif not any(p.core for p in page.points):
        yield problem(page.path, section.line, "key points/core")


def _followups(page: Page) -> Iterator[Problem]:
    section = page.sections.get("follow-ups")
    if section is None:
        return
    if not 3 <= len(page.followups) <= 5:
        yield problem(page.path, section.line, "follow-ups", number=len(page.followups))
    for item in page.followups:
        if not item.answer:
            line = next(h.line for h in page.headings if h.id == item.id)
            yield problem(page.path, line, "follow-up without answer", question=item.question)
