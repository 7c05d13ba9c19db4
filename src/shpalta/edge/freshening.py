"""Gets our own pages and fragments: from memory, from disk, or by the one fetch under way."""

import asyncio
import time
from collections.abc import Callable
from dataclasses import dataclass
from http import HTTPStatus

from shpalta.edge.configuration import Configuration
from shpalta.edge.errors import OriginError
from shpalta.edge.flights import Flights, Outcome, close_outcome
from shpalta.edge.follower import Follower, elapsed
from shpalta.edge.keys import PurgeLog
from shpalta.edge.metrics import Metrics
from shpalta.edge.origin import Origin, Upstream
from shpalta.edge.rules import cache_status
from shpalta.edge.rules.control import response_control, surrogate_control
from shpalta.edge.rules.hops import with_via
from shpalta.edge.rules.storing import may_store
from shpalta.edge.rules.validation import selects, updated, validators
from shpalta.edge.shelves import Shelves
from shpalta.edge.store import Disk
from shpalta.edge.stored import Key, Received, Stored

CAPABILITY = (b"surrogate-capability", b'shpalta="ESI/1.0 Surrogate/1.0"')
LONGEST_LAST_GOOD = 7 * 86_400
"""Seconds for which what says nothing of it is given while the origin fails."""
MOST_ROUNDS = 4
"""How often a reader waits for a fetch that a purge overtook, before it is told to come again."""
MISSING = b"/-/missing/"


@dataclass(slots=True)
class Place:
    """Where this worker is in the journal: the last entry taken, and who follows it."""

    sequence: int = 0
    follower: Follower | None = None

    @property
    def following(self) -> bool:
        """Whether everything said is known, and the journal was heard a moment ago."""
        return self.follower is not None and self.follower.following


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
        self.place = Place()
        self.removals = PurgeLog()
        """What must never be shown again, and since when."""
        self.flights = Flights()
        self._configuration = configuration
        self._shelves = shelves
        self._origin = origin
        self._metrics = metrics
        self._disk = disk

    def fresh_for(self, stored: Stored) -> float:
        """Give the seconds for which an object is as good as new, 0 or less if it is not."""
        if stored.purged or stored.control.has("no-cache"):
            return 0.0
        now = time.time()
        if stored.surrogate is not None and self.place.following:
            longest = stored.surrogate.seconds("max-age")
            if longest is not None:
                return longest - (now - stored.received.times.received_at)
        return stored.lifetime - stored.age(now)

    def find(self, key: Key) -> Stored | None:
        """Give a fresh object from memory."""
        stored = self._shelves.find(key)
        return stored if stored is not None and self.fresh_for(stored) > 0 else None

    async def find_any(self, key: Key) -> Stored | None:
        """Give an object from memory or disk, whatever its state, but never one that is gone."""
        stored = self._shelves.find(key)
        if stored is not None or self._disk is None:
            return stored
        await self._load(key)
        return self._shelves.find(key)

    async def obtain(self, key: Key) -> Obtained:
        """Give a document that is not older than what was taken of the journal until now."""
        arrival = self._shelves.purges.mark()
        stored = await self.find_any(key)
        if stored is not None and self.fresh_for(stored) > 0:
            return Obtained(cache_status.hit(), stored)
        if stored is not None and self._is_hopeless(stored) and self._may_be_last(stored):
            return self._last_good(stored, None)
        for _ in range(MOST_ROUNDS):
            task, ours = self.flights.join(key, lambda: self._fetch(key))
            self._metrics.collapsed += not ours
            if not await self._landed(task, key):
                stored = self._shelves.find(key)
                if ours:
                    task.add_done_callback(close_outcome)
                if stored is not None:
                    return self._last_good(stored, None)
            outcome = await task
            obtained = self._read(key, outcome, arrival, "uri-miss" if stored is None else "stale")
            if obtained is not None and (ours or obtained.upstream is None):
                return obtained
            if obtained is not None:
                return await self._alone(key, arrival)
        return self._lost(key, OriginError("The page changes faster than it can be made.", 503))

    def refetch(self, key: Key, done: Callable[[], None]) -> None:
        """Fetch a document for which nobody waits yet; `done` is called when that has ended."""
        task, ours = self.flights.join(key, lambda: self._fetch(key))
        if ours:
            task.add_done_callback(close_outcome)
        task.add_done_callback(lambda _task: done())

    async def _landed(self, task: "asyncio.Task[Outcome]", key: Key) -> bool:
        """Wait for a fetch, not for ever if there is a last good answer; False: it goes on."""
        stored = self._shelves.find(key)
        if stored is None or not self._may_be_last(stored):
            await asyncio.wait((task,))
            return True
        done, _pending = await asyncio.wait((task,), timeout=self._configuration.patience_seconds)
        if not done:
            stored.retry_at = elapsed() + self._configuration.retry_seconds
        return bool(done)

    async def _alone(self, key: Key, arrival: int) -> Obtained:
        """Fetch what may not be shared for one reader."""
        outcome = await self._ask(key, None)
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
        if stored is None or self.removals.touched_since(outcome.removal_mark, stored.keys):
            return None
        if stored.purged and outcome.mark < arrival:
            return None
        return Obtained(line, stored)

    # When the origin fails

    def _is_hopeless(self, stored: Stored) -> bool:
        return self._origin.failing or elapsed() < stored.retry_at

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

    # Fetching

    async def _fetch(self, key: Key) -> Outcome:
        """Get a newer version: another worker's, or the origin's."""
        current = self._shelves.find(key)
        if self._configuration.workers > 1 and await self._load(key):
            fresh = self.find(key)
            if fresh is not None and fresh is not current:
                mark, removal_mark = self._shelves.purges.mark(), self.removals.mark()
                return Outcome(fresh, shared=True, mark=mark, removal_mark=removal_mark)
        return await self._ask(key, self._shelves.find(key))

    async def _ask(self, key: Key, current: Stored | None) -> Outcome:
        host, target, _ = key
        fields = [(b"host", host), (b"accept-encoding", b"identity"), CAPABILITY]
        if current is not None:
            fields += validators(current.received.fields)
        fields = with_via(fields, version="1.1", name=cache_status.NAME)
        outcome = Outcome(mark=self._shelves.purges.mark(), removal_mark=self.removals.mark())
        position, epoch = self.place.sequence, self._disk.epoch if self._disk else ""
        try:
            upstream = await self._origin.ask("GET", target, fields)
        except OriginError as error:
            outcome.error = error
            return outcome
        outcome.status = upstream.status
        if upstream.status == HTTPStatus.NOT_MODIFIED and current is not None:
            upstream.close()
            if not selects(current.received.fields, upstream.fields):
                return await self._ask(key, None)
            lines = tuple(updated(current.received.fields, upstream.fields))
            received = Received(
                current.status, lines, current.body, upstream.times, position, epoch
            )
            outcome.stored, outcome.shared = self._keep(key, received, outcome), True
            return outcome
        await self._take(key, upstream, outcome, position, epoch)
        return outcome

    async def _take(
        self, key: Key, upstream: Upstream, outcome: Outcome, position: int, epoch: str
    ) -> None:
        """Read a whole answer and keep it, or note why that cannot be."""
        if upstream.status >= HTTPStatus.INTERNAL_SERVER_ERROR:
            upstream.close()
            outcome.error = OriginError(f"The origin answered {upstream.status}.", upstream.status)
            return
        if not _storable(upstream):
            self._shelves.discard(key)
            outcome.upstream = upstream
            return
        try:
            body = await upstream.read(self._origin.largest, self._configuration.whole_seconds)
        except OriginError as error:
            self._metrics.fetch_failures += 1
            upstream.close()
            outcome.error = error
            return
        if body is None:
            outcome.upstream = upstream
            return
        upstream.close()
        received = Received(
            upstream.status, tuple(upstream.fields), body, upstream.times, position, epoch
        )
        outcome.stored, outcome.shared = self._keep(key, received, outcome), True

    def _keep(self, key: Key, received: Received, outcome: Outcome) -> Stored:
        """Keep what was fetched, as stale if a purge has overtaken it."""
        stored = Stored(key, received, plain=False)
        stored.purged = self._shelves.purges.touched_since(outcome.mark, stored.keys)
        if self.removals.touched_since(outcome.removal_mark, stored.keys):
            return stored  # Shown to nobody, kept nowhere.
        self._put(stored)
        if self._disk is not None and not stored.purged and _is_lasting(stored):
            self._disk.save(stored)
        return stored

    def _put(self, stored: Stored) -> None:
        old = self._shelves.find(stored.key)
        if old is not None:
            stored.hits, stored.hit_at = old.hits, old.hit_at
        self._shelves.put(stored)

    async def _load(self, key: Key) -> bool:
        """Bring an object from disk to memory if it is newer; True: it was.

        Only what is known to be older than a purge is stale; what is gone is not there.
        """
        if self._disk is None:
            return False
        purges = self._shelves.purges
        for loaded in await self._disk.load(key[0], key[1]):
            stored = Stored(loaded.key, loaded.received, plain=False)
            current = self._shelves.find(key)
            if current is not None and (
                current.received.times.received_at >= stored.received.times.received_at
            ):
                continue
            known_until = max(loaded.received.position, loaded.written_at)
            stored.purged = loaded.touched or loaded.received.epoch != self._disk.epoch
            if not stored.purged and self.place.sequence > known_until:
                mark = purges.mark_at(known_until)
                stored.purged = purges.touched_since(mark, stored.keys)
            if self._is_gone(stored, known_until):
                continue
            self._put(stored)
            return True
        return False

    def _is_gone(self, stored: Stored, known_until: int) -> bool:
        """Say whether the journal removed it after what the disk has heard of."""
        mark = min(self.removals.mark(), self.removals.mark_at(known_until))
        return bool(stored.keys) and self.removals.touched_since(mark, stored.keys)


def _storable(upstream: Upstream) -> bool:
    surrogate = surrogate_control(upstream.fields)
    if surrogate is not None and surrogate.has("no-store"):
        return False
    control = response_control(upstream.fields)
    return may_store(
        method="GET",
        request=(),
        asked=control.__class__(),
        status=upstream.status,
        fields=upstream.fields,
        control=control,
    )


def _is_lasting(stored: Stored) -> bool:
    """Say whether it is worth a place on disk; of what is not found, only the page that says so."""
    return stored.status == HTTPStatus.OK or stored.key[1].endswith(MISSING)
