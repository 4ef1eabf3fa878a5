"""Measures and prints the figures: pages on a slow phone, builds, growth, search. Times vary with the machine, so ours stand beside others' of the same run.

`ONLY=pages`, `builds`, `growth` or `search`, several with commas: the whole takes half an hour and wants a machine that does nothing else.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

import bench_builds
import bench_pages
import bench_search
from kb import build

ROOT = Path(__file__).resolve().parent.parent
PARTS = {
    "pages": bench_pages.main,
    "builds": lambda: bench_builds.main(("builds",)),
    "growth": lambda: bench_builds.main(("growth",)),
    "search": bench_search.main,
}


def main() -> int:
    """The parts asked for, or all."""
    asked = [name for name in os.environ.get("ONLY", "").split(",") if name] or list(PARTS)
    if unknown := [name for name in asked if name not in PARTS]:
        sys.exit(f"ONLY={','.join(unknown)}: {', '.join(PARTS)}")
    if build.build(ROOT):
        return 1
    for name in asked:
        print(f"\n== {name}")
        PARTS[name]()
    return 0


if __name__ == "__main__":
    sys.exit(main())
