"""What any text may hold, and what comes from a reader: nothing of it runs, draws or fetches, so the policy has nothing to refuse.

The texts that `make check` refuses are in `tests/unit/test_hostile_content.py`.
"""

from __future__ import annotations

import functools
import http.server
import json
import random
import threading
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import quote

import pytest
import yaml
from kb import build, read
from playwright.sync_api import Browser, Dialog, Page, expect

from tests.browser.test_practice import asked
from tests.conftest import WHOLE, Below, Project, lay_out

EVIL = "https://evil.example/"
# One that fits everywhere: it closes what it may stand in, then tries an element and a handler.
BOMB = "x'\"></title></script></style></textarea></svg>--><img src=https://evil.example/p onerror=alert(1)><script>alert(1)</script>"
SHORT = "<img src=https://evil.example/p onerror=alert(1)>"
CODE = "`<img src=https://evil.example/p onerror=alert(1)></code></pre><script>alert(1)</script>`"
PAGES = (
    "", "q/alpha/", "q/beta/", "one/", "most-asked/", "corrections/", "glossary/", "coverage/", "plans/", "practice/", "mock-interview/",
    "cheat-sheet/one/",
)  # fmt: skip


def planted(project: Project) -> None:
    """Payloads in every field that takes any text."""
    for lang, answer in (("zh", "因为它在前。"), ("en", "Because it comes first.")):
        path = f"docs/{lang}/one/alpha.md"
        fence = f"```python\n{BOMB}\n```\n\n~~~html\n{BOMB}\n~~~"
        project.edit(path, answer, f"{answer} {CODE}\n\n{fence}\n\n$\\text{{{SHORT}}}$")
        title = "# 甲是什么，占多少？" if lang == "zh" else "# What is alpha and how large is it?"
        project.edit(path, title, f"{title} {CODE}")
        project.edit(path, "{ #detail }", f"{CODE} {{ #detail }}")
        project.edit(path, "| 大小 |" if lang == "zh" else "| Size |", f"| {CODE} |")
        project.edit(path, "甲比乙大。" if lang == "zh" else "Alpha is larger than beta.", f"x {CODE}")
    project.edit(
        "docs/zh/one/alpha.md",
        "甲术 = Alpha Method",
        json.dumps(f"甲术{SHORT} = Alpha Method{SHORT}", ensure_ascii=False),
    )
    project.edit("docs/zh/one/alpha.md", "[alfa]", json.dumps([f"alfa{BOMB}"]))
    project.edit("data/sources.yml", '"Ada Adams"', json.dumps(BOMB))
    project.edit("data/sources.yml", '"A Study of Alpha"', json.dumps(f"A Study {BOMB}"))
    project.edit("data/sources.yml", '"Journal of Letters"', json.dumps(f"Journal {BOMB}"))
    project.edit("data/stages.yml", "zh: 第一阶段", "zh: " + json.dumps(f"第一阶段{BOMB}", ensure_ascii=False))
    project.edit("data/stages.yml", "en: Stage one", "en: " + json.dumps(f"Stage one{BOMB}"))
    project.edit("data/seeds.yml", '"甲是什么"', json.dumps(f"甲是什么{BOMB}", ensure_ascii=False))
    project.edit("data/synonyms.yml", "[甲法, Alpha way]", json.dumps(["甲法", f"Alpha way{BOMB}"], ensure_ascii=False))
    project.edit("data/errata.yml", "finder: Clara Cole", "finder: " + json.dumps(f"Clara {BOMB}"))
    project.edit("data/errata.yml", "check: verify", "check: " + json.dumps(BOMB) + " #")
    project.edit("data/errata.yml", "甲占 3 GB。", json.dumps(f"甲占 {CODE}。", ensure_ascii=False))
    for old, new in (
        ("claim: 甲占 3 GB。", "claim"),
        ("right: Alpha takes 2 GB, $x=1$.", "right"),
        ("why: 少算了一半。", "why"),
    ):
        project.edit(
            "data/corrections/000.yml",
            old,
            f"{new}: " + json.dumps(f"甲 {CODE}" if new != "right" else f"A {CODE}", ensure_ascii=False),
        )
    project.edit(
        "docs/figures/alpha.svg", "一个方块", BOMB.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    )
    project.edit("docs/figures/alpha.svg", '<tspan lang="zh">甲', '<tspan lang="zh">' + BOMB.replace("<", "&lt;"))
    project.edit("docs/verify/alpha_size.py", "size = 1 + 1", f"size = 1 + 1  # {BOMB}")
    words = yaml.safe_load(project.read("data/ui.yml"))
    for texts in words.values():
        for lang in texts:
            texts[lang] += BOMB
    project.write("data/ui.yml", yaml.safe_dump(words, allow_unicode=True))
    bars = {
        "title": BOMB,
        "ask": BOMB,
        "guesses": f"1{BOMB}|*2",
        "guess_right": BOMB,
        "guess_wrong": BOMB,
        "params": BOMB,
        "gpus": BOMB,
        "traffic": BOMB,
    }
    record = {key: {"zh": text, "en": text} for key, text in bars.items()} | {"example": {"zh": SHORT, "en": SHORT}}
    project.write(
        "data/widgets.yml", yaml.safe_dump({"zero": {"questions": ["alpha"], "words": record}}, allow_unicode=True)
    )


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The small project with a payload in every field, built."""
    folder = tmp_path_factory.mktemp("hostile")
    (folder / "cache").mkdir()
    project = lay_out(folder / "kb", folder / "cache")
    planted(project)
    project.publish()
    assert [str(p) for p in project.problems()] == []
    assert build.render(project.root, folder / "site", read.read(project.root)) == []
    return folder / "site"


@pytest.fixture(scope="module")
def place(hostile: Path) -> Iterator[str]:
    """Where it is served."""
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Below, directory=str(hostile)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_address[1]}/base/"
    server.shutdown()


class Quiet:
    """A page, and everything that should not happen on it."""

    def __init__(self, browser: Browser, place: str) -> None:
        self.heard: list[str] = []
        self.context = browser.new_context()
        self.context.expose_binding("refused", lambda source, what: self.heard.append(what))
        self.context.add_init_script(
            "window.alert = (x) => window.refused(`ran: ${x}`);"
            "document.addEventListener('securitypolicyviolation', (e) => window.refused(`${e.violatedDirective} ${e.blockedURI}`))"
        )
        self.context.on(
            "request",
            lambda asked: self.heard.append(asked.url) if not asked.url.startswith((place, "data:", "blob:")) else None,
        )
        self.page = self.context.new_page()
        self.page.on("dialog", self._dialog)
        self.page.on("pageerror", lambda error: self.heard.append(str(error)))

    def _dialog(self, dialog: Dialog) -> None:
        self.heard.append(dialog.message)
        dialog.dismiss()


@pytest.fixture
def quiet(chromium: Browser, place: str) -> Iterator[Quiet]:
    watched = Quiet(chromium, place)
    yield watched
    watched.context.close()
    assert watched.heard == []


class Brought(HTMLParser):
    """Elements and handlers that a payload brought onto a page."""

    def __init__(self, path: Path) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[str] = []
        self.feed(path.read_text(encoding="utf-8"))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found += [
            f"<{tag}>"
            for key, value in attrs
            if key.startswith("on") or (key in ("src", "href") and EVIL in (value or ""))
        ]
        self.found += ["<img>"] if tag == "img" else []


def test_no_payload_becomes_an_element(hostile: Path) -> None:
    """On any page, in any exported file that holds HTML; each of them is there as text."""
    pages = [path for path in hostile.rglob("*.html") if Brought(path).found]
    assert pages == []
    for name in (
        "q/alpha/index.html",
        "corrections/index.html",
        "coverage/index.html",
        "glossary/index.html",
        "index.html",
    ):
        assert "&lt;img src=https://evil.example/p" in (hostile / name).read_text(encoding="utf-8"), name
    rows = json.loads((hostile / "api/questions.json").read_text(encoding="utf-8"))
    assert EVIL in json.dumps(rows)
    assert "<script>" not in (hostile / "sitemap.xml").read_text(encoding="utf-8")


def test_no_page_runs_what_stands_in_it(quiet: Quiet, place: str) -> None:
    for prefix in ("", "en/") if WHOLE else ("",):
        for path in PAGES:
            quiet.page.goto(place + prefix + path)
            assert quiet.page.locator(f"[src^='{EVIL}'], [onerror]").count() == 0


def test_a_search_shows_payloads_as_text(quiet: Quiet, place: str) -> None:
    """Titles, stages, code blocks in the text that was found: the hole that other search boxes had."""
    page = quiet.page
    for query in ("甲", "evil.example", "alert onerror", "alfa"):
        page.goto(f"{place}?q={quote(query)}")
        page.wait_for_selector(".md-search-result__link")
        page.wait_for_selector(".md-search-result__link article p:not(.kb-small)")
        assert page.locator(".md-search-result img, .md-search-result script").count() == 0
    page.locator(".md-search-result__link").first.click()
    page.wait_for_url("**/q/**")


def test_practice_shows_payloads_as_text(quiet: Quiet, place: str) -> None:
    page = quiet.page
    page.goto(place + "practice/#alpha")
    asked(page)
    page.click("[data-do=reveal]")
    expect(page.locator(".kb-said")).to_be_visible()
    page.goto(place + "mock-interview/?ask=alpha,alpha:fu-why")
    page.click("[data-do=script]")
    expect(page.locator("[data-part=sheet] > li")).to_have_count(2)
    page.goto(place + "q/alpha/")
    page.locator("[data-widget=zero] button").first.press("Enter")  # a click may end beside it
    page.fill("[data-widget=zero] [name=gpus]", "8")
    assert page.locator("article img, [onerror]").count() == 0


GIVEN = [
    BOMB,
    SHORT,
    "javascript:alert(1)",
    "'-alert(1)-'",
    "{{7*7}}${alert(1)}",
    "%3Cimg%20src%3Dx%20onerror%3Dalert(1)%3E",
    "__proto__",
    "constructor",
    "%E0%A4%A",
]


def addresses(place: str) -> list[str]:
    """Every way in which an address says something to a page."""
    return [
        place + path + (text if text.startswith("%") else quote(text, safe=""))
        for text in GIVEN
        for path in (
            "?q=", "q/alpha/?q=", "q/alpha/#", "practice/?card=", "practice/#", "mock-interview/?ask=", "mock-interview/?ask=alpha,", "q/alpha/?w-zero=gpus:",
            "q/alpha/?w-zero=", "corrections/?verdict=", "corrections/?stage=", "corrections/#", "plans/#", "most-asked/?x=",
        )
    ]  # fmt: skip


def test_an_address_can_bring_nothing(quiet: Quiet, place: str) -> None:
    """The two holes that Material's search had came through `?q=`; here every address that a page reads (with KB_WHOLE, else some)."""
    every = addresses(place)
    for address in every if WHOLE else random.Random(8).sample(every, 8):
        quiet.page.goto("about:blank")
        quiet.page.goto(address)
        assert quiet.page.locator(f"[src^='{EVIL}'], [onerror]").count() == 0, address
        assert quiet.heard == [], address


CARD = {"s": 1, "d": 5, "last": 1, "due": 1, "reps": 1, "lapses": 0, "state": 2, "step": 0, "grade": 1, "rev": 1}
STORED = {
    "kb2/card/alpha": [
        BOMB,
        "{",
        json.dumps(BOMB),
        json.dumps({**CARD, "s": BOMB}),
        json.dumps({**CARD, "__proto__": {"x": BOMB}}),
        "[]",
        "null",
    ],
    "kb2/card/" + SHORT: [json.dumps(CARD)],
    "kb2/card/__proto__": [json.dumps(CARD)],
    "kb2/log": [BOMB, json.dumps([[BOMB, 1, 1, 1, 1]]), json.dumps([["alpha", 1, 1, BOMB]]), "{}"],
    "kb2/settings": [
        BOMB,
        json.dumps({"date": BOMB, "minutes": BOMB, "stages": [BOMB], "keys": BOMB}),
        json.dumps([1]),
    ],
    "kb2/plan": [BOMB, json.dumps([BOMB]), json.dumps([{"x": 1}])],
    "kb-practice-1": [BOMB, json.dumps({SHORT: {"said": 1, "missed": 1, "last": True}, "alpha": BOMB})],
    "kb-scheme": [BOMB, "constructor"],
    "kb-large": [BOMB],
    "kb-marks": [
        BOMB,
        json.dumps({"id": "alpha", "words": [BOMB, ".*", "("]}),
        json.dumps({"id": "alpha", "words": BOMB}),
        "null",
    ],
}


def test_what_a_browser_kept_can_bring_nothing(quiet: Quiet, place: str) -> None:
    """Stored by us once, or by another page of the same host."""
    page = quiet.page
    every = [(key, value) for key, values in STORED.items() for value in values]
    for key, value in every if WHOLE else random.Random(8).sample(every, 3):
        page.goto(place + "glossary/")
        page.evaluate(
            "([key, value]) => { localStorage.clear(); for (const kept of [localStorage, sessionStorage]) kept.setItem(key, value); }",
            [key, value],
        )
        for path in ("practice/", "q/alpha/", "one/", "plans/"):
            page.goto(place + path)
            assert page.locator(f"[src^='{EVIL}'], [onerror]").count() == 0
            assert quiet.heard == [], (key, value, path)


def files() -> list[str]:
    """Files that somebody else wrote."""
    kind = {
        "kind": "llm-interview-kb practice",
        "version": 2,
        "saved": "x",
        "cards": {},
        "log": [],
        "settings": {},
        "plan": [],
    }
    return [
        BOMB,
        json.dumps(kind | {"cards": {SHORT: CARD, "alpha": CARD}}),
        json.dumps(kind | {"cards": {"alpha": {**CARD, "grade": BOMB}}}),
        json.dumps(
            kind
            | {
                "log": [[BOMB, 1, 1, 1, 1]],
                "plan": [BOMB],
                "settings": {"stages": [BOMB], "date": BOMB, "minutes": BOMB},
            }
        ),
        json.dumps(kind | {"kind": BOMB}),
        json.dumps(kind | {"version": BOMB}),
        '{"__proto__": {"kind": "llm-interview-kb practice"}, "cards": {}}',
        json.dumps(kind)[:-1] + ', "cards": {"__proto__": ' + json.dumps(CARD) + "}}",
    ]


def test_a_progress_file_can_bring_nothing(quiet: Quiet, place: str, tmp_path: Path) -> None:
    page: Page = quiet.page
    for text in files() if WHOLE else files()[1:3]:
        (tmp_path / "given.json").write_text(text, encoding="utf-8")
        page.goto(place + "practice/")
        page.click("[data-part=carry] summary")
        page.set_input_files("[data-part=carry] input", tmp_path / "given.json")
        told = page.locator("[data-part=carry] [role=status]")
        expect(told).not_to_be_empty()
        for button in told.locator("button").all():
            button.click()
        for path in ("practice/", "plans/", "q/alpha/"):
            page.goto(place + path)
            assert page.locator(f"[src^='{EVIL}'], [onerror]").count() == 0
            assert quiet.heard == [], (text, path)


def test_there_are_enough_payloads() -> None:
    """With those that are refused."""
    from tests.unit import test_hostile_content as refused

    inert = len(GIVEN) * 14 + sum(map(len, STORED.values())) + len(files())
    assert len(refused.MARKDOWN) + len(refused.FIGURES) + len(refused.ELSEWHERE) >= 80
    assert inert >= 80
