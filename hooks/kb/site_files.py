"""The one place that handles MkDocs' own objects: where files go, the navigation, what templates are given."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from jinja2 import FileSystemBytecodeCache, pass_context
from jinja2.runtime import Context
from markupsafe import Markup
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import ConfigurationError
from mkdocs.structure.files import File, Files
from mkdocs.structure.nav import Navigation, Section
from mkdocs.structure.pages import Page
from mkdocs.structure.toc import AnchorLink, get_toc
from mkdocs.utils.templates import url_filter

from kb import addresses, bundles, editions, facts, plain, renamed, sheet
from kb.build_state import BuildState, alternate
from kb.editions import Edition
from kb.model import LANGS, Question

LISTS = ("practice", "mock-interview", "plans", "most-asked", "corrections", "glossary", "coverage", "why-trust")
# What no page asks for, and what is made from several files or packed (see `styles` and `bundles`).
UNUSED = (
    "assets/javascripts/",
    "assets/images/",
    "assets/stylesheets/",
    "figures/",
    *bundles.PACKED,
    "assets/kb/maths.css",
)
TAKEN = "taken.html"  # the template of a page that is not made again


def compiled(root: Path) -> FileSystemBytecodeCache:
    """Where compiled templates are kept between builds."""
    folder = root / ".cache/escaping-templates"
    folder.mkdir(parents=True, exist_ok=True)
    return FileSystemBytecodeCache(str(folder))


def edition(config: MkDocsConfig) -> Edition:
    """The edition that the settings ask for."""
    try:
        return editions.of(config.use_directory_urls, dict(config.extra))
    except ValueError as error:
        raise ConfigurationError(str(error)) from error


def linked(edition: Edition) -> Callable[[Context, str], str]:
    """MkDocs' filter `url` for links of this edition: templates write addresses as the server has them."""

    @pass_context
    def url(context: Context, address: str) -> str:
        return url_filter(context, edition.linked(str(address)))  # type: ignore[arg-type]

    return url


def source(page: Page) -> str:
    """A page's file, relative to the project."""
    return "docs/" + page.file.src_uri


def navigation(state: BuildState) -> list[Any]:
    """What MkDocs calls `nav`: for each language the stages that have questions, and the lists."""
    found = []
    for lang in LANGS:
        ui = state.ui[lang]
        pages = [{ui["home"]: f"{lang}/index.md"}]
        pages += [
            {s.name[lang]: f"{lang}/{s.id}/index.md"} for s in state.site.library.stages if state.site.by_stage[s.id]
        ]
        pages += [{ui[key.replace("-", "_")]: f"{lang}/{key}.md"} for key in LISTS]
        found.append({lang: pages})
    return found


def place(files: Files, config: MkDocsConfig, state: BuildState) -> Files:
    """Every page to its permanent address; nothing is shipped that no page uses."""
    kept = []
    for file in files:
        if file.src_uri.startswith(UNUSED) or file.src_uri.endswith(".map"):
            continue
        if file.is_documentation_page():
            _move(file, config, state.edition)
        kept.append(file)
    for style in (state.styles, state.formula_styles):
        kept.append(File.generated(config, style.name, content=style.text))
    return Files(kept)


def _move(file: File, config: MkDocsConfig, edition: Edition) -> None:
    url = addresses.address("docs/" + file.src_uri)
    file.dest_uri = f"{url}{editions.FIRST_PAGE}"
    file.url = edition.linked(url) or "./"
    file.abs_dest_path = os.path.normpath(os.path.join(config.site_dir, file.dest_uri))


def by_language(nav: Navigation) -> dict[str, Navigation]:
    """The two top sections of the navigation, each as the whole navigation of its language."""
    found: dict[str, Navigation] = {}
    for lang, section in zip(LANGS, nav.items, strict=True):
        children = section.children if isinstance(section, Section) else []
        for child in children:
            child.parent = None
        pages = [p for p in nav.pages if p.file.src_uri.startswith(lang + "/")]
        found[lang] = Navigation(children, pages)
        found[lang].homepage = pages[0]
    return found


def keep(page: Page, markdown: str, state: BuildState) -> None:
    """A page that still holds is not made again; of a question, the text that is kept is not rendered again."""
    job = state.job()
    key = state.kept.key(job, markdown)
    if state.outputs.holds(page.file.dest_uri, _made_from(page, state, key)):
        page.meta["template"] = TAKEN
        page.render = lambda config, files: setattr(page, "content", "")  # type: ignore[method-assign]
        return
    if job.question is None or not state.edition.directories:  # what is kept has the server's links
        return
    kept = state.kept.get(job.path, key)
    render = page.render

    def once(config: MkDocsConfig, files: Files) -> None:
        if kept:
            page.content, page.toc = kept["html"], get_toc(kept["toc"])
            return
        render(config, files)
        state.kept.put(job.path, key, page.content or "", [_token(link) for link in page.toc])

    page.render = once  # type: ignore[method-assign] # MkDocs has no event that could stand in for rendering


def _made_from(page: Page, state: BuildState, text: str) -> str:
    """Hash of all that the page is made from, its own text by the key it is kept under."""
    job = state.job()
    if job.question:
        return state.outputs.question(job.question, job.lang, state.widgets_of(job.question), text)
    stage = page.meta.get("stage")
    return state.outputs.stage(str(stage), job.lang, text) if stage else state.outputs.whole(job.lang, text)


def _token(link: AnchorLink) -> dict[str, Any]:
    """An entry of the contents list as Python-Markdown's `toc` gives it."""
    return {"name": link.title, "id": link.id, "level": link.level, "children": [_token(c) for c in link.children]}


def page_context(state: BuildState, page: Page) -> dict[str, Any]:
    """What a page's template knows besides MkDocs' own. A question's knows nothing of the library but its facts."""
    if page.meta.get("template") == TAKEN:
        return {}
    path = source(page)
    lang, question = state.language(path), state.question(path)
    kb = _common(state, lang)
    kb.path, kb.address, kb.alternate = path, addresses.address(path), alternate(path)
    content = page.content or ""
    if question:
        kb.page = facts.of(state.site, question, lang, state.widgets_of(question))
        page.title = kb.page["title"]
        opening, end, rest = content.partition("</section>")  # the short answer is the first section
        heading, section, short = opening.partition("<section")
        kb.heading, kb.short, kb.rest = Markup(heading), Markup(section + short), Markup(end + rest)  # noqa: S704 - as below
        kb.above = Markup(state.styles.above)  # noqa: S704 - ours
    else:
        vars(kb).update(vars(_library(state, lang)))
    _highlight(state, page, lang, question)
    page.content = Markup(page.content or "")  # noqa: S704 - Markdown's own HTML of content that was checked
    return {"kb": kb, "ui": kb.ui, "nav": state.navigation[lang]}


def _highlight(state: BuildState, page: Page, lang: str, question: Question | None) -> None:
    """A question is not in the navigation; its stage is marked there instead."""
    for item in state.navigation[lang].pages:
        if item is not page:
            item.active = question is not None and item.meta.get("stage") == question.stage


def template_context(state: BuildState) -> dict[str, Any]:
    """What the 404 page and the sitemap know."""
    kb = _common(state, "zh")
    kb.address, kb.alternate, kb.path = "", "en/", ""
    return {"kb": kb, "ui": kb.ui, "nav": state.navigation["zh"]}


def _common(state: BuildState, lang: str) -> SimpleNamespace:
    """What every page knows: words, and how texts become HTML."""
    return SimpleNamespace(
        lang=lang, other="en" if lang == "zh" else "zh", ui=state.ui[lang], uis=state.ui, page=None,
        fragment=state.fragment, inline=state.inline, code=state.code, spoken=plain.spoken, tongue=plain.tongue,
        home=addresses.PREFIX[lang], prefix=addresses.PREFIX[lang], edition=state.edition, styles=state.styles.name,
    )  # fmt: skip


def _library(state: BuildState, lang: str) -> SimpleNamespace:
    """What lists know besides: everything."""
    return SimpleNamespace(
        site=state.site, library=state.site.library, plans=state.plans, trust=state.trust, sheet=sheet,
        renamed=lambda key: renamed.cards_of(state.site.library, key), row=lambda q: facts.row(state.site, q, lang),
        q=lambda q: addresses.question_address(q, lang),
    )  # fmt: skip
