"""How soon readers of the live stream hear of a headline, and what a reader costs.

    python benchmarks/live.py [--readers 5000] [--events 20] [--every 1.0] [--data FOLDER]

A real press with the journal, a real edge with one worker that follows it, and as many real
connections as asked for, in processes of their own. An event is an entry of the journal,
committed to the database; the time runs from the end of the commit to the arrival of the whole
event at a reader's socket, over all events and readers. Memory is what the edge's processes
grow by from a tenth of the readers to all of them, per reader.
"""

import argparse
import multiprocessing
import os
import resource
import selectors
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from multiprocessing.connection import Connection
from pathlib import Path

TARGET_P99, AIM_P99, TARGET_KB = 1.0, 0.3, 16.0
CHANNEL = "/-/live/bench/uk"
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


def main() -> None:
    """Measure and print the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--readers", type=int, default=5_000)
    parser.add_argument("--events", type=int, default=20)
    parser.add_argument("--every", type=float, default=1.0, help="seconds between events")
    parser.add_argument("--data", type=Path, default=Path(".cache/bench-live"))
    arguments = parser.parse_args()
    # Ended from outside, it still ends what it has started.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit("stopped"))
    _raise_descriptor_limit(arguments.readers + 500)
    _set_up(arguments.data)
    with ExitStack() as stack:
        press = stack.enter_context(_press())
        port, edge = stack.enter_context(_edge(press, arguments.data, arguments.readers))
        readers = stack.enter_context(_Readers(port))
        first = readers.connect(arguments.readers // 10)
        before = _memory(edge)
        rest = readers.connect(arguments.readers - first)
        grown = (_memory(edge) - before) / rest / 1024
        committed = _publish(arguments.events, arguments.every)
        delays = readers.delays(committed)
    _report(arguments.readers, delays, grown, len(committed))


def _report(readers: int, delays: list[float], kilobytes: float, events: int) -> None:
    expected = readers * events
    delays.sort()
    if len(delays) != expected:
        sys.exit(f"{expected - len(delays)} of {expected} events did not arrive")
    middle, late = (delays[int(len(delays) * part)] for part in (0.5, 0.99))
    print(f"{readers:,} readers of one worker, {events} events, each heard once by each reader")
    print(f"  commit → reader   p50 {middle * 1000:6.0f} ms   p99 {late * 1000:6.0f} ms", end="")
    print(f"   (at most {TARGET_P99 * 1000:.0f}, aim {AIM_P99 * 1000:.0f})")
    print(f"  memory            {kilobytes:6.1f} KB a reader   (at most {TARGET_KB:.0f})")
    if late > TARGET_P99 or kilobytes > TARGET_KB:
        sys.exit("the live stream costs more than its target")


def _raise_descriptor_limit(wanted: int) -> None:
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if hard != resource.RLIM_INFINITY and hard < wanted:
        sys.exit(f"this machine allows {hard} open files; {wanted} are needed (ulimit -Hn)")
    resource.setrlimit(resource.RLIMIT_NOFILE, (max(soft, wanted), hard))


def _set_up(data: Path) -> None:
    data.mkdir(parents=True, exist_ok=True)
    os.environ |= {
        "DATA": str(data.resolve()),
        "DJANGO_SETTINGS_MODULE": "shpalta.site.settings",
        "SHPALTA_ROOM": "command",
    }
    from shpalta.site.preparation import prepare

    prepare()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind((HOME, 0))
        return int(probe.getsockname()[1])


@contextmanager
def _process(command: list[str], port: int, **environment: str) -> Iterator[int]:
    """Run a server and its children until the end of the block; give its process id."""
    process = subprocess.Popen(
        command, env=os.environ | environment, stdout=sys.stderr, start_new_session=True
    )
    try:
        _await_health(port, process)
        yield process.pid
    finally:
        process.terminate()
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()


def _await_health(port: int, process: subprocess.Popen[bytes]) -> None:
    for _ in range(300):
        if process.poll() is not None:
            sys.exit("a server has ended at its start")
        try:
            with urllib.request.urlopen(f"http://{HOME}:{port}/-/health", timeout=1):
                return
        except OSError:
            time.sleep(0.1)
    sys.exit("a server is not well after 30 s")


@contextmanager
def _press() -> Iterator[int]:
    """Run the press with the journal; give its port."""
    port = _free_port()
    command = [sys.executable, "-m", "granian", "--interface", "asgi", "--host", HOME]
    command += ["--port", str(port), "--no-ws", "shpalta.site.asgi:application"]
    with _process(command, port, SHPALTA_ROOM="press"):
        yield port


@contextmanager
def _edge(press: int, data: Path, readers: int) -> Iterator[tuple[int, int]]:
    """Run an edge with one worker; give its port and its process id."""
    port = _free_port()
    command = [sys.executable, "-m", "shpalta.site", "edge"]
    command += ["--origin", f"http://{HOME}:{press}", "--listen", f"{HOME}:{port}"]
    command += ["--live-readers", str(readers), "--token-file", str(data / "journal-token")]
    with _process(command, port) as process_id:
        yield port, process_id


def _memory(process_id: int) -> int:
    """Give the bytes of a process and all its children that nobody else has."""
    total = 0
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            fields = (folder / "stat").read_text().rsplit(")", 1)[1].split()
            if int(folder.name) != process_id and int(fields[1]) != process_id:
                continue
            lines = (folder / "smaps_rollup").read_text().splitlines()
        except OSError:
            continue  # It has ended meanwhile.
        total += sum(int(line.split()[1]) for line in lines if line.startswith("Private_"))
    return total * 1024


def _publish(events: int, every: float) -> dict[int, float]:
    """Commit entries with an event; give when each was committed, by its story's number."""
    from django.db import transaction
    from django.utils import timezone

    from shpalta.journal.services import append

    committed = {}
    for number in range(1, events + 1):
        at = timezone.now()
        event = {
            "type": "published",
            "title": "bench",
            "edition": "uk",
            "number": number,
            "url": f"/news/{at:%Y/%m/%d}/{number}/",
            "headline": "Умєров і Кащюнас обговорили підготовку українських військових",
            "at": at.isoformat(),
            "time": f"{at:%H:%M}",
            "mark": "",
            "importance": "normal",
        }
        with transaction.atomic():
            append(keys=["list:bench:uk:all", f"story:bench:uk:{number}"], event=event)
        committed[number] = time.monotonic()
        time.sleep(every)
    return committed


class _Readers:
    """Connections to the live stream, in a process of their own."""

    def __init__(self, port: int) -> None:
        context = multiprocessing.get_context("spawn")
        self._ours, theirs = context.Pipe()
        self._process = context.Process(target=_read, args=(port, theirs), daemon=True)

    def __enter__(self) -> "_Readers":
        self._process.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._process.kill()
        self._process.join()

    def connect(self, number: int) -> int:
        """Open so many more connections, and wait until all are answered."""
        self._ours.send(number)
        if (answer := self._ours.recv()) != number:
            sys.exit(f"the readers could not connect: {answer}")
        return number

    def delays(self, committed: dict[int, float]) -> list[float]:
        """Give the seconds that each event took to each reader."""
        time.sleep(2)
        self._ours.send(0)
        heard: dict[int, list[float]] = self._ours.recv()
        return [at - committed[number] for number, times in heard.items() for at in times]


def _read(port: int, parent: Connection) -> None:
    """Open connections when told how many; note when each event arrives; end when told 0."""
    selector = selectors.DefaultSelector()
    heard: dict[int, list[float]] = {}
    while True:
        if parent.poll():
            number = parent.recv()
            if number == 0:
                break
            parent.send(_connect(port, number, selector))
        for key, _ in selector.select(0.05):
            _take(key, heard)
    parent.send(heard)


def _connect(port: int, number: int, selector: selectors.BaseSelector) -> int | str:
    """Open connections; give their number, or what was answered instead of a stream."""
    request = f"GET {CHANNEL} HTTP/1.1\r\nHost: {HOME}:{port}\r\n{BROWSER}\r\n".encode()
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


if __name__ == "__main__":
    main()
