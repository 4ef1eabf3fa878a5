"""Search through the real box: the question that is meant comes first, in each language."""

from __future__ import annotations

import random
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from kb.model import Library
from kb.search.tokens import tokens
from playwright.sync_api import Browser, Dialog, Page, Route

from tests.conftest import WHOLE

ZH = {
    "为什么要除以根号 dk": "attention-scaling-sqrt-dk",
    "前馈层": "feed-forward-network",
    "zero 3": "zero-stages",
    "显存 切分": "zero-stages",
    "直接偏好优化": "dpo",
    "为什么ppo那么吃显存": "ppo-four-models-memory",
    "混合精度": "mixed-precision-training",
    "loss scaling 是干嘛的": "mixed-precision-training",
    "继续预训练数据怎么配比": "continued-pretraining-data",
    "CPT": "continued-pretraining-data",
    "SFT数据怎么构造": "sft-data-construction",
    "微调7B要多少显存": "finetuning-memory-estimate",
    "RAG流程": "rag-pipeline",
    "检索增强": "rag-pipeline",
    "top-p": "decoding-strategies",
    "束搜索": "decoding-strategies",
    "推理时显存为什么一直涨": "inference-memory-growth",
    "大模型怎么评测": "llm-evaluation-overview",
    "从零训练大模型的流程": "llm-training-pipeline",
    "奖励模型和价值模型": "ppo-components",
    "价值模型是什么": "ppo-components",
}
EN = {
    "why divide by sqrt d_k": "attention-scaling-sqrt-dk",
    "feed-forward": "feed-forward-network",
    "zero stage 3": "zero-stages",
    "direct preference optimization": "dpo",
    "ppo four models": "ppo-components",
    "bf16 loss scaling": "mixed-precision-training",
    "how much memory to fine-tune 7B": "finetuning-memory-estimate",
    "nucleus sampling": "decoding-strategies",
    "continued pretraining data mix": "continued-pretraining-data",
    "instruction data": "sft-data-construction",
    "retrieval augmented generation": "rag-pipeline",
    "llm as a judge": "llm-as-judge",
    "memory grows during inference": "inference-memory-growth",
    "training stages of an llm": "llm-training-pipeline",
}


def answered(page: Page) -> None:
    """Wait until what stands in the box answers what was typed last."""
    page.wait_for_selector(".md-search-result__list[aria-busy=false] .md-search-result__item")


def first(page: Page, query: str) -> str:
    """The address of the first result."""
    page.fill(".md-search__input", query)
    page.wait_for_function(
        "document.querySelector('.md-search-result__meta').textContent.match(/^\\d/) && !document.querySelector('.md-search-result__list[aria-busy=true]')"
    )
    return page.locator(".md-search-result__link").first.get_attribute("href") or ""


@pytest.mark.parametrize(("lang", "queries", "path"), [("zh", ZH, "q/dpo/"), ("en", EN, "en/q/dpo/")])
def test_the_question_that_is_meant_comes_first(
    page: Page, address: str, lang: str, queries: dict[str, str], path: str
) -> None:
    page.goto(address + path)
    page.click(".md-search__input")
    found = {query: first(page, query) for query in queries}
    wrong = {query: href for query, href in found.items() if f"/q/{queries[query]}/" not in href.split("#")[0]}
    assert wrong == {}
    assert all(("/en/q/" in href) == (lang == "en") for href in found.values())


def test_a_result_leads_to_the_section_that_matched(page: Page, address: str) -> None:
    page.goto(address)
    page.click(".md-search__input")
    first(page, "ShardedGradScaler")
    page.wait_for_function("document.querySelector('.md-search-result__link').getAttribute('href').includes('#')")
    page.locator(".md-search-result__link").first.click()
    page.wait_for_url("**/q/**")


def test_keys(page: Page, address: str) -> None:
    page.goto(address + "en/")
    page.keyboard.press("/")
    page.keyboard.type("dpo")
    answered(page)
    page.keyboard.press("ArrowDown")
    assert page.locator(".md-search-result__link[aria-selected=true]").count() == 1
    page.keyboard.press("Enter")
    page.wait_for_url("**/en/q/dpo/**")
    page.keyboard.press("/")
    page.keyboard.press("Escape")
    assert not page.is_checked("#__search")


@pytest.mark.parametrize("width", [360, 1440])
def test_one_icon_stands_before_the_query(page: Page, address: str, width: int) -> None:
    """A glass on a laptop; on a phone the way back."""
    page.set_viewport_size({"width": width, "height": 740})
    page.goto(address + "?q=dpo")
    page.wait_for_selector(".md-search-result__item")
    assert page.locator("label.md-search__icon svg:visible").count() == 1


def test_a_shared_search(page: Page, address: str) -> None:
    page.goto(address + "?q=直接偏好优化")
    page.wait_for_selector(".md-search-result__item")
    assert "/q/dpo/" in (page.locator(".md-search-result__link").first.get_attribute("href") or "")


def test_the_home_page_searches(page: Page, address: str) -> None:
    page.goto(address + "en/")
    page.fill("#kb-home-q", "zero stage 3")
    page.keyboard.press("Enter")
    page.wait_for_selector(".md-search-result__item")
    assert "/en/q/zero-stages/" in (page.locator(".md-search-result__link").first.get_attribute("href") or "")


@pytest.mark.parametrize(
    "query",
    [
        "<img src=x onerror=alert(1)>",
        "\\ufffd(.*[",
        "😀",
        "a" * 10_000,
        " ".join(f"wrod{n:04}x" for n in range(1_000)),
        "xyzzyqqq",
    ],
)
def test_odd_queries_break_nothing(page: Page, address: str, query: str) -> None:
    dialogs: list[str] = []

    def refuse(dialog: Dialog) -> None:
        dialogs.append(dialog.message)
        dialog.dismiss()

    page.on("dialog", refuse)
    page.goto(address)
    page.click(".md-search__input")
    page.fill(".md-search__input", query)
    answered(page)
    assert page.locator(".md-search-result__meta").inner_text()
    assert page.locator(".md-search-result__item").count() > 0
    assert dialogs == []


def test_half_a_character_breaks_nothing(page: Page, address: str) -> None:
    """Half of a surrogate pair, as a keyboard or a cut link may leave it: the rest of the query still finds."""
    page.goto(address)
    page.click(".md-search__input")
    page.evaluate("""() => {
      const input = document.querySelector('.md-search__input');
      input.value = '直接偏好优化 ' + String.fromCharCode(0xd83d);
      input.dispatchEvent(new Event('input', {bubbles: true}));
    }""")
    page.wait_for_selector(".md-search-result__link[href*='/q/dpo/']")
    page.wait_for_url("**/?q=*")


def test_traditional_characters_beside_a_slip(page: Page, address: str) -> None:
    """Both are mended in one query; a name in traditional characters is a name."""
    page.goto(address)
    page.click(".md-search__input")
    assert "/q/attention-scaling-sqrt-dk/" in first(page, "注意力分數為什麼除以根號 atention")
    assert "/q/reward-model-role/" in first(page, "獎勵模型的作用")


def ask(page: Page, address: str, query: str) -> None:
    """Open the box of the Chinese home page and type."""
    page.goto(address)
    page.click(".md-search__input")
    page.fill(".md-search__input", query)


def says(page: Page, words: str) -> None:
    """Wait until the box says this."""
    page.wait_for_function(
        "words => document.querySelector('.md-search-result__meta').textContent.includes(words)", arg=words
    )


@pytest.mark.parametrize("lost", ["zh.js", "zh/words-*.js", "engine.js"])
def test_a_file_that_does_not_load_is_said(page: Page, address: str, lost: str) -> None:
    """The box says so and offers the stages; once the network is back the same box answers."""
    page.route(f"**/search/{lost}*", lambda route: route.abort())
    ask(page, address, "直接偏好优化")
    says(page, "没有载入")
    assert page.locator(".md-search-result__item").count() > 0
    page.unroute(f"**/search/{lost}*")
    assert "/q/dpo/" in first(page, "直接偏好优化 ")


def changed(page: Page, name: str, change: Callable[[str], str], times: int = 100) -> None:
    """Serve a file of the search otherwise than it is, the first so many times."""
    left = [times]

    def answer(route: Route) -> None:
        left[0] -= 1
        response = route.fetch()
        route.fulfill(response=response, body=change(response.text()) if left[0] >= 0 else response.text())

    page.route(f"**/search/{name}*", answer)


@pytest.mark.parametrize("name", ["zh.js", "zh/words-*.js"])
def test_a_file_cut_short_is_said(chromium: Browser, address: str, name: str) -> None:
    page = chromium.new_page(service_workers="block")  # half a script is an error in the console, whatever we do
    changed(page, name, lambda text: text[: len(text) // 2])
    ask(page, address, "直接偏好优化")
    says(page, "没有载入")
    page.unroute_all(behavior="ignoreErrors")
    page.close()


def older(text: str) -> str:
    """The same file as of another version."""
    return re.sub(r'^kbSearch\("([^"]+)","\w+"', r'kbSearch("\1","0123456789"', text)


def test_files_of_two_versions_are_not_mixed(page: Page, address: str) -> None:
    """A page that stood open while the site changed asks for all files anew."""
    changed(page, "zh.js", older, times=1)
    ask(page, address, "直接偏好优化")
    page.wait_for_selector(".md-search-result__link[href*='/q/dpo/']")


def test_versions_that_never_fit_are_said(page: Page, address: str) -> None:
    changed(page, "zh.js", older)
    ask(page, address, "直接偏好优化")
    says(page, "没有载入")


def test_what_follows_leaves_a_choice_alone(page: Page, address: str) -> None:
    held: list[Route] = []
    page.route("**/search/zh/q/*.js*", lambda route: held.append(route))
    ask(page, address, "奖励模型")
    page.wait_for_selector(".md-search-result__item")
    page.keyboard.press("ArrowDown")
    for _ in range(1000):
        if len(held) < 3:
            page.wait_for_timeout(20)
    assert len(held) >= 3  # each shown result is read up
    for route in held:
        route.continue_()
    page.wait_for_selector(".md-search-result__link[aria-selected=true] p:nth-of-type(2)")
    assert page.locator(".md-search-result__link[aria-selected=true]").count() == 1


def test_nothing_found_names_what_is_near(page: Page, address: str) -> None:
    ask(page, address, "dpx")
    says(page, "是不是")
    page.locator(".md-search-result__link", has_text="DPO").first.click()
    page.wait_for_selector(".md-search-result__link[href*='/q/dpo/']")


def test_the_words_found_are_marked_on_the_page(page: Page, address: str) -> None:
    ask(page, address, "ShardedGradScaler")
    page.wait_for_selector(".md-search-result__link[href*='#']")
    assert page.locator(".md-search-result__item mark").first.inner_text() == "ShardedGradScaler"
    page.locator(".md-search-result__link").first.click()
    page.wait_for_url("**/q/**")
    page.wait_for_function("CSS.highlights.get('kb-found')?.size > 0")
    marked = page.evaluate("[...CSS.highlights.get('kb-found')].map(String)")
    assert "ShardedGradScaler" in marked
    page.reload()  # until everything that the page asks for at its start is there
    asked = page.evaluate("performance.getEntriesByType('resource').map((entry) => entry.name)")
    assert not [name for name in asked if "marks.js" in name]
    assert not page.evaluate("CSS.highlights.has('kb-found')")


def test_the_address_says_what_was_searched(page: Page, address: str) -> None:
    ask(page, address, "奖励模型 & RM")
    page.wait_for_url("**/?q=*")
    assert page.evaluate("new URLSearchParams(location.search).get('q')") == "奖励模型 & RM"
    page.keyboard.press("Escape")
    page.wait_for_function("!location.search")


def test_search_from_a_folder_on_disk(chromium: Browser, site: Path) -> None:
    """Where a browser fetches nothing and starts no worker."""
    page = chromium.new_page()
    page.goto((site / "index.html").as_uri())
    page.click(".md-search__input")
    page.fill(".md-search__input", "直接偏好优化")
    page.wait_for_selector(".md-search-result__item")
    page.locator(".md-search-result__link").first.click()
    page.wait_for_url("**/q/dpo/index.html*")
    assert "DPO" in page.inner_text("h1")
    page.close()


def test_asked_and_indexed_words_are_cut_alike(page: Page, address: str, library: Library) -> None:
    """The two splitters, in Python for what is indexed and in the browser for what is asked; all texts with KB_WHOLE, else of some questions."""
    questions = list(library.questions.values())
    texts = [
        text
        for q in (questions if WHOLE else random.Random(9).sample(questions, 40))
        for p in q.pages.values()
        for text in (p.title, p.short, p.document.text)
    ]
    texts += [name for q in library.questions.values() for name in (*q.names, *q.aliases)]
    texts += ["ＺｅＲＯ－３", "don’t e.g. C++ f16_k", "\\frac{QK^\\top}{\\sqrt{d_k}}", "λ-return 的 β·KL", "𠀀😀\ud800"]
    page.goto(address)
    page.add_script_tag(url=address + "search/tokenize.js")
    theirs = page.evaluate("texts => texts.map((text) => self.kbTokenize.tokens(text))", texts)
    for text, words in zip(texts, theirs, strict=True):
        assert tokens(text) == words, text[:80]
