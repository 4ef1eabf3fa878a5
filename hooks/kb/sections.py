"""The known sections of a question page: their headings in both languages, their anchors, their order."""

from __future__ import annotations

from kb.model import FollowUp, Lang, Point, Section
from kb.source import Document, Heading

HEADINGS: dict[str, dict[str, str]] = {
    "short": {"zh": "一句话回答", "en": "Short answer"},
    "points": {"zh": "得分点", "en": "Key points"},
    "answer": {"zh": "详细解答", "en": "Full answer"},
    "follow-ups": {"zh": "追问", "en": "Follow-ups"},
    "pitfalls": {"zh": "常见误区", "en": "Common mistakes"},
}
SOURCES = {"zh": "参考文献", "en": "References"}
ANCHORS = (*HEADINGS, "sources")


def section_id(heading: str, lang: Lang) -> str | None:
    """The anchor of a known heading."""
    return next((key for key, names in HEADINGS.items() if names[lang] == heading), None)


def split(document: Document, lang: Lang) -> list[Section]:
    """Every h2 with its text; the id of an unknown heading is empty."""
    heads = [h for h in document.headings if h.level == 2]
    ends = [h.start for h in heads[1:]] + [len(document.text)]
    return [
        Section(section_id(h.text, lang) or "", h.text, document.text[h.end : end].strip("\n"), h.line)
        for h, end in zip(heads, ends, strict=False)  # without headings there is an end, and no beginning
    ]


def points(section: Section | None) -> tuple[Point, ...]:
    """The bullets of the key points; a wholly bold one is a core point."""
    if section is None:
        return ()
    items = [" ".join(part.split()) for part in ("\n" + section.text).split("\n- ")[1:]]
    return tuple(Point(i[2:-2] if _bold(i) else i, _bold(i)) for i in items if i)


def _bold(item: str) -> bool:
    return item.startswith("**") and item.endswith("**") and item.count("**") == 2


def followups(document: Document) -> tuple[FollowUp, ...]:
    """The h3s whose id starts with `fu-`, each with the text up to the next heading."""
    heads = [h for h in document.headings if h.level <= 3]
    return tuple(
        FollowUp(h.id, h.text, _until_next(document, heads, i))
        for i, h in enumerate(heads)
        if h.level == 3 and h.id and h.id.startswith("fu-")
    )


def _until_next(document: Document, heads: list[Heading], index: int) -> str:
    end = heads[index + 1].start if index + 1 < len(heads) else len(document.text)
    return document.text[heads[index].end : end].strip()
