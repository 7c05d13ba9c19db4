"""The journal's entries as they travel: written by the journal, read by edges and relays.

On the wire an entry is one server-sent event (WHATWG HTML, section 9.2): its `id` is the
position, its `data` the JSON object that `Entry.to_json` writes.
"""

import json
import re
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Self

from shpalta.core.errors import ShpaltaError

ENTRY = "entry"
"""SSE event: one entry."""
RESET = "reset"
"""SSE event: the asked position is gone; take everything as stale and go on from this id."""
START = "start"
"""SSE event: the position at which a follower that asked for none begins."""
READY = "ready"
"""SSE event: everything up to this id has been sent; what follows is live."""

_POSITION = re.compile(r"([0-9]{1,18})-([0-9a-f]{8,32})")


class EntryError(ShpaltaError):
    """What was read is no entry or no position. The message says what is wrong with it."""


@dataclass(frozen=True, slots=True)
class Position:
    """A place in the journal: a sequence number (from 1; 0: before the first) and its check.

    The check is a random token that the entry was given when it was written. A journal restored
    from a backup has other checks at the same numbers, so an old position is recognised as gone.
    """

    sequence: int
    check: str

    def __str__(self) -> str:
        return f"{self.sequence}-{self.check}"

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read a position as it stands in an SSE id. Raises EntryError."""
        found = _POSITION.fullmatch(text.strip())
        if found is None:
            message = f"{text[:60]!r} is no position of a journal: it is written like 42-0f3a9c11."
            raise EntryError(message)
        return cls(int(found[1]), found[2])


@dataclass(frozen=True, slots=True)
class Entry:
    """One change that readers can see.

    `at` is aware; `keys` are stale now; `gone` (part of `keys`) must never be shown again;
    `event`, if any, is what readers hear: see `docs/reference/journal.md`.
    """

    position: Position
    at: datetime
    keys: tuple[str, ...]
    gone: tuple[str, ...] = ()
    event: dict[str, Any] = field(default_factory=dict)

    def to_json(self) -> str:
        """Write what stands in the event's data; the position stands in its id."""
        document: dict[str, Any] = {"at": self.at.isoformat(), "keys": self.keys}
        if self.gone:
            document["gone"] = self.gone
        if self.event:
            document["event"] = self.event
        return json.dumps(document, ensure_ascii=False, separators=(",", ":"))

    @classmethod
    def from_json(cls, position: Position, text: str) -> Self:
        """Read what `to_json` wrote. Raises EntryError."""
        try:
            document = json.loads(text)
            at = datetime.fromisoformat(document["at"])
            keys, gone = _names(document["keys"]), _names(document.get("gone", []))
            event = document.get("event", {})
        except (ValueError, TypeError, KeyError) as error:
            message = f"Entry {position} of the journal cannot be read: {error!r}."
            raise EntryError(message) from error
        if at.tzinfo is None or not isinstance(event, dict):
            message = (
                f"Entry {position} of the journal has no zone in its time, or no event object."
            )
            raise EntryError(message)
        return cls(position, at, keys, gone, event)


def _names(value: object) -> tuple[str, ...]:
    if not isinstance(value, list) or not all(isinstance(name, str) for name in value):
        message = f"a list of keys was expected, not {value!r}"
        raise TypeError(message)
    return tuple(value)
