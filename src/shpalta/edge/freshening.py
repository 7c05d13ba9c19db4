"""Gets our own pages and fragments: from memory, from disk, or by the one fetch under way."""

import asyncio
import time
from collections.abc import Callable
from dataclasses import dataclass

from shpalta.edge.configuration import Configuration
from shpalta.edge.errors import OriginError
from shpalta.edge.fetching import Fetching
from shpalta.edge.flights import Flights, Outcome, close_outcome
from shpalta.edge.follower import elapsed
from shpalta.edge.metrics import Metrics
from shpalta.edge.origin import Origin, Upstream
from shpalta.edge.rules import cache_status
from shpalta.edge.shelves import Shelves
from shpalta.edge.store import Disk
from shpalta.edge.stored import Key, Stored

LONGEST_LAST_GOOD = 7 * 86_400
"""Seconds for which what says nothing of it is given while the origin fails."""
MOST_ROUNDS = 4
"""How often a reader waits for a fetch that a purge overtook, before it is told to come again."""


@dataclass(slots=True)
class Obtained:
    """A document for one reader, and how it came: `line` is for Cache-Status.

    `upstream` is streamed through to this reader alone; close it. Without both, `error` says why.
    `last_good`: the origin failed, this is what it answered before.
    """

    line: str
    stored: Stored | None = None
    upstream: Upstream | None = None
    error: OriginError | None = None
    last_good: bool = False


class Freshening:
    """Keeps the promise that nothing is older than the journal's entries that were taken."""

    def __init__(
        self,
        configuration: Configuration,
        shelves: Shelves,
        origin: Origin,
        metrics: Metrics,
        disk: Disk | None,
    ) -> None:
        self._fetching = Fetching(configuration, shelves, origin, metrics, disk)
        self.place = self._fetching.place
        self.flights = Flights(within=configuration.patience_seconds)
        self._configuration = configuration
        self._shelves = shelves
        self._breaker = origin.breaker
        self._metrics = metrics
        self._has_disk = disk is not None

    def fresh_for(self, stored: Stored) -> float:
        """Give the seconds for which an object is as good as new, 0 or less if it is not."""
        return self.place.fresh_for(stored)

    def find(self, key: Key) -> Stored | None:
        """Give a fresh object from memory."""
        stored = self._shelves.find(key)
        return stored if stored is not None and self.fresh_for(stored) > 0 else None

    async def find_any(self, key: Key) -> Stored | None:
        """Give an object from memory or disk, whatever its state, but never one that is gone."""
        stored = self._shelves.find(key)
        if stored is not None or not self._has_disk:
            return stored
        await self._fetching.load(key)
        return self._shelves.find(key)

    async def obtain(self, key: Key) -> Obtained:
        """Give a document that is not older than what was taken of the journal until now."""
        arrival, until = self._shelves.purges.mark(), elapsed() + self.flights.within
        stored = await self.find_any(key)
        if stored is not None and self.fresh_for(stored) > 0:
            return Obtained(cache_status.hit(), stored)
        if stored is not None and self._may_be_last(stored) and not self._is_worth_waiting(stored):
            return self._last_good(stored, None)
        for _ in range(MOST_ROUNDS):
            task, ours = self.flights.join(key, lambda: self._fetching.fetch(key))
            self._metrics.collapsed += not ours
            if not await self._landed(task, key, until):
                last = self._shelves.find(key)
                if ours:
                    task.add_done_callback(close_outcome)
                if last is not None:
                    return self._last_good(last, None)
            outcome = await task
            obtained = self._read(key, outcome, arrival, "uri-miss" if stored is None else "stale")
            if obtained is not None and (ours or obtained.upstream is None):
                return obtained
            if obtained is not None:
                return await self._alone(key, arrival)
        return self._lost(key, OriginError("The page changes faster than it can be made.", 503))

    def refetch(self, key: Key, done: Callable[[], None]) -> None:
        """Fetch a document for which nobody waits yet; `done` is called when that has ended."""
        if self._breaker.is_open:  # Nobody waits: it can wait until the origin is back.
            asyncio.get_running_loop().call_soon(done)
            return
        task = self.flights.begin(key, lambda: self._fetching.fetch(key))
        task.add_done_callback(lambda _task: done())

    def _is_worth_waiting(self, stored: Stored) -> bool:
        """Say whether to wait for a fetch though there is a last good answer.

        It is not while the origin says nothing, or when this document was too slow just now; then
        it is fetched for those who come later.
        """
        now = elapsed()
        if now < stored.retry_at:
            return False
        if not self._breaker.is_open and not self.flights.is_overdue(stored.key):
            return True
        if not self._breaker.is_open or self._breaker.take_probe():
            stored.retry_at = now + self.flights.within
            self.flights.begin(stored.key, lambda: self._fetching.fetch(stored.key))
        return False

    async def _landed(self, task: "asyncio.Task[Outcome]", key: Key, until: float) -> bool:
        """Wait for a fetch, not for ever if there is a last good answer; False: it goes on."""
        stored = self._shelves.find(key)
        if stored is None or not self._may_be_last(stored):
            await asyncio.wait((task,))
            return True
        until = min(until, self.flights.began_at(key) + self.flights.within)
        done, _pending = await asyncio.wait((task,), timeout=max(0.0, until - elapsed()))
        if not done:
            stored.retry_at = elapsed() + self._configuration.retry_seconds
            self._breaker.unanswered(until - self.flights.within)
        return bool(done)

    async def _alone(self, key: Key, arrival: int) -> Obtained:
        """Fetch what may not be shared for one reader."""
        outcome = await self._fetching.ask(key, None)
        obtained = self._read(key, outcome, arrival, "uri-miss")
        if obtained is None:
            return self._lost(key, OriginError("The page changed while it was fetched.", 503))
        return obtained

    def _read(self, key: Key, outcome: Outcome, arrival: int, reason: str) -> Obtained | None:
        """Give what a fetch brought this reader; None if a purge overtook it, so once more."""
        if outcome.error is not None:
            return self._lost(key, outcome.error)
        line = cache_status.forwarded(reason, status=outcome.status, stored=outcome.shared)
        if outcome.upstream is not None:
            return Obtained(line, upstream=outcome.upstream)
        stored = outcome.stored
        if stored is None or self.place.removals.touched_since(outcome.removal_mark, stored.keys):
            return None
        if stored.purged and outcome.mark < arrival:
            return None
        return Obtained(line, stored)

    # When the origin fails

    def _may_be_last(self, stored: Stored) -> bool:
        if stored.control.has("must-revalidate") or stored.control.has("no-cache"):
            return False
        longest = None
        if stored.surrogate is not None:
            longest = stored.surrogate.seconds("stale-if-error")
        if longest is None:
            longest = stored.control.seconds("stale-if-error")
        since = time.time() - stored.received.times.received_at
        return since < (LONGEST_LAST_GOOD if longest is None else longest)

    def _last_good(self, stored: Stored, status: int | None) -> Obtained:
        if status is None:
            line = cache_status.hit(detail="last-good")
        else:
            line = cache_status.forwarded("stale", status=status, detail="last-good")
        return Obtained(line, stored, last_good=True)

    def _lost(self, key: Key, error: OriginError) -> Obtained:
        stored = self._shelves.find(key)
        if stored is None or not self._may_be_last(stored):
            return Obtained(cache_status.forwarded("uri-miss"), error=error)
        stored.retry_at = elapsed() + self._configuration.retry_seconds
        return self._last_good(stored, error.status)
