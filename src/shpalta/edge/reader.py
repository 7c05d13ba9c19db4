"""One reader of the live stream: how far it has been told, and whether it still listens."""

import asyncio
from collections.abc import Mapping
from typing import Any
from urllib.parse import parse_qs

from shpalta.edge.channels import Channel


class Reader:
    """One connection, served by the task that makes this object.

    `cursor` is the sequence up to which it has been told everything, `seen` how many events its
    channel had had then, `sent_at` (seconds of the loop) when it was last sent anything. It is
    `stale` when it has to be told that it may have missed something.
    """

    __slots__ = (
        "channel",
        "closed",
        "cursor",
        "dropped",
        "seen",
        "sending",
        "sent_at",
        "stale",
        "task",
        "waiter",
    )

    def __init__(self, channel: Channel) -> None:
        self.channel = channel
        self.task = asyncio.current_task()
        self.cursor = self.seen = 0
        self.sent_at = asyncio.get_running_loop().time()
        self.stale = self.sending = self.dropped = self.closed = False
        self.waiter: asyncio.Future[None] | None = None

    def begin_sending(self) -> None:
        """Note that something is on its way from now on, until `sending` is False again."""
        self.sending = True
        self.sent_at = asyncio.get_running_loop().time()

    def silence(self) -> float:
        """Give the seconds since it was last sent anything."""
        return asyncio.get_running_loop().time() - self.sent_at

    def rest(self) -> "asyncio.Future[None]":
        """Give what is done when it is woken."""
        self.waiter = asyncio.get_running_loop().create_future()
        return self.waiter

    def wake(self) -> None:
        """Let it look for something to send."""
        if self.waiter is not None and not self.waiter.done():
            self.waiter.set_result(None)

    def close(self, _heard: object = None) -> None:
        """End the stream at its next step."""
        self.closed = True
        self.wake()

    def drop(self) -> None:
        """End a connection to which nothing can be sent; the reader comes back and resumes."""
        if not self.dropped and self.task is not None:
            self.dropped = True
            self.task.cancel()


def last_event_id(scope: Mapping[str, Any]) -> str:
    """Give the position that a reader asks to resume after, "" if it names none."""
    for name, value in scope["headers"]:
        if name == b"last-event-id":
            return str(value[:100].decode("latin-1"))
    query = parse_qs(scope["query_string"].decode("latin-1"), max_num_fields=20)
    return query.get("last-event-id", [""])[0][:100]
