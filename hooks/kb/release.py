"""A finished site as a release: the hash of every file, a name made of them, what readers save for offline, and the service worker."""

from __future__ import annotations

import hashlib
import json
import shutil
import subprocess
from collections.abc import Mapping
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from urllib.parse import urljoin, urlsplit

from kb import packs
from kb.editions import NONE, WITHDRAWN, Edition

SUMS = "SHA256SUMS"
NEWEST = "offline/release.json"  # which release this is, and how much there is to save
LISTS = "offline/list-"  # the packs of the release of this name, and their files
WORKER = "worker.js"  # never another address: whoever has a worker asks for its successor here
CHECKER = "check-copy.py"
AFTER = (SUMS, NEWEST, WORKER)  # made from the hashes of the others
SERVERS = ("sitemap.xml", "sitemap.xml.gz", "404.html", "away.html")  # of no use on a disk
SHELL_PAGE = "away.html"


def write(root: Path, edition: Edition, out: Path, most: int = packs.MOST) -> None:
    """What makes a release of the site in `out`; a draft is none."""
    if not edition.directories:
        for name in SERVERS:
            (out / name).unlink(missing_ok=True)
    elif edition.worker == NONE:
        return
    shutil.copyfile(root / "tools/check_copy.py", out / CHECKER)
    found = hashes(out)
    if edition.saves:
        name = named(found)
        made = packs.write(out, found, root / ".cache/packs", most)
        _json(out / NEWEST, {"release": name, "sizes": packs.sizes(made)})
        _json(out / f"{LISTS}{name}.json", {"release": name, "packs": made})
        (out / WORKER).write_text(worker(root, name, shell(out, found)), encoding="utf-8")
    elif edition.worker == WITHDRAWN:
        (out / WORKER).write_text(_bundle(root, "null-worker"), encoding="utf-8")
    sums(out, found)


def hashes(out: Path) -> dict[str, str]:
    """The SHA-256 of every file but those made of these hashes, by path. PDFs come later and are no part of a release's name."""
    files = (p for p in out.rglob("*") if p.is_file())
    paths = {p.relative_to(out).as_posix(): p for p in files}
    found = {
        path: p for path, p in paths.items() if path not in AFTER and not path.startswith((packs.FOLDER, LISTS, "pdf/"))
    }
    return {path: _hash(found[path]) for path in sorted(found)}


def named(found: Mapping[str, str]) -> str:
    """A release's name: the same files, the same name."""
    return hashlib.sha256(_lines(found).encode()).hexdigest()[:12]


def sums(out: Path, known: Mapping[str, str] | None = None) -> None:
    """`SHA256SUMS`: every file of the site, as `sha256sum -c` and `check-copy.py` read it."""
    known = known or {}
    files = sorted(p.relative_to(out).as_posix() for p in out.rglob("*") if p.is_file())
    found = {path: known.get(path) or _hash(out / path) for path in files if path != SUMS}
    (out / SUMS).write_text(_lines(found), encoding="utf-8")


def worker(root: Path, release: str, files: Mapping[str, str]) -> str:
    """The service worker: what differs between releases, then the program."""
    return f"self.kb={json.dumps({'release': release, 'shell': files})};\n{_bundle(root, 'worker')}"


def shell(out: Path, found: Mapping[str, str]) -> dict[str, str]:
    """The few files that every reader's browser keeps: the page for what can be neither reached nor found, with its style and script."""
    parts = Parts()
    parts.feed((out / SHELL_PAGE).read_text(encoding="utf-8"))
    paths = [urlsplit(urljoin(f"//site/{SHELL_PAGE}", link)).path.removeprefix("/") for link in parts.found]
    return {path: found[path] for path in (SHELL_PAGE, *paths)}


class Parts(HTMLParser):
    """The style sheets and scripts that a page loads."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """One element."""
        given: dict[str, Any] = dict(attrs)
        if tag == "link" and given.get("rel") == "stylesheet":
            self.found.append(given["href"])
        elif tag == "script" and given.get("src"):
            self.found.append(given["src"])


def _bundle(root: Path, name: str) -> str:
    command = [
        str(root / "node_modules/.bin/esbuild"), str(root / f"frontend/{name}.js"),
        "--bundle", "--minify", "--format=iife", "--target=es2022", "--charset=utf8", "--log-level=warning",
    ]  # fmt: skip
    return subprocess.run(command, check=True, cwd=root, capture_output=True, text=True, encoding="utf-8").stdout


def _json(path: Path, data: Any) -> None:
    path.write_text(json.dumps(data, separators=(",", ":")), encoding="utf-8")


def _lines(found: Mapping[str, str]) -> str:
    return "".join(f"{found[path]}  {path}\n" for path in sorted(found))


def _hash(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
