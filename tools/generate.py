"""Made-up questions for measuring: as many as wanted, as long as the real ones, with words of their own as well as shared ones."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import replace

from kb.search.records import Record, Section, weighed
from kb.search.slips import COMMON

CHARACTERS = [c.decode("gb2312") for c in COMMON if c.decode("gb2312", "ignore")]
SYLLABLES = [a + b for a in "bcdfghklmnprstvz" for b in ("a", "e", "i", "o", "u", "ax", "en", "or")]
ASKED = {"zh": "为什么{}这么重要", "en": "why does {} matter so much"}


def records(real: Sequence[Record], count: int, lang: str, seed: int = 1) -> tuple[list[Record], dict[str, str]]:
    """`count` records, the real ones first, and for some of the others a query with its id.

    A made-up question has a coined name in title, terms and text; its sections are drawn from three real questions, with one word in
    twenty of theirs coined anew, so that the vocabulary grows with the number of questions.
    """
    rng = random.Random(seed)
    made = list(real)
    queries = {}
    for n in range(len(real), count):
        base = rng.choice(real)
        name = _name(rng, lang)
        title = f"{name}：{base.title}" if lang == "zh" else f"{name}: {base.title}"
        sections = tuple(_section(rng, rng.choice(rng.choice(real).sections), name, lang) for _ in base.sections)
        fields = {
            **base.fields,
            "title": title,
            "terms": name,
            "aliases": " / ".join(_name(rng, lang) for _ in range(20)),
        }
        fields["text"] = " ".join(f"{s.heading} {s.text}" for s in sections)
        made.append(
            replace(base, id=f"made-{n}", title=title, names=(name,), sections=sections, **weighed(fields, [name]))
        )
        queries[ASKED[lang].format(name)] = f"made-{n}"
    return made[:count], dict(rng.sample(sorted(queries.items()), min(8, len(queries))))


def _name(rng: random.Random, lang: str) -> str:
    if lang == "zh" and rng.random() < 0.6:
        return "".join(rng.choices(CHARACTERS, k=rng.choice((3, 4))))
    return "".join(rng.choices(SYLLABLES, k=3))


def _section(rng: random.Random, section: Section, name: str, lang: str) -> Section:
    words = section.text.split(" ")
    for at in rng.sample(range(len(words)), len(words) // 20):
        words[at] = _name(rng, lang)
    return Section(section.anchor, section.heading, f"{name} {' '.join(words)}")
