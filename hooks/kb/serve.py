"""`make serve`: builds, serves the last good site, and builds again when a file was saved. A failed build changes nothing.

MkDocs' own server hangs after a failed rebuild; and it would serve half a site.
"""

from __future__ import annotations

import functools
import http.server
import subprocess
import sys
import threading
import time
from pathlib import Path

from kb.build import SITE

WATCHED = ("docs", "data", "hooks", "overrides", "mkdocs.yml")
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


def snapshot(root: Path) -> dict[str, tuple[int, int]]:
    """Every watched file with its time and size."""
    found = {}
    for name in WATCHED:
        top = root / name
        for path in [top] if top.is_file() else top.rglob("*"):
            try:
                if path.is_file() and "__pycache__" not in path.parts:
                    stat = path.stat()
                    found[str(path)] = (stat.st_mtime_ns, stat.st_size)
            except OSError:
                continue  # saved by rename just now; the next look sees it
    return found


def rebuild(root: Path) -> bool:
    """A build in a process of its own, so that changed code counts and nothing is left over."""
    began = time.monotonic()
    done = subprocess.run([sys.executable, "-m", "kb", "build", "--draft"], cwd=root, check=False)
    state = "好了 | built" if done.returncode == 0 else "有问题，仍显示上一次的页面 | failed; the last good pages stay"
    print(f"{state} ({time.monotonic() - began:.1f} s)", flush=True)
    return done.returncode == 0


def serve(root: Path, host: str = "127.0.0.1", port: int = 8000) -> int:
    """Serve until interrupted."""
    before = snapshot(root)
    try:
        server = Server((host, port), functools.partial(Handler, directory=str(root / SITE)))
    except OSError as error:
        print(
            f"{host}:{port} 用不了，换一个：make serve PORT=8001 | cannot be used ({error.strerror}); try make serve PORT=8001"
        )
        return 1
    rebuild(root)
    (root / SITE).mkdir(exist_ok=True)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    print(f"http://{host}:{server.server_address[1]}/", flush=True)
    try:
        while True:
            time.sleep(0.3)
            now = snapshot(root)
            if now != before:
                before = now
                server.builds += rebuild(root)
    except KeyboardInterrupt:
        server.shutdown()
    return 0
