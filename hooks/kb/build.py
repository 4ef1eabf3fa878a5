"""The build: check everything, make the site aside, swap it in only when it is whole. The last good site stays until then."""

from __future__ import annotations

import datetime
import os
import shutil
import sqlite3
import subprocess
import tempfile
from pathlib import Path

from kb import check, ledger, read, tally
from kb import originals as copied
from kb.model import Library
from kb.problems import Problem, problem, report

SITE = "site"
AREA = ".build"  # where sites are made, and where the last one waits while the new one is swapped in


def build(root: Path, draft: bool = False) -> int:
    """Write `site/`; 0 when done, 1 when something is wrong and nothing was changed. A draft need not be in the ledger,
    and has the Anki packages of the build before."""
    restore(root)
    library = read.read(root)
    problems = check.check(library, skip=(ledger.check,) if draft else ())
    if not problems:
        try:
            problems = written(root, library, draft)
        except (OSError, sqlite3.Error, subprocess.CalledProcessError) as error:  # no room, no right, no program
            restore(root)
            problems = [problem(SITE, 1, "not written", reason=error)]
    if problems:
        print(report(problems))
        return 1
    print(f"{SITE}/: {len(library.questions)} 题 × 2 种语言 | {len(library.questions)} questions in 2 languages")
    return 0


def written(root: Path, library: Library, draft: bool) -> list[Problem]:
    """Make the site aside and swap it in; what MkDocs complains of, and then nothing is swapped."""
    (root / AREA).mkdir(exist_ok=True)
    aside = Path(tempfile.mkdtemp(prefix="site-", dir=root / AREA))
    try:
        found = render(root, aside, library, draft)
        if not found:
            swap(root, aside)
            done()
        return found
    finally:
        shutil.rmtree(aside, ignore_errors=True)


def render(root: Path, out: Path, library: Library, draft: bool = False) -> list[Problem]:
    """Write the whole site into `out`. The same content gives the same bytes on any day."""
    from kb import shell  # MkDocs is loaded only when it is needed: `make check` is quicker without

    reviewed = max((q.reviewed for q in library.questions.values()), default="2026-01-01")
    epoch = datetime.datetime.fromisoformat(f"{reviewed}T00:00:00+00:00").timestamp()
    os.environ["SOURCE_DATE_EPOCH"] = f"{epoch:.0f}"
    return shell.run(root, out, library, draft)


def done() -> None:
    """The site is in its place: the next build may take pages over from it."""
    from kb import build_state

    build_state.current().outputs.save()


def swap(root: Path, new: Path) -> None:
    """Put the new site in place of the old one with two renames; `restore` mends an interruption between them."""
    site, old = root / SITE, root / AREA / "previous"
    shutil.rmtree(old, ignore_errors=True)
    new.chmod(0o755)
    if site.exists():
        site.rename(old)
    new.rename(site)
    shutil.rmtree(old, ignore_errors=True)


def restore(root: Path) -> None:
    """If a build was killed between the two renames, the last good site is brought back."""
    site, old = root / SITE, root / AREA / "previous"
    if old.exists() and not site.exists():
        old.rename(site)
    for left in (root / AREA).glob("site-*"):
        shutil.rmtree(left, ignore_errors=True)


def checked(root: Path, originals: Path | None = None) -> int:
    """`make check`: every problem, and the counts; with `originals` also what was copied from the texts in that folder."""
    library = read.read(root)
    problems = check.check(library)
    if originals:
        problems = sorted([*problems, *copied.check(library, originals)])
    print(report(problems) if problems else "没有问题 | no problems")
    print("\n".join(tally.counts(library)))
    return 1 if problems else 0


def publish(root: Path) -> int:
    """`make publish`: record the new addresses, unless something else is wrong."""
    library = read.read(root)
    problems = check.check(library, skip=(ledger.check,))
    if problems:
        print(report(problems))
        return 1
    try:
        new = ledger.publish(library)
    except OSError as error:
        print(report([problem(ledger.PATH, 1, "not written", reason=error)]))
        return 1
    print(f"登记了 {len(new)} 个新地址 | {len(new)} new addresses recorded in {ledger.PATH}")
    return 0
