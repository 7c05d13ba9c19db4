"""The short way: an answer that is ready, found by what came over the wire."""

import time
from email.utils import formatdate

from shpalta.edge.follower import Follower
from shpalta.edge.metrics import Metrics
from shpalta.edge.shelves import HotKey, Shelves
from shpalta.edge.stored import Rendering

SILENCE = 5.0
"""Seconds after which the journal counts as cut when nothing was heard of it."""
_CLOCK = getattr(time, "CLOCK_BOOTTIME", time.CLOCK_MONOTONIC)


class Heard:
    """When the journal was last heard; without a journal nothing depends on it."""

    heard_at = float("inf")


class Door:
    """Gives what may be sent at once, and refuses what somebody must look at first."""

    __slots__ = ("_find", "_metrics", "journal")

    def __init__(self, shelves: Shelves, metrics: Metrics) -> None:
        self.journal: Heard | Follower = Heard()
        self._find = shelves.hot.get
        self._metrics = metrics

    def open(self, key: HotKey) -> Rendering | None:
        """Give the answer under a key while it is as good as fresh, and count it as read."""
        rendering = self._find(key)
        if rendering is None:
            return None
        now = time.clock_gettime(_CLOCK)
        if now >= rendering.until or (rendering.trusting and now - self.journal.heard_at > SILENCE):
            return None
        rendering.stored.hits += 1
        rendering.stored.hit_at = now
        self._metrics.hits += 1
        return rendering


def date_value() -> bytes:
    """Give the present moment as the field Date tells it (RFC 9110, section 6.6.1)."""
    return formatdate(time.time(), usegmt=True).encode("ascii")
