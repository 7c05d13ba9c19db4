"""What the journal says, done to the objects: purges, removals, and fetching again at once."""

import heapq
import logging
from collections.abc import Iterable

from shpalta.core.entries import Entry, Position
from shpalta.edge.configuration import Configuration
from shpalta.edge.follower import elapsed
from shpalta.edge.freshening import Freshening
from shpalta.edge.live import LiveHub
from shpalta.edge.metrics import Metrics
from shpalta.edge.shelves import Shelves
from shpalta.edge.store import Disk
from shpalta.edge.stored import Key, Stored

logger = logging.getLogger(__name__)


class Purging:
    """Takes the journal's entries for one worker.

    An entry is taken when `take` has returned: from then on nothing older is shown, and what is
    gone lies on no disk.
    """

    def __init__(
        self,
        configuration: Configuration,
        shelves: Shelves,
        freshening: Freshening,
        metrics: Metrics,
        live: LiveHub,
        disk: Disk | None,
    ) -> None:
        self._configuration = configuration
        self._shelves = shelves
        self._freshening = freshening
        self._metrics = metrics
        self._live = live
        self._disk = disk
        self._due: list[tuple[int, Key]] = []
        self._waiting: set[Key] = set()
        self._fetching = 0

    async def take(self, entry: Entry) -> None:
        """Make stale what an entry names, remove what is gone, and tell the readers."""
        sequence = entry.position.sequence
        gone = frozenset(entry.gone)
        keys = {*entry.keys, *gone}
        place = self._freshening.place
        if sequence > place.sequence:  # Else it comes again, because it was not taken to its end.
            self._shelves.purges.record(sequence, keys)
            if gone:
                place.removals.record(sequence, gone)
            place.sequence = sequence
        touched = self._shelves.with_keys(keys)
        for stored in touched:
            if gone and not gone.isdisjoint(stored.keys):
                self._remove(stored)
            else:
                self._make_stale(stored)
        self._live.publish(entry)
        self._fetch_again()
        if self._disk is not None:
            written = self._disk.purge(entry.position, keys, gone)
            if gone:
                await written

    def reset(self, position: Position) -> None:
        """Take everything as stale: the journal cannot say what has changed."""
        self._metrics.resets += 1
        self._shelves.purges.reset(position.sequence)
        self._freshening.place.removals.reset(position.sequence)
        self._freshening.place.sequence = position.sequence
        for stored in self._shelves.all():
            stored.purged = True
            self._shelves.drop_renderings(stored)
        if self._disk is not None:
            self._disk.reset(position)
        self._live.reset(position)

    def set_following(self, following: bool) -> None:
        """Judge anew what is fresh, now that the journal is followed or is not any more."""
        logger.debug("following: %s", following)
        self._shelves.cool_all()

    def _remove(self, stored: Stored) -> None:
        self._metrics.purged_hard += 1
        stored.purged = stored.gone = True
        self._shelves.discard(stored.key)

    def _make_stale(self, stored: Stored) -> None:
        if not stored.purged:
            self._metrics.purged_soft += 1
        stored.purged = True
        stored.retry_at = 0.0
        if self._is_hot(stored):
            self._plan(stored)
        self._shelves.drop_renderings(stored)

    def _is_hot(self, stored: Stored) -> bool:
        """Say whether somebody has read it lately, by itself or as a part of a page."""
        since = elapsed() - self._configuration.refetch_within_seconds
        return _read_since((stored, *stored.users), since)

    # Fetching again

    def _plan(self, stored: Stored) -> None:
        if stored.key in self._waiting:
            return
        self._waiting.add(stored.key)
        # A part of many pages is waited for by all their readers: it comes first.
        importance = stored.hits + sum(user.hits for user in stored.users)
        heapq.heappush(self._due, (-importance, stored.key))

    def _fetch_again(self) -> None:
        while self._due and self._fetching < self._configuration.refetch_parallel:
            _importance, key = heapq.heappop(self._due)
            self._waiting.discard(key)
            stored = self._shelves.find(key)
            if stored is None or not stored.purged:
                continue
            self._fetching += 1
            self._freshening.refetch(key, self._fetched)

    def _fetched(self) -> None:
        self._fetching -= 1
        self._fetch_again()


def _read_since(objects: Iterable[Stored], moment: float) -> bool:
    return any(stored.hit_at > moment for stored in objects)
