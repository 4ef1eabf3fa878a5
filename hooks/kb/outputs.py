"""Files of the last site that still hold are taken over as they are: the same file, not a copy."""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from pathlib import Path
from typing import Any

from kb import facts
from kb.kept import Kept
from kb.model import LANGS, Question
from kb.plans import Plan
from kb.site import Site
from kb.trust import Trust
from kb.widgets import Widget

SITE = "site"
RECORD = ".cache/outputs.json"
VARIABLE = re.compile(r"!ENV \[(KB_\w+)")
ELSEWHERE = "KB_SITE_DIR"  # where a site is made says nothing of what is in it
Made = tuple[str, int, int]  # what it was made from; the file's size and time in ns


class Outputs:
    """Which file was made from what: `.cache/outputs.json`, written once a site is in its place. A file that was touched since is made anew."""

    def __init__(self, root: Path, site: Site, kept: Kept, plans: Sequence[Plan], trust: Trust, style: str) -> None:
        self.root, self.site, self._kept, self._plans, self._trust, self._style = root, site, kept, plans, trust, style
        self._keys: dict[str, str] = {}
        self.taken: list[str] = []
        try:
            self._before: Mapping[str, Made] = json.loads((root / RECORD).read_text(encoding="utf-8"))
        except (OSError, ValueError):
            self._before = {}

    def holds(self, name: str, key: str, old: bool = False) -> bool:
        """Whether the file of this name in the last site was made from the same; if so it is taken over. Where an `old` one does, whatever there is."""
        made = self._before.get(name)
        there = made is not None and tuple(made[1:]) == _stamp(self.root / SITE / name)
        self._keys[name] = made[0] if made and there and old else key
        if not made or not there or made[0] != self._keys[name]:
            return False
        self.taken.append(name)
        return True

    def all_hold(self, folder: str, key: str) -> bool:
        """The same for all files below a folder, and the script that is called like it."""
        names = [name for name in self._before if name.startswith((f"{folder}/", f"{folder}.js"))]
        return bool(names) and all(self.holds(name, key) for name in names)

    def made(self, names: Iterable[str], key: str) -> None:
        """Files that were made now, and from what."""
        self._keys |= dict.fromkeys(names, key)

    def text(self, *parts: str) -> str:
        """Hash of what a file that is no page is made from."""
        return _hash(self._kept.shared, *parts)

    def question(self, q: Question, lang: str, widgets: Sequence[Widget], text: str) -> str:
        """Hash of all that a question's page shows: its text, by the key that it is kept under, and its facts."""
        return _hash(self._shared, lang, text, _json(facts.of(self.site, q, lang, widgets)))

    def stage(self, stage: str, lang: str, text: str) -> str:
        """Hash of all that a page about one stage may show: its questions, and what they say."""
        questions = self.site.by_stage.get(stage, [])
        said = [q.pages[lang].document.text for q in questions]
        return _hash(self._shared, lang, text, *(self._rows[lang][q.id] for q in questions), *said)

    def whole(self, lang: str, text: str) -> str:
        """Hash of all that any other page may show: lists of questions, terms, works, corrections, the plans."""
        return _hash(self._shared, lang, text, self._lists, *self._rows[lang].values())

    def write(self, out: Path) -> None:
        """Take the files over into the new site."""
        for name in self.taken:
            target = out / name
            target.parent.mkdir(parents=True, exist_ok=True)
            if target.exists():  # made anew with others
                continue
            try:
                os.link(self.root / SITE / name, target)
            except OSError:  # another disk
                shutil.copy2(self.root / SITE / name, target)

    def save(self) -> None:
        """Remember from what each file of the site, now in its place, was made."""
        made = {name: [key, *_stamp(self.root / SITE / name)] for name, key in self._keys.items()}
        aside = (self.root / RECORD).with_suffix(".tmp")
        aside.parent.mkdir(exist_ok=True)
        aside.write_text(json.dumps(made), encoding="utf-8")
        aside.replace(self.root / RECORD)

    @cached_property
    def _rows(self) -> Mapping[str, Mapping[str, str]]:
        questions = self.site.most_asked
        return {lang: {q.id: _json(facts.row(self.site, q, lang)) for q in questions} for lang in LANGS}

    @cached_property
    def _lists(self) -> str:
        library = self.site.library
        names = [(q.id, q.terms, q.seeds) for q in library.questions.values()]
        routes = [
            (plan.id, part.number, part.minutes, [q.id for q in part.questions])
            for plan in self._plans
            for part in plan.parts
        ]
        return _hash(
            *map(
                repr, (library.corrections, library.errata, library.sources, library.seeds, names, routes, self._trust)
            )
        )

    @cached_property
    def _shared(self) -> str:
        """What all pages share: templates, the navigation, and what the environment says."""
        templates = sorted(p for p in (self.root / "overrides").rglob("*") if p.suffix in (".html", ".svg", ".xml"))
        stages = [(s.id, s.name, bool(self.site.by_stage[s.id])) for s in self.site.library.stages]
        moved = [self.site.library.moved, self.site.library.anchors, self.site.library.withdrawn]
        names = sorted(set(VARIABLE.findall((self.root / "mkdocs.yml").read_text(encoding="utf-8"))) - {ELSEWHERE})
        said = [f"{name}={os.environ.get(name)}" for name in names]
        return _hash(
            self._kept.shared,
            *(p.read_text(encoding="utf-8") for p in templates),
            repr((stages, moved, self._style)),
            *said,
        )


def _stamp(path: Path) -> tuple[int, int] | tuple[()]:
    try:
        stat = path.stat()
    except OSError:
        return ()
    return stat.st_size, stat.st_mtime_ns


def _json(data: Any) -> str:
    return json.dumps(data, ensure_ascii=False, sort_keys=True)


def _hash(*parts: str) -> str:
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()
