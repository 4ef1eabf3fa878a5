"""A server that can cut, stall, corrupt, refuse, and switch to another release of the site in the middle."""

from __future__ import annotations

import gzip
import http.server
import mimetypes
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

BASE = "/base/"
LOGIN = b"<!doctype html><title>Login</title><form>Please log in</form>"
mimetypes.add_type("application/manifest+json", ".webmanifest")
mimetypes.add_type("font/woff2", ".woff2")


class Server(http.server.ThreadingHTTPServer):
    """Serves a folder below /base/. Faults are set by the tests between requests."""

    daemon_threads = True

    def __init__(self, site: Path) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.site = site
        self.faults: dict[str, str] = {}  # part of a path -> what happens to it
        self.left: int | None = None  # bytes of bodies until every connection is dropped
        self.sent = 0  # bytes of bodies
        self.whole: dict[str, int] = {}  # the bodies that were sent to their end
        self.log: list[str] = []
        self.before: Callable[[str], None] = lambda path: None  # called with each path that is asked for
        self.lock = threading.Lock()
        self.ended = threading.Event()

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}{BASE}"

    def fault(self, path: str) -> str:
        return next((kind for part, kind in self.faults.items() if part in path), "")

    def heal(self) -> None:
        """All is well from now on."""
        self.faults, self.left, self.sent, self.whole, self.log = {}, None, 0, {}, []

    def allowed(self, length: int) -> int:
        """How many of a body's bytes may still be sent."""
        with self.lock:
            if self.left is None:
                return length
            now = min(self.left, length)
            self.left -= now
            return now


class Handler(http.server.BaseHTTPRequestHandler):
    server: Server

    def do_GET(self) -> None:
        path = self.path.split("?")[0]
        self.server.log.append(path)
        self.server.before(path)
        file = self.server.site / path.removeprefix(BASE)
        if path.endswith("/"):
            file /= "index.html"
        kind = self.server.fault(path)
        if kind in ("drop", "blocked") or self.server.left == 0:
            return self.drop()
        if kind in ("404", "500") or not path.startswith(BASE) or not file.is_file():
            return self.answer(int(kind) if kind in ("404", "500") else 404, b"no", "text/plain")
        body = file.read_bytes()
        if kind == "login":
            return self.answer(200, LOGIN, "text/html")
        if kind == "wrong":
            body = body[:-1] + bytes([body[-1] ^ 1])
        if kind == "silent":
            self.server.ended.wait()
        return self.answer(200, body, mimetypes.guess_type(file.name)[0] or "application/octet-stream", kind == "never")

    def answer(self, status: int, body: bytes, kind: str, stall: bool = False) -> None:
        self.send_response(status)
        if kind.startswith("text/") or "json" in kind:  # as hosts do; packs are gzipped already
            body = gzip.compress(body, 6, mtime=0)
            self.send_header("Content-Encoding", "gzip")
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Cache-Control", "no-cache")
        self.end_headers()
        part = body[: len(body) // 2] if stall else body[: self.server.allowed(len(body))]
        try:
            self.wfile.write(part)
            self.wfile.flush()
        except OSError:
            return  # the browser has gone
        with self.server.lock:
            self.server.sent += len(part)
            if len(part) == len(body):
                self.server.whole[self.path] = len(body)
        if stall:
            self.server.ended.wait()
        if len(part) < len(body):
            self.drop()

    def drop(self) -> None:
        """The connection ends as if a cable were pulled."""
        self.close_connection = True
        try:
            self.connection.shutdown(socket.SHUT_RDWR)
        except OSError:
            return

    def log_message(self, format: str, *args: object) -> None:
        return


@contextmanager
def served(site: Path) -> Iterator[Server]:
    """The server, while it is needed."""
    server = Server(site)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield server
    finally:
        server.ended.set()
        server.shutdown()
        server.server_close()
