"""Readers and editors at work while something breaks."""

import http.client
import itertools
import json
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from tests.house.running import House, Worker, ask


class Readers:
    """Several readers who ask the edge for pages without pause, and what they got."""

    def __init__(self, house: House, paths: Sequence[str], *, readers: int = 4) -> None:
        self.house = house
        self.statuses: Counter[str] = Counter()
        self.slowest = 0.0
        self.longest_gap = 0.0
        self._paths = paths
        self._stop = threading.Event()
        self._lock = threading.Lock()
        self._answered_at = time.monotonic()
        self._threads = [
            threading.Thread(target=self._read, args=(number,)) for number in range(readers)
        ]

    def start(self) -> None:
        """Begin to read."""
        self._answered_at = time.monotonic()
        for thread in self._threads:
            thread.start()

    def stop(self) -> None:
        """Wait until all have their last answer."""
        self._stop.set()
        for thread in self._threads:
            thread.join(120)

    def _read(self, number: int) -> None:
        for path in itertools.islice(itertools.cycle(self._paths), number, None):
            if self._stop.is_set():
                return
            began = time.monotonic()
            try:
                outcome = str(ask(self.house.port, path).status)
            except OSError:
                outcome = "no answer"
                time.sleep(0.02)
            with self._lock:
                now = time.monotonic()
                self.statuses[outcome] += 1
                self.slowest = max(self.slowest, now - began)
                if outcome != "no answer":
                    self.longest_gap = max(self.longest_gap, now - self._answered_at)
                    self._answered_at = now
            time.sleep(0.002)

    def figures(self) -> str:
        """Say what they got, in a line."""
        return (
            f"{dict(self.statuses)}, slowest answer {self.slowest * 1000:.0f} ms, "
            f"longest time in which nobody got one {self.longest_gap * 1000:.0f} ms"
        )


class Editors:
    """An editor who publishes without pause, and the stories that were confirmed.

    `publish` publishes a story under a headline and gives its row's id; see `by_command`.
    """

    def __init__(
        self, publish: Callable[[str], int], *, pause: float = 0.1, word: str = "Load"
    ) -> None:
        self._publish = publish
        self.confirmed: list[int] = []
        self.failures: list[str] = []
        self._pause = pause
        self._word = word
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._write)

    def start(self) -> None:
        """Begin to publish."""
        self._thread.start()

    def stop(self) -> None:
        """Wait for the last story."""
        self._stop.set()
        self._thread.join(120)

    def _write(self) -> None:
        for turn in itertools.count():
            if self._stop.is_set():
                return
            try:
                pk = self._publish(f"{self._word} {turn}")
            except (AssertionError, OSError) as error:  # refused, or nobody there: not confirmed
                self.failures.append(str(error).strip().splitlines()[-1])
            else:
                self.confirmed.append(pk)
            time.sleep(self._pause)


def by_command(worker: Worker) -> Callable[[str], int]:
    """Publish in a process of its own, as a command does."""
    return lambda headline: int(worker.do("write", pick=0, headline=headline, publish=True))


class Listener:
    """A reader of an edition's live events who comes back with the last id after each cut."""

    def __init__(self, port: int, path: str = "/-/live/daily/uk") -> None:
        self.port, self.path = port, path
        self.events: list[tuple[str, str, dict[str, Any]]] = []
        """What came: the id, the type and the data of each event, heartbeats left out."""
        self.last_id = ""
        self.connections = 0
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._follow, daemon=True)
        self._connection: http.client.HTTPConnection | None = None
        self._answer: http.client.HTTPResponse | None = None

    def start(self) -> None:
        """Begin to listen."""
        self._thread.start()

    def stop(self) -> None:
        """Hang up."""
        self._stop.set()
        self.cut()
        self._thread.join(30)

    def cut(self) -> None:
        """Lose the connection, as a phone in a tunnel does."""
        connection = self._connection
        if connection is not None and connection.sock is not None:
            connection.sock.shutdown(2)

    def of_type(self, *types: str) -> list[dict[str, Any]]:
        """Give the data of the events of some types."""
        return [data for _id, kind, data in self.events if kind in types]

    def _follow(self) -> None:
        while not self._stop.is_set():
            try:
                for fields in self._read():
                    self._take(fields)
            except (OSError, http.client.HTTPException, ValueError, AttributeError):
                pass
            finally:
                self._hang_up()
            time.sleep(0.05)

    def _hang_up(self) -> None:
        for held in (self._answer, self._connection):
            if held is not None:
                held.close()

    def _read(self) -> Iterator[dict[str, str]]:
        self._connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=40)
        headers = {"Host": "localhost", "Accept": "text/event-stream"}
        if self.last_id:
            headers["Last-Event-ID"] = self.last_id
        self._connection.request("GET", self.path, headers=headers)
        answer = self._answer = self._connection.getresponse()
        if answer.status != http.HTTPStatus.OK:
            return
        self.connections += 1
        fields: dict[str, str] = {}
        for line in iter(lambda: answer.readline().decode().rstrip("\n"), None):
            if line == "" and answer.isclosed():
                return
            if line:
                name, _colon, value = line.partition(":")
                fields[name] = value.removeprefix(" ")
            elif fields:
                yield fields
                fields = {}

    def _take(self, fields: dict[str, str]) -> None:
        self.last_id = fields.get("id", self.last_id)
        kind = fields.get("event", "message")
        if kind not in {"beat", "message"}:
            data = json.loads(fields["data"]) if fields.get("data") else {}
            self.events.append((fields.get("id", ""), kind, data))


@contextmanager
def at_work(*people: Readers | Editors | Listener) -> Iterator[None]:
    """Let them work while something happens."""
    for one in people:
        one.start()
    try:
        yield
    finally:
        for one in people:
            one.stop()
