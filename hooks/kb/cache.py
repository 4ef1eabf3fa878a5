"""Results that cost time, kept in `.cache/` by a hash of all that they depend on."""

from __future__ import annotations

import contextlib
import json
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

LONG = 5000  # entries
LARGE = 4_000_000  # bytes on disk


class Cache:
    """A JSON file of key → result; a file that cannot be read counts as empty."""

    def __init__(self, root: Path, name: str) -> None:
        self.path = root / ".cache" / f"{name}.json"
        self._new = False
        self._used: set[str] = set()
        try:
            self._data: dict[str, Any] = json.loads(self.path.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            self._data = {}

    def __contains__(self, key: str) -> bool:
        return key in self._data

    def __getitem__(self, key: str) -> Any:
        self._used.add(key)
        return self._data[key]

    def __setitem__(self, key: str, result: Any) -> None:
        self._used.add(key)
        self._data[key] = result
        self._new = True

    def save(self) -> None:
        """Write what is new; once the file has grown, forget what was not asked for."""
        if not self._new:
            return
        small = len(self._data) < LONG and (not self.path.exists() or self.path.stat().st_size < LARGE)
        data = self._data if small else {k: v for k, v in self._data.items() if k in self._used}
        self._new = False
        aside = self.path.with_suffix(f".{os.getpid()}.tmp")
        with contextlib.suppress(OSError):  # where nothing can be kept it is computed again
            self.path.parent.mkdir(parents=True, exist_ok=True)
            aside.write_text(json.dumps(data, ensure_ascii=False), encoding="utf-8")
            aside.replace(self.path)


class Files:
    """A folder of JSON files, one a page, each with the hash of all that it was made from. One that cannot be read was never made."""

    def __init__(self, root: Path, name: str) -> None:
        self.folder = root / ".cache" / name
        self._new: dict[str, Mapping[str, Any]] = {}

    def get(self, name: str, key: str) -> Mapping[str, Any] | None:
        """What was kept under this name, if it was made from the same."""
        try:
            kept: Mapping[str, Any] = json.loads((self.folder / f"{name}.json").read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return None
        return kept if isinstance(kept, dict) and kept.get("key") == key else None

    def put(self, name: str, key: str, made: Mapping[str, Any]) -> None:
        """Keep this once it is saved."""
        self._new[name] = {"key": key, **made}

    def save(self) -> None:
        """Write what is new."""
        with contextlib.suppress(OSError):  # where nothing can be kept it is made again
            for name, made in self._new.items():
                file = self.folder / f"{name}.json"
                file.parent.mkdir(parents=True, exist_ok=True)
                aside = file.with_suffix(f".{os.getpid()}.tmp")
                aside.write_text(json.dumps(made, ensure_ascii=False), encoding="utf-8")
                aside.replace(file)
        self._new.clear()
