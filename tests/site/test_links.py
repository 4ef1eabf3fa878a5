"""Whatever a reader, a program or a card can follow arrives: in pages and in everything else that is published, at a host's root and below it."""

from __future__ import annotations

import json
import posixpath
import re
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

import pytest
from kb import addresses, build, ledger, read
from kb.model import LANGS, Library

from tests.conftest import Project
from tests.site.html import Built, built, pages


def handed(path: Path) -> Any:
    """The data of a script that hands its data over."""
    text = path.read_text(encoding="utf-8")
    start = re.search(r"[\[{]", text)
    assert start
    return json.loads(text[start.start() : text.rindex(")")])


def arrives(site: Path, address: str) -> bool:
    """Whether `q/dpo/#short`, relative to the site, is a page with that anchor, or a file."""
    path, _, anchor = address.partition("#")
    file = site / path / "index.html" if path in ("", ".") or path.endswith("/") else site / path
    return file.is_file() and (not anchor or anchor in built(file).ids)


def test_every_link_stays_below_the_site_and_needs_no_redirect(site: Path) -> None:
    """At a host's root `..` stops there, below a folder it goes on: a link that climbs out arrives at one of them only."""
    wrong = []
    folders = {p.relative_to(site).as_posix() for p in site.rglob("*/")}
    for page in pages(site):
        depth = len(page.relative_to(site).parts) - 1
        for link in built(page).links + built(page).resources:
            parts = urlsplit(link)
            if parts.scheme or parts.netloc or not parts.path:
                continue
            path = unquote(parts.path)
            climbs = re.match(r"(?:\.\.?/)*", path)
            assert climbs
            whole = posixpath.normpath(posixpath.join(page.parent.relative_to(site).as_posix(), path))
            folder = whole in folders and not path.endswith(("/", "..", "."))
            if path.startswith("/") or climbs[0].count("..") > depth or folder:
                wrong.append(f"{page.relative_to(site)}: {link}")
    assert wrong == []


def test_the_error_page_leads_home_from_any_depth(
    project: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is shown at addresses of any depth: its links begin at the root, or at the folder that the site is told to be in."""
    for base in ("/", "/name/"):
        out = tmp_path / ("root" if base == "/" else "below")
        monkeypatch.setenv("KB_SITE_URL", f"https://a.example{base}")
        assert build.render(project.root, out, read.read(project.root)) == []
        page = built(out / "404.html")
        followed = [urlsplit(link) for link in page.links + page.resources]
        inside = [parts.path for parts in followed if not parts.scheme and not parts.netloc and parts.path]
        assert inside
        assert [path for path in inside if not path.startswith(base) or not arrives(out, path.removeprefix(base))] == []
        places = re.findall(r"<loc>(.*?)</loc>", (out / "sitemap.xml").read_text(encoding="utf-8"))
        assert {place.removeprefix(f"https://a.example{base}") for place in places} == {
            p.parent.relative_to(out).as_posix().removeprefix(".") + ("/" if p.parent != out else "")
            for p in pages(out)
            if "old-alpha" not in p.parts
        }


def test_every_address_of_the_exports_arrives(site: Path, library: Library) -> None:
    rows = json.loads((site / "api/questions.json").read_text(encoding="utf-8"))
    corrections = json.loads((site / "api/corrections.json").read_text(encoding="utf-8"))
    known, mistakes = {row["id"] for row in rows}, {row["id"] for row in corrections}
    wrong = []
    for row in rows:
        wanted = [
            f"{row['url'][lang]}#{a}"
            for lang in LANGS
            for a in [*row["sections"], *(f["id"] for f in row["followups"][lang])]
        ]
        wanted += [f"{row['url'][lang]}#ref-{key}" for lang in LANGS for key in row["sources"]]
        wrong += [address for address in wanted if not arrives(site, address)]
        wrong += [f"{row['id']}: {key}" for key in row["related"] if key not in known]
        wrong += [f"{row['id']}: {key}" for key in row["corrections"] if key not in mistakes]
    for row in corrections:
        wanted = [item for item in row["evidence"] if not item.startswith("@")]
        wanted += [
            f"{addresses.PREFIX[lang]}{page}"
            for lang in LANGS
            for page in (f"corrections/#{row['id']}", f"q/{row['question']}/#c-{row['id']}")
        ]
        wrong += [address for address in wanted if not arrives(site, address)]
        wrong += [
            item
            for item in row["evidence"]
            if item.startswith("@") and item[1:].partition(", ")[0] not in library.sources
        ]
    assert wrong == []


def test_every_address_of_the_texts_for_programs_arrives(site: Path, library: Library) -> None:
    short = re.findall(r"^- \[.*\]\((\S+?)\):", (site / "llms.txt").read_text(encoding="utf-8"), flags=re.M)
    whole = re.findall(r"^((?:en/)?q/[a-z0-9-]+/)$", (site / "llms-full.txt").read_text(encoding="utf-8"), flags=re.M)
    assert len(short) == len(whole) == 2 * len(library.questions)
    assert [address for address in short + whole if not arrives(site, address)] == []
    named = re.findall(r"[a-z/-]+\.(?:json|txt)", (site / "llms.txt").read_text(encoding="utf-8"))
    assert len(named) == 3
    assert all(arrives(site, name) for name in named)


def test_the_sitemap_names_every_page_once(site: Path) -> None:
    places = re.findall(r"<loc>https://[^/]+/(.*?)</loc>", (site / "sitemap.xml").read_text(encoding="utf-8"))
    there = [p.parent.relative_to(site).as_posix() for p in pages(site)]
    assert sorted(places) == sorted("" if folder == "." else f"{folder}/" for folder in there)


@pytest.mark.parametrize("lang", LANGS)
def test_every_card_and_every_result_arrives(site: Path, library: Library, lang: str) -> None:
    """What the practice asks for and what the search leads to; a card holds no link that is right on its own page only."""
    wrong = []
    for row in handed(site / f"cards/{lang}.js")["rows"]:
        page = addresses.question_address(library.questions[row["id"]], lang)
        card = handed(site / f"cards/{lang}/{row['id']}.js")
        wanted = [f"{page}#{anchor}" for anchor in ("short", *row["followups"], *card["followups"])]
        wanted += [f"{addresses.PREFIX[lang]}q/{key}/" for key in row["related"]]
        wanted += [f"{page}#{anchor}" for anchor, *_ in handed(site / f"search/{lang}/q/{row['id']}.js")]
        wrong += [address for address in wanted if not arrives(site, address)]
        wrong += re.findall(r"(?:href|src)=.{0,60}", json.dumps(card, ensure_ascii=False))
    table = (site / f"anki/{lang}/all.csv").read_text(encoding="utf-8")
    assert wrong + re.findall(r"(?:href|src)=.{0,60}", table) == []


def test_the_anchors_on_offer_are_those_of_the_ledger(site: Path, library: Library) -> None:
    """Nothing that a reader can copy is unrecorded, and nothing is recorded that no page has: a new version of a library changes no anchor unseen."""
    published = addresses.published(library)
    recorded: dict[str, set[str]] = {}
    for line in ledger.recorded(library):
        page, _, anchor = line.removeprefix("/").partition("#")
        recorded.setdefault(page, set()).update({anchor} - {""})
    assert {p.parent.relative_to(site).as_posix() for p in pages(site)} == {
        page.rstrip("/") or "." for page in recorded
    }
    assert recorded == published
    for page, anchors in recorded.items():
        found: Built = built(site / page / "index.html")
        key = page.rstrip("/").rpartition("/")[2]
        old = set(library.anchors.get(library.moved.get(key, key), {})) | (
            set(library.withdrawn) if "corrections/" in page else set()
        )
        assert set(found.permalinks) | old == anchors, page
        assert len(set(found.permalinks)) == len(found.permalinks), page
