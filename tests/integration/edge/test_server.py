"""The edge as readers meet it: real workers, killed and started again."""

import contextlib
import gzip
import json
import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.integration.edge.press import STORIES
from tests.unit.edge.journals import TOKEN

RUN = """
import sys
from pathlib import Path
from shpalta.edge.configuration import Configuration
from shpalta.edge.server import run_edge
if __name__ == "__main__":
    origin, store, port, workers = sys.argv[1:]
    run_edge(Configuration(origin=origin, journal=origin.rpartition(":")[0] + ":1/-/journal",
        token="x", store=Path(store), port=int(port), workers=int(workers), header_read_seconds=1))
"""
ORIGIN = """
import asyncio, sys
from tests.integration.edge.press import Press
async def main():
    async with Press() as press:
        print(press.origin.port, flush=True)
        await asyncio.Event().wait()
asyncio.run(main())
"""


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def _process(*arguments: str) -> Iterator[subprocess.Popen[str]]:
    process = subprocess.Popen(
        [sys.executable, *arguments], stdout=subprocess.PIPE, text=True, start_new_session=True
    )
    try:
        yield process
    finally:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        assert process.stdout is not None
        process.stdout.close()


def _get(port: int, path: str, seconds: float = 20.0) -> tuple[int, bytes, str]:
    """Ask until there is an answer."""
    request = urllib.request.Request(f"http://127.0.0.1:{port}{path}")
    deadline = time.monotonic() + seconds
    while True:
        try:
            with urllib.request.urlopen(request, timeout=10) as answer:
                return answer.status, answer.read(), answer.headers["Cache-Status"] or ""
        except urllib.error.HTTPError as error:
            with error:
                return error.code, error.read(), error.headers["Cache-Status"] or ""
        except OSError:
            assert time.monotonic() < deadline, "the edge did not answer"
            time.sleep(0.02)


def test_workers_answer_are_killed_and_answer_again_with_the_origin_down(tmp_path: Path) -> None:
    script = tmp_path / "run.py"
    script.write_text(RUN)
    store = tmp_path / "store"
    port = _free_port()
    with _process("-c", ORIGIN) as origin:
        assert origin.stdout is not None
        address = f"http://127.0.0.1:{origin.stdout.readline().strip()}"
        with _process(str(script), address, str(store), str(port), "2"):
            pages = {path: _get(port, path) for path in STORIES}
            assert {status for status, _body, _line in pages.values()} == {200}
            deadline = time.monotonic() + 20
            while json.loads(_get(port, "/-/status")[1])["store_objects"] < len(STORIES) + 1:
                assert time.monotonic() < deadline
                _get(port, STORIES[0])
                time.sleep(0.05)
            assert b"shpalta_edge_hits_total" in _get(port, "/-/status?format=prometheus")[1]
    with _process(str(script), address, str(store), str(port), "1"):
        _get(port, "/-/health")
        began_at = time.monotonic()
        for path, (_status, body, _line) in pages.items():
            assert _get(port, path)[:2] == (200, body)
        assert time.monotonic() - began_at < 10


def _say(connection: socket.socket, request: str) -> tuple[bytes, bytes]:
    """Send bytes as they are; give the head and the body of the one answer."""
    connection.sendall(request.encode("latin-1"))
    return _hear(connection)


def _hear(connection: socket.socket) -> tuple[bytes, bytes]:
    heard = b""
    while b"\r\n\r\n" not in heard:
        heard += connection.recv(1)
    head = heard[:-4]
    length = re.search(rb"content-length: ([0-9]+)", head)
    body = b""
    while length and len(body) < int(length[1]):
        body += connection.recv(int(length[1]) - len(body))
    return head, body


def _without_date(head: bytes) -> list[bytes]:
    return sorted(line for line in head.split(b"\r\n") if not line.startswith(b"date: "))


def test_the_short_way_gives_what_the_long_way_gives(tmp_path: Path) -> None:
    script = tmp_path / "run.py"
    script.write_text(RUN)
    port = _free_port()
    with _process("-c", ORIGIN) as origin:
        assert origin.stdout is not None
        address = f"http://127.0.0.1:{origin.stdout.readline().strip()}"
        with _process(str(script), address, str(tmp_path / "store"), str(port), "1"):
            _get(port, STORIES[0])
            simple = f"GET {STORIES[0]} HTTP/1.1\r\nHost: a\r\nAccept-Encoding: gzip\r\n"
            with socket.create_connection(("127.0.0.1", port), timeout=20) as connection:
                hits = []
                answers = []
                # Made hot by the first; then the short way, the long way, and in two pieces.
                for more in ("\r\n", "\r\n", "\r\n", "TE:\r\n\r\n", "\r\n"):
                    answers.append(_say(connection, simple + more))
                    hits.append(json.loads(_get(port, "/-/status")[1])["hits"])
                connection.sendall(simple.encode()[:30])
                time.sleep(0.1)
                answers.append(_say(connection, simple[30:] + "\r\n"))
                # Two at once, answered in their order.
                connection.sendall(
                    (simple + "\r\n" + simple.replace("GET", "HEAD") + "\r\n").encode()
                )
                answers.append(_hear(connection))
                head, body = _hear_head(connection)
                assert body == b""
                answers.append((head, answers[0][1]))
            heads = [_without_date(head) for head, _body in answers[1:]]
            assert heads == [heads[0]] * len(heads)
            assert all(b"\r\ndate: " in head for head, _body in answers)
            assert len({body for _head, body in answers}) == 1
            assert gzip.decompress(answers[0][1])
            assert hits == sorted(set(hits))


def _hear_head(connection: socket.socket) -> tuple[bytes, bytes]:
    """Hear an answer without a body; what is there beyond the head is given as well."""
    heard = b""
    while not heard.endswith(b"\r\n\r\n"):
        heard += connection.recv(1)
    connection.settimeout(0.3)
    with contextlib.suppress(TimeoutError):
        return heard[:-4], connection.recv(1000)
    return heard[:-4], b""


def test_a_header_without_end_is_cut_off(tmp_path: Path) -> None:
    script = tmp_path / "run.py"
    script.write_text(RUN)
    port = _free_port()
    with _process(str(script), "http://127.0.0.1:1", str(tmp_path / "store"), str(port), "1"):
        _get(port, "/-/health")
        with socket.create_connection(("127.0.0.1", port), timeout=20) as greedy:
            greedy.sendall(b"GET / HTTP/1.1\r\nHost: a\r\n")
            with pytest.raises(OSError, match=r"reset|Broken"):  # noqa: PT012  it depends when
                for _ in range(2000):
                    greedy.sendall(b"X-Padding: " + b"x" * 1000 + b"\r\n")
                    time.sleep(0.001)


def test_a_client_that_does_not_end_its_header_is_cut_off(tmp_path: Path) -> None:
    script = tmp_path / "run.py"
    script.write_text(RUN)
    port = _free_port()
    with _process(str(script), "http://127.0.0.1:1", str(tmp_path / "store"), str(port), "1"):
        _get(port, "/-/health")
        with socket.create_connection(("127.0.0.1", port), timeout=20) as slow:
            slow.sendall(b"GET / HTTP/1.1\r\nHost: a\r\n")
            heard = slow.recv(1000)
            assert not heard or b" 408 " in heard


def test_the_token_is_no_part_of_what_a_configuration_says_of_itself() -> None:
    from shpalta.edge.configuration import Configuration

    configuration = Configuration(origin="http://127.0.0.1:1", token=TOKEN)
    assert TOKEN not in repr(configuration)
