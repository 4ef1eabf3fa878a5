"""Links for ever: fifty edits of the kinds that kill links, in a row; whatever was ever published still lands, with JavaScript and without."""

from __future__ import annotations

import functools
import http.server
import json
import random
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from kb import build, check, ledger, read
from playwright.sync_api import Browser, Page

from tests.conftest import WHOLE, Project, Quiet, lay_out
from tests.site.html import built

EDITS = 50
VISITS = 10**6 if WHOLE else 8
TEXT = {"zh": "这是一段话，说的是这一节的内容。", "en": "This paragraph says what the part is about."}
HEADS = {
    "zh": ("一句话回答", "得分点", "详细解答", "追问", "常见误区"),
    "en": ("Short answer", "Key points", "Full answer", "Follow-ups", "Common mistakes"),
}


@dataclass
class Question:
    """What an author sees of a question: its stage, the anchors of its parts and follow-ups, how its headings read."""

    stage: str
    parts: list[str]
    followups: list[str]
    words: int = 0


@dataclass
class Book:
    """A small collection, and `data/moved.yml` kept as CONTRIBUTING asks."""

    project: Project
    dice: random.Random
    questions: dict[str, Question] = field(default_factory=dict)
    corrections: dict[str, str] = field(default_factory=dict)
    moved: dict[str, str] = field(default_factory=dict)
    anchors: dict[str, dict[str, str]] = field(default_factory=dict)
    withdrawn: dict[str, str] = field(default_factory=dict)
    count: int = 0
    stages: tuple[str, ...] = ("one", "two")

    def fresh(self, stem: str) -> str:
        self.count += 1
        return f"{stem}-{self.count}"

    def some(self) -> str:
        return self.dice.choice(sorted(self.questions))

    # ---- the edits

    def rename(self) -> None:
        old, new = self.some(), self.fresh("page")
        self.questions[new] = self.questions.pop(old)
        self.corrections = {c: new if q == old else q for c, q in self.corrections.items()}
        self.moved = {o: new if n == old else n for o, n in self.moved.items()} | {old: new}
        self.withdrawn = {c: new if n == old else n for c, n in self.withdrawn.items()}
        if old in self.anchors:
            self.anchors[new] = self.anchors.pop(old)
        self.lead(lambda to: f"{new}#{to.partition('#')[2]}" if to.startswith(f"{old}#") else to)

    def move(self) -> None:
        question = self.questions[self.some()]
        question.stage = next(s for s in self.stages if s != question.stage)

    def reword(self) -> None:
        self.questions[self.some()].words += 1

    def reanchor(self) -> None:
        key, kind = self.some(), self.dice.choice(["parts", "followups"])
        row: list[str] = getattr(self.questions[key], kind)
        old, new = self.dice.choice(row), self.fresh("fu" if kind == "followups" else "part")
        row[row.index(old)] = new
        self.went(key, old, key, new)

    def drop(self) -> None:
        key, kind = self.some(), self.dice.choice(["parts", "followups"])
        row: list[str] = getattr(self.questions[key], kind)
        old = row.pop(self.dice.randrange(len(row)))
        row.append(self.fresh("fu" if kind == "followups" else "part"))
        self.went(key, old, key, "follow-ups" if kind == "followups" else "answer")

    def split(self) -> None:
        key = self.some()
        other = self.dice.choice(sorted(set(self.questions) - {key}))
        parts = self.questions[key].parts
        old, new = parts.pop(self.dice.randrange(len(parts))), self.fresh("part")
        parts.append(self.fresh("part"))
        self.questions[other].parts.append(new)
        self.went(key, old, other, new)

    def withdraw(self) -> None:
        old = self.dice.choice(sorted(self.corrections))
        home = self.corrections.pop(old)
        new = self.dice.choice([home, *sorted(self.corrections)])
        self.withdrawn = {c: new if n == old else n for c, n in self.withdrawn.items()} | {old: new}
        self.count += 1
        self.corrections[f"field-{self.count + 100}"] = self.some()

    def went(self, key: str, old: str, other: str, new: str) -> None:
        """An anchor is somewhere else; whatever led to it leads there in one step."""
        here = {o: self.target(key, other, new) if n == old else n for o, n in self.anchors.get(key, {}).items()}
        self.anchors[key] = here | {old: self.target(key, other, new)}
        whole = f"{other}#{new}"
        self.lead(lambda to: whole if to == f"{key}#{old}" else to)
        for name, found in self.anchors.items():  # what comes home is a name of the page's own
            self.anchors[name] = {o: n.removeprefix(f"{name}#") for o, n in found.items()}

    def target(self, key: str, other: str, new: str) -> str:
        return new if key == other else f"{other}#{new}"

    def lead(self, change: object) -> None:
        assert callable(change)
        self.anchors = {k: {old: change(new) for old, new in found.items()} for k, found in self.anchors.items()}

    # ---- on disk

    def write(self) -> None:
        for lang in ("zh", "en"):
            for stage in self.stages:
                for path in (self.project.root / f"docs/{lang}/{stage}").glob("*.md"):
                    if path.stem != "index":
                        path.unlink()
        for key, question in self.questions.items():
            for lang in ("zh", "en"):
                self.project.write(f"docs/{lang}/{question.stage}/{key}.md", self.page(key, question, lang))
        listed = {s: [k for k, q in self.questions.items() if q.stage == s] for s in self.stages}
        self.data("stages", [{"id": s, "zh": "阶段", "en": "Stage", "questions": listed[s]} for s in self.stages])
        text = {"claim": "一。", "right": "二。", "why": "三。"}
        rows = [
            {
                "id": c, "seed": "field", "question": q, "verdict": "wrong", "severity": 1, "zh": text, "en": dict.fromkeys(text, "One."),
                "evidence": ["@adams2020"],
            }
            for c, q in self.corrections.items()
        ]  # fmt: skip
        self.data("corrections/000", rows)
        self.data("moved", {"questions": self.moved, "anchors": self.anchors, "corrections": self.withdrawn})

    def data(self, name: str, value: object) -> None:
        self.project.write(f"data/{name}.yml", json.dumps(value, ensure_ascii=False, indent=1) + "\n")

    def page(self, key: str, question: Question, lang: str) -> str:
        short, points, answer, follow, pitfalls = HEADS[lang]
        front = "difficulty: 1\nasked: 1\nseeds: []\nterms: []\naliases: []\nrelated: []\nreviewed: 2026-11-21\nrevision: 1\n"
        text = "\n\n".join([TEXT[lang]] * 12)
        parts = "".join(f"### {lang} {question.words} {{ #{a} }}\n\n{text}\n\n" for a in question.parts)
        asked = "".join(f"### {lang}? {{ #{a} }}\n\n{text}\n\n" for a in question.followups)
        return (
            f"---\n{front if lang == 'zh' else 'translates: 1' + chr(10)}---\n# {key}\n\n## {short}\n\n{TEXT[lang]} [@adams2020]\n\n## {points}\n\n- **a**\n- b\n- c\n\n"
            f"## {answer}\n\n{text}\n\n{parts}## {follow}\n\n{asked}## {pitfalls}\n\n{text}\n"
        )


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory, cache: Path) -> Book:
    """Four questions and six corrections, published, then edited fifty times and published each time."""
    project = lay_out(tmp_path_factory.mktemp("forever") / "kb", cache)
    for path in ("docs/figures/alpha.svg", "docs/verify/alpha_size.py"):
        (project.root / path).unlink()
    project.write("data/errata.yml", "[]\n")
    book = Book(project, random.Random(11))
    for n in range(4):
        names = {kind: [book.fresh(kind) for _ in range(3)] for kind in ("part", "fu")}
        book.questions[book.fresh("page")] = Question(book.stages[n % 2], names["part"], names["fu"])
    book.corrections = {f"field-0{n}": book.some() for n in range(1, 7)}
    book.write()
    (project.root / ledger.PATH).unlink()
    project.publish()
    assert project.problems() == []
    edits = [book.rename, book.move, book.reword, book.reanchor, book.drop, book.split, book.withdraw]
    for n in range(EDITS):
        edit = edits[n] if n < len(edits) else book.dice.choice(edits)
        edit()
        book.write()
        library = read.read(project.root)
        assert {p.what for p in check.check(library)} <= {"address not recorded"}, edit.__name__
        ledger.publish(library)
    assert project.problems() == []
    assert build.build(project.root) == 0
    return book


@pytest.fixture(scope="module")
def lines(book: Book) -> list[str]:
    return ledger.recorded(read.read(book.project.root))


@pytest.fixture(scope="module")
def host(book: Book) -> Iterator[str]:
    handler = functools.partial(Quiet, directory=str(book.project.root / "site"))
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_address[1]}"
    server.shutdown()


def test_every_address_ever_published_is_a_file_with_its_anchor(book: Book, lines: list[str]) -> None:
    assert len(book.moved) >= 5
    assert len(book.withdrawn) >= 4
    assert sum(map(len, book.anchors.values())) >= 15
    for line in lines:
        address, _, anchor = line.removeprefix("/").partition("#")
        page = book.project.root / "site" / address / "index.html"
        assert page.is_file(), line
        assert not anchor or built(page).ids.count(anchor) == 1, line


@pytest.mark.parametrize("scripts", [True, False], ids=["with JavaScript", "without JavaScript"])
def test_every_address_ever_published_lands(
    scripts: bool, lines: list[str], host: str, chromium: Browser, book: Book
) -> None:
    """One answer and no redirect, in the language asked for, and what the anchor names is on the screen."""
    context = chromium.new_context(java_script_enabled=scripts)
    page = context.new_page()
    answers: list[int] = []
    page.on(
        "response", lambda answer: answers.append(answer.status) if answer.request.is_navigation_request() else None
    )
    old = sorted(line for line in lines if any(f"/q/{key}/" in line for key in book.moved))
    dice = random.Random(2)
    chosen = {line for part in (old, lines) for line in dice.sample(part, min(VISITS // 2, len(part)))}
    for line in sorted(chosen):
        answers.clear()
        page.goto("about:blank")
        page.goto(host + line)
        assert answers == [200], line
        land(page, line)
        if scripts and (moved := book.moved.get(line.partition("#")[0].rstrip("/").rpartition("/")[2])):
            page.wait_for_url(f"**/q/{moved}/**")  # the address bar names the page that it is now
    context.close()


def land(page: Page, line: str) -> None:
    address, _, anchor = line.partition("#")
    lang = page.evaluate("document.documentElement.lang")
    assert lang.startswith("en" if address.startswith("/en/") else "zh"), line
    if anchor:
        seen = page.evaluate(
            "(id) => { const r = document.getElementById(id).getBoundingClientRect(); return [r.top, innerHeight]; }",
            anchor,
        )
        assert -2 <= seen[0] < seen[1], (line, seen)


def test_a_line_taken_out_of_the_ledger_is_missed(book: Book, lines: list[str]) -> None:
    text = book.project.read(ledger.PATH)
    for line in random.Random(4).sample(lines, 25):
        book.project.write(
            ledger.PATH,
            text.replace(f"\n{line}\n", "\n", 1) if f"\n{line}\n" in text else text.removeprefix(f"{line}\n"),
        )
        said = [p for p in book.project.problems() if p.what == "address not recorded"]
        assert [line in p.en for p in said] == [True], line
    book.project.write(ledger.PATH, text)
