"""The pages under their own policy: whatever a reader does, nothing of ours is refused; and formulas stand where KaTeX puts them."""

from __future__ import annotations

import json
import random
import re
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from kb import formula_styles, maths, places, policy
from kb.build_state import all_formulas
from kb.model import Library
from playwright.sync_api import Browser, BrowserContext, Page, Route, expect

from tests.browser.test_practice import asked
from tests.browser.test_reading import KINDS, questions
from tests.conftest import ROOT, WHOLE

MATRIX = [(lang, scheme) for lang in ("", "en/") for scheme in ("light", "dark")]
WATCH = """document.addEventListener("securitypolicyviolation", (event) => {
  (window.told ??= []).push(event.violatedDirective);
  window.refused(`${location.pathname}: ${event.violatedDirective} ${event.blockedURI} ${event.sample}`);
})"""
# A tone instead of a microphone, which a machine that runs tests has not.
TONE = """navigator.mediaDevices && (navigator.mediaDevices.getUserMedia = async () => {
  const sound = window.sound = new AudioContext();
  const [tone, out] = [sound.createOscillator(), sound.createMediaStreamDestination()];
  tone.connect(out);
  tone.start();
  return out.stream;
})"""


class Watched:
    """A browser window that notes everything the policy refuses."""

    def __init__(self, context: BrowserContext) -> None:
        self.refused: list[str] = []
        context.expose_binding("refused", lambda source, what: self.refused.append(what))
        context.add_init_script(WATCH)
        context.add_init_script(TONE)
        self.page = context.new_page()
        self.page.on("pageerror", lambda error: self.refused.append(str(error)))


@pytest.fixture
def watched(chromium: Browser, request: pytest.FixtureRequest) -> Iterator[Watched]:
    """In the colours that the test's parameters name, else in light."""
    scheme: Any = getattr(request, "param", "light")
    context = chromium.new_context(color_scheme=scheme, viewport={"width": 1440, "height": 900})
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    yield Watched(context)
    context.close()


def reading(page: Page, address: str, lang: str) -> None:
    """Colours, type, copying, covering, contents, printing, searching, following a result."""
    page.goto(f"{address}{lang}q/dpo/")
    for _ in range(3):
        page.locator("label[for^=__palette]:visible").click()
    page.click(".kb-large-type")
    page.click("[data-copy=answer]")
    page.wait_for_function("document.querySelector('.kb-short [role=status]').textContent")
    page.click("[data-cover]")
    page.locator(".kb-answer .headerlink").first.click()
    page.goto(f"{address}{lang}q/mixed-precision-training/")
    page.locator("a.kb-val").first.click()
    page.locator(".kb-copy-code:visible").first.click()
    page.emulate_media(media="print")
    page.pdf()
    page.emulate_media(media="screen")
    page.fill(".md-search__input", "ppo 显存" if not lang else "ppo memory")
    page.wait_for_selector(".md-search-result__link[href*='/q/ppo']")
    page.wait_for_selector(".md-search-result__link mark")
    page.locator(".md-search-result__link").first.click()
    page.wait_for_function("CSS.highlights.get('kb-found')?.size > 0")
    page.goto(f"{address}{lang}?q=rope")
    page.wait_for_selector(".md-search-result__link")


def lists(page: Page, address: str, lang: str) -> None:
    """Sorting, filtering, plans, a widget."""
    page.goto(f"{address}{lang}most-asked/")
    page.select_option("[data-sort] select", "difficulty-")
    page.goto(f"{address}{lang}corrections/")
    page.select_option("[data-filter] [name=verdict]", "wrong")
    page.goto(f"{address}{lang}plans/")
    page.locator("[data-day] input").first.check()
    page.goto(f"{address}{lang}q/zero-stages/")
    page.locator("[data-widget=zero] [data-right]").click()
    page.fill("[data-widget=zero] [name=gpus]", "32")
    assert page.locator(".kb-w-bars li").count() > 1
    assert page.locator(".kb-w-track > span").first.bounding_box()["width"] > 0  # type: ignore[index]


def practising(page: Page, address: str, lang: str, folder: Path) -> None:
    """A card said and graded, progress saved and brought back."""
    page.goto(f"{address}{lang}practice/#attention-scaling-sqrt-dk")
    asked(page)
    page.click("[data-do=reveal]")
    page.locator(".kb-card fieldset input").first.check()
    page.click("[data-grade='3']")
    page.goto(f"{address}{lang}practice/")
    page.click("[data-part=carry] summary")
    with page.expect_download() as download:
        page.click("[data-carry=save]")
    download.value.save_as(folder / "saved.json")
    page.set_input_files("[data-part=carry] input", folder / "saved.json")
    expect(page.locator("[data-part=carry] [role=status] button")).to_be_visible()
    page.goto(f"{address}{lang}q/attention-scaling-sqrt-dk/")
    expect(page.locator(".kb-chip-progress")).to_have_count(1)


def interview(page: Page, address: str, lang: str) -> None:
    """With what was said recorded and heard again."""
    page.goto(f"{address}{lang}mock-interview/?ask=dpo,dpo:fu-beta")
    page.check("[name=sound]")
    page.click("[data-do=begin]")
    for _ in range(2):
        heard = page.evaluate(
            "new Promise((done) => { const tell = () => window.sound ? done(sound.currentTime) : setTimeout(tell, 10); tell(); })"
        )
        page.wait_for_function("heard => sound.currentTime > heard + 0.4", arg=heard)
        page.click("[data-do=done]")
    expect(page.locator("audio[src^='blob:']")).to_have_count(2)
    page.wait_for_function(
        "[...document.querySelectorAll('audio')].every((sound) => sound.readyState > 0 || sound.error)"
    )
    assert page.evaluate("[...document.querySelectorAll('audio')].map((sound) => sound.error?.message ?? '')") == [
        "",
        "",
    ]
    page.click("[data-do=result]")
    page.goto(f"{address}{lang}mock-interview/?ask=dpo,dpo:fu-beta")
    page.click("[data-do=script]")
    expect(page.locator("[data-part=sheet] > li")).to_have_count(2)


@pytest.mark.parametrize(
    ("watched", "lang"), [(s, g) for g, s in MATRIX] if WHOLE else [("dark", "en/")], indirect=["watched"]
)
def test_nothing_of_ours_is_refused(watched: Watched, address: str, lang: str, tmp_path: Path) -> None:
    reading(watched.page, address, lang)
    lists(watched.page, address, lang)
    practising(watched.page, address, lang, tmp_path)
    interview(watched.page, address, lang)
    assert watched.refused == []


def test_every_kind_of_page_is_whole_under_its_policy(watched: Watched, address: str, site: Path) -> None:
    """Every page with KB_WHOLE; the style sheets and the script count, so a policy that refuses them would show."""
    urls = questions(site)
    for path in [*(KINDS if WHOLE else KINDS[::2]), *(urls if WHOLE else random.Random(11).sample(urls, 2))]:
        watched.page.goto(address + path)
        assert watched.page.evaluate("!document.documentElement.classList.contains('no-js')"), path
        assert watched.page.evaluate("[...document.styleSheets].every((sheet) => sheet.cssRules.length)"), path
    assert watched.refused == []


def test_from_a_folder_on_disk_nothing_is_refused(watched: Watched, site: Path) -> None:
    """`'self'` holds for files, too: what a page loads and what its scripts load."""
    page = watched.page
    page.goto((site / "q/attention-scaling-sqrt-dk/index.html").as_uri())
    assert page.evaluate("document.fonts.ready.then((fonts) => [...fonts].some((font) => font.status === 'loaded'))")
    page.fill(".md-search__input", "rope")
    page.wait_for_selector(".md-search-result__link")
    page.goto((site / "en/practice/index.html").as_uri() + "#dpo")
    asked(page)
    page.click("[data-do=reveal]")
    expect(page.locator(".kb-said")).to_be_visible()
    assert watched.refused == []


def test_what_is_not_ours_is_refused(watched: Watched, address: str) -> None:
    """The policy works: a script, a style and a picture that somebody brought onto the page."""
    page = watched.page
    page.goto(address + "q/dpo/")
    page.evaluate("""() => {
      const add = (name, made) => document.body.append(Object.assign(document.createElement(name), made));
      add("script", { textContent: "window.ran = true" });
      add("div", { innerHTML: "<b style='color: red' onclick='window.ran = true'>x</b>" });
      document.querySelector("[onclick]").click();
      add("img", { src: "https://example.com/x.png" });
      add("iframe", { src: "https://example.com/" });
    }""")
    wanted = ["script-src-elem", "style-src-attr", "script-src-attr", "img-src", "frame-src"]
    page.wait_for_function("wanted => wanted.every((name) => window.told?.includes(name))", arg=wanted)
    assert page.evaluate("window.ran") is None


PLAIN = """
import { createRequire } from "node:module";
import { readFileSync } from "node:fs";
const katex = createRequire(`${process.cwd()}/package.json`)("katex");
const wanted = JSON.parse(readFileSync(0, "utf8"));
process.stdout.write(JSON.stringify(wanted.map(([tex, display]) => katex.renderToString(tex, { displayMode: display, trust: true }))));
"""
KATEX = ROOT / "node_modules/katex/dist"
SHEET = (
    '<!doctype html><meta charset="utf-8">{policy}<link rel="stylesheet" href="katex/katex.min.css">'
    "<style>{rules}</style>{formulas}"
)
TEXT = "p { font-size: 17px; line-height: 1.6; }"  # as on our pages, the closer of the two languages
DRAWN = """() => document.fonts.ready.then(() => [...document.querySelectorAll(".katex-html")].map((formula) => {
  const walk = document.createTreeWalker(formula, NodeFilter.SHOW_TEXT), range = document.createRange(), seen = [];
  const note = (name, one) => { const { x, y, width, height } = one.getBoundingClientRect(); seen.push([name, x, y, width, height]); };
  note("", formula);
  while (walk.nextNode()) [...walk.currentNode.data].forEach((letter, i) => {
    if (letter === "\\u200b") return; // nothing is drawn
    range.setStart(walk.currentNode, i);
    range.setEnd(walk.currentNode, i + 1);
    note(letter, range);
  });
  for (const line of formula.querySelectorAll(".frac-line, .hline, .hdashline, .rule, .underline-line, .overline-line, svg")) note("", line);
  return seen;
}))"""


def given(html: str) -> Callable[[Route], None]:
    """Answers every request with this page."""
    return lambda route: route.fulfill(body=html, content_type="text/html")


# What KaTeX can draw and our pages happen not to use now.
OTHERS = [
    (
        r"\boxed{x}\sqrt[3]{x}\overbrace{a+b}^{n}\underbrace{c}_{m}\widehat{abc}\overrightarrow{AB}\cancel{x}\vec{v}",
        True,
    ),
    (r"\begin{array}{|c:c|}\hline a&b\\\hline c&d\end{array}\begin{cases}1\\2\end{cases}\Bigg(\dfrac12\Bigg)", True),
    (
        r"\xrightarrow[b]{a}\raisebox{1em}{x}\rule{1em}{2em}\not=\textstyle\sum_i^n\mathring{a}\kern-1em f\mathrlap{x}y",
        True,
    ),
]


def misplaced(theirs: list[list[Any]], ours: list[list[Any]]) -> list[list[Any]]:
    """What KaTeX draws and we do not draw there, or the other way round; the order of the elements says nothing."""
    left, missing = list(ours), []
    for name, *place in theirs:
        near = (o for o in left if o[0] == name and all(abs(a - b) < 0.1 for a, b in zip(place, o[1:], strict=True)))
        if found := next(near, None):
            left.remove(found)
        else:
            missing.append([name, *place])
    return missing + left


def test_formulas_stand_where_katex_puts_them(page: Page, address: str, library: Library) -> None:
    """Drawn by KaTeX with style attributes and no policy, and by us with classes under a policy without `unsafe-inline` and with fewer elements: every letter
    and every line in the same place, to a tenth of a pixel. All with KB_WHOLE."""
    known = sorted(all_formulas(library))
    drawn = [*OTHERS, *(known if WHOLE else random.Random(5).sample(known, 25))]
    texts = [[maths.bound(tex), display] for tex, display in drawn]
    done = subprocess.run(
        ["node", "--input-type=module", "-e", PLAIN],
        input=json.dumps(texts),
        capture_output=True,
        text=True,
        cwd=ROOT,
        check=True,
    )
    rendered = maths.render(ROOT, set(drawn))
    ours = [rendered[formula].html for formula in drawn]
    assert not any(rendered[formula].error for formula in drawn)
    rules = TEXT + places.rules("".join(ours)) + (ROOT / formula_styles.OWN).read_text(encoding="utf-8")
    strict = "default-src 'none'; font-src 'self'; style-src 'self' " + policy.hashed(rules)
    meta = f'<meta http-equiv="Content-Security-Policy" content="{strict}">'
    page.route("**/katex/**", lambda route: route.fulfill(path=KATEX / route.request.url.partition("/katex/")[2]))
    for at in range(0, len(drawn), 200):
        plain = SHEET.format(
            policy="",
            rules=TEXT + ".katex { font-size: 1.08em; }",
            formulas="".join(f"<p>{x}</p>" for x in json.loads(done.stdout)[at : at + 200]),
        )
        classed = SHEET.format(policy=meta, rules=rules, formulas="".join(f"<p>{x}</p>" for x in ours[at : at + 200]))
        seen = []
        for n, html in enumerate((plain, classed)):
            page.route(f"**/formulas-{n}.html", given(html))
            page.goto(f"{address}formulas-{n}.html")
            seen.append(page.evaluate(DRAWN))
            page.unroute(f"**/formulas-{n}.html")
        for formula, theirs, own in zip(drawn[at : at + 200], *seen, strict=True):
            assert misplaced(theirs, own) == [], formula
    assert len(re.findall(r' style=\\"', done.stdout)) > 100
    assert ' style="' not in "".join(ours)
