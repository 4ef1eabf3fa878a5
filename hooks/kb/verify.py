"""Runs `docs/verify/*.py` and takes the numbers they expose; a script's result is kept until the script changes."""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from kb.cache import Cache
from kb.model import Value
from kb.problems import Problem, problem

RUNNER = Path(__file__).with_name("run_values.py")
SECONDS = 120


def values(root: Path, scripts: Mapping[str, str]) -> tuple[dict[str, dict[str, Value]], list[Problem]]:
    """VALUES of every script by the script's name, and the scripts that failed."""
    cache = Cache(root, "values")
    keys = {
        name: hashlib.sha256((sys.version + RUNNER.read_text("utf-8") + text).encode()).hexdigest()
        for name, text in scripts.items()
    }
    missing = [name for name in scripts if keys[name] not in cache]
    results = {name: cache[keys[name]] for name in scripts if keys[name] in cache}
    for name, result in run(root, missing).items():
        results[name] = result
        if "line" not in result:
            cache[keys[name]] = result
    cache.save()
    problems = [_failed(name, result) for name, result in results.items() if "line" in result]
    good = {
        n: {k: Value(float(v), u) for k, (v, u) in r["values"].items()} for n, r in results.items() if "line" not in r
    }
    return good, problems


def run(root: Path, names: list[str]) -> dict[str, dict[str, object]]:
    """Each script's result, `{values: …}`, or `{line: …, reason: …}` when it failed; as many at a time as there are processors."""
    some = os.cpu_count() or 1
    with ThreadPoolExecutor(some) as pool:
        parts = pool.map(lambda part: _run(root, part), [names[n::some] for n in range(some)])
    return {name: result for part in parts for name, result in part.items()}


def _run(root: Path, names: list[str]) -> dict[str, dict[str, object]]:
    """Some scripts, one after the other, in one fresh interpreter."""
    if not names:
        return {}
    paths = [str(root / "docs/verify" / f"{name}.py") for name in names]
    try:
        done = subprocess.run(
            [sys.executable, "-I", str(RUNNER), *paths],
            capture_output=True,
            encoding="utf-8",
            timeout=SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired:
        return {name: {"line": 1, "reason": f"no result within {SECONDS} s"} for name in names}
    if done.returncode != 0:
        return {name: {"line": 1, "reason": (done.stderr.strip().splitlines() or ["no output"])[-1]} for name in names}
    found: dict[str, dict[str, object]] = json.loads(done.stdout)
    return found


def _failed(name: str, result: Mapping[str, object]) -> Problem:
    line, reason = result["line"], result["reason"]
    return problem(f"docs/verify/{name}.py", line if isinstance(line, int) else 1, "script fails", reason=reason)
