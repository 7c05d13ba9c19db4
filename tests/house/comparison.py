"""Compares what the edge serves with what the press renders now.

Fresh is what the press gives to somebody who is no surrogate: the whole page, nothing included.
"""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from tests.house.running import Answer, House

HEADERS = (
    "content-type",
    "content-language",
    "content-security-policy",
    "location",
    "cache-control",
)


class Comparison:
    """Asks the edge and the press for everything, and tells where they differ."""

    def __init__(self, house: House) -> None:
        self.house = house
        self.second_writer = house.new_worker()
        self.paths = 0

    def differences(self) -> list[str]:
        """Wait until the edge has heard of everything; then compare each page and header."""
        self.house.catch_up()
        while True:
            day = _today()
            found = self._compare()
            if day == _today():  # at midnight the two may be asked on two days
                return found

    def _compare(self) -> list[str]:
        found = []
        for host, paths in self.house.worker.do("addresses_of_everything").items():
            self.paths += len(paths)
            for path in paths:
                served, fresh = self.house.edge(path, host=host), self.house.press(path, host=host)
                if _face(served) != _face(fresh):
                    found.append(f"{host}{path}: {_first_difference(served, fresh)}")
        return found


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
