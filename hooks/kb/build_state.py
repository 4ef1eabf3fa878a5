"""The state of one build: the library, the page being rendered, the formulas. One at a time, made anew by each build."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, MutableMapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import markdown
from markupsafe import Markup

from kb import (
    addresses,
    anki,
    bundles,
    cards,
    exports,
    fonts,
    listings,
    maths,
    plain,
    plans,
    read,
    redirects,
    search,
    strictyaml,
    styles,
    widgets,
)
from kb.cache import Cache
from kb.kept import Kept
from kb.maths import Formula, Rendered
from kb.md.context import Context, Job
from kb.md.extension import KnowledgeBase
from kb.model import LANGS, Library, Question
from kb.site import Site
from kb.widgets import Widget

_current: list[BuildState] = []


class BuildState:
    """What the events and the templates ask."""

    def __init__(self, root: Path, library: Library) -> None:
        self.root = root
        self.site = Site(library)
        self.ui = chrome(root)
        self.plans = plans.of(self.site)
        self.widgets = widgets.load(library)
        self.styles = styles.sheet(root)
        self.navigation: dict[str, Any] = {}
        self._formulas = maths.render(root, all_formulas(library))
        self._job: Job | None = None
        self.kept = Kept(root, self.site)
        self.finished = False
        beside = ThreadPoolExecutor(1)  # what waits for other programs, while the pages are rendered
        self._anki = beside.submit(anki.prepare, root, self.site)
        self._texts: dict[str, Markup] = {}
        self._codes = Cache(root, "code")
        self._fragments = markdown.Markdown(extensions=[KnowledgeBase(self._context(), whole_page=False), "tables"])

    def _context(self) -> Context:
        return Context(self.job, self.formula)

    def extension(self) -> KnowledgeBase:
        """Our Markdown extension, for MkDocs."""
        return KnowledgeBase(self._context())

    def job(self) -> Job:
        """The page being rendered."""
        if self._job is None:
            raise RuntimeError("no page is being rendered")
        return self._job

    def formula(self, formula: Formula) -> Rendered:
        """A formula's HTML."""
        if formula not in self._formulas:
            self._formulas |= maths.render(self.root, {formula})
        return self._formulas[formula]

    def fonts(self) -> list[Path]:
        """The fonts of the formulas."""
        return fonts.subset(self.root, fonts.merged(formula.characters for formula in self._formulas.values()))

    def language(self, path: str) -> str:
        """The language of a file in docs/."""
        return path.split("/")[1]

    def question(self, path: str) -> Question | None:
        """The question whose page this file is."""
        name = path.rpartition("/")[2].removesuffix(".md")
        return self.site.library.questions.get(name) if addresses.is_question(path) else None

    def begin(self, path: str, text: str, meta: MutableMapping[str, Any]) -> str:
        """Start a page; its Markdown goes on as it is."""
        lang, question = self.language(path), self.question(path)
        references = {r.source.key: r for r in self.site.references(question, lang)} if question else {}
        self._job = Job(self.site, path, lang, self.ui[lang], question, references)
        if question:
            meta["template"] = "question.html"
        return text

    def fragment(self, text: str) -> Markup:
        """A text from the data as HTML: Markdown and formulas, no links of ours."""
        if text not in self._texts:
            self._texts[text] = self._convert(text)
        return self._texts[text]

    def _convert(self, text: str) -> Markup:
        self._fragments.reset()
        return Markup(self._fragments.convert(plain.unwoven(text)))  # noqa: S704 - our own checked content

    def inline(self, text: str) -> Markup:
        """The same without the paragraph around it."""
        return Markup(re.sub(r"^<p>|</p>$", "", self.fragment(text)))  # noqa: S704

    def widgets_of(self, question: Question) -> list[Widget]:
        """The widgets that stand on a question's page."""
        return [widget for widget in self.widgets if question.id in widget.questions]

    def code(self, name: str) -> Markup:
        """A verify script with its syntax coloured."""
        text = self.site.library.scripts[name]
        if text not in self._codes:
            self._codes[text] = exports.highlighted(text)
        return Markup(self._codes[text])  # noqa: S704

    def finish(self, out: Path) -> None:
        """Write what is no page."""
        self.finished = True
        listings.write(sorted(self.site.library.scripts), self.code, out)
        self._codes.save()
        redirects.write(self.site, out)
        search.write(self.site, out)
        exports.write(self.site, out)
        cards.write(self.site, self.plans, self.fragment, self.inline, out)
        bundles.write(self.root, out, (widget.id for widget in self.widgets))
        anki.write(self._anki.result(), out)


def all_formulas(library: Library) -> set[Formula]:
    """Every formula of every page and of the corrections."""
    documents = [p.document for p in library.plain] + [
        p.document for q in library.questions.values() for p in q.pages.values()
    ]
    texts = [t for c in library.corrections for part in (c.claim, c.right, c.why) for t in part.values()]
    return {(f.tex, f.display) for d in documents for f in d.formulas} | {
        (tex, False) for t in texts for tex in maths.inline(t)
    }


def chrome(root: Path) -> dict[str, Mapping[str, str]]:
    """The words of the page's furniture in each language, from `data/ui.yml`."""
    data = strictyaml.parse((root / "data/ui.yml").read_text(encoding="utf-8")).data
    return {lang: {key: texts[lang] for key, texts in data.items()} for lang in LANGS}


def start(root: Path, library: Library | None = None) -> BuildState:
    """Begin a build, of a library that was read already or of what is in the files."""
    _current[:] = [BuildState(root, library or read.read(root))]
    return _current[0]


def begun(root: Path) -> BuildState:
    """The build that was begun for this folder; where MkDocs was called by itself, one begun now."""
    if _current and _current[0].root == root and not _current[0].finished:
        return _current[0]
    return start(root)


def current() -> BuildState:
    """The build under way."""
    return _current[0]


def json_for_html(value: Any) -> Markup:
    """JSON that may stand inside a script element."""
    text = json.dumps(value, ensure_ascii=False).replace("<", "\\u003c").replace("&", "\\u0026")
    return Markup(text)  # noqa: S704 - escaped above


def alternate(path: str) -> str:
    """The address of the same page in the other language."""
    _, lang, rest = path.split("/", 2)
    return addresses.address(f"docs/{'en' if lang == 'zh' else 'zh'}/{rest}")
