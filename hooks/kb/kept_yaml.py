"""YAML parsed before, in this build or another. PyYAML takes longer for a page's facts than all checks of them; what has no fault is kept until it changes."""

from __future__ import annotations

import hashlib
from pathlib import Path

from kb import strictyaml
from kb.cache import Cache
from kb.remember import remembered
from kb.strictyaml import Parsed

CODE = Path(strictyaml.__file__).read_text(encoding="utf-8")


class KeptYaml:
    """The parser with its memory, `.cache/yaml.json`."""

    def __init__(self, root: Path) -> None:
        self._cache = Cache(root, "yaml")

    def parse(self, text: str, first_line: int = 1) -> Parsed:
        """As `strictyaml.parse`."""
        key = hashlib.sha256(f"{CODE}\0{first_line}\0{text}".encode(errors="surrogatepass")).hexdigest()
        if key in self._cache:
            kept = self._cache[key]
            return Parsed(kept["data"], {tuple(where): line for where, line in kept["lines"]}, kept["end"])
        parsed = strictyaml.parse(text, first_line)
        if not parsed.faults:
            lines = [[list(where), line] for where, line in parsed.lines.items()]
            self._cache[key] = {"data": parsed.data, "lines": lines, "end": parsed.end}
        return parsed

    def save(self) -> None:
        """Write what is new."""
        self._cache.save()


@remembered
def of(root: str) -> KeptYaml:
    """The parser of a project, one in a process."""
    return KeptYaml(Path(root))
