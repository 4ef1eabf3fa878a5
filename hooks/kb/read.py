"""From files to the Library. Reads everything, stops at nothing; what could not be read is in `problems` and `unread`."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from kb import kept_yaml, read_data, remember, sections, strays, strictyaml, verify
from kb.addresses import is_question
from kb.model import LANGS, Lang, Library, Page, Plain, Question
from kb.problems import problem
from kb.reader import ENGLISH, PLAIN, SHARED, Reader
from kb.remember import remembered
from kb.source import Document


def read(root: Path) -> Library:
    """The whole content below `root`."""
    remember.turn()
    reader = Reader(root)
    reader.problems += strays.check(root)
    data = read_data.read_all(reader.root, reader.problems)
    questions = dict(_questions(reader, root / "docs"))
    scripts = {
        p.stem: text for p in sorted((root / "docs/verify").glob("*.py")) if (text := reader.file(p)) is not None
    }
    figures = {
        p.name: text for p in sorted((root / "docs/figures").glob("*.svg")) if (text := reader.file(p)) is not None
    }
    snippets = {p.name: text for p in sorted((root / "snippets").glob("*.py")) if (text := reader.file(p)) is not None}
    plain = tuple(_plain(reader, root / "docs"))
    kept_yaml.of(str(root)).save()
    values, problems = verify.values(root, scripts)
    files = {"scripts": scripts, "snippets": snippets, "figures": figures, "values": values}
    return Library(
        root=root, questions=questions, plain=plain, **remember.same(files),
        unread=frozenset(reader.unread), problems=(*reader.problems, *problems), **data,
    )  # fmt: skip


def _questions(reader: Reader, docs: Path) -> Iterator[tuple[str, Question]]:
    _twice(reader, docs)
    files = {lang: {p.stem: p for p in reversed(_files(docs, lang, questions=True))} for lang in LANGS}
    for key in sorted(set(files["zh"]) | set(files["en"])):
        got = {lang: _page(reader, files[lang][key], lang) for lang in LANGS if key in files[lang]}
        zh, en = got.get("zh"), got.get("en")
        if zh is None:
            reader.unread.add(key)
            if key not in files["zh"]:
                name = files["en"][key].relative_to(reader.root).as_posix()
                reader.problems.append(problem(name, 1, "missing page/zh", page=name.replace("/en/", "/zh/")))
            continue
        translates = en[0].data.get("translates") if en and isinstance(en[0].data, dict) else None
        yield key, _question(key, files["zh"][key].parent.name, zh[0], zh[1], en[1] if en else None, translates)


def _twice(reader: Reader, docs: Path) -> None:
    """An id in two stages: the address could lead to one of them only."""
    for lang in LANGS:
        first: dict[str, str] = {}
        for path in _files(docs, lang, questions=True):
            name = path.relative_to(reader.root).as_posix()
            if path.stem in first:
                other = first[path.stem]
                reader.problems.append(problem(name, 1, "duplicate id/page", other=other))
            first.setdefault(path.stem, name)


def _page(reader: Reader, path: Path, lang: Lang) -> tuple[strictyaml.Parsed, Page] | None:
    got = reader.markdown(path)
    if got is None:
        reader.unread.add(path.stem)
        return None
    parsed, document = got
    name = path.relative_to(reader.root).as_posix()
    if not reader.front(parsed, SHARED if lang == "zh" else ENGLISH, name) and lang == "zh":
        reader.unread.add(path.stem)
        return None
    return parsed, page(document, lang, name)


@remembered
def page(document: Document, lang: Lang, name: str) -> Page:
    """A question's Markdown, taken apart."""
    found: dict[str, Any] = {}
    for section in sections.split(document, lang):
        found.setdefault(section.id, section)
    title = next((h.text for h in document.headings if h.level == 1), "")
    short = found["short"].text.strip() if "short" in found else ""
    return Page(
        lang,
        name,
        title,
        short,
        sections.points(found.get("points")),
        sections.followups(document),
        found,
        document.headings,
        document,
    )


@remembered
def _question(
    key: str, stage: str, parsed: strictyaml.Parsed, zh: Page, en: Page | None, translates: int | None
) -> Question:
    data: dict[str, Any] = parsed.data
    return Question(
        id=key,
        stage=stage,
        difficulty=data["difficulty"],
        asked=data["asked"],
        seeds=tuple(data["seeds"]),
        terms=tuple(tuple(name.strip() for name in concept.split(" = ")) for concept in data["terms"]),
        aliases=tuple(data["aliases"]),
        related=tuple(data["related"]),
        reviewed=data["reviewed"],
        revision=data["revision"],
        lines={name: parsed.line(name) for name in SHARED},
        pages={"zh": zh, "en": en} if en else {"zh": zh},
        translates=translates,
    )


def _files(docs: Path, lang: Lang, questions: bool) -> list[Path]:
    """The Markdown files of a language that are questions, or all others."""
    found = sorted((docs / lang).rglob("*.md"))
    return [p for p in found if is_question(f"docs/{p.relative_to(docs).as_posix()}") is questions]


def _plain(reader: Reader, docs: Path) -> Iterator[Plain]:
    for lang in LANGS:
        for path in _files(docs, lang, questions=False):
            got = reader.markdown(path)
            name = path.relative_to(reader.root).as_posix()
            if got and reader.front(got[0], PLAIN, name):
                yield _plain_page(lang, name, *got)


@remembered
def _plain_page(lang: Lang, name: str, parsed: strictyaml.Parsed, document: Document) -> Plain:
    title = next((h.text for h in document.headings if h.level == 1), "")
    lines = {key: parsed.line(key) for key in PLAIN}
    template, stage = parsed.data["template"], parsed.data.get("stage")
    return Plain(lang, name, title, document.headings, document, template, stage, lines)
