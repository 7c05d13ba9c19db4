"""The live stream: what the journal tells readers, told to all of them at once.

`GET /-/live/<title>/<edition>` answers with server-sent events (WHATWG HTML, section 9.2) whose
ids are positions of the journal. A reader has no queue of its own, only a place in the ring of
its channel; all readers are sent the same bytes object.
"""

import asyncio
import random
from collections import deque
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

from shpalta.core.entries import Entry, EntryError, Position
from shpalta.edge.channels import Channel, Channels, Message, as_event, as_message, channel_at
from shpalta.edge.reader import Reader, last_event_id

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]

BEAT = 15.0
"""Seconds after which a reader hears something, so that scripts can tell a dead line."""
BEHIND = 32
"""Events that a reader may be behind while nothing can be sent to it; then it is dropped."""
STUCK = 60.0
"""Seconds after which a reader to whom nothing can be sent is dropped."""
AHEAD = 2.0
"""Seconds to wait for a position that a reader heard of from another worker, ahead of us."""

_END: Message = {"type": "http.response.body", "body": b"", "more_body": False}
_TICK = 1.0
_SLICE = 200
_HEADERS = [
    (b"content-type", b"text/event-stream; charset=utf-8"),
    (b"cache-control", b"no-store"),
    (b"x-accel-buffering", b"no"),
    (b"x-content-type-options", b"nosniff"),
]


class LiveHub:
    """The live streams of one worker.

    Feed it by `publish` and `reset` from the journal's follower; both cost little, the readers
    are woken in slices, so that pages are answered in between. `limit` bounds the connections.
    `position` is where the journal is followed from, None if that is not known yet.
    """

    def __init__(self, *, limit: int = 10_000, position: Position | None = None) -> None:
        self.limit = limit
        self.dropped = 0
        self.refused = 0
        self._channels = Channels(position)
        self._readers: dict[Channel, set[Reader]] = {}
        self._count = 0
        self._due: deque[Reader] = deque()
        self._sweeping = False
        self._ticking: asyncio.TimerHandle | None = None
        self._ahead: list[tuple[int, asyncio.Future[None]]] = []
        self._said_at = position
        self._said: dict[str, Message] = {}

    @property
    def readers(self) -> int:
        """The number of connected readers."""
        return self._count

    @property
    def position(self) -> Position | None:
        """The position up to which readers are told everything."""
        return self._channels.position

    def publish(self, entry: Entry) -> None:
        """Tell readers of an entry of the journal. Entries without event only move the position."""
        channel = self._channels.add(entry)
        self._arrive(entry.position)
        if channel is not None:
            self._wake_all(self._readers.get(channel, ()))

    def reset(self, position: Position) -> None:
        """Tell all readers that they may have missed something, and go on after `position`."""
        self._channels.reset(position)
        self._arrive(position)
        for readers in self._readers.values():
            for reader in readers:
                reader.stale = True
            self._wake_all(readers)

    def close(self) -> None:
        """End all streams, as the server stops."""
        for readers in self._readers.values():
            for reader in readers:
                reader.close()

    async def stream(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one reader (ASGI 3, http): 200 and events until it leaves, 404, 405 or 503.

        It resumes after the position in `Last-Event-ID`, or in the query's `last-event-id`. The
        scope is emptied but for what servers still look at: thousands of them are megabytes.
        """
        name, asked = channel_at(scope["path"]), last_event_id(scope)
        if name is None or scope["method"] != "GET" or self._count >= self.limit:
            return await self._refuse(scope, send)
        method = scope["method"]
        scope.clear()
        scope["method"] = method
        reader = self._enter(name)
        leaving: asyncio.Future[Any] | None = None
        try:
            # One frame for all that lasts: each costs memory for each reader.
            if (await receive())["type"] == "http.request":
                # Whatever comes now, the reader has left.
                leaving = asyncio.ensure_future(receive())
                leaving.add_done_callback(reader.close)
                message: Message | None = await self._first(reader, asked)
                await send({"type": "http.response.start", "status": 200, "headers": _HEADERS})
                while not reader.closed:
                    if message is None:
                        await reader.rest()
                    else:
                        reader.begin_sending()
                        await send(message)
                        reader.sending = False
                    message = self._next(reader)
                await send(_END)
        except asyncio.CancelledError:
            if not reader.dropped:
                raise
            self.dropped += 1
        finally:
            if leaving is not None:
                leaving.cancel()
            self._leave(reader)

    async def _refuse(self, scope: Scope, send: Send) -> None:
        status, more = 404, [(b"content-type", b"text/plain"), (b"cache-control", b"no-store")]
        if channel_at(scope["path"]) is not None:
            status = 405 if scope["method"] != "GET" else 503
            more.append((b"allow", b"GET"))
        if status == 503:  # noqa: PLR2004  the service is not available just now
            self.refused += 1
            more[-1] = (b"retry-after", b"%d" % random.randint(5, 20))  # noqa: S311  no secret
        await send({"type": "http.response.start", "status": status, "headers": more})
        await send(_END)

    def _next(self, reader: Reader) -> Message | None:
        """Give what a reader is to be sent now, and note that it has been sent."""
        channel = reader.channel
        message = None
        if reader.stale:
            reader.stale = False
            message = self._say("reset")
        elif reader.seen != channel.count:
            message = channel.since(reader.cursor)
        elif reader.silence() >= BEAT:
            message = self._say("beat")
        self._settle(reader)
        return message

    def _settle(self, reader: Reader) -> None:
        """Note that a reader has been told everything."""
        position = self._channels.position
        reader.seen = reader.channel.count
        reader.cursor = position.sequence if position else 0

    async def _first(self, reader: Reader, asked: str) -> Message:
        """Give how a stream begins: when to come back, and what was missed, or where we are."""
        missed: Message | None = None
        if asked:
            position = await self._reach(asked)
            if position is None or not self._channels.knows(reader.channel, position):
                reader.stale = True
            else:
                reader.cursor = position.sequence
            missed = self._next(reader)
        else:
            self._settle(reader)
        # Spread out, so that the readers of a restarted edge do not come all at once.
        pause = b"retry: %d\n\n" % random.randint(1000, 4000)  # noqa: S311  no secret
        return as_message(pause + (missed or self._say("beat"))["body"])

    async def _reach(self, asked: str) -> Position | None:
        """Read where a reader was, waiting a little if the journal has not told us so much yet."""
        try:
            position = Position.parse(asked)
        except EntryError:
            return None
        here = self._channels.position
        if here is not None and position.sequence > here.sequence:
            reached: asyncio.Future[None] = asyncio.get_running_loop().create_future()
            self._ahead.append((position.sequence, reached))
            await asyncio.wait((reached,), timeout=AHEAD)
            self._ahead = [pair for pair in self._ahead if pair[1] is not reached]
        return position

    def _arrive(self, position: Position) -> None:
        for sequence, reached in self._ahead:
            if sequence <= position.sequence and not reached.done():
                reached.set_result(None)

    def _say(self, name: str) -> Message:
        """Give the event without content (`beat`, `reset`) that names our position."""
        position = self._channels.position
        if self._said_at != position:
            self._said_at = position
            self._said.clear()
        message = self._said.get(name)
        if message is None:
            message = self._said[name] = as_message(as_event(name, position, {}))
        return message

    def _enter(self, name: str) -> Reader:
        channel = self._channels.open(name)
        reader = Reader(channel)
        self._readers.setdefault(channel, set()).add(reader)
        self._count += 1
        if self._ticking is None:
            self._ticking = asyncio.get_running_loop().call_later(_TICK, self._tick)
        return reader

    def _leave(self, reader: Reader) -> None:
        readers = self._readers[reader.channel]
        readers.discard(reader)
        self._count -= 1
        if not readers:
            del self._readers[reader.channel]
            self._channels.drop(reader.channel.name)

    def _wake_all(self, readers: set[Reader] | tuple[()]) -> None:
        self._due.extend(readers)
        if readers and not self._sweeping:
            self._sweeping = True
            self._sweep()

    def _sweep(self) -> None:
        for _ in range(min(_SLICE, len(self._due))):
            reader = self._due.popleft()
            if reader.sending and reader.channel.count - reader.seen > BEHIND:
                reader.drop()
            reader.wake()
        if self._due:
            asyncio.get_running_loop().call_soon(self._sweep)
        else:
            self._sweeping = False

    def _tick(self) -> None:
        """Once a second: wake those who have heard nothing for long, drop those who are stuck."""
        loop = asyncio.get_running_loop()
        now = loop.time()
        for readers in self._readers.values():
            for reader in readers:
                silent = now - reader.sent_at
                if reader.sending and silent > STUCK:
                    reader.drop()
                elif silent >= BEAT:
                    reader.wake()
        self._ticking = loop.call_later(_TICK, self._tick) if self._count else None
