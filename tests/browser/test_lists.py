"""The lists: filtering the corrections, sorting the most asked."""

from __future__ import annotations

from playwright.sync_api import Page, expect


def shown(page: Page) -> int:
    return page.locator("article.kb-correction:visible").count()


def test_filtering_corrections(page: Page, address: str) -> None:
    page.goto(address + "corrections/")
    everything = shown(page)
    page.select_option("select[name=verdict]", "wrong")
    wrong = shown(page)
    assert 0 < wrong < everything
    assert page.locator("article.kb-correction:visible .kb-wrong").count() == wrong
    page.select_option("select[name=severity]", "3")
    grave = shown(page)
    assert grave < wrong
    assert page.locator("output").inner_text().startswith(str(grave))
    assert "verdict=wrong" in page.url
    page.reload()
    assert shown(page) == grave
    page.select_option("select[name=verdict]", "")
    page.select_option("select[name=severity]", "")
    assert shown(page) == everything
    page.select_option("select[name=stage]", "systems")
    assert 0 < shown(page) < everything


def test_a_link_to_one_correction_shows_it_whatever_the_filter(page: Page, address: str) -> None:
    page.goto(address + "corrections/")
    first = page.locator("article.kb-correction").first.get_attribute("id")
    page.goto(f"{address}corrections/?stage=rag&verdict=outdated#{first}")
    assert page.locator(f"[id='{first}']").is_visible()


def test_sorting_the_most_asked(page: Page, address: str) -> None:
    page.goto(address + "most-asked/")

    def column(name: str) -> list[int]:
        return [int(x or 0) for x in page.eval_on_selector_all(".kb-row", f"rows => rows.map(r => r.dataset.{name})")]

    assert column("asked") == sorted(column("asked"), reverse=True)
    page.select_option("[data-sort] select", "difficulty-")
    assert column("difficulty") == sorted(column("difficulty"), reverse=True)
    page.select_option("[data-sort] select", "difficulty+")
    assert column("difficulty") == sorted(column("difficulty"))


def test_home_leads_everywhere(page: Page, address: str) -> None:
    page.goto(address + "en/")
    page.click(".kb-stages a >> nth=1")
    page.click(".kb-row-title >> nth=0")
    expect(page.locator(".kb-short")).to_be_visible()
    first = page.url
    page.click(".kb-turn a >> nth=0")
    expect(page).not_to_have_url(first)
    expect(page.locator(".kb-short")).to_be_visible()
