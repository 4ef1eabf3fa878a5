"""What a page costs on a slow phone: ours, plain Material's and a bare HTML page of the same answer, in turn, in one browser on one machine."""

from __future__ import annotations

import functools
import gzip
import http.server
import re
import sys
import tempfile
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import browser
import plain_material
from kb import read
from playwright.sync_api import Browser, sync_playwright

ROOT = Path(__file__).resolve().parent.parent
RUNS = 7
SLOW = {"offline": False, "latency": 150, "downloadThroughput": 1_600_000 / 8, "uploadThroughput": 750_000 / 8}
SLOWER = 4  # times
QUIET = {True: 1500, False: 300}  # milliseconds without a request after which a visit is over: slow, and not
PAGES = ("zero-stages", "dpo")  # and the heaviest
FOREIGN = (
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1"  # other hosts fail at once, which flatters who asks them
)
ZIPPED = (".html", ".css", ".js", ".json", ".svg")

# Runs before the page's own scripts: when paint, long tasks and shifts happen, and when the sentence of the answer can be read.
WATCH = """sentence => {
  const seen = (self.seen = {lcp: 0, shift: 0, moved: [], blocked: 0, answer: 0});
  const told = ({ node, previousRect: from, currentRect: to }) =>
    `${node?.parentElement?.className}/${node?.className ?? node?.data} ${node?.textContent?.slice(0, 20)}: ${[from, to].map(r => [r.x, r.y, r.width, r.height])}`;
  const on = (type, note) => new PerformanceObserver(list => list.getEntries().forEach(note)).observe({type, buffered: true});
  on('largest-contentful-paint', entry => { seen.lcp = entry.startTime; });
  on('layout-shift', entry => {
    if (entry.hadRecentInput) return;
    seen.shift += entry.value;
    seen.moved.push(...entry.sources.map(told));
  });
  on('longtask', entry => { seen.blocked += Math.max(0, entry.duration - 50); });
  const frame = () => new Promise(requestAnimationFrame);
  const readable = () => document.body?.textContent.includes(sentence) && document.body.innerText.includes(sentence);
  (async () => {
    while (!readable()) await frame();
    await frame();
    await frame();
    seen.answer = performance.now();
  })();
}"""
READ = """() => {
  const [page] = performance.getEntriesByType('navigation');
  const fcp = performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? 0;
  const answer = Math.max(seen.answer, fcp);
  const before = [page, ...performance.getEntriesByType('resource')].filter(e => e.responseEnd && e.responseEnd <= answer);
  return {...seen, fcp, answer, requests: before.length, bytes: before.reduce((sum, e) => sum + e.encodedBodySize, 0)};
}"""


class Packed(http.server.SimpleHTTPRequestHandler):
    """Serves a folder as a host would: packed by gzip, connections kept open; notes what it sent."""

    protocol_version = "HTTP/1.1"

    def __init__(self, *args: Any, sent: list[int], **more: Any) -> None:
        self.sent = sent
        super().__init__(*args, **more)

    def do_GET(self) -> None:
        """Send one file."""
        path = Path(self.translate_path(self.path))
        path = path / "index.html" if path.is_dir() else path
        found = path.is_file()
        body = packed(path) if found else b""
        self.sent.append(len(body))
        self.send_response(200 if found else 404)
        zipped = found and path.suffix in ZIPPED
        kind = self.guess_type(str(path))
        self.send_header("Content-Type", f"{kind}; charset=utf-8" if zipped else kind)
        if zipped:
            self.send_header("Content-Encoding", "gzip")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


class Server(http.server.ThreadingHTTPServer):
    """Silent when a browser leaves before the end."""

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A connection that was cut is the browser's matter; all else is shown."""
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)


@functools.cache
def packed(file: Path) -> bytes:
    """A file as it travels: packed, where that makes it smaller."""
    data = file.read_bytes()
    return gzip.compress(data, 6) if file.suffix in ZIPPED else data


@contextmanager
def served(folder: Path) -> Iterator[tuple[str, list[int]]]:
    """An address, and the sizes of what was sent from it."""
    sent: list[int] = []
    server = Server(("127.0.0.1", 0), functools.partial(Packed, directory=str(folder), sent=sent))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_address[1]}/", sent
    server.shutdown()


@dataclass(frozen=True)
class Visited:
    """One page of one site."""

    site: str  # ours, pruned, default, bare
    folder: Path
    path: str
    sentence: str


def visit(chromium: Browser, page: Visited, slow: bool = True, width: int = 1280) -> dict[str, Any]:
    """One first visit in a browser without memory."""
    context = chromium.new_context(viewport={"width": width, "height": 800}, locale="zh-CN")
    with served(page.folder) as (address, sent):
        tab = context.new_page()
        here, foreign = urlsplit(address).netloc, set()
        tab.on("request", lambda request: foreign.add(urlsplit(request.url).netloc))
        tab.add_init_script(f"({WATCH})({page.sentence!r})")
        if slow:
            session = context.new_cdp_session(tab)
            session.send("Network.enable")
            session.send("Network.emulateNetworkConditions", SLOW)
            session.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
        tab.goto(address + page.path, wait_until="load", timeout=120_000)
        tab.wait_for_function("seen.answer", timeout=60_000)
        while True:
            count = len(sent)
            tab.wait_for_timeout(QUIET[slow])
            if len(sent) == count:
                break
        found: dict[str, Any] = tab.evaluate(READ)
    context.close()
    return found | {"all": sum(sent), "sent": len(sent), "hosts": len({h for h in foreign if h} - {here})}


def sentence(text: str) -> str:
    """The longest part of a short answer that every site shows in the same characters."""
    text = re.sub(r"\[([^\]@]+)\]\([^)]*\)", r"\1", text)
    return max(re.split(r"\$[^$]*\$|\[@[^\]]*\]|[*`\n]+", text), key=len).strip()


def heaviest(site: Path) -> str:
    """The question whose page has the most bytes."""
    return max((site / "q").glob("*/index.html"), key=lambda page: len(packed(page))).parent.name


def visited(folder: Path) -> dict[str, list[Visited]]:
    """The pages to measure, each in its four forms."""
    library = read.read(ROOT)
    for name in ("pruned", "default"):
        plain_material.lay_out(ROOT, folder / name, name == "pruned")
        plain_material.build(folder / name)
    found = {}
    for key in dict.fromkeys((*PAGES, heaviest(ROOT / "site"))):
        question = library.questions[key]
        words = sentence(question.pages["zh"].short)
        plain = f"zh/{question.stage}/{key}/"
        plain_material.bare(folder / "pruned/site" / plain / "index.html", folder / "bare/q" / key / "index.html")
        found[key] = [
            Visited("bare", folder / "bare", f"q/{key}/", words),
            Visited("ours", ROOT / "site", f"q/{key}/", words),
            Visited("pruned", folder / "pruned/site", plain, words),
            Visited("default", folder / "default/site", plain, words),
        ]
    return found


Rows = Mapping[str, list[dict[str, Any]]]


def measured(pages: Sequence[Visited], runs: int = RUNS) -> Rows:
    """Each site's visits; the sites take turns, so that what else the machine does meets all of them."""
    rows: dict[str, list[dict[str, Any]]] = {page.site: [] for page in pages}
    with sync_playwright() as play:
        options = [
            "--no-sandbox",
            "--disable-gpu",
            "--disable-background-networking",
            "--disable-component-update",
            FOREIGN,
        ]
        chromium = play.chromium.launch(executable_path=browser.installed(), args=options)
        for page in pages:
            visit(chromium, page, slow=False)  # the browser's own beginnings
        for _ in range(runs):
            for page in pages:
                rows[page.site].append(visit(chromium, page))
        chromium.close()
    return rows


def middle(rows: Sequence[Mapping[str, Any]], key: str) -> float:
    """The median."""
    return float(sorted(row[key] for row in rows)[len(rows) // 2])


def spread(rows: Sequence[Mapping[str, Any]], key: str) -> str:
    """Median and range, in milliseconds."""
    values = [row[key] for row in rows]
    return f"{middle(rows, key):,.0f} ({min(values):,.0f}–{max(values):,.0f})"


def table(rows: Rows) -> list[str]:
    """One line a site."""
    head = f"  {'':8} {'answer seen, ms':>22} {'FCP':>20} {'LCP':>20} {'blocked':>18} {'shift':>6} {'to answer':>13} {'first visit':>15} {'hosts':>5}"
    found = [head]
    for site, visits in rows.items():
        cells = [
            f"{spread(visits, key):>{width}}"
            for key, width in (("answer", 22), ("fcp", 20), ("lcp", 20), ("blocked", 18))
        ]
        shift = max(row["shift"] for row in visits)
        to_answer = f"{middle(visits, 'requests'):.0f} / {middle(visits, 'bytes') / 1000:.0f} KB"
        whole = f"{middle(visits, 'sent'):.0f} / {middle(visits, 'all') / 1000:,.0f} KB"
        found.append(
            f"  {site:8} {' '.join(cells)} {shift:6.3f} {to_answer:>13} {whole:>15} {max(r['hosts'] for r in visits):5.0f}"
        )
    return found


def targets(rows: Rows) -> list[tuple[str, str, str, bool]]:
    """What was asked for, beside what was measured."""
    ours, bare = rows["ours"], rows["bare"]

    def ratio(name: str, key: str, most: float) -> tuple[str, str, str, bool]:
        found = middle(ours, key) / middle(bare, key)
        return name, f"{found:.2f} x bare", f"<= {most} x", found <= most

    blocked, shift = middle(ours, "blocked"), max(row["shift"] for row in ours)
    asked, bytes_ = middle(ours, "requests"), middle(ours, "bytes") / 1000
    whole, hosts = middle(ours, "all") / 1000, max(row["hosts"] for row in ours)
    return [
        ratio("answer visible", "answer", 1.65),
        ratio("first contentful paint", "fcp", 1.5),
        ratio("largest contentful paint", "lcp", 1.7),
        ("blocking time", f"{blocked:.0f} ms", "<= 250 ms", blocked <= 250),
        ("layout shift", f"{shift:.2g}", "0", shift == 0),
        ("to the answer", f"{asked:.0f} requests, {bytes_:.0f} KB", "<= 4, <= 45 KB", asked <= 4 and bytes_ <= 45),
        (
            "first visit, no search",
            f"{whole:.0f} KB, {hosts:.0f} other hosts",
            "<= 90 KB, 0",
            whole <= 90 and hosts == 0,
        ),
    ]


def main() -> int:
    """Measure and print; 1.6 Mbps, 150 ms, a processor four times slower."""
    print(f"pages: 1.6 Mbps, 150 ms, CPU {SLOWER}x slower; {RUNS} visits each in turn, median (range)")
    with tempfile.TemporaryDirectory() as folder:
        for key, pages in visited(Path(folder)).items():
            rows = measured(pages)
            print(f"\n{key}", *table(rows), sep="\n")
            for name, found, wanted, good in targets(rows):
                print(f"  {name:28} {found:28} {wanted:18} {'ok' if good else 'MISSED'}")
            for row in rows["ours"]:
                for what in row["moved"]:
                    print(f"    moved: {what}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
