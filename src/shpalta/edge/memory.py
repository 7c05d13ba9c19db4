"""Objects in memory: bounded in bytes and number, what is read stays.

S3-FIFO (Yang and others, "FIFO queues are all you need for cache eviction", SOSP 2023): new
objects pass through a small queue, and only those that were read in it come to the main one, so
that a crawler that reads everything once drives out nothing. Reading costs no bookkeeping here:
the objects count their hits themselves.
"""

from collections.abc import Callable, Iterator

from shpalta.edge.stored import Key, Stored

SMALL_PART = 0.1
MOST_LIVES = 3


class Memory:
    """A bounded space of objects; `on_evicted` hears of each that had to go."""

    def __init__(
        self, *, limit: int, most: int | None = None, on_evicted: Callable[[Stored], None]
    ) -> None:
        self.limit = limit
        self.size = 0
        self._most = most
        self._on_evicted = on_evicted
        self._small: dict[Key, Stored] = {}
        self._small_size = 0
        self._main: dict[Key, Stored] = {}
        self._ghosts: dict[int, None] = {}

    def __len__(self) -> int:
        """Give the number of objects."""
        return len(self._small) + len(self._main)

    def __iter__(self) -> Iterator[Stored]:
        """Go through all objects, in no order that means anything."""
        yield from list(self._small.values())
        yield from list(self._main.values())

    def find(self, key: Key) -> Stored | None:
        """Give the object under a key."""
        return self._main.get(key) or self._small.get(key)

    def put(self, stored: Stored) -> None:
        """Keep an object in place of that under the same key; others may have to go."""
        key = stored.key
        if key in self._main:
            self.size += stored.size - self._main[key].size
            self._main[key] = stored
        else:
            self.discard(key)
            self._insert(stored)
        self._make_room(spared=stored)

    def discard(self, key: Key) -> Stored | None:
        """Let go of the object under a key, if there is one, and give it."""
        stored = self._small.pop(key, None)
        if stored is not None:
            self._small_size -= stored.size
        else:
            stored = self._main.pop(key, None)
        if stored is not None:
            self.size -= stored.size
        return stored

    def resize(self, stored: Stored, growth: int) -> None:
        """Note that an object takes so many bytes more (or fewer) than before."""
        if self.find(stored.key) is stored:
            self.size += growth
            if stored.key in self._small:
                self._small_size += growth
        stored.size += growth
        self._make_room(spared=stored)

    def clear(self) -> None:
        """Let go of everything."""
        self._small.clear()
        self._main.clear()
        self._ghosts.clear()
        self.size = self._small_size = 0

    def _insert(self, stored: Stored) -> None:
        self.size += stored.size
        stored.seen_hits = stored.hits
        if self._ghosts.pop(hash(stored.key), 0) is None:
            self._main[stored.key] = stored
        else:
            self._small[stored.key] = stored
            self._small_size += stored.size

    def _make_room(self, *, spared: Stored) -> None:
        while self.size > self.limit or (self._most is not None and len(self) > self._most):
            if len(self) <= 1:
                return
            if self._small_size > self.limit * SMALL_PART or not self._main:
                self._evict_small(spared)
            else:
                self._evict_main(spared)

    def _evict_small(self, spared: Stored) -> None:
        key, stored = next(iter(self._small.items()))
        del self._small[key]
        self._small_size -= stored.size
        if stored is spared or stored.hits > stored.seen_hits:
            stored.seen_hits = stored.hits
            self._main[key] = stored
            return
        self._ghosts[hash(key)] = None
        while len(self._ghosts) > max(64, len(self)):
            del self._ghosts[next(iter(self._ghosts))]
        self._evicted(stored)

    def _evict_main(self, spared: Stored) -> None:
        key, stored = next(iter(self._main.items()))
        del self._main[key]
        lives = min(MOST_LIVES, stored.hits - stored.seen_hits)
        if stored is spared or lives > 0:
            # It goes to the queue's end with one life fewer.
            stored.seen_hits = stored.hits - max(0, lives - 1)
            self._main[key] = stored
            return
        self._evicted(stored)

    def _evicted(self, stored: Stored) -> None:
        self.size -= stored.size
        self._on_evicted(stored)
