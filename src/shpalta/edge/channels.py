"""What readers of the live stream may still be told: one ring of recent events per edition.

Pure bookkeeping over positions of the journal and ready-made bytes; `live` moves the bytes.
"""

import json
import re
from collections import OrderedDict, deque
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from shpalta.core.entries import Entry, Position
from shpalta.core.keys import story_key

RING = 500
"""Events that a channel remembers for readers who come back."""
CHECKS = 10_000
"""Positions by which readers who come back are recognised."""

WITHDRAWN = "withdrawn"
"""The type of the event by which a story ceases to be; earlier events of it are not replayed."""

Message = dict[str, Any]
"""An ASGI message, made once and sent to all readers as it is."""

_TYPE = re.compile(r"[a-z]{1,20}")
_PATH = re.compile(r"/-/live/([a-z][a-z0-9-]{0,39}/[A-Za-z0-9-]{1,12})/?")
_MEMO = 8


@dataclass(frozen=True, slots=True)
class _Told:
    sequence: int
    story: str
    text: bytes


class Channel:
    """The recent events of one edition.

    `count` is how many events it ever had; `floor` the sequence after which it has them all.
    """

    __slots__ = ("_events", "_memo", "count", "floor", "name", "newest")

    def __init__(self, name: str, floor: int) -> None:
        self.name = name
        self.count = 0
        self._events: deque[_Told] = deque()
        self._memo: dict[int, Message] = {}
        self.clear(floor)

    def __len__(self) -> int:
        """Give the number of events that are remembered."""
        return len(self._events)

    def clear(self, floor: int) -> None:
        """Forget all events; nothing is known of what happened up to `floor`."""
        self.floor = self.newest = floor
        self._events.clear()
        self._memo.clear()

    def append(self, position: Position, event: Mapping[str, Any]) -> None:
        """Add an event."""
        text = as_event(event["type"], position, event)
        self._events.append(_Told(position.sequence, _story_of(event), text))
        if len(self._events) > RING:
            self.floor = self._events.popleft().sequence
        self.newest = position.sequence
        self.count += 1
        self._memo.clear()

    def forget(self, stories: Collection[str]) -> None:
        """Remove what was said of stories (by their keys) that must not be shown again."""
        if any(told.story in stories for told in self._events):
            self._events = deque(told for told in self._events if told.story not in stories)
            self._memo.clear()

    def since(self, sequence: int) -> Message | None:
        """Give all events after a sequence number in one message, None if there are none.

        Readers who wait for the same events get the same object.
        """
        if sequence >= self.newest or not self._events:
            return None
        message = self._memo.get(sequence)
        if message is None:
            texts: list[bytes] = []
            for told in reversed(self._events):
                if told.sequence <= sequence:
                    break
                texts.append(told.text)
            if not texts:
                return None
            message = as_message(b"".join(reversed(texts)))
            if len(self._memo) < _MEMO:
                self._memo[sequence] = message
        return message


class Channels:
    """All channels, and the place in the journal up to which they are right."""

    def __init__(self, position: Position | None = None) -> None:
        self.position = position
        self._channels: dict[str, Channel] = {}
        self._checks: OrderedDict[int, str] = OrderedDict()
        self._begin()

    def add(self, entry: Entry) -> Channel | None:
        """Take the next entry; give the channel that has something new by it, if any."""
        self.position = entry.position
        self._checks[entry.position.sequence] = entry.position.check
        if len(self._checks) > CHECKS:
            self._checks.popitem(last=False)
        name = channel_of(entry.event)
        gone = set(entry.gone)
        if name is not None and entry.event["type"] == WITHDRAWN:
            gone.add(_story_of(entry.event))
        if gone:
            for known in self._channels.values():
                known.forget(gone)
        if name is None:
            return None
        channel = self.open(name)
        channel.append(entry.position, entry.event)
        return channel

    def reset(self, position: Position) -> None:
        """Forget all events: nobody knows what happened before this position."""
        self.position = position
        for channel in self._channels.values():
            channel.clear(position.sequence)
        self._checks.clear()
        self._begin()

    def open(self, name: str) -> Channel:
        """Give a channel, making it if need be."""
        channel = self._channels.get(name)
        if channel is None:
            # It had no event since we began, or it would still be here.
            channel = self._channels[name] = Channel(name, self._floor)
        return channel

    def drop(self, name: str) -> None:
        """Forget a channel that nobody reads and that never had an event; keep any other."""
        channel = self._channels.get(name)
        if channel is not None and not channel.count:
            del self._channels[name]

    def knows(self, channel: Channel, asked: Position) -> bool:
        """Say whether everything after the asked position can be told without a gap."""
        return asked.sequence >= channel.floor and self._checks.get(asked.sequence) == asked.check

    def _begin(self) -> None:
        self._floor = self.position.sequence if self.position else 0
        if self.position is not None:
            self._checks[self.position.sequence] = self.position.check


def channel_of(event: Mapping[str, Any]) -> str | None:
    """Give the name of the channel that an entry's event belongs to; None for no event."""
    title, edition, kind = event.get("title"), event.get("edition"), event.get("type")
    if not (isinstance(title, str) and isinstance(edition, str) and isinstance(kind, str)):
        return None
    name = channel_at(f"/-/live/{title}/{edition}")
    return name if _TYPE.fullmatch(kind) else None


def _story_of(event: Mapping[str, Any]) -> str:
    return story_key(event["title"], event["edition"], event.get("number", 0))


def channel_at(path: str) -> str | None:
    """Give the name of the channel at the path of a live stream, None at other paths."""
    found = _PATH.fullmatch(path)
    return found[1] if found else None


def as_event(name: str, position: Position | None, data: Mapping[str, Any]) -> bytes:
    """Write a server-sent event with the position as its id."""
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    event_id = f"id: {position}\n" if position else ""
    return f"event: {name}\n{event_id}data: {text}\n\n".encode()


def as_message(text: bytes) -> Message:
    """Give the ASGI message that sends a part of the stream."""
    return {"type": "http.response.body", "body": text, "more_body": True}
