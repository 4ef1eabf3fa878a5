"""The search at 152, 1,000 and 10,000 questions: seconds to index, bytes and time to the first right result, in the real box."""

from __future__ import annotations

import gzip
import http.server
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any

import browser
import generate
from kb import build_state
from kb.search import index, records
from playwright.sync_api import Browser, sync_playwright

ROOT = Path(__file__).resolve().parent.parent
SIZES = (152, 1_000, 10_000)
SLOW = {"offline": False, "latency": 150, "downloadThroughput": 1_600_000 / 8, "uploadThroughput": 750_000 / 8}
RIGHT = """async ([query, right]) => {
  const began = performance.now();
  const input = document.querySelector('.md-search__input');
  input.focus();
  input.value = query;
  input.dispatchEvent(new Event('input', {bubbles: true}));
  const found = () => document.querySelector(`.md-search-result__link[href*="/q/${right}/"]`);
  while (!found() && performance.now() < began + 30000) await new Promise(requestAnimationFrame);
  return found() ? performance.now() - began : Infinity;
}"""


class Packed(http.server.BaseHTTPRequestHandler):
    """The built site, packed by gzip, with the search files of a folder in place of its own; notes the bytes of search that it sent."""

    protocol_version = "HTTP/1.1"
    search: Path
    sent: list[int]

    def do_GET(self) -> None:
        """Send one file."""
        path = self.path.split("?")[0].lstrip("/")
        made = self.search / path.removeprefix("search/")
        file = made if path.startswith("search/") and made.is_file() else ROOT / "site" / path
        file = file / "index.html" if file.is_dir() else file
        body = packed(file)
        if path.startswith("search/") and not path.endswith("box.js"):
            self.sent.append(len(body))
        self.send_response(200)
        kind = {
            ".js": "text/javascript",
            ".css": "text/css",
            ".html": "text/html; charset=utf-8",
            ".svg": "image/svg+xml",
        }
        self.send_header("Content-Type", kind.get(file.suffix, "application/octet-stream"))
        self.send_header("Content-Encoding", "gzip")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


@cache
def packed(file: Path) -> bytes:
    """A file as a host would send it."""
    return gzip.compress(file.read_bytes(), 6)


@contextmanager
def served(search: Path) -> Iterator[tuple[str, list[int]]]:
    """An address, and the sizes of the files of search that were fetched from it."""
    Packed.search, Packed.sent = search, []
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Packed)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_address[1]}/", Packed.sent
    server.shutdown()


def visit(chromium: Browser, address: str, query: str, right: str, slow: bool) -> tuple[float, float]:
    """Milliseconds from opening the box to the first right result: in a new browser, and for the same query once more."""
    context = chromium.new_context(viewport={"width": 360, "height": 740})
    page = context.new_page()
    page.goto(address)
    if slow:
        session = context.new_cdp_session(page)
        session.send("Network.emulateNetworkConditions", SLOW)
        session.send("Emulation.setCPUThrottlingRate", {"rate": 4})
    first = page.evaluate(RIGHT, [query, right])
    page.wait_for_timeout(700)  # the excerpts of the first results
    page.evaluate("document.querySelector('.md-search__form').reset()")
    page.wait_for_timeout(100)
    again = page.evaluate(RIGHT, [query, right])
    context.close()
    return first, again


def measured(chromium: Browser, real: dict[str, list[records.Record]], lang: str, count: int) -> dict[str, Any]:
    """All figures of one language at one size; medians over eight queries, the largest of the bytes as well."""
    made, queries = generate.records(real[lang], count, lang)
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder)
        began = time.monotonic()
        index.write(made, lang, out)
        seconds = time.monotonic() - began
        found: dict[str, list[float]] = {"cold": [], "warm": [], "slow": [], "bytes": []}
        with served(out) as (address, sent):
            page = address + ("en/" if lang == "en" else "")
            for query, right in queries.items():
                cold, warm = visit(chromium, page, query, right, slow=False)
                sent.clear()
                slow, _ = visit(chromium, page, query, right, slow=True)
                found["cold"].append(cold)
                found["warm"].append(warm)
                found["slow"].append(slow)
                found["bytes"].append(sum(sent) / 1000)
        packed.cache_clear()
    return {"seconds": seconds, **{name: sorted(values) for name, values in found.items()}}


def main() -> int:
    """Print a table."""
    state = build_state.start(ROOT)
    real = {lang: records.of(state.site, lang) for lang in ("zh", "en")}
    print(
        f"{'questions':>10} {'lang':5} {'index':>8} {'KB, median (most)':>20} {'cold':>8} {'warm':>8} {'slow (most)':>16}"
    )
    with sync_playwright() as play:
        chromium = play.chromium.launch(executable_path=browser.installed(), args=["--no-sandbox", "--disable-gpu"])
        for count in SIZES:
            for lang in real:
                row = measured(chromium, real, lang, count)
                middle = {name: values[len(values) // 2] for name, values in row.items() if name != "seconds"}
                print(
                    f"{count:>10,} {lang:5} {row['seconds']:>6.1f} s {middle['bytes']:>11.0f} ({row['bytes'][-1]:.0f}) KB"
                    f" {middle['cold']:>5.0f} ms {middle['warm']:>5.0f} ms {middle['slow']:>8.0f} ({row['slow'][-1]:.0f}) ms"
                )
        chromium.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
