"""Objects in their form on disk, with a checksum that tells a whole one from a torn one."""

import json
from dataclasses import dataclass
from hashlib import blake2b

from shpalta.edge.rules.freshness import Times
from shpalta.edge.stored import Key, Received, Stored


@dataclass(frozen=True, slots=True)
class Loaded:
    """An object from disk. `written_at`: up to which position its file knows purges.

    `touched` says that one of its keys was purged after it was fetched, as far as is known there.
    """

    key: Key
    received: Received
    touched: bool
    written_at: int


@dataclass(frozen=True, slots=True)
class Written:
    """An object as it lies on disk."""

    key: Key
    about: str
    keys: str
    position: int
    epoch: str
    body: bytes

    @classmethod
    def of(cls, stored: Stored) -> "Written":
        """Give an object's form on disk."""
        received = stored.received
        fields = [
            [name.decode("latin-1"), value.decode("latin-1")] for name, value in received.fields
        ]
        times = [received.times.requested_at, received.times.received_at]
        about = json.dumps([received.status, fields, times], separators=(",", ":"))
        keys = f" {' '.join(stored.keys)} "
        return cls(stored.key, about, keys, received.position, received.epoch, received.body)

    def checksum(self) -> bytes:
        """Give what tells a whole object from a torn one."""
        digest = blake2b(self.body, digest_size=16)
        for part in (*self.key, self.about.encode(), self.keys.encode(), self.epoch.encode()):
            digest.update(b"%d:" % len(part) + part)
        digest.update(b"%d" % self.position)
        return digest.digest()

    def received(self) -> Received:
        """Give the response that was written. Raises ValueError if it cannot be read."""
        status, fields, times = json.loads(self.about)
        lines = tuple((name.encode("latin-1"), value.encode("latin-1")) for name, value in fields)
        return Received(status, lines, self.body, Times(*times), self.position, self.epoch)
