"""One small style sheet for all pages: of Material's rules those that our pages can meet, then our own; the same bytes from the same files.

A rule stays when each class, id, attribute and element of its selector stands as a word in a template, in a script or in the code that makes Markdown
HTML; so a class that a script sets later keeps its rules, and nothing has to be rendered first. Custom properties and animations that nothing refers to
go as well. The sheet is a file: a later page finds it in the browser's cache.

What stands above the rest of a question (header, title, short answer) does not wait for that file: its rules stand in the page, and the link to the file
follows behind the short answer, where it holds back only what comes after it. On a slow phone the answer is seen after a third of the time.
"""

from __future__ import annotations

import hashlib
import re
import subprocess
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path

import tinycss2
from pygments.token import STANDARD_TYPES
from tinycss2.ast import LiteralToken, Node

from kb.cache import Cache

OWN = "overrides/assets/kb/kb.css"
SPEAKS = (
    "overrides/**/*.html",
    "overrides/**/*.js",
    "frontend/**/*.js",
    "hooks/kb/md/*.py",
)  # what can put a class on a page
MARKDOWN = frozenset(
    {
        "html",
        "body",
        "p",
        "ul",
        "ol",
        "li",
        "h1",
        "h2",
        "h3",
        "table",
        "thead",
        "tbody",
        "tr",
        "th",
        "td",
        "code",
        "pre",
        "strong",
        "em",
    }
    | {"blockquote", "hr", "a", "br", "img", "del", "mark", "sub", "sup", "dl", "dt", "dd", "div", "span", "katex-html"}
)
# What stands above the rest of a question, and how it may be shown.
ABOVE = (
    "overrides/base.html",
    "overrides/partials/header.html",
    "overrides/partials/search.html",
    "overrides/partials/actions.html",
)
ABOVE_TOO = frozenset(
    {
        "html",
        "body",
        "ul",
        "li",
        "h1",
        "h2",
        "p",
        "a",
        "code",
        "strong",
        "em",
        "span",
        "root",
        "svg",
        "path",
        "before",
        "after",
    }
    | {"no-js", "kb-large", "kb-covered", "default", "slate"}
    | {
        "kb-chips",
        "kb-dots",
        "kb-chip-minutes",
        "kb-chip-wrong",
        "kb-section",
        "kb-short",
        "kb-thirty",
        "headerlink",
        "kb-val",
        "kb-term",
    }
    | {"kb-cite", "kb-long", "kb-actions", "data-kb-coming"}
)
# What a reader does only once the page has come; a moment later the whole sheet is there.
STATES = re.compile(r":(checked|hover|focus|active|valid|target)|scrollbar|\.card")
NEVER = re.compile("(?!)")
FOREIGN = frozenset({"rtl"})  # both languages run from left to right


@dataclass(frozen=True)
class Sheet:
    """A style sheet under a name that changes with its text, so that it may be kept for ever."""

    name: str
    text: str
    above: str  # the rules for the header, the title and the short answer of a question


def sheet(root: Path) -> Sheet:
    """The style sheet of the site, from the cache where none of its sources has changed."""
    theirs, own = material(), (root / OWN).read_text(encoding="utf-8")
    spoken = [path.read_text(encoding="utf-8") for glob in SPEAKS for path in sorted(root.glob(glob))]
    parts = (Path(__file__).read_text(encoding="utf-8"), *theirs, own, *spoken)
    key = hashlib.sha256("\0".join(parts).encode()).hexdigest()
    cache = Cache(root, "styles")
    if key not in cache:
        words = frozenset(word for text in spoken for word in re.findall(r"[\w-]+", text))
        known = words | MARKDOWN | frozenset(STANDARD_TYPES.values())
        kept = "\n".join([*(pruned(text, known) for text in theirs), own])
        whole = minified(root, without_unused(kept))
        cache[key] = [whole, rules_above(root, whole)]
        cache.save()
    text, above = cache[key]
    return Sheet(f"assets/kb/site-{hashlib.sha256(text.encode()).hexdigest()[:10]}.css", text, above)


def rules_above(root: Path, css: str) -> str:
    """Of the whole sheet the rules that a question's beginning can meet."""
    templates = "\n".join((root / name).read_text(encoding="utf-8") for name in ABOVE)
    kept = pruned(css, ABOVE_TOO | frozenset(re.findall(r"[\w-]+", templates)), STATES)
    return without_unused(re.sub(r"@media print\{(?:[^{}]*\{[^}]*\})*\}", "", kept))


def material() -> list[str]:
    """Material's own style sheets, as the installed package has them: the frame first, then the colours."""
    folder = files("material").joinpath("templates/assets/stylesheets")
    found = sorted((f for f in folder.iterdir() if f.name.endswith(".css")), key=lambda f: f.name)
    return [f.read_text(encoding="utf-8") for f in found if f.name.startswith(("main.", "palette."))]


def pruned(css: str, known: frozenset[str], but: re.Pattern[str] = NEVER) -> str:
    """The rules whose selectors consist of known names, but for some selectors."""
    return "".join(_pruned(tinycss2.parse_stylesheet(css, skip_comments=True, skip_whitespace=True), known, but))


def _pruned(rules: Iterable[Node], known: frozenset[str], but: re.Pattern[str]) -> Iterable[str]:
    for rule in rules:
        if rule.type == "qualified-rule":
            parts = (part for part in _split(rule.prelude) if not but.search(tinycss2.serialize(part)))
            alternatives = [kept for part in parts if (kept := _known(part, known)) is not None]
            if alternatives:
                selectors = ",".join(tinycss2.serialize(kept).strip() for kept in alternatives)
                yield f"{selectors}{{{tinycss2.serialize(rule.content)}}}"
        elif rule.type == "at-rule" and rule.lower_at_keyword in ("media", "supports"):
            inner = "".join(
                _pruned(tinycss2.parse_rule_list(rule.content, skip_comments=True, skip_whitespace=True), known, but)
            )
            if inner:
                yield f"@{rule.at_keyword}{tinycss2.serialize(rule.prelude)}{{{inner}}}"
        elif rule.type == "at-rule" and rule.lower_at_keyword != "charset":
            yield rule.serialize()


def _split(tokens: Sequence[Node]) -> list[list[Node]]:
    """The alternatives of a list of selectors."""
    found: list[list[Node]] = [[]]
    for token in tokens:
        if token.type == "literal" and token.value == ",":
            found.append([])
        else:
            found[-1].append(token)
    return found


def _known(tokens: Sequence[Node], known: frozenset[str]) -> list[Node] | None:
    """A selector whose names are all known, without the alternatives in it that are not; None when it can match nothing."""
    before = ""
    for token in tokens:
        if token.type == "ident" and before != ":" and token.value not in known:
            return None
        if token.type == "hash" and token.value not in known:
            return None
        if token.type == "[] block" and not _attribute_known(token, known):
            return None
        if token.type == "function" and token.lower_name in ("is", "where", "has"):
            inner = [kept for part in _split(token.arguments) if (kept := _known(part, known)) is not None]
            if not inner:
                return None
            token.arguments = [t for kept in inner for t in (LiteralToken(0, 0, ","), *kept)][1:]
        before = token.value if token.type == "literal" else ""
    return list(tokens)


def _attribute_known(block: Node, known: frozenset[str]) -> bool:
    names = [t.value for t in block.content if t.type in ("ident", "string")]
    return all(name in known or not re.fullmatch(r"[\w-]+", name) for name in names) and not FOREIGN & set(names)


def without_unused(css: str) -> str:
    """The sheet without custom properties and animations that nothing refers to; what only they referred to goes with them."""
    while True:
        referred = frozenset(re.findall(r"var\(\s*(--[\w-]+)", css))
        animated = frozenset(re.findall(r"[\w-]+", " ".join(re.findall(r"animation(?:-name)?:([^;}]*)", css))))
        left = "".join(
            _referred(tinycss2.parse_stylesheet(css, skip_comments=True, skip_whitespace=True), referred, animated)
        )
        if len(left) == len(css):
            return css
        css = left


def _referred(rules: Iterable[Node], referred: frozenset[str], animated: frozenset[str]) -> Iterable[str]:
    for rule in rules:
        prelude = tinycss2.serialize(rule.prelude)
        if rule.type == "qualified-rule":
            content = tinycss2.parse_blocks_contents(rule.content, skip_comments=True, skip_whitespace=True)
            kept = [
                d.serialize()
                for d in content
                if d.type != "declaration" or not d.name.startswith("--") or d.name in referred
            ]
            if kept:
                yield f"{prelude}{{{';'.join(kept)}}}"
        elif rule.lower_at_keyword in ("media", "supports"):
            inner = tinycss2.parse_rule_list(rule.content, skip_comments=True, skip_whitespace=True)
            yield f"@{rule.at_keyword}{prelude}{{{''.join(_referred(inner, referred, animated))}}}"
        elif rule.lower_at_keyword != "keyframes" or prelude.strip() in animated:
            yield rule.serialize()


def minified(root: Path, text: str, kind: str = "css") -> str:
    """The same sheet, or script, in fewer bytes."""
    command = [
        str(root / "node_modules/.bin/esbuild"),
        "--minify",
        f"--loader={kind}",
        "--charset=utf8",
        "--log-level=warning",
    ]
    return subprocess.run(command, input=text, capture_output=True, text=True, check=True, cwd=root).stdout
