"""A small edge as another server sees it: pages, and a live stream that stays open."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    is_over: threading.Event

    def do_GET(self) -> None:
        is_stream = self.path.startswith("/-/live/")
        body = b"event: beat\ndata:\n\n" if is_stream else self.path.encode()
        self.send_response(200)
        self.send_header("Content-Type", "text/event-stream" if is_stream else "text/html")
        if is_stream:
            self.send_header("Connection", "close")
            self.close_connection = True
        else:
            self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)
        if is_stream:
            self.is_over.wait(20)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@contextmanager
def running_small_edge() -> Iterator[int]:
    """Answer until the block ends; give the port. A page's body is its path.

    A stream sends one event and is held open for 20 s: only what is unbuffered arrives before.
    """
    is_over = threading.Event()
    handler = type("Handler", (_Handler,), {"is_over": is_over})
    edge = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    edge.daemon_threads = True
    thread = threading.Thread(target=edge.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    try:
        yield int(edge.server_address[1])
    finally:
        is_over.set()
        edge.shutdown()
        edge.server_close()
        thread.join(10)
