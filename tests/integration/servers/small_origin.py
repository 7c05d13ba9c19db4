"""A small origin that speaks as the press does and misbehaves on demand."""

import threading
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

SURROGATE = "max-age=86400, stale-if-error=604800"


@dataclass(frozen=True)
class Document:
    """One answer: `wait` is held before its head is sent, to stand for a slow render."""

    body: str
    keys: str = ""
    status: int = 200
    has_includes: bool = False
    headers: Mapping[str, str] = field(default_factory=dict)
    wait: threading.Event | None = None


class Origin:
    """What a running origin answers and what it was asked; tests change `documents` at will.

    `close` makes it refuse connections; `began` is set when a held answer was asked for.
    """

    def __init__(self) -> None:
        self.documents: dict[str, Document] = {}
        self.asked: Counter[str] = Counter()
        self.heads: list[dict[str, str]] = []
        self.began = threading.Event()
        self.port = 0
        self.is_closed = False
        self.close: Callable[[], None] = lambda: None
        self._lock = threading.Lock()

    def find(self, path: str, heads: dict[str, str]) -> Document:
        """Note a request and give its answer, as it stands at this moment."""
        with self._lock:
            if path != "/-/health":
                self.asked[path] += 1
                self.heads.append(heads)
            missing = Document("not found", "house", 404)
            healthy = Document('{"status":"ok"}')
            return self.documents.get(path, healthy if path == "/-/health" else missing)


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    origin: Origin

    def do_GET(self) -> None:
        if self.origin.is_closed:
            self.close_connection = True
            return
        document = self.origin.find(self.path, {k.lower(): v for k, v in self.headers.items()})
        if document.wait is not None:
            self.origin.began.set()
            document.wait.wait(20)
        self.rfile.read(int(self.headers.get("Content-Length") or 0))
        body = document.body.encode()
        self.send_response(document.status)
        for name, value in _heads(document).items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    do_HEAD = do_POST = do_GET  # noqa: N815  the base class's way to name a method

    def log_message(self, *_: Any) -> None:
        """Say nothing."""


def _heads(document: Document) -> dict[str, str]:
    heads = {
        "Content-Type": "text/html; charset=utf-8",
        "Cache-Control": "public, max-age=0, s-maxage=5, stale-while-revalidate=10",
        "Surrogate-Key": document.keys,
        "Set-Cookie": "reader=1",
        "ETag": f'"{hash(document.body) & 0xFFFFFFFF:x}"',
    }
    if document.status == 200:
        content = ', content="ESI/1.0"' if document.has_includes else ""
        heads["Surrogate-Control"] = SURROGATE + content
        heads["No-Vary-Search"] = "params"
    else:
        heads["Cache-Control"] = "public, max-age=0, s-maxage=2"
    return heads | dict(document.headers)


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False

    def handle_error(self, request: object, client_address: object) -> None:
        """A surrogate that hangs up is no failure of ours."""


@contextmanager
def running_origin(port: int = 0) -> Iterator[Origin]:
    """Answer on a free port of this host, or on the given one, until the block ends."""
    origin = Origin()
    handler = type("Handler", (_Handler,), {"origin": origin})
    with _Server(("127.0.0.1", port), handler) as server:
        origin.port = server.server_address[1]
        thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
        thread.start()

        def close() -> None:
            """Stop listening: connections are refused from now on."""
            origin.is_closed = True
            server.shutdown()
            server.server_close()
            thread.join(10)

        origin.close = close
        try:
            yield origin
        finally:
            close()
