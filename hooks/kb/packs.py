"""What a reader saves for offline, in packs: some dozens of files instead of thousands. A pack's content is the bodies of its files one after the
other, gzipped by us, because not every host compresses; its name holds the hash of the content, so that two releases are never mixed."""

from __future__ import annotations

import gzip
import hashlib
import math
import shutil
from collections.abc import Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

from kb.model import LANGS

FOLDER = "offline/packs"
MOST = 1_000_000  # bytes of a pack before it is compressed, on average between half of this and this
LEFT_OUT = ("anki/", "api/", "pdf/", "llms", "sitemap.xml", "404.html", "check-copy.py")
ENGLISH = ("en/", "cards/en", "search/en")
CHINESE = ("cards/zh", "search/zh")
BOTH = ("assets/", "search/", "cards/", "verify/")


def language(path: str) -> str:
    """Whose copy a file belongs to: zh, en, or both."""
    if path.startswith(ENGLISH):
        return "en"
    return "zh" if path.startswith(CHINESE) or not path.startswith(BOTH) else "both"


def write(out: Path, hashes: Mapping[str, str], kept: Path, most: int = MOST) -> list[dict[str, Any]]:
    """Write the packs of a finished site; each as the list of a release shows it. What was packed before is taken from `kept`."""
    grouped: dict[tuple[str, str], list[str]] = {}
    for path in sorted(hashes):
        if not path.startswith(LEFT_OUT):
            grouped.setdefault((language(path), _kind(path)), []).append(path)
    packed = [
        (lang, f"{lang}-{kind}-{number}", paths)
        for (lang, kind), members in grouped.items()
        for number, paths in _split(out, members, most)
    ]
    (out / FOLDER).mkdir(parents=True, exist_ok=True)
    kept.mkdir(parents=True, exist_ok=True)
    with ThreadPoolExecutor(2) as threads:
        found = list(threads.map(lambda pack: _pack(out, hashes, kept, *pack), packed))
    used = {pack["name"] for pack in found}
    for old in kept.iterdir():
        if old.name not in used:
            old.unlink()
    return found


def sizes(made: list[dict[str, Any]]) -> dict[str, list[int]]:
    """For each language, and for what both need: the bytes to fetch and the bytes kept."""
    found = {lang: [0, 0] for lang in (*LANGS, "both")}
    for pack in made:
        found[pack["lang"]][0] += pack["size"]
        found[pack["lang"]][1] += sum(size for _, size, _ in pack["files"])
    return found


def _kind(path: str) -> str:
    """Files that change together lie together: any edit changes the index of the search."""
    folder = path.partition("/")[0]
    return folder if folder in ("search", "cards") else "pages"


def _split(out: Path, paths: Iterable[str], most: int) -> list[tuple[int, list[str]]]:
    """Which pack a file is in depends on its path alone, until the whole is twice as large: an edit leaves the other packs as they are."""
    sizes = {path: (out / path).stat().st_size for path in paths}
    count = 2 ** max(0, math.ceil(math.log2(max(1, sum(sizes.values())) / most)))
    packs: dict[int, list[str]] = {}
    for path in sizes:
        number = int.from_bytes(hashlib.sha256(path.encode()).digest()[:4], "big") % count
        packs.setdefault(number, []).append(path)
    return sorted(packs.items())


def _pack(out: Path, hashes: Mapping[str, str], kept: Path, lang: str, name: str, paths: list[str]) -> dict[str, Any]:
    content = hashlib.sha256("".join(f"{hashes[path]}\n" for path in paths).encode()).hexdigest()
    name = f"{name}-{content[:16]}.pack"
    if not (kept / name).exists():
        whole = b"".join((out / path).read_bytes() for path in paths)
        aside = kept / f"{name}.tmp"
        aside.write_bytes(gzip.compress(whole, 6, mtime=0))
        aside.replace(kept / name)
    target = out / FOLDER / name
    shutil.copyfile(kept / name, target)
    files = [[path, (out / path).stat().st_size, hashes[path]] for path in paths]
    return {"name": name, "lang": lang, "size": target.stat().st_size, "files": files}
