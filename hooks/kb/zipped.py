"""`make zip`: the site built for a folder on disk, in one file. The same content gives the same bytes."""

from __future__ import annotations

import os
import shutil
import tempfile
import zipfile
from pathlib import Path

from kb import build, check, read
from kb.problems import report

NAME = "site.zip"
FOLDER = "llm-interview"  # what unpacking makes
WHEN = (1980, 1, 1, 0, 0, 0)  # the first day that a zip knows
SETTINGS = {"KB_DIRECTORY_URLS": "false", "KB_WORKER": "none"}


def write(root: Path) -> int:
    """Write `site.zip`; 0 when done, 1 when something is wrong and nothing was changed."""
    library = read.read(root)
    problems = check.check(library)
    if problems:
        print(report(problems))
        return 1
    (root / build.AREA).mkdir(exist_ok=True)
    aside = Path(tempfile.mkdtemp(prefix="site-", dir=root / build.AREA))
    before = dict(os.environ)
    os.environ.update(SETTINGS)
    try:
        found = build.render(root, aside, library)
        if found:
            print(report(found))
            return 1
        pack(aside, root / NAME)
    finally:
        for key in SETTINGS:
            os.environ.pop(key)
        os.environ.update({key: before[key] for key in SETTINGS if key in before})
        shutil.rmtree(aside, ignore_errors=True)
    print(f"{NAME}: {(root / NAME).stat().st_size / 1e6:.1f} MB")
    return 0


def pack(folder: Path, target: Path) -> None:
    """Everything below a folder, in one order and with one time."""
    aside = target.with_suffix(".tmp")
    with zipfile.ZipFile(aside, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as archive:
        for path in sorted(p for p in folder.rglob("*") if p.is_file()):
            entry = zipfile.ZipInfo(f"{FOLDER}/{path.relative_to(folder).as_posix()}", WHEN)
            entry.external_attr = 0o644 << 16
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, path.read_bytes())
    aside.replace(target)
