"""The files of the search: an index cut in parts, of which a query fetches the few that hold its words."""

from __future__ import annotations

from pathlib import Path

from kb.model import LANGS
from kb.search import index, records
from kb.site import Site


def write(site: Site, out: Path) -> None:
    """All files of search, below `search/`."""
    for lang in LANGS:
        index.write(records.of(site, lang), lang, out / "search")
