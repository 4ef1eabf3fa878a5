"""Which edition is built: for a server, a draft, or a folder on disk. The only place that knows how their addresses differ."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

READER, NONE, WITHDRAWN = "reader", "none", "withdrawn"
WORKERS = (READER, NONE, WITHDRAWN)
FIRST_PAGE = "index.html"


@dataclass(frozen=True)
class Edition:
    """`directories`: addresses end in `/`, which a server answers; otherwise in `index.html`, which a disk needs too. `worker`: one of WORKERS."""

    directories: bool = True
    worker: str = READER

    @property
    def saves(self) -> bool:
        """Whether readers can save it for offline: not drafts, not what lies on a disk already."""
        return self.directories and self.worker == READER

    def linked(self, address: str) -> str:
        """An address of ours as a link of this edition needs it."""
        if self.directories or "://" in address or address.startswith(("#", "mailto:")):
            return address
        path, mark, rest = address.partition("#")
        path, asks, query = path.partition("?")
        if path in ("", ".") or path.endswith("/"):
            path = (path + "/" if path == "." else path) + FIRST_PAGE
        return path + asks + query + mark + rest


def of(directories: bool, extra: dict[str, Any]) -> Edition:
    """The edition that the settings ask for."""
    worker = str(extra.get("worker", READER))
    if worker not in WORKERS:
        raise ValueError(f"KB_WORKER: {worker!r}; {' | '.join(WORKERS)}")
    return Edition(directories, worker)
