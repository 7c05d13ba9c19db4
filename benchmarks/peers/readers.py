"""Readers of a live stream: as many real connections as asked for, in a process of their own."""

import multiprocessing
import selectors
import socket
import sys
import time
from collections.abc import Mapping
from multiprocessing.connection import Connection

HOME = "127.0.0.1"
BROWSER = (
    "Accept: text/event-stream\r\nAccept-Encoding: gzip, deflate, br, zstd\r\n"
    "Accept-Language: uk,ru;q=0.8,en;q=0.6\r\nCache-Control: no-cache\r\n"
    "Referer: http://archive.localhost/news/2024/04/10/7450714/\r\nSec-Fetch-Dest: empty\r\n"
    "Sec-Fetch-Mode: cors\r\nSec-Fetch-Site: same-origin\r\n"
    "User-Agent: Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0\r\n"
)
"""The header that a browser sends: what a server keeps of it costs memory as well."""
TOGETHER = 200
"""Connections that are opened before their answers are awaited."""


class Readers:
    """Connections to the stream at a port and path; closed at the end of the block."""

    def __init__(self, port: int, path: str) -> None:
        context = multiprocessing.get_context("spawn")
        self._ours, theirs = context.Pipe()
        self._process = context.Process(target=_read, args=(port, path, theirs), daemon=True)

    def __enter__(self) -> "Readers":
        self._process.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._process.kill()
        self._process.join()

    def connect(self, number: int) -> int:
        """Open so many more connections, and wait until all are answered; give their number."""
        self._ours.send(number)
        if (answer := self._ours.recv()) != number:
            sys.exit(f"the readers could not connect: {answer}")
        return number

    def delays(self, sent: Mapping[int, float]) -> list[float]:
        """Give the seconds that each event took to each reader; no reader hears more after this.

        `sent` has the moment (monotonic) of each event by its number.
        """
        time.sleep(2)
        self._ours.send(0)
        heard: dict[int, list[float]] = self._ours.recv()
        return [at - sent[number] for number, times in heard.items() for at in times]


def _read(port: int, path: str, parent: Connection) -> None:
    """Open connections when told how many; note when each event arrives; end when told 0."""
    selector = selectors.DefaultSelector()
    request = f"GET {path} HTTP/1.1\r\nHost: {HOME}:{port}\r\n{BROWSER}\r\n".encode()
    heard: dict[int, list[float]] = {}
    while True:
        if parent.poll():
            number = parent.recv()
            if number == 0:
                break
            parent.send(_connect(port, request, number, selector))
        for key, _ in selector.select(0.05):
            _take(key, heard)
    parent.send(heard)


def _connect(port: int, request: bytes, number: int, selector: selectors.BaseSelector) -> int | str:
    """Open connections; give their number, or what was answered instead of a stream."""
    for begun in range(0, number, TOGETHER):
        part = min(TOGETHER, number - begun)
        fresh = [socket.create_connection((HOME, port), timeout=20) for _ in range(part)]
        for connection in fresh:
            connection.sendall(request)
        for connection in fresh:
            answer = b""
            while b"event: beat" not in answer or not answer.endswith(b"\n\n\r\n"):
                try:
                    received = connection.recv(65536)
                except TimeoutError:
                    received = b""
                if not received:
                    return f"{begun} are connected, the next is answered {answer[:200]!r}"
                answer += received
            connection.setblocking(False)
            selector.register(connection, selectors.EVENT_READ, bytearray())
    return number


def _take(key: selectors.SelectorKey, heard: dict[int, list[float]]) -> None:
    buffer: bytearray = key.data
    assert isinstance(key.fileobj, socket.socket)  # noqa: S101  nothing else was registered
    buffer += key.fileobj.recv(65536)
    now = time.monotonic()
    while (end := buffer.find(b"\n\n")) >= 0:
        event = bytes(buffer[:end])
        del buffer[: end + 2]
        _, found, rest = event.partition(b'"number":')
        if found:
            heard.setdefault(int(rest.partition(b",")[0]), []).append(now)
