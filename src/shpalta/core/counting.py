"""What is counted of readers: subjects, and batches of counts on their way from an edge.

A subject says what was seen, as `kind/item` or `kind/place/item`: `story/3/142` is work 142 in
edition 3, `seen/7` a creative that came into a reader's view. Who saw it is never part of it.
"""

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from shpalta.core.errors import ShpaltaError

SUBJECT = re.compile(r"([a-z]{2,12})(?:/([0-9]{1,18}))?/([0-9]{1,18})", re.ASCII)
LATE_SECONDS = 5.0
"""A batch that waited longer tells how much there was, and nothing of how fast it comes now."""
HOUR = "%Y-%m-%dT%H"
"""How a batch writes its hour (UTC), for `strptime`."""


class CountingError(ShpaltaError):
    """Counts that cannot be read. The message says what is wrong with them."""

    permanent = True


@dataclass(frozen=True, slots=True, order=True)
class Subject:
    """What is counted; `place` is 0 where the kind needs none."""

    kind: str
    place: int
    item: int

    def __str__(self) -> str:
        middle = f"{self.place}/" if self.place else ""
        return f"{self.kind}/{middle}{self.item}"


def find_subject(text: str) -> Subject | None:
    """Read a subject; None if it is none."""
    found = SUBJECT.fullmatch(text)
    if found is None:
        return None
    return Subject(found[1], int(found[2] or 0), int(found[3]))


@dataclass(frozen=True, slots=True)
class Batch:
    """What one worker of an edge counted within a moment; `number` grows within its spool.

    `written_at`, in seconds since 1970, is by the edge's own clock, as is when it was sent: no
    clock is compared with another's. None: nobody noted it.
    """

    number: int
    hour: datetime
    counts: Mapping[str, int]
    written_at: float | None = None

    def is_late(self, sent_at: float | None) -> bool:
        """Tell whether it waited for long until it was sent."""
        if self.written_at is None or sent_at is None:
            return False
        return sent_at - self.written_at > LATE_SECONDS

    def line(self) -> str:
        """Write it as one line of JSON, without its end."""
        document: dict[str, object] = {"n": self.number, "hour": self.hour.strftime(HOUR)}
        if self.written_at is not None:
            document["at"] = self.written_at
        return json.dumps(document | {"counts": self.counts}, separators=(",", ":"))

    @staticmethod
    def parse(line: str | bytes) -> "Batch":
        """Read such a line. Raises CountingError."""
        try:
            return Batch.of(json.loads(line))
        except ValueError as error:
            message = "A batch of counts is no JSON."
            raise CountingError(message) from error

    @staticmethod
    def of(document: object) -> "Batch":
        """Read a batch from parsed JSON. Raises CountingError; what is no subject is left out."""
        try:
            if not isinstance(document, dict):
                raise TypeError
            number, raw = int(document["n"]), document["counts"]
            written_at = None if document.get("at") is None else float(document["at"])
            hour = datetime.strptime(document["hour"], HOUR).replace(tzinfo=UTC)
            counts = {
                str(subject): int(count)
                for subject, count in raw.items()
                if find_subject(subject) is not None and int(count) > 0
            }
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            message = "A batch of counts must have n, hour and counts."
            raise CountingError(message) from error
        return Batch(number, hour, counts, written_at)


def this_hour(now: datetime) -> datetime:
    """Give the beginning of an aware moment's hour, in UTC."""
    return now.astimezone(UTC).replace(minute=0, second=0, microsecond=0)


def merged(batches: Sequence[Batch]) -> list[Batch]:
    """Add batches up by hour, each sum under the highest number that went into it.

    Numbers must grow with the hours, as they do in a spool. A sum is as old as its oldest part.
    """
    sums: dict[datetime, dict[str, int]] = {}
    numbers: dict[datetime, int] = {}
    written: dict[datetime, float] = {}
    for batch in batches:
        into = sums.setdefault(batch.hour, {})
        for subject, count in batch.counts.items():
            into[subject] = into.get(subject, 0) + count
        numbers[batch.hour] = max(batch.number, numbers.get(batch.hour, 0))
        if batch.written_at is not None:
            written[batch.hour] = min(batch.written_at, written.get(batch.hour, batch.written_at))
    found = [Batch(numbers[hour], hour, sums[hour], written.get(hour)) for hour in sums]
    return sorted(found, key=lambda batch: batch.number)
