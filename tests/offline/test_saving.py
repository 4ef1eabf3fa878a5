"""Saving the site: cut, stopped, corrupted, replaced, without room. What was whole stays whole."""

from __future__ import annotations

import random
import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests.faulty import BASE, served
from tests.offline.conftest import MARK, Releases
from tests.offline.reader import PROGRESS, Reader, files_of, listed, name_of, some

CUTS = [(kind, at) for kind in ("first", "update") for at in (0, 1, 25, 50, 75, 99, "last byte")]
WORKERS = (
    "worker.js",
    "away.html",
    "assets/kb/away.css",
    "assets/kb/away.js",
)  # these the browser fetches when it likes
FAULTS = ["404", "500", "login", "wrong", "never", "blocked"]


def test_what_was_saved_reads_searches_and_practises_without_network(reader: Reader, releases: Releases) -> None:
    page = reader.offline_page()
    reader.save()
    assert reader.copies() == {name_of(releases(1)): files_of(releases(1))}
    page.wait_for_function("navigator.serviceWorker.controller")
    reader.lose_network()
    reader.visit("q/alpha/")
    expect(page.locator("article")).to_contain_text(f"{MARK} 1")
    assert page.locator(".katex").count()
    page.keyboard.press("/")
    page.keyboard.type("alpha")
    expect(page.locator(".md-search-result__link").first).to_be_visible()
    reader.visit("en/practice/?card=beta")
    expect(page.locator("[data-part=question]")).not_to_be_empty()


def begin(reader: Reader, releases: Releases, kind: str) -> tuple[Path, str]:
    """The site that is to be saved, and the button: a first save, or an update of release 1."""
    reader.offline_page()
    if kind == "first":
        return releases(1), "离线保存全部"
    reader.save()
    reader.server.site = releases(2)
    reader.offline_page()
    return releases(2), "更新"


@pytest.fixture(scope="module")
def uncut(chromium: Browser, releases: Releases) -> dict[str, dict[str, int]]:
    """What a save and an update fetch when nothing happens: the bytes of each body."""
    found = {}
    for kind in ("first", "update"):
        with served(releases(1)) as server:
            context = chromium.new_context()
            reader = Reader(context, server)
            _, button = begin(reader, releases, kind)
            server.heal()
            reader.save(button)
            found[kind] = server.whole
            context.close()
    return found


@pytest.mark.parametrize(("kind", "at"), some(CUTS, 1))
def test_a_lost_connection_costs_nothing_but_what_was_missing(
    kind: str, at: int | str, reader: Reader, releases: Releases, uncut: dict[str, dict[str, int]]
) -> None:
    site, button = begin(reader, releases, kind)
    wanted = {path: size for path, size in uncut[kind].items() if path.removeprefix(BASE) not in WORKERS}
    everything = sum(wanted.values())
    reader.server.heal()
    reader.server.left = everything - 1 if at == "last byte" else everything * int(at) // 100
    said = reader.save(button, ends="连接断了")
    assert "只下载还缺的" in said
    assert reader.whole() == ([] if kind == "first" else [name_of(releases(1))])
    if kind == "update":
        assert reader.copies()[name_of(releases(1))] == files_of(releases(1))
    missing = sum(size for path, size in wanted.items() if path not in reader.server.whole)
    newest = uncut[kind][f"{BASE}offline/release.json"]
    reader.server.heal()
    reader.save("继续")
    own = sum(size for path, size in reader.server.whole.items() if path.removeprefix(BASE) in WORKERS)
    assert reader.server.sent - own <= 1.02 * missing + newest
    assert reader.copies() == {name_of(site): files_of(site)}


@pytest.mark.parametrize("fault", some(FAULTS, 1))
def test_one_bad_file_is_named_and_everything_else_is_saved(fault: str, reader: Reader, releases: Releases) -> None:
    page = reader.offline_page()
    page.locator(".kb-offline").evaluate("box => (box.dataset.patience = '1')")
    pack = next(p for p in listed(releases(1))["packs"] if any(path == "q/alpha/index.html" for path, *_ in p["files"]))
    reader.server.faults = {pack["name"]: fault, f"{BASE}q/alpha/": fault}
    said = reader.save(ends="没有存到")
    assert said.startswith("1 ")
    expect(page.locator("[data-part=failed] li")).to_have_count(1)
    expect(page.locator("[data-part=failed]")).to_contain_text("q/alpha/index.html")
    wanted = files_of(releases(1))
    wanted.pop("q/alpha/")
    assert reader.copies() == {name_of(releases(1)): wanted}
    assert reader.whole() == []
    other = reader.visit("q/beta/", reader.context.new_page())  # reading goes on
    expect(other.locator("h1")).to_be_visible()
    reader.server.heal()
    reader.save("重试")
    assert reader.copies() == {name_of(releases(1)): files_of(releases(1))}


@pytest.mark.parametrize("fault", some(FAULTS, 1))
def test_a_bad_pack_is_made_good_file_by_file(fault: str, reader: Reader, releases: Releases) -> None:
    page = reader.offline_page()
    page.locator(".kb-offline").evaluate("box => (box.dataset.patience = '1')")
    reader.server.faults = {random.Random(3).choice(listed(releases(1))["packs"])["name"]: fault}
    reader.save()
    assert reader.copies() == {name_of(releases(1)): files_of(releases(1))}


@pytest.mark.parametrize(("kind", "tenth"), some([(k, n) for k in ("first", "update") for n in range(10)], 1))
def test_a_site_replaced_in_the_middle_gives_the_new_one_whole(
    kind: str, tenth: int, reader: Reader, releases: Releases, uncut: dict[str, dict[str, int]]
) -> None:
    _, button = begin(reader, releases, kind)
    newer = releases(2 if kind == "first" else 3)
    at = len(uncut[kind]) * tenth // 10
    asked: list[str] = []

    def deploy(path: str) -> None:
        asked.append(path)
        if len(asked) == at + 1:
            reader.server.site = newer

    reader.server.before = deploy
    reader.save(button)
    assert len(asked) > at
    assert reader.copies() == {name_of(newer): files_of(newer)}
    assert reader.whole() == [name_of(newer)]


def test_an_update_fetches_only_what_has_changed(
    reader: Reader, releases: Releases, uncut: dict[str, dict[str, int]]
) -> None:
    before = {pack["name"] for pack in listed(releases(1))["packs"]}
    fetched = {path.rpartition("/")[2] for path in uncut["update"]}
    assert before & fetched == set()
    assert sum(uncut["update"].values()) < 0.7 * sum(uncut["first"].values())


LEVELS = [(level, said) for level in range(0, 100, 20) for said in (True, False)]


@pytest.mark.parametrize(("level", "said"), some(LEVELS, 1))
def test_a_full_disk_harms_neither_the_copy_nor_the_progress(
    level: int, said: bool, reader: Reader, releases: Releases
) -> None:
    """`said`: whether the browser says beforehand how much room there is."""
    if not said:
        reader.page.add_init_script("navigator.storage.estimate = undefined")
    _, button = begin(reader, releases, "update")
    reader.practise()
    room(reader, level / 100)
    told = reader.save(button, ends="空间不够")
    assert re.search(r"还需要约? \d+(\.\d)? MB", told)
    assert ("还能给 " in told) == said
    expect(reader.page.get_by_label("只要中文")).to_be_visible()
    assert reader.whole() == [name_of(releases(1))]
    assert reader.copies()[name_of(releases(1))] == files_of(releases(1))
    assert reader.progress() == PROGRESS
    room(reader, None)
    reader.save("继续")
    assert reader.copies() == {name_of(releases(2)): files_of(releases(2))}


def room(reader: Reader, part: float | None) -> None:
    """Leave the site room for a part of what an update needs; None: as much as it wants."""
    session = reader.context.new_cdp_session(reader.page)
    origin = reader.server.address.removesuffix(BASE)
    if part is None:
        session.send("Storage.overrideQuotaForOrigin", {"origin": origin})
        return
    used = session.send("Storage.getUsageAndQuota", {"origin": origin})["usage"]
    needed = 150_000
    session.send("Storage.overrideQuotaForOrigin", {"origin": origin, "quotaSize": used + part * needed})


LACKING = [
    "Object.defineProperty(self, 'caches', { value: undefined })",
    "CacheStorage.prototype.keys = async () => { throw new DOMException('private', 'SecurityError') }",
    "Object.defineProperty(navigator, 'serviceWorker', { value: undefined })",
]


@pytest.mark.parametrize("lacks", some(LACKING, 1))
def test_a_browser_that_cannot_save_says_so_and_reads_on(lacks: str, reader: Reader) -> None:
    reader.page.add_init_script(lacks)
    reader.visit("offline/")
    expect(reader.page.locator("[data-part=state]")).to_contain_text("不能保存")
    expect(reader.page.locator("[data-part=buttons] button")).to_have_count(0)
    reader.visit("q/alpha/")
    expect(reader.page.locator("h1")).to_be_visible()


def test_a_save_stops_and_goes_on_when_asked(reader: Reader, releases: Releases) -> None:
    page = reader.offline_page()
    pack = random.Random(2).choice(listed(releases(1))["packs"])["name"]
    reader.server.faults = {pack: "silent"}
    page.get_by_role("button", name="离线保存全部").click()
    page.wait_for_function("document.querySelector('progress').value > 0.5")
    reader.save("停下", ends="停下了")
    reader.server.heal()
    reader.offline_page()
    reader.save("继续")
    assert reader.copies() == {name_of(releases(1)): files_of(releases(1))}


def test_one_language_can_be_saved_alone_exchanged_and_removed(reader: Reader, releases: Releases) -> None:
    page = reader.offline_page()
    expect(page.locator("[data-part=amount-en]")).to_contain_text("MB")
    page.get_by_label("只要英文").check()
    reader.save()
    assert reader.copies() == {name_of(releases(1)): files_of(releases(1), "en")}
    page.get_by_label("两种语言").check()
    page.get_by_role("button", name="改为保存这些").click()
    expect(page.get_by_role("button", name="停下")).to_have_count(0)
    assert reader.copies() == {name_of(releases(1)): files_of(releases(1))}
    page.get_by_label("只要中文").check()
    page.get_by_role("button", name="改为保存这些").click()
    expect(page.get_by_role("button", name="改为保存这些")).to_have_count(0)
    expect(page.get_by_role("button", name="停下")).to_have_count(0)
    assert reader.copies() == {name_of(releases(1)): files_of(releases(1), "zh")}
    page.get_by_role("button", name="删除离线副本").click()
    expect(page.locator("[data-part=state]")).to_contain_text("还没有离线副本")
    assert reader.copies() == {}
