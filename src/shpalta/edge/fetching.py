"""Fetches our own pages and fragments, and keeps them; brings them back from the disk."""

import asyncio
import time
from dataclasses import dataclass, field
from http import HTTPStatus

from shpalta.edge.configuration import Configuration
from shpalta.edge.errors import OriginError
from shpalta.edge.flights import Outcome
from shpalta.edge.follower import Follower
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
MISSING = b"/-/missing/"
FILLED_AT_ONCE = 500
"""Objects written to a store that was begun anew before readers have their turn again."""
FILLING_PAUSE = 0.1


@dataclass(slots=True)
class Place:
    """Where this worker is in the journal: the last entry taken, and who follows it.

    `removals` is what must never be shown again, and since when.
    """

    sequence: int = 0
    follower: Follower | None = None
    removals: PurgeLog = field(default_factory=PurgeLog)

    @property
    def following(self) -> bool:
        """Whether everything said is known, and the journal was heard a moment ago."""
        return self.follower is not None and self.follower.following

    def fresh_for(self, stored: Stored) -> float:
        """Give the seconds for which an object is as good as new, 0 or less if it is not."""
        if stored.purged or stored.control.has("no-cache"):
            return 0.0
        now = time.time()
        if stored.surrogate is not None and self.following:
            longest = stored.surrogate.seconds("max-age")
            if longest is not None:
                return longest - (now - stored.received.times.received_at)
        return stored.lifetime - stored.age(now)


class Fetching:
    """Brings documents into memory, and from there to the disk."""

    def __init__(
        self,
        configuration: Configuration,
        shelves: Shelves,
        origin: Origin,
        metrics: Metrics,
        disk: Disk | None,
    ) -> None:
        self.place = Place()
        self._configuration = configuration
        self._shelves = shelves
        self._origin = origin
        self._metrics = metrics
        self._disk = disk
        if disk is not None:
            disk.on_begun = self._fill

    async def fetch(self, key: Key) -> Outcome:
        """Get a newer version: another worker's, or the origin's."""
        current = self._shelves.find(key)
        if self._configuration.workers > 1 and await self.load(key):
            fresh = self._shelves.find(key)
            if fresh is not None and fresh is not current and self.place.fresh_for(fresh) > 0:
                mark, removal_mark = self._shelves.purges.mark(), self.place.removals.mark()
                return Outcome(fresh, shared=True, mark=mark, removal_mark=removal_mark)
        return await self.ask(key, self._shelves.find(key))

    async def ask(self, key: Key, current: Stored | None) -> Outcome:
        """Ask the origin, for the whole or whether `current` is still right."""
        host, target, _ = key
        fields = [(b"host", host), (b"accept-encoding", b"identity"), CAPABILITY]
        if current is not None:
            fields += validators(current.received.fields)
        fields = with_via(fields, version="1.1", name=cache_status.NAME)
        outcome = Outcome(mark=self._shelves.purges.mark(), removal_mark=self.place.removals.mark())
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
                return await self.ask(key, None)
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
        if self.place.removals.touched_since(outcome.removal_mark, stored.keys):
            return stored  # Shown to nobody, kept nowhere.
        current = self._shelves.find(key)
        if current is not None and _asked_at(current) > _asked_at(stored):
            return stored  # It took so long that another fetch was begun and is here already.
        self._put(stored)
        if self._disk is not None and not stored.purged and _is_lasting(stored):
            self._disk.save(stored)
        return stored

    def _put(self, stored: Stored) -> None:
        old = self._shelves.find(stored.key)
        if old is not None:
            stored.hits, stored.hit_at = old.hits, old.hit_at
        self._shelves.put(stored)

    def _fill(self) -> None:
        """Write everything to a store that was begun anew, so that a restart finds it."""
        lasting = filter(_is_lasting, self._shelves.all())
        self._write_next(sorted(lasting, key=lambda stored: stored.hit_at))

    def _write_next(self, waiting: list[Stored]) -> None:
        for _ in range(min(FILLED_AT_ONCE, len(waiting))):
            if self._disk is None or self._disk.is_full:
                break
            stored = waiting.pop()
            # What has been dropped since may be gone for good; what no purge hit is right now.
            if self._shelves.find(stored.key) is stored and not stored.gone:
                position = stored.received.position if stored.purged else self.place.sequence
                self._disk.save(stored, position=position)
        if waiting:
            asyncio.get_running_loop().call_later(FILLING_PAUSE, self._write_next, waiting)

    async def load(self, key: Key) -> bool:
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
        mark = min(self.place.removals.mark(), self.place.removals.mark_at(known_until))
        return bool(stored.keys) and self.place.removals.touched_since(mark, stored.keys)


def _asked_at(stored: Stored) -> float:
    return stored.received.times.requested_at


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
