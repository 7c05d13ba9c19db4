"""What may stand between the press and its readers, seen as a test sees it: one class a server."""

import contextlib
import json
import sys
import time
from abc import ABC, abstractmethod
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from tests.house.comparison import HEADERS
from tests.house.running import Answer, House, ask, wait_until
from tests.integration.servers.nginx import running_cache
from tests.integration.servers.programs import free_port, running
from tests.integration.servers.varnish import running_varnish

SHARED_AGE = 5.0
"""The `s-maxage` of the press's pages, in seconds: how long a cache that is told nothing keeps
them. The next reader after that may still get the old page, while it is fetched anew."""


class Front(ABC):
    """A server in front of the press. `bound`: how long it may be behind the press, in seconds."""

    name: str
    bound = 0.0

    def __init__(self, port: int) -> None:
        self.port = port

    def ask(self, path: str) -> Answer:
        """Ask as a reader of the first title."""
        return ask(self.port, path)

    def promises(self, fresh: Answer) -> bool:
        """Say whether the server can be held to an answer of the press."""
        return True

    @abstractmethod
    def settle(self, paths: Sequence[str]) -> None:
        """Wait until the server has heard of all changes, or cannot be behind them any more."""


class EdgeFront(Front):
    """The embedded edge."""

    name = "edge"

    def __init__(self, house: House) -> None:
        super().__init__(house.port)
        self._house = house

    def settle(self, paths: Sequence[str]) -> None:
        """Wait for the edge's own word."""
        self._house.catch_up()


class VarnishFront(Front):
    """Varnish with the shipped configuration, told by a relay."""

    name = "varnish"

    def __init__(self, house: House, address: str, state: Path) -> None:
        super().__init__(urlsplit(address).port or 0)
        self._house, self._state = house, state

    def settle(self, paths: Sequence[str]) -> None:
        """Wait for the relay's word, which it gives when Varnish has acknowledged."""
        sequence = self._house.worker.do("journal_head")
        wait_until(lambda: self._acknowledged() >= sequence, f"the relay is at {sequence}")

    def _acknowledged(self) -> int:
        with contextlib.suppress(OSError, ValueError):
            positions = json.loads(self._state.read_text()).values()
            return max(int(position.partition("-")[0]) for position in positions)
        return -1


class NginxFront(Front):
    """nginx as a plain cache: it is told nothing, and is behind for as long as the press allows."""

    name = "nginx"
    bound = 20.0

    def promises(self, fresh: Answer) -> bool:
        """Pages: what the press lets everybody keep for a day, as its icon, is kept for a day."""
        return "s-maxage" in fresh.headers.get("cache-control", "")

    def settle(self, paths: Sequence[str]) -> None:
        """Let everything that is kept grow too old, and have it asked for once."""
        time.sleep(SHARED_AGE + 0.5)
        for path in paths:
            self.ask(path)


@contextmanager
def relayed_varnish(house: House, folder: Path) -> Iterator[VarnishFront]:
    """Run Varnish before a house's press, and the relay that brings it the journal's purges."""
    token = (house.data / "journal-token").read_text()
    state = folder / "relay.json"
    origin = f"http://127.0.0.1:{house.press_port}"
    with running_varnish(
        folder,
        origin_port=house.press_port,
        token=token,
        readers_port=house.plan.readers_port,
    ) as address:
        command = [
            *(sys.executable, "-m", "shpalta.site", "relay", "--journal", f"{origin}/-/journal"),
            *("--varnish", address, "--state", str(state)),
            *("--token-file", str(house.data / "journal-token")),
        ]
        with running("relay", command, log=folder / "relay.log", environment=house.environment):
            yield VarnishFront(house, address, state)


@contextmanager
def all_fronts(house: House, folder: Path) -> Iterator[list[Front]]:
    """Put each of the servers in front of one press, the edge among them."""
    with (
        relayed_varnish(house, folder / "varnish") as varnish,
        running_cache(
            folder / "nginx",
            origin_port=house.press_port,
            port=free_port(),
            readers_port=house.plan.readers_port,
        ) as nginx,
    ):
        yield [EdgeFront(house), varnish, NginxFront(urlsplit(nginx).port or 0)]


@dataclass(frozen=True)
class Setting:
    """A house, and the servers before its press."""

    house: House
    fronts: Sequence[Front]
    known: dict[str, tuple[Any, ...]] = field(default_factory=dict)
    """What the press gave after the last change, by path; empty while one is made."""


def face(answer: Answer) -> tuple[Any, ...]:
    """Give what of an answer must be the same wherever it comes from."""
    return answer.status, answer.body, [answer.headers.get(name) for name in HEADERS]


def gives(front: Front, path: str, fresh: Answer, until: float) -> bool:
    """Say whether a server gives what the press gave, at once or by a moment (monotonic)."""
    while face(front.ask(path)) != face(fresh):
        if time.monotonic() >= until:
            return False
        time.sleep(0.1)
    return True
