"""What the edge counts, as plain integers, and the two forms in which it is told.

Counters only grow; gauges are looked up when somebody asks. Each is declared once, in COUNTERS
or GAUGES, and stands under the same name in the JSON document and, with the prefix `shpalta_edge_`,
in Prometheus' text exposition format 0.0.4.
"""

import time
from collections.abc import Mapping

PROMETHEUS_TYPE = "text/plain; version=0.0.4; charset=utf-8"
"""The media type of `Metrics.prometheus`."""

COUNTERS: dict[str, str] = {
    "hits": "Answers from memory or disk that were fresh.",
    "misses": "Answers for which the origin was asked.",
    "stale_served": "Answers with the last good response while the origin failed.",
    "collapsed": "Requests that waited for a fetch already under way.",
    "not_modified": "Answers 304 to conditional requests.",
    "refused": "Requests refused before the cache: not public, method, size.",
    "fetches": "Requests sent to the origin.",
    "fetch_failures": "Requests to the origin that failed, were cut short or answered 5xx.",
    "fetched_bytes": "Bytes of bodies received from the origin.",
    "sent_bytes": "Bytes of bodies sent to readers.",
    "purged_soft": "Objects made stale by the journal.",
    "purged_hard": "Objects removed by the journal.",
    "evicted": "Objects removed from memory for lack of room.",
    "resets": "Times at which everything was taken as stale.",
    "counted": "What people read and saw, as it was counted.",
    "uncounted": "What was not counted because there were too many subjects at once.",
}
"""Counters and what they count; each is an attribute of Metrics."""

GAUGES: dict[str, str] = {
    "objects": "Objects in memory.",
    "memory_bytes": "Bytes of the objects in memory.",
    "memory_limit_bytes": "Bytes that objects in memory may have.",
    "store_ok": "1 while the disk takes objects, else 0.",
    "store_objects": "Objects on disk.",
    "store_bytes": "Bytes of the objects on disk.",
    "journal_position": "Sequence of the last journal entry taken.",
    "journal_lag_seconds": "Seconds since the journal was last heard.",
    "journal_delay_seconds": "Seconds that the last journal entry was under way.",
    "following": "1 while the journal is followed, else 0.",
    "live_readers": "Connections to the live streams.",
    "live_dropped": "Live connections dropped because nothing could be sent to them.",
    "live_refused": "Live connections refused because there were too many.",
    "uptime_seconds": "Seconds since this worker began.",
}
"""Gauges and what they tell; their values are given when the figures are asked for."""

_COUNTED_ELSEWHERE = frozenset({"live_dropped", "live_refused"})
"""Gauges by the way they come here, counters by what they are."""


class Metrics:
    """The counters of one worker. Whoever counts adds to an attribute: `metrics.hits += 1`."""

    __slots__ = (*COUNTERS, "_began_at")

    hits: int
    misses: int
    stale_served: int
    collapsed: int
    not_modified: int
    refused: int
    fetches: int
    fetch_failures: int
    fetched_bytes: int
    sent_bytes: int
    purged_soft: int
    purged_hard: int
    evicted: int
    resets: int
    counted: int
    uncounted: int

    def __init__(self) -> None:
        for name in COUNTERS:
            setattr(self, name, 0)
        self._began_at = time.monotonic()

    @property
    def hit_ratio(self) -> float:
        """The part of cacheable answers that needed no origin, 0 to 1; 0 if there were none."""
        asked = self.hits + self.misses + self.stale_served
        return (self.hits + self.stale_served) / asked if asked else 0.0

    def document(self, gauges: Mapping[str, float | bool]) -> dict[str, float]:
        """Give all figures by name, for JSON. Raises KeyError for a gauge that is not declared."""
        figures: dict[str, float] = {name: getattr(self, name) for name in COUNTERS}
        figures["hit_ratio"] = round(self.hit_ratio, 4)
        figures |= {name: _figure(name, value) for name, value in gauges.items()}
        figures["uptime_seconds"] = round(time.monotonic() - self._began_at, 3)
        return figures

    def prometheus(self, gauges: Mapping[str, float | bool], **labels: str) -> str:
        """Give all figures for Prometheus, each with the labels (such as the worker's number).

        Raises KeyError for a gauge that is not declared.
        """
        figures = self.document(gauges)
        written = ",".join(f'{name}="{_escaped(value)}"' for name, value in labels.items())
        lines: list[str] = []
        for name, value in figures.items():
            text = COUNTERS.get(name) or GAUGES.get(name)
            if text is None:
                continue  # The ratio: Prometheus works out its own, over any span of time.
            counts = name in COUNTERS or name in _COUNTED_ELSEWHERE
            full = f"shpalta_edge_{name}" + ("_total" if counts else "")
            lines.append(f"# HELP {full} {text}")
            lines.append(f"# TYPE {full} {'counter' if counts else 'gauge'}")
            lines.append(f"{full}{{{written}}} {value}" if written else f"{full} {value}")
        return "\n".join(lines) + "\n"


def _figure(name: str, value: float | bool) -> float:
    if name not in GAUGES:
        raise KeyError(name)
    return int(value) if isinstance(value, bool) else value


def _escaped(value: str) -> str:
    return value.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
