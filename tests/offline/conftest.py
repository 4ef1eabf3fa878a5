"""Releases of the small project, a faulty server, a browser with its service workers."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from kb import build, editions, packs, read, release, zipped
from playwright.sync_api import Browser, BrowserContext

from tests.conftest import Project, lay_out
from tests.faulty import Server, served
from tests.offline.reader import Reader

SMALL = 20_000  # bytes of a pack here: there are to be some dozens
Releases = Callable[[int], Path]


@pytest.fixture(scope="session")
def releases(tmp_path_factory: pytest.TempPathFactory, cache: Path) -> Releases:
    """The small project's n-th release: each says on one question's pages which it is, and each has an index of its own."""
    folder = tmp_path_factory.mktemp("releases")
    project = lay_out(folder / "kb", cache)
    for lang in ("zh", "en"):
        file = f"docs/{lang}/one/alpha.md"
        project.write(file, f"{project.read(file).rstrip()}\n\n{MARK} 0.\n")
    built = folder / "built"
    built.mkdir()
    assert build.render(project.root, built, read.read(project.root)) == []
    shutil.rmtree(built / packs.FOLDER)
    next(built.glob("offline/list-*")).unlink()
    index = re.match(r'kbSearch\("zh","(\w+)"', (built / "search/zh.js").read_text(encoding="utf-8"))
    assert index

    def made(number: int) -> Path:
        out = folder / f"release-{number}"
        if not out.exists():
            shutil.copytree(built, out)
            for path in [*out.rglob("*.html"), *out.rglob("*.js")]:
                text = path.read_text(encoding="utf-8")
                text = text.replace(f"{MARK} 0", f"{MARK} {number}").replace(index[1], f"{index[1]}{number}")
                path.write_text(text, encoding="utf-8")
            release.write(project.root, editions.Edition(), out, SMALL)
        return out

    return made


MARK = "Releasemark"


@pytest.fixture
def server(releases: Releases) -> Iterator[Server]:
    with served(releases(1)) as server:
        yield server


@pytest.fixture
def context(chromium: Browser) -> Iterator[BrowserContext]:
    context = chromium.new_context(viewport={"width": 1000, "height": 800})
    yield context
    context.close()


@pytest.fixture
def reader(context: BrowserContext, server: Server) -> Iterator[Reader]:
    """Nothing may break on a page, nothing may be asked of another host, whatever is tested."""
    reader = Reader(context, server)
    yield reader
    assert reader.errors == []
    assert reader.foreign == []
    reader.context.close()


@pytest.fixture(scope="session")
def on_disk(tmp_path_factory: pytest.TempPathFactory, cache: Path) -> Project:
    """The small project with its site.zip."""
    project = lay_out(tmp_path_factory.mktemp("zip") / "kb", cache)
    assert zipped.write(project.root) == 0
    return project
