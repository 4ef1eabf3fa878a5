"""Is a downloaded copy of the site whole? Put this beside SHA256SUMS, or name the folder: python3 check-copy.py [FOLDER]. Needs nothing but Python."""

from __future__ import annotations

import hashlib
import sys
from pathlib import Path

SUMS = "SHA256SUMS"


def differences(folder: Path) -> list[str]:
    """What is missing, changed, or not of this release."""
    lines = [line.split("  ", 1) for line in (folder / SUMS).read_text(encoding="utf-8").splitlines()]
    wanted = {path: sha for sha, path in lines}
    there = {p.relative_to(folder).as_posix() for p in folder.rglob("*") if p.is_file()} - {SUMS}
    found = [f"缺少 | missing: {path}" for path in wanted.keys() - there]
    found += [f"多出 | not of this release: {path}" for path in there - wanted.keys()]
    for path in wanted.keys() & there:
        if hashlib.sha256((folder / path).read_bytes()).hexdigest() != wanted[path]:
            found.append(f"变了 | changed: {path}")
    return sorted(found)


if __name__ == "__main__":
    FOLDER = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).resolve().parent
    FOUND = differences(FOLDER)
    print("\n".join(FOUND) or "完整 | whole")
    sys.exit(1 if FOUND else 0)
