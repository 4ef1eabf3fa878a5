"""Practice: say it, look, tick, grade, next; nothing is lost, and the days before an interview are kept."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Literal

import pytest
from playwright.sync_api import Browser, Page, ViewportSize, expect

from tests.conftest import ROOT

AXE = (ROOT / "node_modules/axe-core/axe.min.js").read_text(encoding="utf-8")
EVENING = "2026-11-21T20:00:00"
PHONE: ViewportSize = {"width": 360, "height": 740}


def begin(page: Page, address: str, path: str = "practice/") -> None:
    """Start in two taps: the page, the button."""
    page.goto(address + path)
    page.click("[data-do=start]")
    page.wait_for_selector("[data-buttons=ask]:not([hidden])")
    asked(page)


def asked(page: Page) -> str:
    """The question that is shown, once its formulas are there."""
    page.wait_for_selector("[data-part=question][aria-busy=false]")
    return page.locator("[data-part=question]").inner_text()


def cards(page: Page) -> dict[str, dict[str, float]]:
    """What the browser remembers, by card."""
    kept = page.evaluate("Object.entries(localStorage).filter(([key]) => key.startsWith('kb2/card/'))")
    return {key.removeprefix("kb2/card/"): json.loads(value) for key, value in kept}


def log(page: Page) -> list[list[object]]:
    found: list[list[object]] = json.loads(page.evaluate("localStorage.getItem('kb2/log')") or "[]")
    return found


def test_a_round_by_thumb(page: Page, address: str) -> None:
    """Question alone, answer with points, suggestion, grade, follow-up as a card of its own, skipped, next question."""
    page.set_viewport_size(PHONE)
    begin(page, address)
    question = asked(page)
    assert page.locator("[data-part=answer] *").count() == 0
    page.click("[data-do=reveal]")
    boxes = page.locator(".kb-card fieldset input")
    assert 3 <= boxes.count() <= 6
    assert "没说出来" in page.locator("[data-part=suggested]").inner_text()
    for box in boxes.all():
        box.check()
    assert "“说出来了”" in page.locator("[data-part=suggested]").inner_text()
    bar = page.locator("[data-buttons=grades]").bounding_box()
    assert bar is not None
    assert bar["y"] + bar["height"] > 700  # under the thumb
    page.click("[data-grade='3']")
    expect(page.locator("[data-part=where]")).to_contain_text("追问")
    asked(page)
    page.click("[data-do=later]")
    expect(page.locator("[data-part=where]")).not_to_contain_text("追问")
    assert asked(page) != question
    (name, kept), *others = cards(page).items()
    assert others == []
    assert kept["grade"] == 3
    assert log(page)[0][0] == name


def test_a_round_by_keys(page: Page, address: str) -> None:
    begin(page, address)
    first = page.url
    page.keyboard.press("Space")
    page.keyboard.press("Shift+Digit1")
    expect(page.locator(".kb-card fieldset input").first).to_be_checked()
    page.keyboard.press("4")
    expect(page).not_to_have_url(first)
    asked(page)
    assert [entry[2] for entry in log(page)] == [4]
    page.keyboard.press("u")  # as it was, with its answer open and its tick
    expect(page).to_have_url(first)
    expect(page.locator(".kb-card fieldset input").first).to_be_checked()
    assert log(page) == []
    assert cards(page) == {}
    page.keyboard.press("f")  # the suggested grade, then the follow-up, though a core point is missing
    expect(page.locator("[data-part=where]")).to_contain_text("追问")
    assert [entry[2] for entry in log(page)] == [1]
    page.keyboard.press("?")
    expect(page.locator("[data-part=help]")).to_be_visible()
    page.keyboard.press("Escape")
    page.keyboard.press("Escape")
    expect(page.locator("[data-do=start]")).to_be_visible()


def test_keys_can_be_switched_off(page: Page, address: str) -> None:
    page.goto(address + "practice/")
    page.uncheck("[name=keys]")
    page.click("[data-do=start]")
    asked(page)
    page.keyboard.press("Space")
    expect(page.locator("[data-buttons=ask]")).to_be_visible()


def test_nothing_is_lost_on_reload(page: Page, address: str) -> None:
    begin(page, address)
    question = asked(page)
    page.click("[data-do=reveal]")
    page.locator(".kb-card fieldset input").nth(1).check()
    page.reload()
    expect(page.locator(".kb-card fieldset input").nth(1)).to_be_checked()
    assert asked(page) == question
    page.click("[data-grade='1']")
    page.wait_for_function(
        "question => document.querySelector('[data-part=question]').textContent !== question", arg=question
    )
    page.reload()
    asked(page)
    assert len(log(page)) == 1
    page.go_back()
    expect(page.locator("[data-buttons=grades]")).to_be_visible()
    assert asked(page) == question
    assert log(page) == []


def test_never_seen_shows_the_answer_and_comes_back(page: Page, address: str) -> None:
    begin(page, address)
    page.click("[data-do=unseen]")
    expect(page.locator(".kb-said")).to_be_visible()
    name = page.url.partition("#")[2]
    page.click("[data-do=next]")
    asked(page)
    assert cards(page)[name]["grade"] == 1


def test_one_question_from_its_page(page: Page, address: str) -> None:
    page.set_viewport_size(PHONE)
    page.goto(address + "en/q/dpo/")
    page.click(".kb-bar a >> nth=4")
    page.wait_for_url("**/en/practice/#dpo")
    assert "DPO" in asked(page)
    page.set_viewport_size({"width": 1440, "height": 900})
    page.goto(address + "q/grpo/")
    page.click(".kb-actions a")
    page.wait_for_url("**/practice/#grpo")


def answer_all(page: Page, grade: int, most: int = 40) -> int:
    """Grade what is asked until the session stops; follow-ups are skipped."""
    for n in range(most):
        if page.locator("[data-screen=stop]").is_visible():
            return n
        before = page.url
        if "fu-" in before:
            page.click("[data-do=later]")
        else:
            page.wait_for_selector("[data-buttons=ask]:not([hidden])")
            asked(page)
            page.click("[data-do=reveal]")
            page.click(f"[data-grade='{grade}']")
        page.wait_for_function("before => location.href !== before", arg=before)
    raise AssertionError("the session did not stop")


def test_the_days_before_an_interview(page: Page, address: str) -> None:
    """Two new questions a day at most; what was said comes again on each day, and the stop screen says what is weak."""
    page.clock.install(time=EVENING)
    page.goto(address + "practice/")
    page.fill("[name=date]", "2026-11-24")
    page.fill("[name=minutes]", "12")
    page.locator("[name=minutes]").blur()
    assert "还有 3 天" in page.locator("[data-part=left]").inner_text()
    page.click("[data-do=start]")
    answer_all(page, 3)
    first = set(cards(page))
    assert len(first) == 2
    assert "2" in page.locator("[data-part=summary]").inner_text()
    assert "新题够了" in page.locator("[data-part=summary]").inner_text()
    page.clock.set_fixed_time("2026-11-22T20:00:00")
    page.goto(address + "practice/")
    assert "还有 2 天" in page.locator("[data-part=left]").inner_text()
    page.click("[data-do=start]")
    answer_all(page, 3)
    grades = [entry[0] for entry in log(page)]
    assert {name for name in grades if grades.count(name) == 2} == first
    assert len(cards(page)) == 4
    page.clock.set_fixed_time("2026-11-23T23:00:00")
    page.goto(address + "practice/")
    assert "明天面试" in page.locator("[data-part=left]").inner_text()
    page.click("[data-do=start]")
    answer_all(page, 2)
    assert len(log(page)) == 2 + 4 + 6
    assert page.locator("[data-part=weak] a").count() == 5
    assert "睡吧" in page.locator("[data-part=summary]").inner_text()


def test_a_session_ends_after_fifteen_cards(page: Page, address: str) -> None:
    page.goto(address + "practice/")
    page.fill("[name=minutes]", "600")
    page.locator("[name=minutes]").blur()
    page.click("[data-do=start]")
    answer_all(page, 4)
    assert len(log(page)) == 15
    page.click("[data-do=again]")
    asked(page)


def test_only_the_chosen_stages(page: Page, address: str) -> None:
    page.goto(address + "practice/")
    page.check("[name=stages][value=rag]")
    page.click("[data-do=start]")
    expect(page.locator("[data-part=where]")).to_contain_text("检索增强")


def test_taking_progress_along(page: Page, chromium: Browser, address: str, tmp_path: Path) -> None:
    """Saved in one browser, looked at in another, taken over; a damaged and a foreign file change nothing."""
    begin(page, address)
    page.keyboard.press("Space")
    page.keyboard.press("3")
    page.goto(address + "practice/")
    page.click("[data-part=carry] summary")
    with page.expect_download() as download:
        page.click("[data-carry=save]")
    saved = tmp_path / "saved.json"
    download.value.save_as(saved)
    assert re.fullmatch(r"llm-interview-\d{4}-\d\d-\d\d\.json", download.value.suggested_filename)

    other = chromium.new_page()
    other.goto(address + "en/practice/")
    other.click("[data-part=carry] summary")
    status = other.locator("[data-part=carry] [role=status]")
    for text, words in ((saved.read_text()[:-20], "damaged"), ('{"kind": "diary"}', "not saved by this site")):
        (tmp_path / "bad.json").write_text(text)
        other.set_input_files("[data-part=carry] input", tmp_path / "bad.json")
        expect(status).to_contain_text(words)
        assert cards(other) == {}
    other.set_input_files("[data-part=carry] input", saved)
    expect(status).to_contain_text("add 1 cards")
    assert cards(other) == {}  # a look changes nothing
    status.locator("button").click()
    assert cards(other) == cards(page)
    expect(other.locator("[data-part=state]")).to_contain_text("said 1 of")
    other.click("[data-carry=clear]")
    status.locator("button").click()
    assert cards(other) == {}
    other.close()


@pytest.fixture
def refusing(chromium: Browser) -> Iterator[Page]:
    """A browser whose storage cannot be written."""
    page = chromium.new_page()
    page.add_init_script("Storage.prototype.setItem = () => { throw new DOMException('full', 'QuotaExceededError'); };")
    yield page
    page.close()


def test_a_browser_that_refuses_to_save(refusing: Page, address: str) -> None:
    """Said once; practice goes on, and what was practised can still be taken along."""
    begin(refusing, address)
    question = asked(refusing)
    refusing.keyboard.press("Space")
    refusing.keyboard.press("1")
    refusing.wait_for_function(
        "question => document.querySelector('[data-part=question]').textContent !== question", arg=question
    )
    expect(refusing.locator("[data-part=refused]")).to_be_visible()
    refusing.keyboard.press("Escape")
    expect(refusing.locator("[data-part=state]")).to_contain_text("1 题还弱")


def test_a_card_that_does_not_come_keeps_nobody(page: Page, address: str) -> None:
    """Escape leads back while a card is still under way."""
    page.route("**/cards/zh/*.js", lambda route: None)
    page.goto(address + "practice/")
    page.click("[data-do=start]")
    page.keyboard.press("Escape")
    expect(page.locator("[data-screen=start]")).to_be_visible()


def test_progress_is_shown_in_words(page: Page, address: str) -> None:
    """On the question and its stage, for those who practise; a reworded answer is said once, and its history stays."""
    page.clock.install(time=EVENING)
    page.goto(address + "q/dpo/")
    assert page.locator(".kb-chip-progress").count() == 0
    page.goto(address + "practice/#dpo")
    asked(page)
    page.keyboard.press("Space")
    page.keyboard.press("3")
    page.clock.set_fixed_time("2026-11-22T09:00:00")
    page.goto(address + "q/dpo/")
    expect(page.locator(".kb-chip-progress")).to_have_text("昨天说出来了")
    page.goto(address + "en/rlhf/")
    expect(page.locator(".kb-progress")).to_contain_text("You have said 1 of these")
    expect(page.locator(".kb-row[data-id=dpo] .kb-chip-progress")).to_have_text("said yesterday")
    page.evaluate(
        "const card = JSON.parse(localStorage['kb2/card/dpo']); localStorage['kb2/card/dpo'] = JSON.stringify({...card, rev: card.rev / 2})"
    )
    page.goto(address + "q/dpo/")
    expect(page.locator(".kb-chip-progress")).to_have_count(2)
    page.reload()
    expect(page.locator(".kb-chip-progress")).to_have_count(1)


def test_a_plan_keeps_its_ticks(page: Page, address: str) -> None:
    page.goto(address + "plans/")
    box = page.locator("#three-days ~ [data-day] input").first
    box.check()
    page.goto(address + "en/plans/")
    assert page.locator("[data-day] input:checked").count() >= 1
    expect(page.locator("[data-day] output").first).to_contain_text("1 of 20")
    page.goto(address + "plans/#one-hour")
    page.locator("#one-hour ~ [data-day] a[href*=practice]").click()
    page.wait_for_url("**/practice/#*")
    listed = page.evaluate("JSON.stringify([...performance.getEntriesByType('resource')].map((e) => e.name))")
    assert "/cards/zh.js" in listed
    asked(page)


def test_the_plans_read_without_script(chromium: Browser, address: str) -> None:
    """Three days of twenty, a day, an hour; the shorter ones hold what is asked most, preference learning among it."""
    page = chromium.new_context(java_script_enabled=False).new_page()
    page.goto(address + "plans/")
    assert [day.locator("li").count() for day in page.locator("[data-day]").all()] == [20, 20, 20, 35, 12]
    for day in page.locator("[data-day]").all()[3:]:
        assert day.locator("a[href$='/q/dpo/']").count() == 1
    page.goto(address + "practice/")
    assert page.locator("noscript a").count() == 1
    page.context.close()


def test_a_mock_interview(page: Page, address: str) -> None:
    """Eighteen answers, the key points missed by page, written back; the address holds the questions for a friend."""
    page.clock.install(time=EVENING)
    page.set_viewport_size(PHONE)
    page.goto(address + "mock-interview/")
    page.click("[data-do=begin]")
    page.wait_for_selector("[data-do=done]:visible")
    assert page.locator("[data-part=clock]").inner_text() == ""
    page.clock.run_for(80_000)
    assert "10" in page.locator("[data-part=clock]").inner_text()
    given = page.url
    for _ in range(18):
        page.click("[data-do=done]")
    entries = page.locator("[data-part=answers] > li")
    assert entries.count() == 18
    for box in entries.first.locator("fieldset input").all():
        box.check()
    page.click("[data-do=result]")
    assert "答上来 1 问" in page.locator("[data-part=summary]").inner_text()
    assert page.locator("[data-part=missed] > li").count() >= 5
    assert len(cards(page)) == 18
    first = given.partition("ask=")[2].split(",")[0]
    assert cards(page)[first]["grade"] == 3
    page.goto(given.replace("/mock-interview/", "/en/mock-interview/"))
    page.click("[data-do=script]")
    expect(page.locator("[data-part=sheet] > li")).to_have_count(18)
    assert page.url.partition("ask=")[2] == given.partition("ask=")[2]


def test_without_a_microphone_the_interview_goes_on(page: Page, address: str) -> None:
    page.goto(address + "mock-interview/")
    page.check("[name=sound]")
    page.click("[data-do=begin]")
    expect(page.locator("[data-part=deaf]")).to_be_visible()
    expect(page.locator("[data-do=done]")).to_be_visible()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_while_practising(chromium: Browser, address: str, scheme: Literal["light", "dark"]) -> None:
    """With a card open and graded, at the end, in a mock interview, with a widget open."""
    page = chromium.new_context(color_scheme=scheme, viewport=PHONE).new_page()

    def clean() -> list[str]:
        page.evaluate(AXE)
        return list(
            page.evaluate(
                "axe.run(document).then((r) => r.violations.map((v) => v.id + ': ' + v.nodes.map((n) => n.target.join(' '))))"
            )
        )

    page.clock.install(time=EVENING)
    begin(page, address)
    assert clean() == []
    page.click("[data-do=reveal]")
    assert clean() == []
    page.keyboard.press("?")
    assert clean() == []
    page.keyboard.press("Escape")
    page.click("[data-grade='1']")
    page.goto(address + "practice/")
    page.fill("[name=minutes]", "6")
    page.locator("[name=minutes]").blur()
    page.click("[data-do=start]")
    answer_all(page, 2)
    assert clean() == []
    page.goto(address + "en/mock-interview/?ask=dpo,dpo:fu-beta")
    page.click("[data-do=begin]")
    page.wait_for_selector("[data-do=done]:visible")
    while page.locator("[data-do=done]").is_visible():
        page.click("[data-do=done]")
    assert clean() == []
    page.click("[data-do=result]")
    assert clean() == []
    page.goto(address + "q/zero-stages/")
    page.locator("[data-widget=zero] [data-right]").click()
    assert clean() == []
    page.context.close()


def test_a_card_that_does_not_load_is_said(page: Page, address: str) -> None:
    page.route("**/cards/zh/*.js", lambda route: route.abort())
    page.goto(address + "practice/")
    page.click("[data-do=start]")
    expect(page.locator("[data-part=note]")).to_contain_text("没有载入")


def test_from_a_folder_on_disk(page: Page, site: Path) -> None:
    """No server: practice works from files as well."""
    page.goto((site / "practice/index.html").as_uri())
    page.click("[data-do=start]")
    asked(page)
    page.click("[data-do=reveal]")
    expect(page.locator(".kb-said")).to_be_visible()
    assert page.locator(".kb-full").get_attribute("href").endswith("index.html")  # type: ignore[union-attr]
