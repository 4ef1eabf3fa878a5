"""A reader with a browser: visits, saves, loses the network, and what is then in the browser."""

from __future__ import annotations

import json
import random
from pathlib import Path
from typing import Any

from playwright.sync_api import BrowserContext, Page, expect

from tests.conftest import WHOLE
from tests.faulty import BASE, Server

INSIDE = """async (base) => {
  const found = {};
  for (const name of await caches.keys()) {
    const cache = await caches.open(name);
    for (const { url } of await cache.keys()) {
      const body = await (await cache.match(url)).arrayBuffer();
      const hash = new Uint8Array(await crypto.subtle.digest("SHA-256", body));
      (found[name] ??= {})[url.slice(base.length)] = [...hash].map((b) => b.toString(16).padStart(2, "0")).join("");
    }
  }
  return found;
}"""
PROGRESS = {"kb2/card/alpha": '{"s":2.3,"d":2.1}', "kb2/plan": '["x"]'}


class Reader:
    def __init__(self, context: BrowserContext, server: Server) -> None:
        self.server = server
        self.errors: list[str] = []
        self.foreign: list[str] = []
        self._sit_down(context)

    def _sit_down(self, context: BrowserContext) -> None:
        self.context = context
        self.page = context.new_page()
        self.page.on("pageerror", lambda error: self.errors.append(str(error)))
        context.on("request", lambda request: self._asked(request.url))

    def _asked(self, url: str) -> None:
        if not url.startswith((self.server.address, "blob:", "data:")):
            self.foreign.append(url)

    def visit(self, path: str = "", page: Page | None = None) -> Page:
        page = page or self.page
        page.goto(self.server.address + path)
        return page

    def controlled(self, path: str = "") -> Page:
        """A page with the worker at work.

        Twice in some thousand visits on a loaded machine none came, once for five minutes: so long a browser waits for a new worker to start.
        If it was not started, and only then, the visit is made with another profile; a worker that was started has asked for its shell.
        """
        page = self.visit(path)
        try:
            page.wait_for_function("navigator.serviceWorker.controller", timeout=20_000)
        except TimeoutError as error:
            if any("away" in asked for asked in self.server.log):
                raise AssertionError(f"the worker ran, and was not installed; asked for: {self.server.log}") from error
            assert self.context.browser
            fresh = self.context.browser.new_context(viewport=page.viewport_size)
            self.context.close()
            self._sit_down(fresh)
            page = self.visit(path)
            page.wait_for_function("navigator.serviceWorker.controller")
        return page

    def offline_page(self, path: str = "offline/") -> Page:
        page = self.visit(path)
        page.locator("[data-part=buttons] button").first.wait_for()
        return page

    def save(self, button: str = "离线保存全部", ends: str = "已保存") -> str:
        """Press a button of the page about offline reading and wait until it says how it went."""
        self.page.get_by_role("button", name=button, exact=True).click()
        state = self.page.locator("[data-part=state]")
        expect(state).to_contain_text(ends, timeout=20_000)
        return state.inner_text()

    def lose_network(self) -> None:
        """The server drops every connection."""
        self.server.left = 0

    def inside(self) -> dict[str, dict[str, str]]:
        """What the browser's caches hold: for each the hash of what is under each address."""
        found: dict[str, dict[str, str]] = self.page.evaluate(INSIDE, self.server.address)
        return found

    def copies(self) -> dict[str, dict[str, str]]:
        """The copies, by release; without their own notes."""
        return {
            name.rpartition(":")[2]: {path: hash for path, hash in files.items() if not path.startswith(".")}
            for name, files in self.inside().items()
            if name.startswith(f"kb:{BASE}:copy:")
        }

    def whole(self) -> list[str]:
        """The releases of which a whole copy is there."""
        inside = self.inside()
        return [name.rpartition(":")[2] for name, files in inside.items() if ".whole" in files]

    def practise(self) -> None:
        """Some progress, as practice keeps it."""
        self.page.evaluate("(kept) => Object.entries(kept).forEach(([k, v]) => localStorage.setItem(k, v))", PROGRESS)

    def progress(self) -> dict[str, str]:
        kept: dict[str, str] = self.page.evaluate("Object.fromEntries(Object.entries(localStorage).filter(([k]) => k.startsWith('kb2/')))")  # fmt: skip
        return kept


def some(cases: list[Any], count: int) -> list[Any]:
    """All of them in `make test-all`, else the same few every time."""
    return cases if WHOLE else random.Random(11).sample(cases, count)


def name_of(site: Path) -> str:
    """A site's release."""
    return str(json.loads((site / "offline/release.json").read_text(encoding="utf-8"))["release"])


def listed(site: Path) -> dict[str, Any]:
    """The packs of a site's release."""
    found: dict[str, Any] = json.loads((site / f"offline/list-{name_of(site)}.json").read_text(encoding="utf-8"))
    return found


def files_of(site: Path, langs: str = "zh en") -> dict[str, str]:
    """What a whole copy of a release holds: the hash of each address."""
    return {
        path.removesuffix("index.html") if path.endswith("/index.html") or path == "index.html" else path: sha
        for pack in listed(site)["packs"]
        if pack["lang"] in ("both", *langs.split())
        for path, _, sha in pack["files"]
    }
