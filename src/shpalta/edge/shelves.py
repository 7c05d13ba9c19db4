"""Where a worker finds its objects: in memory, by variants and keys, and as answers ready to send.

Two spaces of memory: one for what was found (200), one for everything else, so that addresses
that lead nowhere can never drive out pages.
"""

from collections.abc import Iterable, Iterator
from http import HTTPStatus

from shpalta.edge.configuration import MIB, Configuration
from shpalta.edge.keys import KeyIndex, PurgeLog
from shpalta.edge.memory import Memory
from shpalta.edge.metrics import Metrics
from shpalta.edge.rules.fields import Fields
from shpalta.edge.rules.varying import variant, vary_names
from shpalta.edge.stored import Key, Rendering, Stored

MOST_VARIANTS = 32
"""Of one address; a response that varies more than that is not worth keeping."""
MOST_SPELLINGS = 8
"""Of Accept-Encoding, for which one answer is found at once; others take the longer way."""

HotKey = tuple[bytes, bytes, bytes, bytes | None]
"""Host, path, query and Accept-Encoding as they came over the wire."""


class Shelves:
    """All objects of one worker. `hot` is what the application looks into first."""

    def __init__(self, configuration: Configuration, metrics: Metrics) -> None:
        self.hot: dict[HotKey, Rendering] = {}
        self.purges = PurgeLog()
        self._metrics = metrics
        self._index: KeyIndex[Key] = KeyIndex()
        self._variants: dict[tuple[bytes, bytes], tuple[tuple[str, ...], set[bytes]]] = {}
        self.found = Memory(limit=configuration.memory_mib * MIB, on_evicted=self._on_evicted)
        self.negative = Memory(
            limit=configuration.negative_mib * MIB,
            most=configuration.negative_objects,
            on_evicted=self._on_evicted,
        )

    def __len__(self) -> int:
        """Give the number of objects."""
        return len(self.found) + len(self.negative)

    @property
    def size(self) -> int:
        """The bytes of all objects."""
        return self.found.size + self.negative.size

    def key_for(self, host: bytes, target: bytes, request: Fields) -> Key:
        """Give the key of the variant that a request selects, as far as variants are known."""
        known = self._variants.get((host, target))
        return (host, target, variant(known[0], request) if known else b"")

    def find(self, key: Key) -> Stored | None:
        """Give the object under a key, whatever its state."""
        return self.found.find(key) or self.negative.find(key)

    def all(self) -> Iterator[Stored]:
        """Go through all objects."""
        yield from self.found
        yield from self.negative

    def put(self, stored: Stored) -> None:
        """Keep an object in place of the one under the same key."""
        self.discard(stored.key)
        if stored.keys:
            self._index.add(stored.key, stored.keys)
        space = self.found if stored.status == HTTPStatus.OK else self.negative
        space.put(stored)

    def choose_variant(self, host: bytes, target: bytes, request: Fields, fields: Fields) -> Key:
        """Give the key under which a response to this request is to be kept.

        A response that varies by other fields than before makes those before unreachable.
        """
        names = vary_names(fields)
        known = self._variants.get((host, target))
        if known is not None and known[0] != names:
            self.discard_all(host, target)
            known = None
        elif known is None and names:
            self.discard((host, target, b""))
        if not names:
            return (host, target, b"")
        key = (host, target, variant(names, request))
        chosen = known[1] if known else set()
        if len(chosen) >= MOST_VARIANTS and key[2] not in chosen:
            self.discard((host, target, next(iter(chosen))))
            chosen = self._variants.get((host, target), (names, chosen))[1]
        chosen.add(key[2])
        self._variants[(host, target)] = (names, chosen)
        return key

    def note_variant(self, stored: Stored) -> None:
        """Make an object that comes from disk findable among its address's variants."""
        host, target, secondary = stored.key
        names = vary_names(stored.received.fields)
        known = self._variants.setdefault((host, target), (names, set())) if names else None
        if known is not None and known[0] == names:
            known[1].add(secondary)

    def discard(self, key: Key) -> Stored | None:
        """Let go of the object under a key."""
        stored = self.found.discard(key) or self.negative.discard(key)
        if stored is not None:
            self._forget(stored)
        return stored

    def discard_all(self, host: bytes, target: bytes) -> None:
        """Let go of all variants of an address (RFC 9111, section 4.4)."""
        _names, chosen = self._variants.pop((host, target), ((), set()))
        for secondary in {b"", *chosen}:
            self.discard((host, target, secondary))

    def with_keys(self, keys: Iterable[str]) -> list[Stored]:
        """Give the objects that have any of these surrogate keys."""
        return [stored for key in self._index.find(keys) if (stored := self.find(key))]

    def grew(self, stored: Stored, growth: int) -> None:
        """Note that an object takes so many bytes more than before."""
        space = self.found if stored.status == HTTPStatus.OK else self.negative
        space.resize(stored, growth)

    def make_hot(self, key: HotKey, rendering: Rendering) -> None:
        """Let an answer be found at once under what came over the wire."""
        if len(rendering.aliases) < MOST_SPELLINGS and key not in self.hot:
            rendering.aliases.append(key)
            self.hot[key] = rendering

    def cool(self, rendering: Rendering) -> None:
        """Let an answer not be found at once any more."""
        for alias in rendering.aliases:
            if self.hot.get(alias) is rendering:
                del self.hot[alias]
        rendering.aliases.clear()

    def drop_rendering(self, stored: Stored, coding: str) -> None:
        """Forget the answer made of an object in one coding."""
        rendering = stored.renderings.pop(coding, None)
        if rendering is None:
            return
        self.cool(rendering)
        if rendering.owns_body:
            self.grew(stored, -len(rendering.body["body"]))
        if not stored.renderings:
            for part in rendering.fragments:
                part.users.discard(stored)

    def drop_renderings(self, stored: Stored) -> None:
        """Forget the answers made of an object and those that it is a part of; not the object."""
        for coding in list(stored.renderings):
            self.drop_rendering(stored, coding)
        users, stored.users = stored.users, set()
        for user in users:
            self.drop_renderings(user)

    def cool_all(self) -> None:
        """Let every request take the longer way once, because what is fresh has changed."""
        for rendering in self.hot.values():
            rendering.aliases.clear()
        self.hot.clear()

    def _on_evicted(self, stored: Stored) -> None:
        self._metrics.evicted += 1
        self._forget(stored)

    def _forget(self, stored: Stored) -> None:
        """Let nothing refer to an object that is no longer in its space."""
        self.drop_renderings(stored)
        if stored.keys:
            self._index.discard(stored.key)
        host, target, secondary = stored.key
        known = self._variants.get((host, target))
        if known is not None:
            known[1].discard(secondary)
            if not known[1]:
                del self._variants[(host, target)]
