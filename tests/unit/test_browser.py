"""Which browser tests: one without windows where there is one, the one that was named before all others."""

from __future__ import annotations

from pathlib import Path

import browser as finder
import pytest


def program(path: Path) -> str:
    path.parent.mkdir(parents=True)
    path.touch(mode=0o755)
    return str(path)


def test_the_quick_one_beside_playwrights_browser(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = program(tmp_path / "chromium-1200/chrome-linux64/chrome")
    monkeypatch.setenv("PATH", "")
    monkeypatch.delenv("CHROMIUM", raising=False)
    monkeypatch.setattr(finder, "PLACES", ())
    monkeypatch.setattr(finder, "_playwrights_place", lambda: whole)
    assert finder.quick() == whole
    other = program(tmp_path / "chromium_headless_shell-1100/chrome-headless-shell-linux64/chrome-headless-shell")
    shell = program(tmp_path / "chromium_headless_shell-1200/chrome-headless-shell-linux64/chrome-headless-shell")
    assert finder.quick() == shell
    assert finder.installed() == whole
    monkeypatch.setenv("CHROMIUM", other)
    assert finder.quick() == finder.installed() == other
