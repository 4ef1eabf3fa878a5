"""The service worker while the site is replaced, the network goes, the browser clears its caches, and the worker is withdrawn."""

from __future__ import annotations

import json
from pathlib import Path
from urllib.parse import urljoin

import pytest
from kb import build, read
from playwright.sync_api import Page, expect

from tests.conftest import WHOLE, lay_out
from tests.offline.conftest import MARK, Releases
from tests.offline.reader import PROGRESS, Reader, files_of, name_of

RELEASES = 5
PAIRS = [(worker, site) for worker in range(1, RELEASES + 1) for site in range(1, RELEASES + 1)]
UPDATE = "navigator.serviceWorker.getRegistration().then((registration) => registration.update())"
ASK = """() => new Promise(async (done) => {
  const registration = await navigator.serviceWorker.getRegistration();
  const { port1, port2 } = new MessageChannel();
  port1.onmessage = ({ data }) => done(data);
  registration.active.postMessage({ kind: "release" }, [port2]);
})"""


def shows(page: Page, number: int) -> None:
    """The page is of this release, and its search works."""
    expect(page.locator("article")).to_contain_text(f"{MARK} {number}")
    assert page.locator(".katex").first.evaluate("e => getComputedStyle(e).fontFamily").startswith("KaTeX")
    searches(page)


def searches(page: Page) -> None:
    page.locator(".md-search__input").fill("beta")
    expect(page.locator(".md-search-result__link").first).to_be_visible()
    page.keyboard.press("Escape")


def until(page: Page, condition: str) -> None:
    """Wait for what has to be asked of the browser."""
    page.evaluate(f"async () => {{ while (!({condition})) await new Promise((again) => setTimeout(again, 20)); }}")


def kept(page: Page, address: str) -> None:
    """The worker has kept this address."""
    until(page, f"await caches.match({address!r})")


def waiting(page: Page) -> None:
    """The browser has found the next release's worker, which waits."""
    page.evaluate(UPDATE)
    until(page, "(await navigator.serviceWorker.getRegistration()).waiting")


def test_a_page_once_seen_opens_without_network(reader: Reader) -> None:
    page = reader.controlled("q/alpha/")  # fetched before there was a worker
    reader.visit("en/q/beta/")
    for path in ("q/alpha/", "en/q/beta/"):
        kept(page, reader.server.address + path)
    reader.lose_network()
    reader.visit("q/alpha/?from=a-friend#short")
    expect(page.locator("article")).to_contain_text(f"{MARK} 1")
    assert page.locator(".katex").count()
    reader.visit("en/q/beta/index.html")
    expect(page.locator("h1")).to_be_visible()
    reader.visit("q/beta/")  # never seen: says so, in its language, and leads back
    expect(page.locator("main")).to_contain_text("这一页没有存在这台设备上", use_inner_text=True)
    reader.visit("en/q/alpha/")
    expect(page.locator("[data-again]:visible")).to_contain_text("/base/en/q/alpha/")
    expect(page.locator("main")).to_contain_text("not saved on this device", use_inner_text=True)
    page.goto(f"{reader.server.address}away.html?from=https://example.com/")
    expect(page.locator("[data-again]:visible")).to_have_attribute("href", reader.server.address)
    reader.visit("q/beta/")
    reader.server.heal()
    page.locator("[data-again]:visible").click()
    expect(page).to_have_url(reader.server.address + "q/beta/")


def test_a_page_that_does_not_come_is_shown_as_it_was_seen(reader: Reader) -> None:
    page = reader.controlled("q/alpha/")
    kept(page, page.url)
    reader.server.faults = {"/base/": "silent"}
    reader.visit("q/alpha/")
    expect(page.locator("article")).to_contain_text(f"{MARK} 1")


def test_a_connection_lost_once_does_not_keep_the_worker_away(reader: Reader) -> None:
    lost = {"away.html": "drop"}

    def drop_the_first(path: str) -> None:
        reader.server.faults = lost if "away.html" in path and path not in reader.server.log[:-1] else {}

    reader.server.before = drop_the_first
    page = reader.controlled("q/alpha/")
    assert reader.server.log.count("/base/away.html") == 2
    kept(page, page.url)


def test_a_login_page_is_not_kept_for_ours(reader: Reader) -> None:
    page = reader.controlled("q/alpha/")
    kept(page, page.url)
    reader.server.faults = {"/base/": "login"}
    reader.visit("q/alpha/")
    expect(page).to_have_title("Login")
    reader.lose_network()
    reader.visit("q/alpha/")
    expect(page.locator("article")).to_contain_text(f"{MARK} 1")


def test_a_new_release_is_offered_once_and_never_forced(reader: Reader, releases: Releases) -> None:
    page = reader.controlled("q/alpha/")
    page.set_viewport_size({"width": 1000, "height": 400})
    page.evaluate(
        "document.querySelector('.md-content article').insertAdjacentHTML('beforeend', '<textarea></textarea>')"
    )
    page.locator("textarea").fill("half an ans")
    page.locator("article details").first.evaluate("one => (one.open = true)")
    page.evaluate("scrollTo(0, 500)")
    place = page.evaluate("scrollY")
    lost: list[str] = []
    reader.context.on("requestfailed", lambda request: lost.append(request.url))
    page.evaluate("self.untouched = true")
    reader.server.site = releases(2)
    waiting(page)
    expect(page.locator(".kb-note")).to_contain_text("新版本")
    assert page.evaluate("self.untouched")
    assert page.locator("textarea").input_value() == "half an ans"
    assert page.evaluate("scrollY") == place
    assert page.evaluate(ASK) == name_of(releases(1))
    searches(page)  # the old page with the new site
    other = reader.visit("q/alpha/", reader.context.new_page())
    expect(other.locator("article")).to_contain_text(f"{MARK} 2")
    other.evaluate("new Promise((idle) => requestIdleCallback(idle))")
    assert other.locator(".kb-note").count() == 0
    place = page.evaluate("scrollY")  # the search may have moved it
    page.get_by_role("button", name="更新").click()
    page.wait_for_function("!self.untouched")
    expect(page.locator("article")).to_contain_text(f"{MARK} 2")
    assert page.url == reader.server.address + "q/alpha/"
    expect(page.locator("article details").first).to_have_attribute("open", "")
    page.wait_for_load_state()
    page.evaluate("new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")
    assert page.evaluate("scrollY") == pytest.approx(place, abs=3)  # we and the browser are done
    assert page.evaluate(ASK) == name_of(releases(2))
    assert lost == []


if WHOLE:  # once in many runs the browser takes minutes for it

    @pytest.mark.parametrize(("worker", "site"), PAIRS)
    def test_pages_and_workers_of_any_two_releases_get_on(
        worker: int, site: int, reader: Reader, releases: Releases
    ) -> None:
        """The site may also go back."""
        reader.server.site = releases(worker)
        page = reader.controlled("q/alpha/")
        reader.server.site = releases(site)
        fresh = reader.visit("q/alpha/", reader.context.new_page())
        shows(fresh, site)  # new page, old worker: the newest at the first visit
        if site != worker:
            waiting(fresh)
            fresh.evaluate("navigator.serviceWorker.getRegistration().then((found) => found.waiting.postMessage({ kind: 'accepted' }))")  # fmt: skip
            until(fresh, "!(await navigator.serviceWorker.getRegistration()).waiting")
            until(fresh, "(await navigator.serviceWorker.getRegistration()).active.state === 'activated'")
        assert fresh.evaluate(ASK) == name_of(releases(site))
        shows(page, worker)  # old page, new worker
        reader.visit("q/alpha/")
        shows(page, site)


def test_what_the_browser_cleared_is_noticed_and_restored_by_one_click(reader: Reader, releases: Releases) -> None:
    page = reader.offline_page()
    reader.save()
    reader.practise()
    page.evaluate("caches.keys().then((names) => Promise.all(names.map((name) => caches.delete(name))))")
    reader.visit("q/alpha/")
    expect(page.locator(".kb-note")).to_contain_text("清除了离线副本")
    page.get_by_role("link", name="恢复").click()
    expect(page.locator("[data-part=state]")).to_contain_text("已保存")
    assert reader.copies() == {name_of(releases(1)): files_of(releases(1))}
    delete = "async (name) => (await caches.open(name)).delete(url)"  # one file only
    page.evaluate(
        f"async (url) => Promise.all((await caches.keys()).map({delete}))", f"{reader.server.address}q/alpha/"
    )
    reader.offline_page()
    expect(page.locator("[data-part=state]")).to_contain_text("少了 1 个文件")
    reader.save("恢复")
    assert reader.copies() == {name_of(releases(1)): files_of(releases(1))}
    page.evaluate("caches.keys().then((names) => Promise.all(names.map((name) => caches.delete(name))))")
    reader.offline_page()
    expect(page.locator("[data-part=state]")).to_contain_text("清除了离线副本")
    expect(page.get_by_role("button", name="恢复")).to_be_visible()
    assert reader.progress() == PROGRESS


@pytest.fixture(scope="session")
def withdrawn(tmp_path_factory: pytest.TempPathFactory, cache: Path) -> Path:
    """The small project as `KB_WORKER=withdrawn make build` makes it."""
    folder = tmp_path_factory.mktemp("withdrawn")
    project = lay_out(folder / "kb", cache)
    (folder / "site").mkdir()
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("KB_WORKER", "withdrawn")
        assert build.render(project.root, folder / "site", read.read(project.root)) == []
    return folder / "site"


def test_a_withdrawn_worker_takes_everything_away_but_the_progress(reader: Reader, withdrawn: Path) -> None:
    page = reader.offline_page()
    reader.save()
    reader.practise()
    page.wait_for_function("navigator.serviceWorker.controller")
    assert page.evaluate("navigator.serviceWorker.controller.scriptURL") == f"{reader.server.address}worker.js"
    reader.server.site = withdrawn
    reader.visit("q/alpha/")  # the first visit after: from the network, and the browser looks for the worker
    assert MARK not in page.locator("article").inner_text()
    until(page, "!(await navigator.serviceWorker.getRegistration())")
    assert reader.inside() == {}
    assert reader.progress() == PROGRESS
    reader.visit("offline/")
    expect(page.locator("article")).to_contain_text("离线保存暂时关闭")
    reader.visit("q/alpha/")
    assert page.evaluate("navigator.serviceWorker.controller") is None


@pytest.mark.parametrize("home", ["", "en/"])
def test_the_site_can_be_installed(home: str, reader: Reader) -> None:
    page = reader.controlled(home)
    session = reader.context.new_cdp_session(page)
    found = session.send("Page.getAppManifest")
    assert found["url"] == f"{reader.server.address}{home}manifest.webmanifest"
    assert found["errors"] == []
    manifest = json.loads(found["data"])
    assert urljoin(found["url"], manifest["start_url"]) == reader.server.address + home
    assert urljoin(found["url"], manifest["scope"]) == reader.server.address
    for icon in manifest["icons"]:
        kind = page.evaluate("(url) => fetch(url).then((got) => got.headers.get('content-type'))", urljoin(found["url"], icon["src"]))  # fmt: skip
        assert kind == icon["type"]
