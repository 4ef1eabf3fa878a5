"""The real site as it was written: whatever a reader can follow arrives, and nothing leaves the site."""

from __future__ import annotations

import json
import re
from pathlib import Path
from urllib.parse import unquote, urlsplit

import yaml
from kb import addresses, ledger
from kb.model import LANGS, Library

from tests.conftest import ROOT, prove
from tests.site.html import built, pages


def target(page: Path, link: str, site: Path) -> tuple[Path, str] | None:
    """The file and fragment that a link of a page leads to; None for one that leaves the site."""
    parts = urlsplit(link)
    if parts.scheme or parts.netloc:
        return None
    path = (page.parent / unquote(parts.path)).resolve() if parts.path else page
    return (path / "index.html" if path.is_dir() else path), unquote(parts.fragment)


def test_every_link_and_anchor_arrives(site: Path) -> None:
    broken = []
    for page in pages(site):
        for link in built(page).links + built(page).resources:
            found = target(page, link, site)
            if found is None:
                continue
            path, fragment = found
            if not path.is_file() or (fragment and path.suffix == ".html" and fragment not in built(path).ids):
                broken.append(f"{page.relative_to(site)}: {link}")
    assert broken == []


def test_every_recorded_address_and_anchor_is_there(site: Path, library: Library) -> None:
    for line in ledger.recorded(library):
        address, _, anchor = line.removeprefix("/").partition("#")
        path = site / address / "index.html"
        assert path.is_file(), line
        assert not anchor or anchor in built(path).ids, line
    prove("ledger", len(ledger.recorded(library)))


def test_no_page_shows_what_only_a_program_reads(site: Path) -> None:
    """A name that a template misses, or that is a method of Python's, would stand there as such."""
    for page in pages(site):
        text = page.read_text(encoding="utf-8")
        assert "&lt;built-in" not in text, page
        assert "<built-in" not in text, page
        assert " object at 0x" not in text, page


def test_ids_are_unique(site: Path) -> None:
    for page in pages(site):
        ids = built(page).ids
        assert sorted(set(ids)) == sorted(ids), page


def test_languages_are_mutual_alternates(site: Path) -> None:
    config = (ROOT / "mkdocs.yml").read_text(encoding="utf-8")
    base = re.findall(r'site_url: .*"(https://.*?)"', config)[0]
    for page in pages(site):
        alternates = built(page).alternates
        assert set(alternates) == {"zh", "en", "x-default"}, page
        here = base + page.relative_to(site).as_posix().removesuffix("index.html")
        assert here in alternates.values(), page
        for address in alternates.values():
            other = site / address.removeprefix(base) / "index.html"
            assert built(other).alternates == alternates


def test_each_page_is_in_its_language(site: Path, library: Library) -> None:
    for question in library.questions.values():
        for lang in LANGS:
            page = built(site / addresses.question_address(question, lang) / "index.html")
            assert page.lang.startswith(lang)
    chrome = yaml.safe_load((ROOT / "data/ui.yml").read_text(encoding="utf-8"))
    english = " ".join(built(site / "en/q/dpo/index.html").text)
    for key in ("references", "related", "edit", "run_it", "neighbours"):
        assert chrome[key]["en"] in english
        assert chrome[key]["zh"] not in english


def test_nothing_is_fetched_from_elsewhere(site: Path) -> None:
    for page in pages(site):
        for address in built(page).resources:
            assert not urlsplit(address).netloc, f"{page}: {address}"
    for path in [*site.rglob("*.css"), *(site / "search").glob("*.js"), *(site / "assets/kb").glob("*.js")]:
        assert not re.search(r"(url\(|fetch\(|import\()['\"]?(https?:)?//", path.read_text(encoding="utf-8")), path


def test_a_sent_link_shows_question_and_short_answer(site: Path, library: Library) -> None:
    for question in library.questions.values():
        for lang in LANGS:
            path = site / addresses.question_address(question, lang) / "index.html"
            meta, text = built(path).meta, path.read_text(encoding="utf-8")
            assert meta["og:title"]
            assert len(meta["og:description"]) > 20
            assert meta["description"] == meta["og:description"]
            assert "$" not in meta["og:title"] + meta["og:description"]
            assert "[@" not in meta["og:description"]
            found = re.search(r'<script type="application/ld\+json">(.*?)</script>', text, re.S)
            assert found
            data = json.loads(found[1])
            assert (data["@type"], data["name"], data["acceptedAnswer"]["text"]) == (
                "Question",
                meta["og:title"],
                meta["og:description"],
            )


def test_corrections_and_answers_link_each_other(site: Path, library: Library) -> None:
    assert library.corrections
    for lang in LANGS:
        listed = built(site / addresses.PREFIX[lang] / "corrections/index.html")
        for correction in library.corrections:
            assert correction.id in listed.ids
            assert any(link.endswith(f"q/{correction.question}/#c-{correction.id}") for link in listed.links)
            answer = built(site / addresses.PREFIX[lang] / "q" / correction.question / "index.html")
            assert f"c-{correction.id}" in answer.ids
            assert any(link.endswith(f"corrections/#{correction.id}") for link in answer.links)


def test_the_lists_hold_every_question(site: Path, library: Library) -> None:
    for lang in LANGS:
        for name, least in (("most-asked", len(library.questions)), ("glossary", 14), ("coverage", 16)):
            links = built(site / addresses.PREFIX[lang] / name / "index.html").links
            assert len([link for link in links if "/q/" in link]) >= least
        home = built(site / addresses.PREFIX[lang] / "index.html").links
        most_asked = sorted((q.asked for q in library.questions.values()), reverse=True)[:20]
        shown = [library.questions[link.split("/")[-2]].asked for link in home if "q/" in link]
        assert shown == most_asked
        for question in library.questions.values():
            stage = built(site / addresses.PREFIX[lang] / question.stage / "index.html").links
            assert any(link.endswith(f"q/{question.id}/") for link in stage)


def test_coverage_names_each_seed(site: Path, library: Library) -> None:
    page = built(site / "coverage/index.html")
    assert len(library.seeds) == 74
    assert {f"seed-{key}" for key in library.seeds} <= set(page.ids)


def test_cross_links_lead_to_a_term_once_and_never_home(site: Path, library: Library) -> None:
    crossed = 0
    for question in library.questions.values():
        for lang in LANGS:
            text = (site / addresses.question_address(question, lang) / "index.html").read_text(encoding="utf-8")
            leads = re.findall(r'<a class="kb-term" href="([^"]+)"', text)
            assert len(leads) == len(set(leads))
            assert not any(lead.endswith(f"/{question.id}/") for lead in leads)
            crossed += len(leads)
    assert crossed >= 20


def test_exports_count_right(site: Path, library: Library) -> None:
    questions = json.loads((site / "api/questions.json").read_text(encoding="utf-8"))
    corrections = json.loads((site / "api/corrections.json").read_text(encoding="utf-8"))
    assert {row["id"] for row in questions} == set(library.questions)
    assert {row["id"] for row in corrections} == {c.id for c in library.corrections}
    for row in questions:
        for lang in LANGS:
            assert (site / row["url"][lang] / "index.html").is_file()
            ids = built(site / row["url"][lang] / "index.html").ids
            assert set(row["sections"]) <= set(ids)
            assert {f["id"] for f in row["followups"][lang]} <= set(ids)
    text = json.dumps(questions, ensure_ascii=False)
    assert "[@" not in text
    assert "verify/" not in text
    assert "\\\\val" not in text
    for name in ("llms.txt", "llms-full.txt"):
        listed = (site / name).read_text(encoding="utf-8")
        assert all(f"q/{key}/" in listed for key in library.questions)


def test_each_language_finds_its_own_pages_only(site: Path) -> None:
    for lang, prefix in addresses.PREFIX.items():
        text = (site / f"search/{lang}.js").read_text(encoding="utf-8")
        found = [row[0] for row in json.loads(text[text.index("{") : -2])["titles"]]
        assert found
        assert all((site / f"{prefix}q/{name}/index.html").is_file() for name in found)


def test_the_error_page_speaks_both_languages(site: Path) -> None:
    text = " ".join(built(site / "404.html").text)
    assert "没有这一页" in text
    assert "Page not found" in text


def contents(page: Path) -> list[str]:
    text = page.read_text(encoding="utf-8")
    return [entry.strip() for entry in re.findall(r'<span class="md-ellipsis">(.*?)</span>', text, flags=re.S)]


def test_formulas_are_words_in_the_contents(site: Path) -> None:
    """Stripped of its tags a formula stands there three times over: as MathML, as TeX and as drawn."""
    assert "去掉 W_O，只拼接行不行？" in contents(site / "q/multi-head-attention/index.html")
    for page in pages(site):
        assert not [entry for entry in contents(page) if re.search(r"\\[a-z]|\u200b|\{ *#", entry)], page


def test_pages_that_hold_formulas_hold_them_rendered(site: Path) -> None:
    for page in pages(site):
        text = re.sub(r"<(script|annotation|code)\b.*?</\1>", "", page.read_text(encoding="utf-8"), flags=re.S)
        assert not re.search(r"\\(frac|sqrt|text|mathrm|val)\b", text), page
        assert "katex-error" not in text
