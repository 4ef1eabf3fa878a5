"""The only file MkDocs loads: one short function for each event; the logic is in `kb`."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import jinja2
from kb import build_state, site_files
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import Files
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page


def on_config(config: MkDocsConfig) -> MkDocsConfig:
    """Read the library and teach Markdown our syntax; a new build starts from nothing."""
    state = build_state.begun(Path(config.docs_dir).parent)
    state.edition = site_files.edition(config)
    config["markdown_extensions"].append(state.extension())
    config["nav"] = site_files.navigation(state)
    return config


def on_files(files: Files, config: MkDocsConfig) -> Files:
    """Give every page its permanent address; take the front-end parts from node_modules."""
    return site_files.place(files, config, build_state.current())


def on_nav(nav: Navigation, config: MkDocsConfig, files: Files) -> Navigation:
    """Split the navigation by language."""
    build_state.current().navigation = site_files.by_language(nav)
    return nav


def on_page_markdown(markdown: str, page: Page, config: MkDocsConfig, files: Files) -> str:
    """Say which page is being rendered, and by which template; what is kept is not rendered again."""
    state = build_state.current()
    text = state.begin(site_files.source(page), markdown, page.meta)
    site_files.keep(page, text, state)
    return text


def on_page_context(context: dict[str, Any], page: Page, config: MkDocsConfig, nav: Navigation) -> dict[str, Any]:
    """What the templates show."""
    state = build_state.current()
    lang = config.theme["language"] = state.language(site_files.source(page))
    config["site_name"] = state.ui[lang]["site"]
    return context | site_files.page_context(state, page)


def on_post_page(output: str, page: Page, config: MkDocsConfig) -> str:
    """The rules of the page's formulas, and its policy: known once all of it stands there."""
    return build_state.current().sealed(output, page.meta.get("template", ""))


def on_post_template(output_content: str, template_name: str, config: MkDocsConfig) -> str:
    """The 404 page has a policy too."""
    return build_state.current().sealed(output_content) if template_name.endswith(".html") else output_content


def on_env(env: jinja2.Environment, config: MkDocsConfig, files: Files) -> jinja2.Environment:
    """What the templates say is text, not HTML, unless it was made as such; MkDocs would take all of it for HTML."""
    env.autoescape = True
    env.filters["kb_json"] = build_state.json_for_html
    env.filters["url"] = site_files.linked(build_state.current().edition)
    env.bytecode_cache = site_files.compiled(build_state.current().root)
    return env


def on_template_context(context: dict[str, Any], template_name: str, config: MkDocsConfig) -> dict[str, Any]:
    """The 404 page and the sitemap know the library too."""
    config.theme["language"] = "zh"
    return context | site_files.template_context(build_state.current())


def on_post_build(config: MkDocsConfig) -> None:
    """Everything that is not a page: redirects, files of the search, exports."""
    build_state.current().finish(Path(config.site_dir))
