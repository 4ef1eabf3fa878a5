"""Who cannot see well, has no mouse, or sets colours and sizes: every kind of page in every state, with axe's rules all on."""

from __future__ import annotations

import random
import re
from itertools import product
from pathlib import Path
from typing import Any

import bench_pages
import pytest
from playwright.sync_api import Browser, Page

from tests.browser.test_reading import AXE
from tests.conftest import WHOLE, prove
from tests.site.html import pages

KINDS = (
    *("", "q/zero-stages/", "q/dpo/", "most-asked/", "corrections/", "glossary/", "coverage/", "systems/"),
    *("practice/", "plans/", "mock-interview/", "cheat-sheet/agents/"),
)
STATES = ("read", "search", "drawer", "opened")
FOUND = (
    "axe.run(document).then(r => r.violations.map(v => v.id + ': ' + v.nodes.map(n => n.target.join(' ')).slice(0, 5)))"
)
MATRIX = list(product(("", "en/"), KINDS, ("light", "dark"), (360, 768, 1440), STATES))


def bring(page: Page, state: str) -> None:
    """Put a page into a state, and wait until it is there."""
    if state == "search":
        page.keyboard.press("/")
        page.fill(".md-search__input", "kv cache")
        page.locator(".md-search-result__link").first.wait_for()
        page.wait_for_function("getComputedStyle(document.querySelector('.md-search__output')).opacity === '1'")
    if state == "drawer" and page.locator("header label[for=__drawer]").is_visible():
        page.click("header label[for=__drawer]")
        page.wait_for_function("document.querySelector('.md-sidebar--primary').getBoundingClientRect().left === 0")
    if state == "opened":
        page.evaluate("for (const e of document.querySelectorAll('main details')) e.open = true")
        if page.locator("[data-listing]").count():
            page.locator("[data-listing] .highlight").last.wait_for()
        for dialog in page.locator("main dialog").all():
            dialog.evaluate("e => e.showModal()")
    page.wait_for_function("document.getAnimations().every(a => a.playState !== 'running')")


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_axe_finds_nothing_in_any_state(chromium: Browser, address: str, theme: Any) -> None:
    """Kinds of page, languages, colours, widths, states: each combination with KB_WHOLE, else a few of them."""
    combinations = [row for row in MATRIX if row[2] == theme]
    found = {}
    for lang, kind, scheme, width, state in combinations if WHOLE else random.Random(6).sample(combinations, 2):
        context = chromium.new_context(color_scheme=scheme, viewport={"width": width, "height": 900})  # type: ignore[arg-type] # words of ours
        page = context.new_page()
        page.goto(address + lang + kind)
        bring(page, state)
        page.evaluate(AXE)
        if violations := page.evaluate(FOUND):
            found[lang, kind, scheme, width, state] = violations
        context.close()
    assert found == {}
    prove("access", len(combinations))


def test_axe_finds_nothing_on_the_error_page(page: Page, site: Path) -> None:
    """Its links start at the root of the host, for it may stand at any depth."""
    with bench_pages.served(site) as (root, _):
        page.goto(root + "404.html")
        page.evaluate(AXE)
        assert page.evaluate(FOUND) == []


def test_a_question_is_found_and_read_by_keyboard_alone(page: Page, address: str) -> None:
    page.goto(address)
    page.keyboard.press("/")
    page.keyboard.type("直接偏好优化")
    page.locator(".md-search-result__link").first.wait_for()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_url("**/q/dpo*/**")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "md-skip"
    page.wait_for_function("getComputedStyle(document.activeElement).opacity === '1'")
    page.keyboard.press("Enter")
    assert page.evaluate("location.hash") == "#short"
    page.keyboard.press("Tab")
    assert page.evaluate("document.querySelector('article').contains(document.activeElement)")
    page.locator(".kb-verify summary").first.focus()
    page.keyboard.press("Enter")
    page.locator(".kb-verify .highlight").first.wait_for()


def test_what_has_the_focus_shows_it(page: Page, address: str) -> None:
    page.goto(address + "q/dpo/")
    for _ in range(30):
        page.keyboard.press("Tab")
        shown = page.evaluate(
            "(({outlineStyle: o, outlineWidth: w, boxShadow: s, opacity: a}) => (o !== 'none' && w !== '0px') || s !== 'none' || a !== '1')"
            "(getComputedStyle(document.activeElement))"
        )
        assert shown or page.evaluate("document.activeElement.matches('input')"), page.evaluate(
            "document.activeElement.outerHTML.slice(0, 120)"
        )


@pytest.mark.parametrize("size", [(320, 256), (320, 640)])
def test_four_times_as_large_nothing_scrolls_sideways(chromium: Browser, address: str, size: tuple[int, int]) -> None:
    """A laptop's screen at 400 % is 320 by 256; what stays at the edges must leave the text some room."""
    context = chromium.new_context(viewport={"width": size[0], "height": size[1]})
    page = context.new_page()
    wide = []
    for kind in KINDS if WHOLE else random.Random(1).sample(KINDS, 2):
        page.goto(address + kind)
        if page.evaluate("document.documentElement.scrollWidth") > size[0]:
            wide.append(kind)
        stays = "[...document.querySelectorAll('.md-header, .kb-bar')].filter(e => e.checkVisibility()).reduce((sum, e) => sum + e.offsetHeight, 0)"
        assert page.evaluate(stays) <= size[1] / 2, kind
    context.close()
    assert wide == []


def test_colours_of_the_system_leave_everything_visible(chromium: Browser, address: str) -> None:
    context = chromium.new_context(forced_colors="active", viewport={"width": 1440, "height": 900})
    page = context.new_page()
    page.goto(address + "q/zero-stages/")
    assert page.evaluate("matchMedia('(forced-colors: active)').matches")
    page.evaluate(AXE)
    assert page.evaluate(FOUND) == []
    text = page.eval_on_selector(".kb-svg text", "e => getComputedStyle(e).fill")
    assert text != page.eval_on_selector("body", "e => getComputedStyle(e).backgroundColor")
    assert page.eval_on_selector(".kb-actions button", "e => getComputedStyle(e).borderTopStyle") == "solid"
    context.close()


def test_every_formula_has_a_form_in_words(site: Path) -> None:
    """MathML beside each drawn formula, which is hidden from screen readers; no formula is a picture."""
    formulas = 0
    for page in pages(site):
        text = page.read_text(encoding="utf-8")
        drawn = text.count('class="katex-html"')
        assert len(re.findall(r"<math\b", text)) == drawn == text.count('class="katex-html" aria-hidden="true"'), page
        assert not re.search(r"<semantics><mrow></mrow>", text), page
        formulas += drawn
    assert formulas > 1000
