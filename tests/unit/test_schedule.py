"""Which card comes when: memory, the days before an interview, the long run. Times are given; no clock is read."""

from __future__ import annotations

from collections import defaultdict
from itertools import pairwise
from typing import Any

import pytest

from tests.frontend import node

# A reader who practises: `days` sessions of as many cards as there are, saying a card with a chance that grows with its repetitions.
READER = """
    const s = await from("schedule"), d = await from("days");
    const rows = given.rows, cards = new Map(), log = [];
    let seed = 7;
    const random = () => (seed = (seed * 16807) % 2147483647) / 2147483647;
    for (let day = 0; day < given.days; day++) {
      let now = new Date(2026, 10, 21 + day, 20).getTime();
      const done = [];
      let before = null;
      for (let n = 0; n < 200; n++) {
        const { order } = s.candidates({ rows, cards, log, settings: given.settings, now, done });
        const row = s.next(order, before);
        if (!row) break;
        const card = cards.get(row.id);
        const grade = random() < 0.55 + 0.15 * (card?.reps ?? 0) ? 3 : 1;
        cards.set(row.id, s.graded(card, grade, now, 1));
        log.push([row.id, now, grade, 30, 0]);
        done.push(row.id);
        before = row;
        now += 2 * d.MINUTE;
      }
    }
    return log.map(([id, now, grade]) => [id, d.day(now), now, grade]);
"""
STAGES = ("rlhf", "sft", "rag")


def rows(count: int) -> list[dict[str, Any]]:
    return [
        {"id": f"q{n}", "stage": STAGES[n % 3], "asked": n % 12, "minutes": 5, "related": [f"q{n - 3}", f"q{n + 3}"]}
        for n in range(count)
    ]


def practised(count: int, days: int, **settings: Any) -> dict[str, dict[int, list[int]]]:
    """The grades of each card on each day, of a reader with so many cards."""
    found: dict[str, dict[int, list[int]]] = defaultdict(lambda: defaultdict(list))
    for name, day, _, grade in node(READER, {"rows": rows(count), "days": days, "settings": settings}):
        found[name][day].append(grade)
    return found


def test_what_is_likely_remembered_at_the_interview() -> None:
    """What practice three days before an interview is worth, by FSRS: said once 0.88, on each day 0.99; a failure costs until it is said again."""
    found = node("""
        const s = await from("schedule"), d = await from("days");
        const start = new Date(2026, 10, 21, 20).getTime(), at = start + 3 * d.DAY;
        const after = (...grades) => {
          let card = null;
          grades.forEach(([day, grade], i) => (card = s.graded(card, grade, start + day * d.DAY + i * 10 * d.MINUTE, 1)));
          return s.recall(card, at);
        };
        return [after([0, 3]), after([0, 3], [1, 3]), after([0, 3], [1, 3], [2, 3]), after([0, 1], [0, 3]), after([0, 1], [0, 3], [1, 3])];
    """)
    assert found == pytest.approx([0.88, 0.96, 0.99, 0.67, 0.90], abs=0.01)


def test_before_an_interview_each_card_is_said_on_its_day_and_on_each_day_after() -> None:
    found = practised(30, 3, date="2026-11-24", minutes=60)
    days = sorted({day for grades in found.values() for day in grades})
    assert len(days) == 3
    for grades in found.values():
        assert all(said[-1] == 3 for said in grades.values())  # until it was said
        assert all(said.count(3) == 1 for said in grades.values())  # and no longer
        assert sorted(grades) == days[days.index(min(grades)) :]  # met, then every day


def test_on_the_day_itself_only_what_is_weak() -> None:
    found = node("""
        const s = await from("schedule"), d = await from("days");
        const now = new Date(2026, 10, 24, 8).getTime(), before = now - 14 * 60 * d.MINUTE;
        const row = (id) => ({ id, stage: id, asked: 5, minutes: 5, related: [] });
        const cards = new Map([["said", s.graded(null, 3, before, 1)], ["hard", s.graded(null, 2, before, 1)], ["missed", s.graded(null, 1, before, 1)]]);
        const rows = ["new", "said", "hard", "missed"].map(row);
        return s.candidates({ rows, cards, log: [], settings: { date: "2026-11-24" }, now }).order.map((r) => r.id);
    """)
    assert sorted(found) == ["hard", "missed"]


def test_only_so_many_new_cards_a_day() -> None:
    found = practised(30, 3, date="2026-11-24", minutes=60)
    first = [min(grades) for grades in found.values()]
    assert [first.count(day) for day in sorted(set(first))] == [10, 10, 10]
    assert len(practised(30, 1)) == 10  # an hour a day where none is set


def test_the_most_asked_and_shortest_come_first() -> None:
    order = node("""
        const s = await from("schedule");
        const row = (id, asked, minutes) => ({ id, stage: id, asked, minutes, related: [] });
        const rows = [row("seldom", 1, 5), row("long", 11, 20), row("often", 11, 5)];
        return s.candidates({ rows, cards: new Map(), log: [], settings: {}, now: Date.UTC(2026, 10, 21) }).order.map((r) => r.id);
    """)
    assert order == ["often", "long", "seldom"]


def test_what_failed_comes_back_after_six_cards_and_ten_minutes() -> None:
    log = node(READER, {"rows": rows(30), "days": 1, "settings": {"date": "2026-11-24", "minutes": 180}})
    failed: dict[str, tuple[int, int]] = {}
    for at, (name, _, now, grade) in enumerate(log[:-7]):
        if name in failed:
            place, time = failed.pop(name)
            assert at - place > 6
            assert now - time >= 10 * 60_000
        if grade == 1:
            failed[name] = (at, now)


def test_neighbours_are_of_another_stage() -> None:
    log = node(READER, {"rows": rows(30), "days": 1, "settings": {"minutes": 180}})
    stages = [STAGES[int(name[1:]) % 3] for name, *_ in log]
    assert sum(a == b for a, b in pairwise(stages[:20])) <= 2


def test_in_the_long_run_the_intervals_grow() -> None:
    found = node("""
        const s = await from("schedule"), d = await from("days");
        let now = new Date(2026, 10, 21, 20).getTime(), card = null;
        const gaps = [];
        for (let n = 0; n < 6; n++) {
          card = s.graded(card, 3, now, 1);
          gaps.push((card.due - now) / d.DAY);
          now = card.due;
        }
        return gaps;
    """)
    assert found[0] == pytest.approx(2, abs=1)
    assert all(b > a for a, b in pairwise(found))
    assert found[-1] <= 365


def test_a_clock_that_went_back() -> None:
    """Set right by a day, and an hour at the end of summer time: the card is graded all the same."""
    found = node("""
        const s = await from("schedule"), d = await from("days");
        const now = new Date(2026, 10, 22, 4, 30).getTime();
        process.env.TZ = "Europe/Berlin";
        const summer = Date.UTC(2026, 9, 25, 0, 59);
        return [[now, now - d.DAY], [summer, summer + 2 * d.MINUTE]].map(([first, then]) => s.graded(s.graded(null, 1, first, 1), 3, then, 1).last - first);
    """)
    assert found == [-86_400_000, 120_000]


@pytest.mark.parametrize(
    ("date", "now", "left"),
    [
        ("2026-11-24", [2026, 10, 21, 20], 3), ("2026-11-22", [2026, 10, 21, 23], 1), ("2026-11-22", [2026, 10, 22, 2], 1), ("2026-11-22", [2026, 10, 22, 9], 0),
        ("2026-11-20", [2026, 10, 21, 9], None), ("2027-11-20", [2026, 10, 21, 9], None), (None, [2026, 10, 21, 9], None), ("soon", [2026, 10, 21, 9], None),
    ],
)  # fmt: skip
def test_days_end_at_four_in_the_morning(date: str | None, now: list[int], left: int | None) -> None:
    code = 'const d = await from("days"); return d.daysLeft(given.date, new Date(...given.now).getTime());'
    assert node(code, {"date": date, "now": now}) == left


@pytest.mark.parametrize(
    ("ticked", "grade"),
    [([1, 1, 1, 1, 1], 3), ([1, 1, 1, 0, 0], 3), ([1, 1, 0, 0, 0], 2), ([0, 1, 1, 1, 1], 1), ([0, 0, 0, 0, 0], 1)],
)
def test_the_ticked_points_suggest_a_grade(ticked: list[int], grade: int) -> None:
    """A missing core point fails; less than six in ten is hard."""
    code = """
        const s = await from("schedule");
        const points = [{ core: true }, { core: true }, { core: false }, { core: false }, { core: false }];
        return s.suggested(points, given.map(Boolean));
    """
    assert node(code, ticked) == grade


def test_a_mock_interview_is_broad_then_deep_and_without_relatives() -> None:
    """Four questions that are no deep ones, two that are, each with its two weakest follow-ups."""
    found = node(
        """
        const { drawn } = await from("draw"), { expanded } = await from("cards");
        const all = expanded(given);
        let seed = 3;
        const random = () => (seed = (seed * 16807) % 2147483647) / 2147483647;
        return [drawn(all, new Map(), { stages: [], coding: false, now: 0, random }), drawn(all, new Map(), { stages: ["rag"], coding: true, now: 0, random })];
        """,
        [
            *(row | {"difficulty": 1 + n % 3, "followups": {"fu-a": 1, "fu-b": 1, "fu-c": 1}} for n, row in enumerate(rows(60))),
            {"id": "loop", "stage": "coding", "asked": 3, "minutes": 5, "related": [], "difficulty": 2, "followups": {}},
        ],
    )  # fmt: skip
    free, chosen = found
    asked = [name for name in free if "#" not in name]
    assert [1 + int(name[1:]) % 3 == 3 for name in asked] == [False] * 4 + [True] * 2
    assert not any(f"q{int(name[1:]) + 3}" in asked for name in asked)
    assert [len([f for f in free if f.startswith(f"{name}#")]) for name in asked] == [2] * 6
    assert "loop" not in asked
    assert "loop" in chosen
    assert {STAGES[int(name[1:].partition("#")[0]) % 3] for name in chosen if name != "loop"} == {"rag"}
