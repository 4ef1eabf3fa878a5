"""The site from a folder on disk, unpacked from site.zip: every page, with and without JavaScript."""

from __future__ import annotations

import hashlib
import zipfile
from pathlib import Path
from urllib.parse import unquote, urlsplit

import check_copy
import pytest
from kb import build, read, zipped
from playwright.sync_api import Browser, expect

from tests.conftest import ROOT, WHOLE, Project
from tests.offline.reader import some
from tests.site.html import built, pages


@pytest.fixture(scope="session")
def disk(tmp_path_factory: pytest.TempPathFactory, on_disk: Project) -> Path:
    """site.zip, unpacked: the small project's, or with KB_WHOLE the real one's."""
    root = ROOT if WHOLE else on_disk.root
    if WHOLE:
        assert zipped.write(ROOT) == 0
    out = tmp_path_factory.mktemp("disk")
    with zipfile.ZipFile(root / zipped.NAME) as archive:
        archive.extractall(out)
    return out / zipped.FOLDER


def test_every_link_on_disk_leads_to_a_file(disk: Path) -> None:
    broken = []
    for page in pages(disk):
        for link in built(page).links + built(page).resources:
            parts = urlsplit(link)
            if parts.scheme or parts.netloc or not parts.path:
                continue
            if not (page.parent / unquote(parts.path)).is_file():
                broken.append(f"{page.relative_to(disk)}: {link}")
    assert broken == []


def test_a_page_on_disk_names_its_address_on_the_web(disk: Path) -> None:
    for page in pages(disk):
        text = page.read_text(encoding="utf-8")
        path = (
            page.relative_to(disk).as_posix().removesuffix("index.html").replace("old-alpha", "alpha")
        )  # an old address shows the page under its new one
        assert f'rel="canonical" href="https://example.org/{path}"' in text, page
        assert "install.js" not in text
        assert "manifest.webmanifest" not in text
    assert not (disk / "worker.js").exists()
    assert not (disk / "sitemap.xml").exists()


def test_search_and_practice_work_from_disk(disk: Path, chromium: Browser) -> None:
    context = chromium.new_context(viewport={"width": 1000, "height": 800})
    page = context.new_page()
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.on("requestfailed", lambda request: errors.append(f"{request.failure} {request.url}"))
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto((disk / "index.html").as_uri())
    page.locator(".md-search__input").fill("beta" if not WHOLE else "kv cache")
    page.locator(".md-search-result__link").first.click()
    page.wait_for_url("**/q/*/index.html*")
    expect(page.locator("h1")).to_be_visible()
    page.locator("a[href*='practice/index.html?card=']").first.click()
    page.wait_for_url("**/practice/index.html*")
    page.get_by_role("button", name="说完了，看答案").click()
    expect(page.locator(".kb-said")).not_to_be_empty()
    with context.expect_page() as opened:
        page.locator(".kb-full").click()
    expect(opened.value.locator("h1")).to_be_visible()
    page.goto((disk / "en/offline/index.html").as_uri())
    expect(page.locator("article")).to_contain_text("a copy on disk")
    if WHOLE:
        for widget in sorted((ROOT / "frontend/widgets").glob("*.js")):
            for question in [p for p in pages(disk) if f"widgets/{widget.stem}.js" in p.read_text(encoding="utf-8")]:
                page.goto(question.as_uri())
                expect(page.locator(".kb-widget").first).to_be_visible()
    context.close()
    assert [line for line in errors if "ERR_ABORTED" not in line] == []  # an icon still wanted when the next page came
    assert {urlsplit(url).scheme for url in asked} == {"file"}


def test_every_page_on_disk_reads_without_javascript(disk: Path, chromium: Browser) -> None:
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    failed: list[str] = []
    page.on("requestfailed", lambda request: failed.append(f"{request.failure} {request.url}"))
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    for path in some(sorted(pages(disk)), 3):
        if "location.replace" in path.read_text(encoding="utf-8"):
            continue
        page.goto(path.as_uri())
        assert page.locator("h1").first.is_visible(), path
    context.close()
    assert [line for line in failed if "ERR_ABORTED" not in line] == []  # an icon still wanted when the next page came
    assert {urlsplit(url).scheme for url in asked} <= {"file", "data"}


def test_the_archive_is_the_same_each_time_and_its_copy_is_whole(on_disk: Project, disk: Path) -> None:
    first = (on_disk.root / zipped.NAME).read_bytes()
    assert zipped.write(on_disk.root) == 0
    assert hashlib.sha256((on_disk.root / zipped.NAME).read_bytes()).digest() == hashlib.sha256(first).digest()
    assert check_copy.differences(disk) == []
    page = disk / "index.html"
    before = page.read_bytes()
    try:
        page.write_bytes(before + b" ")
        (disk / "more.txt").write_text("", encoding="utf-8")
        found = check_copy.differences(disk)
    finally:
        page.write_bytes(before)
        (disk / "more.txt").unlink()
    assert [line.rpartition(": ")[2] for line in found] == ["index.html", "more.txt"]


def test_a_draft_is_kept_by_no_browser(on_disk: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KB_WORKER", "none")
    assert build.render(on_disk.root, tmp_path, read.read(on_disk.root)) == []
    assert not (tmp_path / "worker.js").exists()
    assert not (tmp_path / "offline/packs").exists()
    assert "install.js" not in (tmp_path / "index.html").read_text(encoding="utf-8")
