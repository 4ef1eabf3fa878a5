"""What the reader's browser remembers: nothing is lost, nothing foreign gets in, and a browser that refuses is no obstacle."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.frontend import node

STORE = """
    const { open, parse } = await from("memory");
    const { graded } = await from("schedule");
    function storage(full = Infinity) {
      const kept = new Map();
      return {
        kept,
        getItem: (key) => kept.get(key) ?? null,
        setItem: (key, value) => { if (kept.size >= full) throw new Error("full"); kept.set(key, String(value)); },
        removeItem: (key) => kept.delete(key),
        key: (i) => [...kept.keys()][i],
        get length() { return kept.size; },
      };
    }
    const NOW = Date.UTC(2026, 10, 21, 12);
    const say = (memory, id, grade, now = NOW) => memory.grade(id, graded(memory.card(id), grade, now, 1), 20, 3);
"""


def memory(code: str, given: Any = None) -> Any:
    return node(STORE + code, given)


def test_a_grade_is_kept_and_undone() -> None:
    found = memory("""
        const store = storage(), first = open(store);
        say(first, "dpo", 3);
        const before = first.card("dpo");
        say(first, "dpo", 1, NOW + 1000);
        const again = open(store); // a reload
        const failed = again.card("dpo").grade;
        again.undo("dpo", before);
        const back = again.card("dpo").grade;
        again.undo("dpo", null);
        return [failed, back, again.card("dpo"), again.log()];
    """)
    assert found == [1, 3, None, []]


def test_two_tabs_do_not_overwrite_each_other() -> None:
    found = memory("""
        const store = storage(), one = open(store), two = open(store);
        say(one, "dpo", 3); say(two, "rope", 3); say(one, "grpo", 1);
        return [[...open(store).cards().keys()].sort(), open(store).log().length];
    """)
    assert found == [["dpo", "grpo", "rope"], 3]


def test_a_file_brings_what_is_new_and_what_is_later() -> None:
    found = memory("""
        const here = open(storage()), there = open(storage());
        say(here, "old", 1); say(there, "old", 3, NOW + 5000);
        say(here, "mine", 3, NOW + 9000); say(there, "mine", 1);
        say(there, "fresh", 3); there.set({ date: "2026-11-24" }); there.tick("day/a", true);
        const text = JSON.stringify(there.dump(NOW));
        const { data } = parse(text);
        const { fresh, later, kept, lines } = here.compare(data);
        const before = here.card("old").grade;
        here.take(data);
        const twice = here.compare(data);
        return [fresh.length, later.length, kept, lines.length, before, here.card("old").grade, here.card("mine").grade, here.settings(), here.plan(),
                twice.fresh.length + twice.later.length + twice.lines.length, here.log().map((l) => l[0])];
    """)
    assert found[:7] == [1, 1, 1, 3, 1, 3, 3]
    assert found[7:10] == [{"date": "2026-11-24"}, ["day/a"], 0]
    assert found[10] == ["old", "mine", "fresh", "old", "mine"]


GOOD = {"kind": "llm-interview-kb practice", "version": 2, "cards": {}, "log": [], "settings": {}, "plan": []}


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", "damaged"), ("{", "damaged"), ("[]", "foreign"), ("{}", "foreign"), ("null", "foreign"), (json.dumps(GOOD)[:-9], "damaged"),
        (json.dumps(GOOD | {"version": 3}), "newer"), (json.dumps(GOOD | {"cards": {"dpo": {"s": 1}}}), "damaged"),
        (json.dumps(GOOD | {"cards": []}), "damaged"), (json.dumps(GOOD | {"log": [["dpo", 0, 9, 1, 1]]}), "damaged"),
        (json.dumps(GOOD | {"log": [["dpo", "<script>", 3, 1, 1]]}), "damaged"), (json.dumps(GOOD | {"plan": [3]}), "damaged"), (json.dumps(GOOD), None),
    ],
)  # fmt: skip
def test_a_file_is_looked_at_before_it_is_taken(text: str, why: str | None) -> None:
    assert memory("return parse(given).why ?? null;", text) == why


def test_a_browser_that_refuses_says_so_once_and_goes_on() -> None:
    found = memory("""
        let said = 0;
        const closed = { getItem() { throw new Error("refused"); }, setItem() { throw new Error("refused"); }, get length() { throw new Error("refused"); } };
        const full = open(closed, () => said++);
        say(full, "dpo", 3); say(full, "rope", 1);
        return [said, full.card("dpo").grade, full.cards().size, full.log().length, full.dump(NOW).log.length];
    """)
    assert found == [1, 3, 2, 2, 2]


def test_a_full_store_keeps_what_it_has() -> None:
    found = memory("""
        let said = 0;
        const store = storage(2), memory = open(store, () => said++);
        say(memory, "dpo", 3); say(memory, "rope", 1);
        return [said, memory.card("rope").grade, [...open(store).cards().keys()]];
    """)
    assert found == [1, 1, ["dpo"]]


def test_damaged_entries_count_as_none() -> None:
    found = memory("""
        const store = storage();
        store.setItem("kb2/card/dpo", "{broken"); store.setItem("kb2/card/rope", '{"s": -1}'); store.setItem("kb2/log", '{"a": 1}'); store.setItem("kb2/settings", "7");
        const memory = open(store);
        return [memory.cards().size, memory.log(), memory.settings(), memory.plan()];
    """)
    assert found == [0, [], {}, []]


def test_the_first_version_is_carried_over() -> None:
    found = memory("""
        const store = storage();
        store.setItem("kb-practice-1", JSON.stringify({ dpo: { said: 2, missed: 1, last: true }, rope: { said: 0, missed: 3, last: false }, odd: {} }));
        const memory = open(store);
        return [memory.card("dpo").grade, memory.card("rope").grade, memory.cards().size, store.getItem("kb-practice-1")];
    """)
    assert found == [3, 1, 2, None]


def test_the_log_keeps_the_last_five_thousand() -> None:
    found = memory("""
        const store = storage();
        store.setItem("kb2/log", JSON.stringify(Array.from({ length: 5000 }, (_, i) => ["a", i + 1, 3, 1, 1])));
        const memory = open(store);
        say(memory, "dpo", 3);
        return [memory.log().length, memory.log()[0][1], memory.log().at(-1)[0]];
    """)
    assert found == [5000, 2, "dpo"]


def test_practice_follows_a_renamed_question() -> None:
    """Card and log take the new name; where both names were practised the later holds; a follow-up goes with its question, or by itself."""
    found = memory("""
        const store = storage(), first = open(store);
        say(first, "old", 3); say(first, "old#fu-why", 1, NOW + 1); say(first, "kept", 3, NOW + 2); say(first, "kept#fu-how", 3, NOW + 3);
        say(first, "both", 1, NOW + 4); say(first, "older", 3, NOW + 5);
        const again = open(store);
        again.renamed({ old: "new", "kept#fu-how": "new#fu-then", older: "both" });
        const cards = open(store).cards();
        return [[...cards.keys()].sort(), cards.get("both").grade, open(store).log().map(([id]) => id), again.current("old#fu-why"), again.current("dpo")];
    """)
    names = ["both", "kept", "new", "new#fu-then", "new#fu-why"]
    assert found == [names, 3, ["new", "new#fu-why", "kept", "new#fu-then", "both", "both"], "new#fu-why", "dpo"]


def test_a_file_older_than_a_name_is_taken_under_the_new_one() -> None:
    found = memory("""
        const before = open(storage());
        say(before, "old", 3);
        const store = storage(), now = open(store);
        now.renamed({ old: "new" });
        now.take(before.dump(NOW));
        return [[...open(store).cards().keys()], open(store).log().map(([id]) => id)];
    """)
    assert found == [["new"], ["new"]]


def test_nothing_is_touched_where_nothing_was_renamed() -> None:
    found = memory("""
        const store = storage(), first = open(store);
        say(first, "dpo", 3);
        const before = JSON.stringify([...store.kept]);
        first.renamed({}); first.renamed({ old: "new" });
        return before === JSON.stringify([...store.kept]);
    """)
    assert found is True
