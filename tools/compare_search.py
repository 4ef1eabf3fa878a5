"""Compares our search with the two a site like this would else take: Material's own (lunr, jieba) and Pagefind. The same pages, queries, browser.

`make compare` installs both into `.compare`, asks all three every query of tests/queries.yml as a reader would, and prints one table: once
with the words an author has written for the search alone (names, aliases) given to all of them, once to none, so that engine and words can be told apart.
"""

from __future__ import annotations

import gzip
import html
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass, replace
from itertools import product
from pathlib import Path

import asking
import bench_builds
import browser
import corpus
from kb import build_state, read
from kb.addresses import question_address
from kb.model import LANGS, Lang, Library, Page, Question
from kb.plain import spoken
from kb.search import index, records
from playwright.sync_api import Browser, sync_playwright
from serving import served

ROOT = corpus.ROOT
TOOLS = ROOT / ".compare"
MARKUP = re.compile(r"([\\`*_{}\[\]()#+\-.!|~^:])")
SEARCH = re.compile(r"/(search|lunr|pagefind)/|/workers/search")  # what is asked for search and for nothing else
PAGEFIND_ASK = "(query) => self.ask(query)"
# The first answer fetches five results, as Pagefind's own box does; the others ten, as many as the other boxes list.
PAGEFIND_PAGE = """<!doctype html><html lang="{lang}"><title>Pagefind</title><script type="module">
import * as pagefind from "./pagefind/pagefind.js";
let shown = 5;
self.ask = async (query) => {{
  const found = (await pagefind.search(query)).results.slice(0, shown);
  shown = 10;
  return (await Promise.all(found.map((result) => result.data()))).map((result) => result.url);
}};
</script>"""


@dataclass(frozen=True)
class Engine:
    """One search: its name, its language, the folder it is served from, the page it is on, how it is asked there."""

    name: str
    lang: Lang
    root: Path
    path: str
    ask: str


def words(question: Question) -> list[str]:
    """What an author has written for the search alone: names in both languages and other ways to ask."""
    return [*question.names, *question.aliases]


def ours(library: Library, lang: Lang, root: Path, told: bool) -> Engine:
    """Our own box on our own built site."""
    path = question_address(library.questions["dpo"], lang)
    if told:
        return Engine("ours", lang, ROOT / "site", path, asking.BOX)
    shutil.copytree(ROOT / "site", root, dirs_exist_ok=True)
    blank = {"terms": "", "aliases": "", "also": ""}
    site = build_state.start(ROOT, library).site
    unnamed = [replace(r, names=(), **records.weighed(r.fields | blank, ())) for r in records.of(site, lang)]
    index.write(unnamed, lang, root / "search")
    return Engine("ours, without names and aliases", lang, root, path, asking.BOX)


def material(library: Library, lang: Lang, root: Path, told: bool) -> Engine:
    """A site of Material's with its search plugin as it ships, over the pages as plain Markdown; jieba is used as it is installed."""
    settings = {"site_name": "", "theme": {"name": "material", "language": lang, "font": False}, "plugins": ["search"]}
    pages = {"index": "---\nsearch: {exclude: true}\n---\n"}
    for question in library.questions.values():
        if lang in question.pages:
            tags = json.dumps({"tags": words(question) if told else []}, ensure_ascii=False)
            pages[f"q/{question.id}"] = f"---\n{tags}\n---\n{plain_markdown(question.pages[lang])}"
    (root / "docs/q").mkdir(parents=True)
    (root / "mkdocs.yml").write_text(json.dumps(settings), encoding="utf-8")
    for name, text in pages.items():
        (root / f"docs/{name}.md").write_text(text, encoding="utf-8")
    run(sys.executable, "-m", "mkdocs", "build", "--quiet", cwd=root)
    name = "Material with jieba" + (", given our names and aliases as tags" if told else "")
    return Engine(name, lang, root / "site", "", asking.BOX)


def plain_markdown(page: Page) -> str:
    """A page as plain Markdown: the title, every heading, the text as it is read."""
    heads = [h for h in page.document.headings if h.level in (2, 3)]
    ends = [h.start for h in heads[1:]] + [len(page.document.text)]
    parts = [f"# {as_text(page.title)}"]
    for head, end in zip(heads, ends, strict=True):
        parts += [f"{'#' * head.level} {as_text(head.text)}", as_text(page.document.text[head.end : end])]
    return "\n\n".join(parts) + "\n"


def as_text(markdown: str) -> str:
    """What is read, with every character escaped that Markdown or HTML would take for markup."""
    return MARKUP.sub(lambda m: f"&#{ord(m[1])};", html.escape(spoken(markdown), quote=False))


def pagefind(library: Library, lang: Lang, root: Path, told: bool) -> Engine:
    """Pagefind over our built pages: what stands in the article, without the lists of other questions beside it."""
    for question in library.questions.values():
        if lang in question.pages:
            file = Path(question_address(question, lang)) / "index.html"
            more = f"</h1><p>{html.escape(' / '.join(words(question)))}</p>" if told else "</h1>"
            text = (ROOT / "site" / file).read_text(encoding="utf-8").replace("</h1>", more, 1)
            (root / file).parent.mkdir(parents=True)
            (root / file).write_text(text, encoding="utf-8")
    article = ("--root-selector", "article", "--exclude-selectors", ".kb-beside")
    run(str(TOOLS / "node_modules/.bin/pagefind"), "--site", str(root), *article)
    (root / "index.html").write_text(PAGEFIND_PAGE.format(lang=lang), encoding="utf-8")
    name = "Pagefind" + (", given our names and aliases as a paragraph" if told else "")
    return Engine(name, lang, root, "", PAGEFIND_ASK)


def run(*command: str, cwd: Path = ROOT) -> None:
    """Run a builder with jieba within reach; what it says is shown when it fails."""
    env = {**os.environ, "PYTHONPATH": str(TOOLS), "NO_MKDOCS_2_WARNING": "1"}
    done = subprocess.run(command, cwd=cwd, env=env, check=False, capture_output=True, text=True)
    if done.returncode:
        sys.exit(done.stdout + done.stderr)


def weight(file: Path) -> int:
    """Bytes of a file at gzip level 6, or as it is where it is compressed already."""
    data = file.read_bytes()
    return min(len(data), len(gzip.compress(data, 6)))


def measure(engine: Engine, chromium: Browser, library: Library) -> tuple[list[int], int]:
    """The place of what was meant for every query, and the bytes fetched for search until the first one-word query is answered."""
    rows = asking.rows(engine.lang, library.questions)
    with served(engine.root) as (address, asked):
        page = chromium.new_page()
        page.goto(address + engine.path)
        if engine.ask == asking.BOX:
            page.click(".md-search__input")
        else:
            page.wait_for_function("() => Boolean(self.ask)")
        page.evaluate(engine.ask, next(row["q"] for row in rows if row["kind"] == "word"))
        page.wait_for_timeout(1500)  # what follows the first answer is fetched for it too
        fetched = sum(weight(engine.root / path.lstrip("/")) for path in set(asked) if SEARCH.search(path))
        ranks = [asking.rank(page.evaluate(engine.ask, row["q"]), row["find"]) for row in rows]
        page.close()
    return ranks, fetched


def main() -> int:
    """Build, ask, print the table."""
    bench_builds.ours(ROOT)
    library = read.read(ROOT)
    print("| engine | language | queries | hit@1 | hit@3 | MRR | KB fetched for the first query |\n|" + " --- |" * 7)
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as play:
        chromium = play.chromium.launch(executable_path=browser.installed(), args=["--no-sandbox", "--disable-gpu"])
        for lang, told, build in product(LANGS, (True, False), (ours, material, pagefind)):
            engine = build(library, lang, Path(folder, f"{build.__name__}-{lang}-{told}"), told)
            ranks, fetched = measure(engine, chromium, library)
            one, three, mrr = (f"{figure:.2f}" for figure in asking.figures(ranks))
            print(
                f"| {engine.name} | {lang} | {len(ranks)} | {one} | {three} | {mrr} | {fetched / 1000:.0f} |",
                flush=True,
            )
        chromium.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
