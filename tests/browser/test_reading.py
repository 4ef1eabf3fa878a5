"""A reader at three widths, in light and dark: what the page's specification says in numbers."""

from __future__ import annotations

import json
import random
import re
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.conftest import ROOT, WHOLE, prove

AXE = (ROOT / "node_modules/axe-core/axe.min.js").read_text(encoding="utf-8")
KINDS = (
    "q/zero-stages/",
    "en/q/dpo/",
    "",
    "en/",
    "most-asked/",
    "corrections/?verdict=outdated",
    "glossary/",
    "coverage/",
    "systems/",
    "practice/",
    "plans/",
    "offline/",
    "away.html",
    "en/mock-interview/",
    "en/cheat-sheet/agents/",
)


def style(page: Page, selector: str, name: str) -> str:
    return str(page.eval_on_selector(selector, f"e => getComputedStyle(e).{name}"))


def pixels(page: Page, selector: str, name: str) -> float:
    return float(style(page, selector, name).removesuffix("px"))


def luminance(colour: str) -> float:
    parts = [int(x) / 255 for x in re.findall(r"\d+", colour)[:3]]
    linear = [x / 12.92 if x <= 0.03928 else ((x + 0.055) / 1.055) ** 2.4 for x in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def test_sizes_and_measure_on_a_laptop(page: Page, address: str) -> None:
    page.goto(address + "q/zero-stages/")
    body = ".kb-answer > p"
    assert pixels(page, "html", "fontSize") == 20
    assert pixels(page, body, "fontSize") == 17
    assert pixels(page, body, "lineHeight") == pytest.approx(17 * 1.75, abs=0.1)
    assert pixels(page, body, "maxWidth") <= 38 * 17
    assert pixels(page, ".kb-short p", "fontSize") == 18
    assert (
        pixels(page, "h1", "fontSize"),
        pixels(page, ".kb-answer h2", "fontSize"),
        pixels(page, ".kb-answer h3", "fontSize"),
    ) == (28, 21, 18)
    assert style(page, "h1", "fontWeight") == "600"
    assert pixels(page, ".kb-chips", "fontSize") == 13
    assert pixels(page, "figcaption", "fontSize") == 14
    assert style(page, body, "textAlign") in ("start", "left")
    page.goto(address + "en/q/zero-stages/")
    assert pixels(page, body, "lineHeight") == pytest.approx(17 * 1.6, abs=0.1)
    assert pixels(page, body, "maxWidth") <= 36 * 17
    page.set_viewport_size({"width": 2200, "height": 1200})
    assert pixels(page, "html", "fontSize") == 20


FIRST_SENTENCE_ENDS = """() => {
  const p = document.querySelector('.kb-short p');
  const stop = p.textContent.search(/[。！？]|[.?!](?=\\s|$)/) + 1 || p.textContent.length;
  const range = document.createRange();
  range.selectNodeContents(p);
  let left = stop;
  const walk = document.createTreeWalker(p, NodeFilter.SHOW_TEXT);
  while (walk.nextNode()) {
    if (walk.currentNode.length >= left) { range.setEnd(walk.currentNode, left); break; }
    left -= walk.currentNode.length;
  }
  return range.getBoundingClientRect().bottom;
}"""


def questions(site: Path) -> list[str]:
    rows = json.loads((site / "api/questions.json").read_text(encoding="utf-8"))
    return [url for row in rows for url in row["url"].values()]


STRAY = """() => [...document.querySelectorAll('.kb-cite, article .katex')].filter((cite) => {
  const after = cite.nextSibling, last = [...cite.querySelectorAll('.base')].at(-1) ?? cite;
  if (cite.closest('td') && cite.querySelector('.kb-long')) return false; // a long address in a narrow cell breaks anywhere
  if (after?.nodeType !== 3 || !/^[。，；：、）！？”.,;:)]/.test(after.data)) return false;
  const range = document.createRange();
  range.setStart(after, 0);
  range.setEnd(after, 1);
  const stop = range.getBoundingClientRect();
  const end = [...last.getClientRects()].at(-1);
  return stop.bottom > 0 && stop.left < end.left && stop.top > end.top + 4;
}).map((cite) => cite.textContent)"""


CUT_OFF = """() => {
  location.hash = "sources"; // so that nothing is laid out late
  return [...document.querySelectorAll(".kb-display")].filter((e) => e.scrollWidth > e.clientWidth + 1).map((e) => e.textContent);
}"""


def wide(page: Page, width: int) -> bool:
    page.set_viewport_size({"width": width, "height": 640})
    return bool(page.evaluate("document.documentElement.scrollWidth") > width)


def test_every_question_fits_a_phone(chromium: Browser, address: str, site: Path) -> None:
    """All with KB_WHOLE, else some. On 360 x 640 chips, title and the first sentence of the short answer stand above the bar; nothing scrolls sideways, and
    no line begins with the stop behind a citation or a formula. On a laptop each formula is seen whole."""
    context = chromium.new_context(viewport={"width": 360, "height": 640})
    page = context.new_page()
    sideways = []
    stray = {}
    cut_off = {}
    urls = questions(site)
    for path in urls if WHOLE else random.Random(7).sample(urls, min(len(urls), 6)):
        page.goto(address + path)
        assert pixels(page, "h1", "fontSize") == 22
        assert pixels(page, ".kb-short p", "fontSize") == 17
        assert pixels(page, ".kb-short p", "lineHeight") == pytest.approx(17 * 1.6, abs=0.1)
        assert page.locator(".kb-chips li:visible").count() <= 4
        assert page.evaluate(FIRST_SENTENCE_ENDS) <= page.eval_on_selector(
            ".kb-bar", "e => e.getBoundingClientRect().top"
        ), path
        stray[path] = page.evaluate(STRAY)
        sideways += [(path, width) for width in (320, 360) if wide(page, width)]
        page.set_viewport_size({"width": 1440, "height": 900})
        cut_off[path] = page.evaluate(CUT_OFF)
        page.set_viewport_size({"width": 360, "height": 640})
    for path in KINDS:
        page.goto(address + path)
        sideways += [(path, width) for width in (320, 360) if wide(page, width)]
    context.close()
    assert sideways == []
    assert {path: cites for path, cites in stray.items() if cites} == {}
    assert {path: formulas for path, formulas in cut_off.items() if formulas} == {}


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_contrast_of_the_text(chromium: Browser, address: str, scheme: Any) -> None:
    context = chromium.new_context(color_scheme=scheme)
    page = context.new_page()
    page.goto(address + "q/zero-stages/")
    back = style(page, "body", "backgroundColor")
    for selector, least in (
        (".kb-answer > p", 12),
        (".kb-small", 6),
        (".kb-answer a[href^='http'], .kb-beside a", 6),
        (".kb-short h2", 6),
    ):
        assert contrast(style(page, selector, "color"), back) >= least, selector
    assert contrast(style(page, ".kb-tag", "color"), style(page, ".kb-correction", "backgroundColor")) >= 6
    assert (luminance(back) > 0.5) == (scheme == "light")
    context.close()


@pytest.mark.parametrize(("scheme", "width"), [("light", 1440), ("dark", 360)])
def test_axe_finds_nothing(chromium: Browser, address: str, site: Path, scheme: Any, width: int) -> None:
    """Kinds of page on a laptop in light; questions and what is practised on a phone in the dark, all of both with KB_WHOLE."""
    urls = questions(site) if width < 480 else []
    kinds = KINDS if WHOLE else KINDS[::2] if width > 480 else KINDS[-3:]
    drawn = urls if WHOLE else random.Random(4).sample(urls, min(len(urls), 3))
    context = chromium.new_context(color_scheme=scheme, viewport={"width": width, "height": 900})
    page = context.new_page()
    found = {}
    for path in [*kinds, *drawn]:
        page.goto(address + path)
        page.evaluate(AXE)
        found[path] = page.evaluate(
            "axe.run(document).then(r => r.violations.map(v => v.id + ': ' + v.nodes.map(n => n.target.join(' ')).slice(0, 5)))"
        )
    context.close()
    assert {path: problems for path, problems in found.items() if problems} == {}
    prove("access", len(found))


def test_a_permalink_lands_below_the_header(page: Page, address: str) -> None:
    for anchor in ("follow-ups", "pitfalls", "sources"):
        page.goto(address + "q/dpo/#" + anchor)
        page.wait_for_function(
            """anchor => {
              const top = document.getElementById(anchor).getBoundingClientRect().top;
              return top >= document.querySelector(".md-header").getBoundingClientRect().bottom && top < 900;
            }""",
            arg=anchor,
        )


def test_the_language_switch_stays_on_the_question(page: Page, address: str) -> None:
    page.goto(address + "q/dpo/")
    page.click(".kb-switch")
    page.wait_for_url("**/en/q/dpo/")
    assert page.get_attribute("html", "lang") == "en"
    page.click(".kb-switch")
    page.wait_for_url("**/base/q/dpo/")


def copied(page: Page, what: str) -> None:
    """Wait until the clipboard holds such a text."""
    page.wait_for_function(f"navigator.clipboard.readText().then({what})")


def test_copying_the_link_and_the_answer(chromium: Browser, address: str) -> None:
    context = chromium.new_context()
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    page = context.new_page()
    page.goto(address + "q/dpo/#pitfalls")
    page.click("[data-copy=link]")
    copied(page, "text => text.endsWith('q/dpo/')")
    assert page.evaluate("navigator.clipboard.readText()") == address + "q/dpo/"
    page.click("[data-copy=answer]")
    copied(page, "text => text.includes('\\n')")
    lines = page.evaluate("navigator.clipboard.readText()").split("\n")
    assert lines[0].startswith("DPO")
    assert len(lines[1]) > 40
    assert lines[2] == address + "q/dpo/"
    page.locator("#fu-beta, #follow-ups").first.locator(".headerlink").click()
    copied(page, "text => text.includes('#')")
    context.close()


def test_a_bound_number_opens_its_script(page: Page, address: str) -> None:
    page.goto(address + "q/zero-stages/")
    page.locator("a.kb-val").first.click()
    page.wait_for_function("location.hash")
    expect(page.locator(page.evaluate("location.hash"))).to_be_visible()


def test_the_colour_choice_is_remembered(page: Page, address: str) -> None:
    page.goto(address + "q/dpo/")
    before = page.get_attribute("body", "data-md-color-scheme")
    for _ in range(3):
        page.locator("label[for^=__palette]:visible").click()
        if page.get_attribute("body", "data-md-color-scheme") != before:
            break
    chosen = page.get_attribute("body", "data-md-color-scheme")
    assert chosen != before
    page.goto(address + "en/")
    assert page.get_attribute("body", "data-md-color-scheme") == chosen


def test_pages_read_without_javascript(chromium: Browser, address: str) -> None:
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    for path in ("q/dpo/", "corrections/", "most-asked/", ""):
        page.goto(address + path)
        assert page.locator("article.md-content__inner").inner_text().strip()
    page.goto(address + "corrections/?verdict=wrong")
    everything = page.locator("article.kb-correction").count()
    assert page.locator("article.kb-correction:visible").count() == everything > 0
    page.goto(address + "q/dpo/")
    assert page.locator(".katex-html").first.is_visible()
    context.close()


def test_saying_it_first_covers_the_answer_on_demand(page: Page, address: str) -> None:
    page.goto(address + "q/dpo/")
    answer = page.locator(".kb-short > p").first
    assert answer.is_visible()
    page.click("[data-cover]")
    assert not answer.is_visible()
    page.click("[data-cover]")
    assert answer.is_visible()


def test_large_type_is_remembered(page: Page, address: str) -> None:
    page.goto(address + "q/dpo/")
    page.click(".kb-large-type")
    assert pixels(page, ".kb-answer > p", "fontSize") == 20
    page.goto(address + "en/q/dpo/")
    assert pixels(page, ".kb-answer > p", "fontSize") == 20
    assert page.get_attribute(".kb-large-type", "aria-pressed") == "true"


def test_the_bar_of_sections_leaves_room_for_the_rail(page: Page, address: str) -> None:
    page.goto(address + "q/dpo/")
    assert not page.locator(".kb-bar").is_visible()
    assert page.locator(".md-sidebar--secondary").is_visible()
    page.set_viewport_size({"width": 1200, "height": 800})
    assert page.locator(".kb-bar").is_visible()
    assert not page.locator(".md-sidebar--secondary").is_visible()
    assert page.eval_on_selector(".kb-bar", "e => e.getBoundingClientRect().height") == 48


def test_nothing_leaves_the_site(chromium: Browser, address: str) -> None:
    context = chromium.new_context()
    page = context.new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    failed: list[str] = []
    page.on("response", lambda answer: failed.append(answer.url) if answer.status >= 400 else None)
    for path in KINDS if WHOLE else KINDS[::2]:
        page.goto(address + path)
        page.wait_for_load_state("networkidle")
    assert [url for url in asked if not url.startswith((address, "data:"))] == []
    assert failed == []
    assert not any("/search/" in url and not url.endswith("/search/box.js") for url in asked)
    context.close()


def test_print_has_no_furniture(page: Page, address: str) -> None:
    page.goto(address + "q/dpo/")
    page.emulate_media(media="print")
    for selector in (".md-header", ".kb-bar", ".kb-actions", ".kb-beside"):
        assert not page.locator(selector).first.is_visible()
    assert page.locator(".kb-short p").first.is_visible()
    assert page.locator(".kb-print-only").is_visible()
