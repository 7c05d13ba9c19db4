"""Fetches under way: all who want the same thing wait for one of them (request collapsing)."""

import asyncio
from collections.abc import Callable, Coroutine, Hashable
from dataclasses import dataclass
from typing import Any

from shpalta.edge.errors import OriginError
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
    """The fetches of one worker. They go on when those who asked have left."""

    def __init__(self) -> None:
        self._under_way: dict[Hashable, asyncio.Task[Outcome]] = {}

    def join(self, key: Hashable, fetch: Fetch) -> tuple["asyncio.Task[Outcome]", bool]:
        """Give the fetch under this key, beginning it if there is none; True: it is ours."""
        task = self._under_way.get(key)
        if task is not None:
            return task, False
        task = asyncio.ensure_future(fetch())
        self._under_way[key] = task
        task.add_done_callback(lambda done: self._end(key, done))
        return task, True

    def under_way(self, key: Hashable) -> "asyncio.Task[Outcome] | None":
        """Give the fetch under this key, if there is one."""
        return self._under_way.get(key)

    def begin(self, key: Hashable, fetch: Fetch) -> None:
        """Begin a fetch for which nobody waits, unless there is one."""
        task, ours = self.join(key, fetch)
        if ours:
            task.add_done_callback(close_outcome)

    async def stop(self) -> None:
        """End all fetches."""
        tasks = list(self._under_way.values())
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    def _end(self, key: Hashable, task: "asyncio.Task[Outcome]") -> None:
        if self._under_way.get(key) is task:
            del self._under_way[key]


def close_outcome(task: "asyncio.Task[Outcome]") -> None:
    """Let go of what a fetch brought; for fetches for which nobody waits any more."""
    if not task.cancelled() and task.exception() is None:
        task.result().close()
