"""`make serve`: builds, serves the last good site, and builds again when a file was saved. A failed build changes nothing.

MkDocs' own server hangs after a failed rebuild; and it would serve half a site.
"""

from __future__ import annotations

import functools
import gc
import http.server
import multiprocessing
import multiprocessing.process
import os
import signal
import threading
import time
from multiprocessing.connection import Connection
from pathlib import Path

from kb import build, build_state
from kb.build import SITE

CODE = ("hooks",)
WATCHED = (*CODE, "docs", "data", "overrides", "frontend", "mkdocs.yml")
RELOAD = b'new EventSource("/.reload").onmessage=()=>location.reload()'
RELOADS = b'<script src="/.reload.js"></script>'  # a file: the pages' policy runs no inline script but their own


class Server(http.server.ThreadingHTTPServer):
    """Knows how often the site has been built."""

    daemon_threads = True
    builds = 0


class Handler(http.server.SimpleHTTPRequestHandler):
    """Files of the site; pages reload themselves after a build."""

    server: Server
    protocol_version = "HTTP/1.0"

    def do_GET(self) -> None:
        """A page, a file, or the stream of builds."""
        if self.path == "/.reload":
            self._stream()
        elif self.path == "/.reload.js":
            self.send_response(200)
            self.send_header("Content-Type", "text/javascript")
            self.end_headers()
            self.wfile.write(RELOAD)
        else:
            super().do_GET()

    def end_headers(self) -> None:
        """Nothing of a draft is kept by the browser."""
        self.send_header("Cache-Control", "no-store")
        super().end_headers()

    def copyfile(self, source, outputfile) -> None:  # type: ignore[no-untyped-def]
        """A page is followed by the script that reloads it; its length is not announced for that."""
        super().copyfile(source, outputfile)
        if getattr(source, "name", "").endswith(".html"):
            outputfile.write(RELOADS)

    def send_header(self, keyword: str, value: str) -> None:
        """Without the length: HTTP/1.0 ends a body by closing."""
        if keyword != "Content-Length":
            super().send_header(keyword, value)

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        """The site's own page for what is not there."""
        page = Path(self.directory) / "404.html"
        if code != 404 or not page.exists():
            return super().send_error(code, message, explain)
        self.send_response(404)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.end_headers()
        self.wfile.write(page.read_bytes())
        return None

    def log_message(self, format: str, *args: object) -> None:
        """Quiet: the problems are what the author wants to see."""

    def _stream(self) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "text/event-stream")
        self.end_headers()
        seen = self.server.builds
        while True:
            time.sleep(0.3)
            try:
                self.wfile.write(b": alive\n\n" if seen == self.server.builds else b"data: built\n\n")
                self.wfile.flush()
            except OSError:
                return
            seen = self.server.builds


def snapshot(root: Path, names: tuple[str, ...] = WATCHED) -> dict[str, tuple[int, int]]:
    """Every file below these with its time and size."""
    found = {}
    for name in names:
        top = root / name
        for path in [top] if top.is_file() else top.rglob("*"):
            try:
                if path.is_file() and "__pycache__" not in path.parts:
                    stat = path.stat()
                    found[str(path)] = (stat.st_mtime_ns, stat.st_size)
            except OSError:
                continue  # saved by rename just now; the next look sees it
    return found


class Builder:
    """A process that builds when asked and remembers what it made; changed code, or a process that died, means a new one."""

    def __init__(self, root: Path, ended: threading.Event) -> None:
        self.root = root
        self.ended = ended
        self._process: multiprocessing.process.BaseProcess | None = None
        self._code: dict[str, tuple[int, int]] = {}

    def build(self) -> bool:
        """Build a draft and say how it went."""
        began = time.monotonic()
        done = self._ask() or self._ask()  # once more, should the process have died
        if self.ended.is_set():
            return False
        state = "好了 | built" if done == "built" else "有问题，仍显示上一次的页面 | failed; the last good pages stay"
        print(f"{state} ({time.monotonic() - began:.1f} s)", flush=True)
        return done == "built"

    def stop(self) -> None:
        """End the process."""
        if self._process:
            self._process.terminate()
            self._process.join()
            self._process = None

    def _ask(self) -> str:
        """What the process says of a build; nothing when it has died."""
        code = snapshot(self.root, CODE)
        if code != self._code or not (self._process and self._process.is_alive()):
            self.stop()
            spawn = multiprocessing.get_context("spawn")  # a fresh interpreter
            self._line, there = spawn.Pipe()
            self._process = spawn.Process(target=build_on_request, args=(self.root, there), daemon=True)
            self._process.start()
            there.close()
            self._code = code
        try:
            self._line.send("build")
            while not self._line.poll(0.2):
                if self.ended.is_set():
                    return "left"
            return str(self._line.recv())
        except (EOFError, OSError):
            return ""


def build_on_request(root: Path, line: Connection) -> None:
    """What the builder's process does."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the server ends it
    os.environ["KB_WORKER"] = "none"  # no browser is to keep a draft
    gc.disable()  # while a build runs; between builds there is time
    while True:
        try:
            line.recv()
        except EOFError:
            return
        line.send("built" if build.build(root, draft=True) == 0 else "failed")
        build_state.current().rest()
        gc.collect()


def serve(root: Path, host: str = "127.0.0.1", port: int = 8000) -> int:
    """Serve until interrupted (Ctrl+C) or ended."""
    before = snapshot(root)
    try:
        server = Server((host, port), functools.partial(Handler, directory=str(root / SITE)))
    except OSError as error:
        print(
            f"{host}:{port} 用不了，换一个：make serve PORT=8001 | cannot be used ({error.strerror}); try make serve PORT=8001"
        )
        return 1
    # An event, not KeyboardInterrupt: one that comes while Python tidies up after an object is lost.
    ended = threading.Event()
    for end in (signal.SIGINT, signal.SIGTERM):
        signal.signal(end, lambda *_: ended.set())
    builder = Builder(root, ended)
    builder.build()
    (root / SITE).mkdir(exist_ok=True)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    print(f"http://{host}:{server.server_address[1]}/", flush=True)
    while not ended.wait(0.3):
        now = snapshot(root)
        if now != before:
            before = now
            server.builds += builder.build()
    server.shutdown()
    builder.stop()
    return 0
