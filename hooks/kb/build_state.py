"""The state of one build: the library, the page being rendered, the formulas. One at a time, made anew by each build."""

from __future__ import annotations

import json
from collections.abc import Mapping, MutableMapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import jinja2
from markupsafe import Markup

from kb import (
    addresses,
    anki,
    bundles,
    cards,
    exports,
    installable,
    kept_yaml,
    listings,
    maths,
    plans,
    policy,
    read,
    redirects,
    release,
    search,
    styles,
    trust,
    widgets,
)
from kb.cache import Cache
from kb.editions import Edition
from kb.formula_styles import FormulaStyles
from kb.fragments import Fragments
from kb.kept import Kept
from kb.maths import Formula
from kb.md.context import Context, Job
from kb.md.extension import KnowledgeBase
from kb.model import LANGS, Library, Question
from kb.outputs import Outputs
from kb.site import Site
from kb.widgets import Widget

_current: list[BuildState] = []


class BuildState:
    """What the events and the templates ask."""

    def __init__(self, root: Path, library: Library, draft: bool = False) -> None:
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
        self.trust = trust.of(library)
        self.formula_styles = FormulaStyles(root, self._formulas.values())
        style = self.styles.name + self.styles.above + self.formula_styles.name
        self.outputs = Outputs(root, self.site, self.kept, self.plans, self.trust, style)
        self.finished = False
        self.edition = Edition()
        known = policy.inline(root)
        self._inline = policy.Inline((*known.scripts, *self.formula_styles.scripts), (*known.styles, self.styles.above))
        beside = ThreadPoolExecutor(1)  # what waits for other programs, while the pages are rendered
        self.decks = beside.submit(anki.prepare, root, self.site, self.outputs, draft)
        self._codes = Cache(root, "code")
        fragments = Fragments(root)
        self.fragment, self.inline = fragments.block, fragments.inline

    def extension(self) -> KnowledgeBase:
        """Our Markdown extension, for MkDocs."""
        return KnowledgeBase(Context(self.job, lambda formula: maths.one(self.root, formula)))

    def job(self) -> Job:
        """The page being rendered."""
        if self._job is None:
            raise RuntimeError("no page is being rendered")
        return self._job

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

    def widgets_of(self, question: Question) -> list[Widget]:
        """The widgets that stand on a question's page."""
        return [widget for widget in self.widgets if question.id in widget.questions]

    def code(self, text: str) -> Markup:
        """A script with its syntax coloured."""
        if text not in self._codes:
            self._codes[text] = exports.highlighted(text)
        return Markup(self._codes[text])  # noqa: S704

    def sealed(self, html: str, template: str = "") -> str:
        """A whole page with the styles of its formulas and with its policy."""
        html, rules = self.formula_styles.styled(html, template)
        return policy.put(html, policy.Inline(self._inline.scripts, (*self._inline.styles, rules)), template)

    def finish(self, out: Path) -> None:
        """Write what is no page, and the pages that still hold."""
        self.finished = True
        listings.write(self.site.library.scripts, self.code, out)
        self._codes.save()
        kept_yaml.of(str(self.root)).save()
        search.write(self.site, self.outputs, out)
        exports.write(self.site, out)
        cards.write(self.site, self.plans, self.outputs, self.fragment, self.inline, out)
        bundles.write(self.root, out, (widget.id for widget in self.widgets))
        anki.write(self.decks.result(), out)
        self.outputs.write(out)
        redirects.write(self.site, out)
        (out / "_headers").write_text(policy.headers(self._inline.scripts), encoding="utf-8")
        installable.write(self.ui, self.edition, out)
        release.write(self.root, self.edition, out)

    def rest(self) -> None:
        """Between two builds of one process: have at hand what the next one needs."""
        search.remember(self.site)


def all_formulas(library: Library) -> set[Formula]:
    """Every formula of every page and of the corrections."""
    documents = [p.document for p in library.plain] + [
        p.document for q in library.questions.values() for p in q.pages.values()
    ]
    texts = [t for c in library.corrections for part in (c.claim, c.right, c.why) for t in part.values()]
    return {(f.tex, f.display) for d in documents for f in d.formulas} | {
        (tex, False) for t in texts for tex in maths.inline(t)
    }


class Words(dict[str, str]):
    """The furniture's words; a template that asks for one that is missing fails, where it would show nothing."""

    def __missing__(self, key: str) -> str:
        raise jinja2.UndefinedError(f"data/ui.yml: {key}")


def chrome(root: Path) -> dict[str, Mapping[str, str]]:
    """The words of the page's furniture in each language, from `data/ui.yml`."""
    data = kept_yaml.of(str(root)).parse((root / "data/ui.yml").read_text(encoding="utf-8")).data
    return {lang: Words({key: texts[lang] for key, texts in (data or {}).items()}) for lang in LANGS}


def start(root: Path, library: Library | None = None, draft: bool = False) -> BuildState:
    """Begin a build, of a library that was read already or of what is in the files."""
    _current[:] = [BuildState(root, library or read.read(root), draft)]
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
