"""Fetches under way: all who want the same thing wait for one of them (request collapsing)."""

import asyncio
from collections.abc import Callable, Coroutine, Hashable
from dataclasses import dataclass
from typing import Any

from shpalta.edge.errors import OriginError
from shpalta.edge.follower import elapsed
from shpalta.edge.origin import Upstream
from shpalta.edge.stored import Stored


@dataclass(slots=True)
class Outcome:
    """How a fetch ended.

    `stored` is a whole response; only if `shared` may it go to others than the first who
    asked. `upstream` is one that is streamed through to the first alone. `error` says that
    there is none. `status` is what the origin said, if it said anything. `mark` and
    `removal_mark` are the moments of the purge logs at which the origin was asked.
    """

    stored: Stored | None = None
    upstream: Upstream | None = None
    error: OriginError | None = None
    status: int | None = None
    shared: bool = False
    mark: int = 0
    removal_mark: int = 0

    def close(self) -> None:
        """Let go of what nobody will read."""
        if self.upstream is not None:
            self.upstream.close()


Fetch = Callable[[], Coroutine[Any, Any, Outcome]]


class Flights:
    """The fetches of one worker. They go on when those who asked have left.

    One that has gone on for more than `within` seconds is overdue; moments are those of
    `follower.elapsed`.
    """

    def __init__(self, *, within: float = float("inf")) -> None:
        self.within = within
        self._under_way: dict[Hashable, tuple[asyncio.Task[Outcome], float]] = {}
        self._all: set[asyncio.Task[Outcome]] = set()

    def join(self, key: Hashable, fetch: Fetch) -> tuple["asyncio.Task[Outcome]", bool]:
        """Give the fetch under this key, beginning it if there is none; True: it is ours."""
        if key in self._under_way:
            return self._under_way[key][0], False
        return self._start(key, fetch), True

    def begin(self, key: Hashable, fetch: Fetch) -> "asyncio.Task[Outcome]":
        """Give the fetch under this key, for which nobody waits; what is overdue is replaced."""
        if key in self._under_way and not self.is_overdue(key):
            return self._under_way[key][0]
        task = self._start(key, fetch)
        task.add_done_callback(close_outcome)
        return task

    def began_at(self, key: Hashable) -> float:
        """Give the moment at which the fetch under this key began; now, if there is none."""
        return self._under_way[key][1] if key in self._under_way else elapsed()

    def is_overdue(self, key: Hashable) -> bool:
        """Say whether the fetch under this key has taken too long already."""
        return elapsed() - self.began_at(key) >= self.within

    async def stop(self) -> None:
        """End all fetches."""
        tasks = list(self._all)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    def _start(self, key: Hashable, fetch: Fetch) -> "asyncio.Task[Outcome]":
        task = asyncio.ensure_future(fetch())
        self._under_way[key] = task, elapsed()
        self._all.add(task)
        task.add_done_callback(lambda done: self._end(key, done))
        return task

    def _end(self, key: Hashable, task: "asyncio.Task[Outcome]") -> None:
        self._all.discard(task)
        if key in self._under_way and self._under_way[key][0] is task:
            del self._under_way[key]


def close_outcome(task: "asyncio.Task[Outcome]") -> None:
    """Let go of what a fetch brought; for fetches for which nobody waits any more."""
    if not task.cancelled() and task.exception() is None:
        task.result().close()
