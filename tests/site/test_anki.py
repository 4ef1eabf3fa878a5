"""The Anki packages: opened as Anki does, counted, and the same bytes for the same cards."""

from __future__ import annotations

import json
import sqlite3
import zipfile
from pathlib import Path

import pytest
from anki.collection import Collection, ImportAnkiPackageRequest, ImportCsvRequest
from kb import anki, build_state
from kb.model import LANGS

from tests.conftest import Project


def notes(package: Path, folder: Path) -> list[tuple[str, str, str]]:
    """Permanent id, fields and tags of each note."""
    with zipfile.ZipFile(package) as opened:
        (folder / "collection").write_bytes(opened.read("collection.anki2"))
    with sqlite3.connect(folder / "collection") as database:
        return list(database.execute("select guid, flds, tags from notes"))


@pytest.mark.parametrize("lang", LANGS)
def test_a_card_for_each_question_and_follow_up(site: Path, tmp_path: Path, lang: str) -> None:
    rows = json.loads((site / "api/questions.json").read_text(encoding="utf-8"))
    found = notes(site / f"anki/{lang}/all.apkg", tmp_path)
    assert len(found) == sum(1 + len(row["followups"][lang]) for row in rows)
    assert len({guid for guid, _, _ in found}) == len(found)
    by_stage = [notes(path, tmp_path) for path in (site / f"anki/{lang}").glob("*.apkg") if path.stem != "all"]
    assert sorted(n for cards in by_stage for n in cards) == sorted(found)
    text = " ".join(fields for _, fields, _ in found)
    assert r"\(" in text
    for ours in ("[@", "verify/", r"\val", "katex", "$"):
        assert ours not in text.replace("&#36;", "")
    assert all("stage::" in tags and "difficulty::" in tags for _, _, tags in found)


@pytest.mark.parametrize("lang", LANGS)
def test_anki_itself_takes_the_decks(site: Path, tmp_path: Path, lang: str) -> None:
    """Imported by Anki's own library, package and table: as many notes as cards; importing again adds none."""
    rows = json.loads((site / "api/questions.json").read_text(encoding="utf-8"))
    cards = sum(1 + len(row["followups"][lang]) for row in rows)
    reader = Collection(str(tmp_path / "reader.anki2"))
    package = ImportAnkiPackageRequest(package_path=str(site / f"anki/{lang}/all.apkg"))
    for _ in range(2):
        reader.import_anki_package(package)
        assert reader.note_count() == cards
    stages = [deck.name for deck in reader.decks.all_names_and_ids() if "::" in deck.name]
    assert len(stages) == len({row["stage"] for row in rows})
    table = str(site / f"anki/{lang}/all.csv")
    reader.import_csv(ImportCsvRequest(path=table, metadata=reader.get_csv_metadata(path=table, delimiter=None)))
    assert reader.note_count() == cards
    reader.close()


def test_importing_again_keeps_progress(project: Project, tmp_path: Path) -> None:
    """A reworded question keeps its note's id; the same cards give the same bytes."""

    def make(name: str) -> Path:
        out = tmp_path / name
        anki.write(build_state.start(project.root).decks.result(), out)
        return out / "anki/zh/all.apkg"

    first = make("one")
    assert first.read_bytes() == make("two").read_bytes()
    project.edit("docs/zh/one/alpha.md", "# 甲是什么，占多少？", "# 甲究竟是什么？")
    assert {n[0] for n in notes(first, tmp_path)} == {n[0] for n in notes(make("three"), tmp_path)}
