"""The one place that handles MkDocs' own objects: where files go, the navigation, what templates are given."""

from __future__ import annotations

import os
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from jinja2 import FileSystemBytecodeCache
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files
from mkdocs.structure.nav import Navigation, Section
from mkdocs.structure.pages import Page
from mkdocs.structure.toc import AnchorLink, get_toc

from kb import addresses, bundles, fonts, plain, sheet
from kb.build_state import BuildState, alternate
from kb.model import LANGS, Question

FORMULAS_ABOVE = ("corrections.html", "most-asked.html", "cheat-sheet.html")  # lists whose first screen shows formulas
LISTS = ("practice", "mock-interview", "plans", "most-asked", "corrections", "glossary", "coverage")
# What no page asks for, and what is made from several files or packed (see `styles` and `bundles`).
UNUSED = ("assets/javascripts/", "assets/images/", "assets/stylesheets/", "figures/", *bundles.PACKED)


def compiled(root: Path) -> FileSystemBytecodeCache:
    """Where compiled templates are kept between builds."""
    folder = root / ".cache/templates"
    folder.mkdir(parents=True, exist_ok=True)
    return FileSystemBytecodeCache(str(folder))


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
            _move(file, config)
        kept.append(file)
    for font in state.fonts():
        kept.append(File.generated(config, f"assets/katex/fonts/{font.name}", abs_src_path=str(font)))
    kept.append(File.generated(config, state.styles.name, content=state.styles.text))
    return Files(kept)


def _move(file: File, config: MkDocsConfig) -> None:
    url = addresses.address("docs/" + file.src_uri)
    file.dest_uri = f"{url}index.html"
    file.url = url or "./"
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
    """A question whose HTML is kept is not rendered again; another's is kept once it is rendered."""
    job = state.job()
    if job.question is None:
        return
    key = state.kept.key(job, markdown)
    kept = state.kept.get(job.path, key)
    render = page.render

    def once(config: MkDocsConfig, files: Files) -> None:
        if kept:
            page.content, page.toc = kept["html"], get_toc(kept["toc"])
            return
        render(config, files)
        state.kept.put(job.path, key, page.content or "", [_token(link) for link in page.toc])

    page.render = once  # type: ignore[method-assign] # MkDocs has no event that could stand in for rendering


def _token(link: AnchorLink) -> dict[str, Any]:
    """An entry of the contents list as Python-Markdown's `toc` gives it."""
    return {"name": link.title, "id": link.id, "level": link.level, "children": [_token(c) for c in link.children]}


def page_context(state: BuildState, page: Page) -> dict[str, Any]:
    """What a page's template knows besides MkDocs' own."""
    path = source(page)
    lang, question = state.language(path), state.question(path)
    kb = _common(state, lang)
    kb.path, kb.address, kb.alternate = path, addresses.address(path), alternate(path)
    kb.question = question
    kb.page = question.pages.get(lang) if question else None
    kb.stage = state.site.stages.get(question.stage if question else page.meta.get("stage", ""))
    kb.opening, end, rest = (page.content or "").partition("</section>")  # the short answer is the first section
    kb.rest = end + rest
    kb.fonts = fonts.at_once(kb.opening + rest.partition("</section>")[0]) if question else _listed_fonts(page)
    _highlight(state, page, lang, question)
    page.title = kb.page.title if kb.page else page.title
    return {"kb": kb, "ui": kb.ui, "nav": state.navigation[lang]}


def _listed_fonts(page: Page) -> list[str]:
    return fonts.FREQUENT if page.meta.get("template") in FORMULAS_ABOVE else []


def _highlight(state: BuildState, page: Page, lang: str, question: Question | None) -> None:
    """A question is not in the navigation; its stage is marked there instead."""
    for item in state.navigation[lang].pages:
        if item is not page:
            item.active = question is not None and item.meta.get("stage") == question.stage


def template_context(state: BuildState) -> dict[str, Any]:
    """What the 404 page and the sitemap know."""
    kb = _common(state, "zh")
    kb.address, kb.alternate, kb.path, kb.fonts, kb.question, kb.stage = "", "en/", "", [], None, None
    return {"kb": kb, "ui": kb.ui, "nav": state.navigation["zh"]}


def _common(state: BuildState, lang: str) -> SimpleNamespace:
    return SimpleNamespace(
        lang=lang, other="en" if lang == "zh" else "zh", ui=state.ui[lang], uis=state.ui, site=state.site, library=state.site.library,
        fragment=state.fragment, inline=state.inline, code=state.code, spoken=plain.spoken, plain=plain.plain, sentences=plain.sentences,
        home=addresses.PREFIX[lang], plans=state.plans, styles=state.styles.name, widgets_of=state.widgets_of,
        q=lambda question: addresses.question_address(question, lang), prefix=addresses.PREFIX[lang],
        absolute=addresses.address, sheet=sheet,
    )  # fmt: skip
