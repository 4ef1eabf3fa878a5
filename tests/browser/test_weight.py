"""What a first visit costs, in requests and bytes, and that the style sheet which the build cuts down lacks nothing that a page or a script uses."""

from __future__ import annotations

import contextlib
import functools
import http.server
import random
import re
import threading
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from queue import SimpleQueue
from typing import Any, Literal
from urllib.parse import urlsplit

import bench_pages
import pytest
from kb import styles
from playwright.sync_api import Browser, Page

from tests.conftest import ROOT, WHOLE, Below

MOST = 90_000  # bytes, compressed
FIRST_SCREEN = "() => [...document.querySelectorAll('.kb-short, .kb-short > p')].every(e => e.getBoundingClientRect().top < innerHeight)"


def first_visit(chromium: Browser, site: Path, path: str, width: int = 1280) -> dict[str, Any]:
    """Not slowed down: bytes, requests and shifts do not depend on it."""
    page = bench_pages.Visited("ours", site, path, "")
    return bench_pages.visit(chromium, page, slow=False, width=width)


def question_pages(site: Path) -> list[str]:
    return sorted(page.parent.relative_to(site).as_posix() + "/" for page in site.glob("**/q/*/index.html"))


def test_the_heaviest_page_is_light(chromium: Browser, site: Path) -> None:
    found = first_visit(chromium, site, f"q/{bench_pages.heaviest(site)}/")
    assert found["all"] <= MOST
    assert found["hosts"] == 0


def beginning(html: str) -> str:
    """Of a question's page what comes before the text of its short answer."""
    return html[: html.index("<p>", html.index('id="short"'))]


def test_the_answer_needs_the_page_alone(site: Path) -> None:
    """Nothing stands between a reader and the answer, formulas or not; what follows asks for a sheet, and for another where it has formulas."""
    for path in question_pages(site):
        html = (site / path / "index.html").read_text(encoding="utf-8")
        assert not re.search(r'rel="(stylesheet|preload)"|<script src', beginning(html)), path
        assert html.count('<link rel="stylesheet"') == (2 if 'class="katex' in html else 1), path
        assert len(bench_pages.packed(site / path / "index.html")) <= MOST / 2, path


UNREAD = "[...document.styleSheets].every(sheet => { try { return !sheet.href || !sheet.cssRules; } catch { return true; } })"
PLACES = """() => [...document.querySelectorAll('.md-header *, .kb-chips *, h1, .kb-short, .kb-short *')].map(e => {
  const {x, y, width, height} = e.getBoundingClientRect(), look = getComputedStyle(e);
  return [e.tagName + '.' + e.className, x, y, width, height, look.color, look.backgroundColor, look.font, look.textDecoration, look.visibility, look.opacity].join(' ');
})"""


@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_answer_looks_the_same_before_the_style_sheet_comes(
    chromium: Browser, address: str, site: Path, width: int, scheme: Literal["light", "dark"]
) -> None:
    """Of everything above the rest of a question: place, size, colours and type. With KB_WHOLE each question on one of the four screens."""
    urls = question_pages(site)
    share = urls[(width > 360) * 2 + (scheme == "dark") :: 4]
    context = chromium.new_context(
        viewport={"width": width, "height": 800}, color_scheme=scheme, service_workers="block"
    )
    page = context.new_page()
    for path in share if WHOLE else ["q/ppo-loss/", "en/q/code-gqa-kv-cache/", *random.Random(width).sample(urls, 1)]:
        page.goto(address + path)
        after = page.evaluate(PLACES)
        page.route("**/assets/kb/*.css", lambda route: route.abort())
        page.goto(address + path)
        assert page.evaluate(UNREAD)
        assert page.evaluate(PLACES) == after, path
        page.unroute_all()
    context.close()


def test_nothing_moves_while_a_page_comes(chromium: Browser, site: Path) -> None:
    """Formulas, figures, tables, what scripts add: each has its place from the start."""
    urls = question_pages(site)
    drawn = urls if WHOLE else random.Random(2).sample(urls, 1)
    moved = {}
    kinds = ("corrections/?verdict=outdated", "", "systems/", "en/most-asked/", "corrections/", "plans/", "practice/")
    for path in (*(kinds if WHOLE else kinds[:1]), "q/dpo/", *drawn):
        for width in (360, 1280):
            found = first_visit(chromium, site, path, width)
            if found["shift"]:
                moved[path, width] = found["shift"], found["moved"]
    assert moved == {}


class Slowly(Below):
    """One page comes in the parts that a test hands over, an empty one at the end; all else as ever."""

    def __init__(self, *given: Any, slow: str, parts: SimpleQueue[bytes], directory: str) -> None:
        self.slow, self.parts = slow, parts
        super().__init__(*given, directory=directory)

    def copyfile(self, source: Any, outputfile: Any) -> None:
        if self.path != self.slow:
            super().copyfile(source, outputfile)
            return
        while part := self.parts.get():
            outputfile.write(part)


# Of each element that is seen, where it stood first.
STAND = """() => {
  self.stood ??= new Map();
  for (const e of document.body.querySelectorAll("*")) {
    const { left, top, width, height } = e.getBoundingClientRect();
    const seen = width * height && top < innerHeight && e.checkVisibility({ visibilityProperty: true }) && !e.closest(".katex-mathml");
    if (seen && !stood.has(e)) stood.set(e, [left, top]);
  }
  return stood.size;
}"""
MOVED = """() => [...stood].flatMap(([e, was]) => {
  const { left, top } = e.getBoundingClientRect();
  return left === was[0] && top === was[1] ? [] : [[e.outerHTML.slice(0, 80), was, [left, top]]];
})"""


@contextlib.contextmanager
def in_pieces(
    chromium: Browser, site: Path, path: str, width: int, pieces: list[str]
) -> Iterator[tuple[Page, Iterator[None]]]:
    """A page of which the first piece has come, and what sends the next, a moment after the last, until the whole is there."""
    parts: SimpleQueue[bytes] = SimpleQueue()
    handler = functools.partial(Slowly, directory=str(site), slow=f"/base/{path}", parts=parts)
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    page = chromium.new_page(viewport={"width": width, "height": 800}, service_workers="block")
    parts.put(pieces[0].encode())
    page.goto(f"http://127.0.0.1:{server.server_address[1]}/base/{path}", wait_until="commit")

    def send() -> Iterator[None]:
        for piece in pieces[1:]:
            page.wait_for_timeout(70)
            yield
            parts.put(piece.encode())
        parts.put(b"")
        page.wait_for_load_state()
        page.wait_for_timeout(300)

    try:
        yield page, send()
    finally:
        page.close()
        server.shutdown()


def cut(html: str, places: list[int]) -> list[str]:
    """The text cut at these places."""
    return [html[begin:end] for begin, end in pairwise([0, *sorted(places), len(html)])]


@pytest.mark.parametrize(("path", "width"), [("q/learning-rate-annealing/", 360), ("en/q/attention-qkv/", 1280)])
def test_what_has_come_stands_where_it_will_stand(chromium: Browser, site: Path, path: str, width: int) -> None:
    """In pieces, as on a slow network: header, bar and the beginning of what stands beside tag by tag, the text cut in formulas, lists, tables."""
    html = (site / path / "index.html").read_text(encoding="utf-8")
    header, text, bar = (html.index(begun) for begun in ('class="kb-switch', "<article", 'class="kb-bar'))
    tags = [tag.end() for tag in re.finditer(">", html)]
    middle = [at for at in tags if text < at < (text + bar) / 2]
    sides = [side.start() for side in re.finditer('<nav class="md-nav ', html) if width > 1220]  # a phone hides them
    beside = [at for at in tags if any(side < at < side + 700 for side in sides)]
    furniture = [at for at in tags if header < at < text or bar < at]
    pieces = cut(html, [*furniture, *beside, *random.Random(width).sample(middle, 40)])
    with in_pieces(chromium, site, path, width, pieces) as (page, sent):
        page.wait_for_selector(".kb-switch", state="attached")
        for _ in sent:
            seen = page.evaluate(STAND)
        assert seen > 50
        assert page.evaluate(MOVED) == []


@pytest.mark.parametrize("path", ["why-trust/", "en/coverage/"])
def test_a_table_that_came_row_by_row_looks_like_any_other(
    chromium: Browser, address: str, site: Path, path: str
) -> None:
    """Its type and lines are those that it has without any script."""
    look = """() => [...document.querySelectorAll("article table")].map(table => {
      const { fontSize, borderTopWidth, display } = getComputedStyle(table);
      return [fontSize, borderTopWidth, display, table.getBoundingClientRect().width];
    })"""
    plain = chromium.new_page(viewport={"width": 360, "height": 800}, java_script_enabled=False)
    plain.goto(address + path)
    html = (site / path / "index.html").read_text(encoding="utf-8")
    rows = [row.end() for row in re.finditer("</tr>", html)]
    with in_pieces(chromium, site, path, 360, cut(html, rows[:: max(1, len(rows) // 10)])) as (page, sent):
        assert len(list(sent)) > 5
        assert page.evaluate(look) == plain.evaluate(look)
    plain.close()


def test_what_is_remembered_moves_nothing(chromium: Browser, address: str) -> None:
    """Dark colours and large type chosen before are there with the first paint."""
    context = chromium.new_context()
    page = context.new_page()
    page.goto(address)
    page.evaluate("localStorage.setItem('kb-scheme', 'dark'); localStorage.setItem('kb-large', '1')")
    page.add_init_script(
        "new PerformanceObserver(l => l.getEntries().forEach(e => { self.shift = (self.shift ?? 0) + e.value; })).observe({type: 'layout-shift', buffered: true});"
        "self.first = new Promise(r => requestAnimationFrame(() => r(getComputedStyle(document.body).backgroundColor)));"
    )
    page.goto(address + "q/dpo/")
    assert (
        page.evaluate("self.first")
        == page.evaluate("getComputedStyle(document.body).backgroundColor")
        != "rgb(255, 255, 255)"
    )
    assert page.evaluate("self.shift ?? 0") == 0
    context.close()


USED = """() => {
  const classes = new Set();
  for (const element of document.querySelectorAll('*')) for (const name of element.classList) classes.add(name);
  return [...classes];
}"""


def test_the_sheet_holds_the_rules_of_every_class_on_the_pages(page: Page, address: str, site: Path) -> None:
    """Each rule of Material's that speaks of classes which stand together on a page is in our sheet, dark colours and print included."""
    kept = styles.sheet(ROOT).text
    urls = question_pages(site)
    for path in [
        "",
        "systems/",
        "practice/",
        "en/mock-interview/",
        "plans/",
        "corrections/",
        "cheat-sheet/rlhf/",
        "404.html",
        *random.Random(3).sample(urls, len(urls) if WHOLE else 2),
    ]:
        page.goto(address + path)
        classes = set(page.evaluate(USED))
        for css in styles.material():
            for name in set(re.findall(r"\.(-?[a-zA-Z][\w-]*)", re.sub(r"url\([^)]*\)", "", css))) & classes:
                assert re.search(rf"\.{name}(?![\w-])", kept), f"{path}: {name}"


def test_the_same_sources_give_the_same_sheet_under_the_same_name(site: Path) -> None:
    found = styles.sheet(ROOT)
    assert (site / found.name).read_text(encoding="utf-8") == found.text
    assert len(list((site / "assets/kb").glob("site-*.css"))) == 1


def test_states_that_scripts_set_have_their_look(page: Page, address: str) -> None:
    page.goto(address + "q/dpo/")
    hidden = page.eval_on_selector(".md-search__output", "e => getComputedStyle(e).opacity")
    page.evaluate("document.getElementById('__search').click()")
    page.wait_for_function("getComputedStyle(document.querySelector('.md-search__output')).opacity === '1'")
    assert hidden == "0"
    page.keyboard.press("Escape")
    page.set_viewport_size({"width": 360, "height": 700})
    left = "document.querySelector('.md-sidebar--primary').getBoundingClientRect().left"
    page.wait_for_function(f"{left} < 0")
    page.click("header label[for=__drawer]")
    page.wait_for_function(f"{left} === 0")


def test_a_listing_comes_when_it_is_opened(page: Page, address: str) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(urlsplit(request.url).path))
    page.goto(address + "q/zero-stages/")
    assert not [path for path in asked if "/verify/" in path]
    page.locator(".kb-verify summary").first.click()
    code = page.locator(".kb-verify .highlight code").first
    code.wait_for()
    name = page.get_attribute(".kb-verify", "data-listing")
    assert code.inner_text().strip() == (ROOT / f"docs/verify/{name}.py").read_text(encoding="utf-8").strip()
    assert page.locator(".kb-verify .highlight code span.k, .kb-verify .highlight code span.kn").count() > 0


def test_a_listing_reads_without_javascript(chromium: Browser, address: str) -> None:
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(address + "q/zero-stages/")
    page.locator(".kb-verify summary").first.click()
    link = page.locator(".kb-verify a").first
    assert link.is_visible()
    assert "VALUES" in page.request.get(link.evaluate("a => a.href")).text()
    context.close()


SEEN = "id => document.getElementById(id).getBoundingClientRect().top"
ENDED = "scrollY >= document.documentElement.scrollHeight - innerHeight - 2"
TOLD = "[...document.querySelectorAll('.md-content [id]')].filter(e => e.checkVisibility() && !e.closest('details:not([open])')).map(e => e.id)"


@pytest.mark.parametrize("width", [360, 1280])
def test_a_link_to_a_place_leads_there(chromium: Browser, address: str, site: Path, width: int) -> None:
    """What lies between has its height, although on another visit it is laid out late; and who loads the page again stays where he was."""
    urls = question_pages(site)
    context = chromium.new_context(viewport={"width": width, "height": 720}, service_workers="block")
    page = context.new_page()
    for path in urls if WHOLE else random.Random(6).sample(urls, 2):
        page.goto(address + path)
        places = page.evaluate(TOLD)[4:]
        for place in places[:: 1 + len(places) // 4]:
            page.goto("about:blank")
            page.goto(f"{address}{path}#{place}")
            assert 0 <= page.evaluate(SEEN, place) <= 160 or page.evaluate(ENDED), f"{path}#{place}"
        for browsers_own in ("auto", "manual"):  # what the browser itself does about it comes and goes
            page.goto("about:blank")
            page.goto(address + path)
            page.evaluate("own => (history.scrollRestoration = own)", browsers_own)
            page.evaluate("document.querySelector('.kb-chips').append(document.createElement('li'))")  # comes late
            page.locator(".kb-pitfalls h2").scroll_into_view_if_needed()
            page.evaluate("new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")
            was = page.evaluate(SEEN, "pitfalls")
            page.reload()
            page.wait_for_function(f"was => Math.abs(({SEEN})('pitfalls') - was) < 3", arg=was)
    context.close()


@pytest.mark.parametrize("path", ["q/dpo/", "en/q/attention-scaling-sqrt-dk/"])
def test_what_is_laid_out_late_is_all_there(page: Page, address: str, path: str) -> None:
    """Found by a search in the page, printed, and led to by a link."""
    page.goto(address + path)
    assert page.locator(".katex").count() > 40
    last = page.locator(".kb-pitfalls > *").last
    last.scroll_into_view_if_needed()
    assert page.evaluate("e => e.checkVisibility({contentVisibilityAuto: true})", last.element_handle())
