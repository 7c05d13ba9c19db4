"""A provider of videos on this machine: it tells by oEmbed, and misbehaves when it is asked to."""

import io
import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any

from PIL import Image


def jpeg(width: int = 480, height: int = 360) -> bytes:
    """Make a still."""
    file = io.BytesIO()
    Image.new("RGB", (width, height), (30, 90, 160)).save(file, "JPEG")
    return file.getvalue()


@dataclass
class Provider:
    """What the server tells; `asked` are the paths that were asked for."""

    url: str = ""
    status: int = 200
    answer: dict[str, Any] = field(default_factory=dict)
    still: bytes = field(default_factory=jpeg)
    location: str = ""
    asked: list[str] = field(default_factory=list)


@contextmanager
def serving() -> Iterator[Provider]:
    """Run a provider for as long as it is needed."""
    provider = Provider()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            provider.asked.append(self.path)
            is_still = self.path.startswith("/still")
            body = provider.still if is_still else json.dumps(provider.answer).encode()
            self.send_response(200 if is_still else provider.status)
            if provider.location and not is_still:
                self.send_header("Location", provider.location)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_arguments: Any) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    provider.url = f"http://127.0.0.1:{server.server_port}"
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield provider
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
