"""The scripts behind the numbers give the same results whatever the machine's hash seed and day, and need no network."""

from __future__ import annotations

import json
import os
import random
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

from kb import verify
from kb.model import Library

from tests.conftest import ROOT, WHOLE, prove

OTHERWISE = ROOT / "tests/otherwise"
SEEDS = ("0", "1", "4242")


def results(paths: list[Path], seed: str) -> dict[str, Any]:
    """What the scripts expose when run with this hash seed, on another day, without a network."""
    environment = {
        **os.environ,
        "PYTHONPATH": str(OTHERWISE),
        "PYTHONHASHSEED": seed,
        "KB_DAYS": seed,
        "KB_OFFLINE": "1",
    }
    command = [sys.executable, str(verify.RUNNER), *map(str, paths)]
    done = subprocess.run(command, env=environment, capture_output=True, encoding="utf-8", check=False)
    assert done.returncode == 0, done.stderr
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def test_every_script_gives_the_same_numbers(library: Library) -> None:
    """Those that the pages are bound to. All scripts with KB_WHOLE, else some."""
    names = sorted(library.scripts)
    drawn = names if WHOLE else random.Random(6).sample(names, 10)
    paths = [ROOT / "docs/verify" / f"{name}.py" for name in drawn]
    with ThreadPoolExecutor(2) as pool:
        runs = list(pool.map(lambda seed: results(paths, seed), SEEDS))
    assert runs[0] == runs[1] == runs[2]
    for name in drawn:
        values = {key: tuple(value) for key, value in runs[0][name]["values"].items()}
        assert values == {key: (value.number, value.unit) for key, value in library.values[name].items()}, name
    prove("scripts", len(drawn))


def test_a_script_that_asks_the_network_is_refused(tmp_path: Path) -> None:
    """The guard above guards."""
    script = tmp_path / "asks.py"
    script.write_text(
        'import urllib.request\nurllib.request.urlopen("http://127.0.0.1:9/")\nVALUES = {}\n', encoding="utf-8"
    )
    assert "no network here" in results([script], "0")["asks"]["reason"]
