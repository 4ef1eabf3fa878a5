"""Routes for the time that is left: three days, one day, one hour. Which questions they hold follows from how often each is asked, how hard it is,
and how long it takes to practise."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from kb.model import Question
from kb.plain import minutes
from kb.site import Site

# Days, minutes a day, questions a day, and what a deep question counts beside another: it takes an evening, and a first round seldom asks it.
ROUTES = {"three-days": (3, 120, 20, 1.0), "one-day": (1, 180, 35, 0.6), "one-hour": (1, 60, 12, 0.0)}
# Collections are older than interviews. Of 21 interview logs of 2025 that we read so many name these; there the most named subject stands in 13, so
# the numbers may stand beside `asked`, of 12.
HEARD = {"dpo": 11, "grpo": 11, "lora": 7, "code-self-attention-mha": 7}
DEEP = 3
FURTHER = 0.92  # what a further question of the same stage counts beside the one before


@dataclass(frozen=True)
class Part:
    """A day of a route: its number, the questions in order, the minutes it takes."""

    number: int
    minutes: int
    questions: tuple[Question, ...]


@dataclass(frozen=True)
class Plan:
    """A route."""

    id: str
    parts: tuple[Part, ...]


def of(site: Site) -> tuple[Plan, ...]:
    """The routes, the longest first."""
    found = []
    for name, (days, time, each, deep) in ROUTES.items():
        ranked = chosen(site, days * each, deep)
        held = [ranked[n * each : (n + 1) * each] for n in range(days)]
        found.append(Plan(name, tuple(Part(n, time, _mixed(site, part)) for n, part in enumerate(held, 1) if part)))
    return tuple(found)


def chosen(site: Site, count: int, deep: float) -> list[Question]:
    """The questions worth most, one after the other; each further one of a stage counts a little less, so that no stage is left out."""
    found: list[Question] = []
    left = {q.id: worth(q, deep) for q in site.most_asked}
    while left and len(found) < count:
        best = site.library.questions[max(left, key=lambda key: left[key])]
        found.append(best)
        del left[best.id]
        left |= {q.id: left[q.id] * FURTHER for q in site.by_stage[best.stage] if q.id in left}
    return found


def worth(q: Question, deep: float) -> float:
    """How often it is asked, for the minutes that saying it takes: the short answer, its points and its follow-ups; softened, because a
    long answer also teaches more."""
    page = q.pages["zh"]
    said = "\n".join([page.short, *(p.text for p in page.points), *(f.answer for f in page.followups)])
    often = max(q.asked + 1, HEARD.get(q.id, 0))
    late = q.difficulty == DEEP and q.id not in HEARD
    return often * (deep if late else 1.0) / math.sqrt(math.sqrt(minutes(said, "zh")))


def _mixed(site: Site, questions: Sequence[Question]) -> tuple[Question, ...]:
    """No two neighbours of one stage where that can be; within a stage the order in which it is read."""
    waiting = {stage: [q for q in row if q in questions] for stage, row in site.by_stage.items()}
    found: list[Question] = []
    for _ in questions:
        last = found[-1].stage if found else ""
        stage = max(waiting, key=lambda s: (bool(waiting[s]), s != last, len(waiting[s])))
        found.append(waiting[stage].pop(0))
    return tuple(found)
