"""Finds a Chromium for the tests, or installs one: Playwright's own, else Debian's package. Prints its path."""

from __future__ import annotations

import functools
import os
import shutil
import subprocess
import sys
from pathlib import Path

# Chromium without windows and menus: a new context costs it less than half. The package relies on files of `chromium`.
SHELLS = ("chromium-headless-shell", "chrome-headless-shell", "headless_shell")
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
PLACES = (
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
)


def installed() -> str | None:
    """The browser named by CHROMIUM, one on the PATH, or Playwright's own."""
    named = os.environ.get("CHROMIUM")
    found = [named] if named else [shutil.which(n) for n in NAMES] + [p for p in PLACES if Path(p).exists()]
    return next((p for p in found if p and Path(p).exists()), None) or playwrights()


def quick() -> str | None:
    """The browser for tests: the one named by CHROMIUM, else one without windows, else any."""
    if os.environ.get("CHROMIUM"):
        return installed()
    on_path = next((path for name in SHELLS if (path := shutil.which(name))), None)
    return on_path or playwrights_shell() or installed()


def playwrights() -> str | None:
    """The browser that Playwright has downloaded, if it has."""
    path = _playwrights_place()
    return path if Path(path).exists() else None


def playwrights_shell() -> str | None:
    """The one without windows, which Playwright puts beside it under the same number: `chromium-1200` and `chromium_headless_shell-1200`."""
    release = next((place for place in Path(_playwrights_place()).parents if place.name.startswith("chromium-")), None)
    if not release:
        return None
    beside = release.with_name(release.name.replace("chromium-", "chromium_headless_shell-"))
    return next((str(path) for name in SHELLS for path in beside.glob(f"*/{name}") if os.access(path, os.X_OK)), None)


@functools.cache
def _playwrights_place() -> str:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as play:
        return play.chromium.executable_path


def install() -> None:
    """Playwright's own browser; where its download is not reached, Debian's package."""
    if (
        subprocess.run([sys.executable, "-m", "playwright", "install", "chromium"], check=False).returncode == 0
        and playwrights()
    ):
        return
    if shutil.which("apt-get"):
        prefix = [] if os.geteuid() == 0 else ["sudo"]
        subprocess.run([*prefix, "apt-get", "update", "-qq"], check=False)
        subprocess.run([*prefix, "apt-get", "install", "-y", "-qq", "chromium", "chromium-headless-shell"], check=False)


def main() -> int:
    """Make sure there is one."""
    if installed() is None:
        install()
    path = installed()
    if path is None:
        print(
            "没有 Chromium，也装不上；装一个 Chrome 或 Chromium 再试 | no Chromium and none could be installed; install Chrome or Chromium",
            file=sys.stderr,
        )
        return 1
    print(f"browser: {path}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
