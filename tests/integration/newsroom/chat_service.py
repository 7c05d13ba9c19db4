"""A translation service to be asked by HTTP, which answers as a test tells it to."""

import json
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

Answer = Callable[["ServiceHandler", list[str]], None]
"""Answers one request; the texts are those that were asked for."""


@dataclass
class Service:
    """The running service, and what it was asked."""

    url: str
    answers: list[Answer] = field(default_factory=list)
    asked: list[tuple[str, dict[str, str], dict[str, Any]]] = field(default_factory=list)

    def will(self, *answers: Answer) -> None:
        """Say how it answers, request by request; the last way is kept."""
        self.answers[:] = answers


class ServiceHandler(BaseHTTPRequestHandler):
    """One request to the service."""

    service: Service
    protocol_version = "HTTP/1.1"

    def do_POST(self) -> None:
        """Note what was asked, and answer as told."""
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.service.asked.append((self.path, dict(self.headers), body))
        answers = self.service.answers
        answer = answers.pop(0) if len(answers) > 1 else answers[0]
        self.close_connection = True
        with suppress(OSError):
            answer(self, json.loads(body["messages"][-1]["content"])["texts"])

    def log_message(self, *_args: Any) -> None:
        """Keep still."""

    def send(self, status: int, body: bytes, **headers: str) -> None:
        """Send a whole answer."""
        self.send_response(status)
        self.send_header("Content-Length", str(len(body)))
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        self.wfile.write(body)


def wrapped(texts: Sequence[Any]) -> bytes:
    """Give texts as such a service sends them."""
    content = json.dumps({"texts": texts}, ensure_ascii=False)
    return json.dumps({"choices": [{"message": {"content": content}}]}).encode()


def well(handler: ServiceHandler, texts: list[str]) -> None:
    """Translate into capitals."""
    handler.send(200, wrapped([text.upper() for text in texts]))


def texts_by(change: Callable[[list[str]], list[Any]]) -> Answer:
    """Answer with what `change` makes of the texts."""
    return lambda handler, texts: handler.send(200, wrapped(change(texts)))


def plainly(status: int, body: bytes = b"", **headers: str) -> Answer:
    """Answer with a status and a body."""
    return lambda handler, _texts: handler.send(status, body, **headers)


def drop_by_drop(handler: ServiceHandler, _texts: list[str]) -> None:
    """Send a header that never ends, a letter at a time: no silence is ever long."""
    handler.wfile.write(b"HTTP/1.1 200 OK\r\nX-Slow: ")
    for _number in range(300):
        handler.wfile.write(b"x")
        time.sleep(0.05)


def silently(_handler: ServiceHandler, _texts: list[str]) -> None:
    """Take longer than anybody waits."""
    time.sleep(2.5)


def endlessly(handler: ServiceHandler, _texts: list[str]) -> None:
    """Send more than anybody wants to read."""
    handler.send_response(200)
    handler.end_headers()
    for _number in range(400):
        handler.wfile.write(b" " * 65_536)


def torn(handler: ServiceHandler, _texts: list[str]) -> None:
    """Promise more than is sent."""
    handler.send_response(200)
    handler.send_header("Content-Length", "1000")
    handler.end_headers()
    handler.wfile.write(b"{")


@contextmanager
def running_service() -> Iterator[Service]:
    """Run a service on a free port."""
    handler = type("Handler", (ServiceHandler,), {})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    server.daemon_threads = True
    service = Service(f"http://127.0.0.1:{server.server_address[1]}/v1")
    handler.service = service  # type: ignore[attr-defined]
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield service
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
