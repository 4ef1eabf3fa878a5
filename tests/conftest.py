"""What several tests need: a small valid project to spoil, the real site built once, a browser."""

from __future__ import annotations

import datetime
import fcntl
import functools
import http.server
import json
import os
import shutil
import threading
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import browser as finder
import hypothesis
import pytest
from kb import build, check, ledger, read, strictyaml, trust
from kb.model import Library
from kb.problems import Problem
from playwright.sync_api import Browser, Error, Page, sync_playwright

ROOT = Path(__file__).resolve().parent.parent
MINI = ROOT / "tests/mini"
WHOLE = "KB_WHOLE" in os.environ  # make test-all
if not WHOLE:  # the same examples every time: what is green here is green there; new ones come weekly
    hypothesis.settings.load_profile("ci")


counts: Counter[str] = Counter()  # what the page "Why trust this" says was looked at


def prove(name: str, number: int) -> None:
    """Say at the end of a test that so many things hold which a promise of `data/proofs.yml` speaks of."""
    assert number
    counts[name] += number


def pytest_testnodedown(node: Any) -> None:
    """What one of several processes looked at."""
    counts.update(getattr(node, "workeroutput", {}).get("counts", {}))


def pytest_sessionfinish(session: pytest.Session, exitstatus: int) -> None:
    """The results of a whole run in which everything passed."""
    if hasattr(session.config, "workeroutput"):
        session.config.workeroutput["counts"] = dict(counts)
    elif WHOLE and exitstatus == 0 and set(counts) == set(promises()):
        results = {"date": datetime.date.today().isoformat(), "counts": dict(sorted(counts.items()))}
        (ROOT / trust.RESULTS).write_text(json.dumps(results, indent=1) + "\n", encoding="utf-8")


def promises() -> set[str]:
    """The names of all promises."""
    return set(strictyaml.parse((ROOT / trust.PROOFS).read_text(encoding="utf-8")).data)


def until(page: Page, condition: str, *, arg: Any = None, timeout: float = 30_000) -> None:
    """Wait for something to be true on the page. Playwright's own way has the page evaluate a text, which our policy refuses; this one is the
    debugger's, as `page.evaluate` is."""
    asked = f"async given => {{ const said = ({condition}); return Boolean(typeof said === 'function' ? await said(given) : await said); }}"
    end = time.monotonic() + timeout / 1000
    while time.monotonic() < end:
        try:
            if page.evaluate(asked, arg):
                return
        except Error as error:
            if "navigation" not in str(error):  # the page was left meanwhile: the next one is asked
                raise
        page.wait_for_timeout(20)
    raise TimeoutError(f"not within {timeout / 1000:.0f} s: {condition}")


Page.wait_for_function = until  # type: ignore[assignment, method-assign]


class Project:
    """A small project on disk; `problems` reads and checks it as the build does."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def read(self, path: str) -> str:
        return (self.root / path).read_text(encoding="utf-8")

    def write(self, path: str, text: str | bytes) -> None:
        target = self.root / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(text.encode() if isinstance(text, str) else text)

    def edit(self, path: str, old: str, new: str) -> None:
        text = self.read(path)
        assert old in text, f"{old!r} is not in {path}: the case tests nothing"
        self.write(path, text.replace(old, new, 1))

    def problems(self) -> list[Problem]:
        return check.check(read.read(self.root))

    def publish(self) -> None:
        ledger.publish(read.read(self.root))


@pytest.fixture(scope="session")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Results of scripts and formulas, kept between the small projects as they are between builds."""
    return tmp_path_factory.mktemp("cache")


_addresses: list[str] = []  # of the small project: the same for each


def lay_out(root: Path, cache: Path) -> Project:
    """The small project below `root`, with the code of this one."""
    shutil.copytree(MINI, root, dirs_exist_ok=True)
    for name in ("node_modules", "frontend", "hooks", "overrides", "tools", "mkdocs.yml", "package.json"):
        (root / name).symlink_to(ROOT / name)
    shutil.copy(ROOT / "data/ui.yml", root / "data/ui.yml")
    (root / ".cache").symlink_to(cache)
    project = Project(root)
    if not _addresses:
        project.publish()
        _addresses.append(project.read(ledger.PATH))
    project.write(ledger.PATH, _addresses[0])
    return project


@pytest.fixture
def project(tmp_path: Path, cache: Path) -> Project:
    """A valid project of two questions, fresh for each test."""
    return lay_out(tmp_path / "kb", cache)


@pytest.fixture(scope="session")
def library() -> Library:
    """The real content."""
    return read.read(ROOT)


@pytest.fixture(scope="session")
def site() -> Path:
    """The real site, built as `make build` does; where several processes test, by the first that asks."""
    run = os.environ.get("PYTEST_XDIST_TESTRUNUID", "alone")
    (ROOT / build.AREA).mkdir(exist_ok=True)
    with (ROOT / build.AREA / "tested").open("a+", encoding="utf-8") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        file.seek(0)
        if run == "alone" or file.read() != run:
            assert build.build(ROOT) == 0
            file.truncate(0)
            file.write(run)
    return ROOT / "site"


class Quiet(http.server.SimpleHTTPRequestHandler):
    """Serves without a word."""

    def log_message(self, format: str, *args: object) -> None:
        return


@pytest.fixture(scope="session")
def address(site: Path) -> Iterator[str]:
    """The real site below a path of its own, as a host may serve it: nothing may rely on being at the root."""
    handler = functools.partial(Below, directory=str(site))
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_address[1]}/base/"
    server.shutdown()


class Below(Quiet):
    """The site below /base/."""

    def translate_path(self, path: str) -> str:
        return super().translate_path(path.removeprefix("/base") if path.startswith("/base/") else "/nothing")


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """One browser for all tests: the whole of Chromium for the whole matrices, else the quick one."""
    path = finder.installed() if WHOLE else finder.quick()
    with sync_playwright() as play:
        options = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"]
        browser = play.chromium.launch(executable_path=path, args=options)
        yield browser
        browser.close()


@pytest.fixture
def page(chromium: Browser) -> Iterator[Page]:
    """A new page at laptop size; an error on it fails the test."""
    context = chromium.new_context(
        viewport={"width": 1440, "height": 900}, service_workers="block"
    )  # they have tests of their own
    page = context.new_page()
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    yield page
    page.unroute_all(behavior="ignoreErrors")  # an answer may still be under way
    context.close()
    assert errors == []
