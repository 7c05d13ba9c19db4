"""Compares what the edge serves with what the press renders now.

Fresh is what the press gives to somebody who is no surrogate: the whole page, nothing included.
What the edge marks as the last good it had makes no claim to be fresh. Once the origin answers,
that must end soon.
"""

import time
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from functools import cached_property
from typing import Any
from zoneinfo import ZoneInfo

from tests.house.running import Answer, House, Worker

HEADERS = (
    "content-type",
    "content-language",
    "content-security-policy",
    "location",
    "cache-control",
    "expires",
)

ASKING_AT_ONCE = 4
LAST_GOOD_SECONDS = 10.0
"""How long after a breakdown the last good page may still be given, marked as such."""


class Comparison:
    """Asks the edge and the press for everything, and tells where they differ.

    `newest`: of stories only so many of each edition, the latest written.
    """

    def __init__(self, house: House, *, newest: int | None = None) -> None:
        self.house = house
        self.newest = newest
        self.paths = 0

    @cached_property
    def second_writer(self) -> Worker:
        """Another process that changes the house."""
        return self.house.new_worker()

    def differences(self) -> list[str]:
        """Wait until the edge has heard of everything; then compare each page and header."""
        self.house.catch_up()
        while True:
            day = _today()
            found = self._compare()
            if day == _today():  # at midnight the two may be asked on two days
                return found

    def _compare(self) -> list[str]:
        everything = self.house.worker.do("addresses_of_everything", newest=self.newest)
        pages = [(host, path) for host, paths in everything.items() for path in paths]
        self.paths += len(pages)
        with ThreadPoolExecutor(ASKING_AT_ONCE) as asking:
            found = asking.map(lambda page: self._difference(*page), pages)
            return [difference for difference in found if difference]

    def _difference(self, host: str, path: str) -> str:
        served, fresh = self._served(host, path), self.house.press(path, host=host)
        if _face(served) == _face(fresh):
            return ""
        return f"{host}{path}: {_first_difference(served, fresh)}"

    def _served(self, host: str, path: str) -> Answer:
        """Ask the edge until it says that its answer is as good as fresh."""
        until = time.monotonic() + LAST_GOOD_SECONDS
        answer = self.house.edge(path, host=host)
        while "last-good" in answer.headers.get("cache-status", "") and time.monotonic() < until:
            time.sleep(0.1)
            answer = self.house.edge(path, host=host)
        return answer


def _today() -> str:
    return datetime.now(ZoneInfo("Europe/Kyiv")).date().isoformat()


def _face(answer: Answer) -> tuple[Any, ...]:
    return answer.status, answer.body, [answer.headers.get(name) for name in HEADERS]


def _first_difference(served: Answer, fresh: Answer) -> str:
    if served.status != fresh.status:
        return f"{served.status}, fresh {fresh.status}"
    for name in HEADERS:
        if served.headers.get(name) != fresh.headers.get(name):
            return f"{name}: {served.headers.get(name)!r}, fresh {fresh.headers.get(name)!r}"
    pairs = zip(served.body.splitlines(), fresh.body.splitlines(), strict=False)
    lines = next((pair for pair in pairs if pair[0] != pair[1]), (b"(end)", b"(end)"))
    return f"{lines[0][:300]!r}, fresh {lines[1][:300]!r}"
