"""Reading a text file so that a broken one is named, never guessed at."""

from __future__ import annotations

import re
import stat
from pathlib import Path

from kb.problems import Problem, problem

INVISIBLE = re.compile("[\x00-\x08\x0b-\x1f\x7f\u200b\u2028\u2029\ufeff]")
LIMIT = 2_000_000  # bytes; the longest page has a fiftieth of it
LONGEST = 10_000  # characters of a line; a pattern that looks ahead takes the square of it


def read_text(root: Path, path: Path) -> str | Problem:
    """The file's text, or the first reason why it cannot be read as UTF-8 with Unix line ends."""
    name = path.relative_to(root).as_posix()

    if path.is_symlink():
        return problem(name, 1, "symlink")
    try:
        status = path.stat()
        if not stat.S_ISREG(status.st_mode):  # a folder; a pipe would be read for ever
            return problem(name, 1, "no file")
        if status.st_size > LIMIT:
            return problem(name, 1, "too large", limit=LIMIT)
        data = path.read_bytes()
    except OSError as error:
        return problem(name, 1, "unreadable", reason=error.strerror)
    if not data.strip():
        return problem(name, 1, "empty file")
    if data.startswith(b"\xef\xbb\xbf"):
        return problem(name, 1, "BOM")
    if b"\r" in data:
        return problem(name, data[: data.index(b"\r")].count(b"\n") + 1, "line ends")
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        return problem(name, data[: error.start].count(b"\n") + 1, "encoding")
    for number, row in enumerate(text.split("\n"), 1):
        if INVISIBLE.search(row):
            return problem(name, number, "invisible character")
        if len(row) > LONGEST:
            return problem(name, number, "line too long", longest=LONGEST)
    return text
