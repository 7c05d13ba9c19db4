"""A follower of the journal, as the process that serves it sees it."""

import asyncio
from collections.abc import Iterable

from shpalta.core.entries import ENTRY, Entry, Position

MOST_WAITING = 4_096
"""How many entries wait for a slow follower before it is cut; it resumes from where it was."""


def entry_event(entry: Entry) -> bytes:
    """Write an entry as a server-sent event (WHATWG HTML, section 9.2)."""
    return f"event: {ENTRY}\nid: {entry.position}\ndata: {entry.to_json()}\n\n".encode()


def position_event(name: str, position: Position) -> bytes:
    """Write an event that says nothing but a position."""
    return f"event: {name}\nid: {position}\ndata: {{}}\n\n".encode()


class Follower:
    """One connection's queue of live events. Made and read in the event loop, filled from a thread.

    A follower that does not keep up is cut: its queue is emptied and ends.
    """

    def __init__(self, most_waiting: int = MOST_WAITING) -> None:
        self._loop = asyncio.get_running_loop()
        self._chunks: asyncio.Queue[tuple[bytes, int] | None] = asyncio.Queue()
        self._waiting = 0
        self._most_waiting = most_waiting
        self.is_cut = False

    def hand(self, events: Iterable[bytes]) -> None:
        """Take events over from another thread. Raises RuntimeError if the loop has ended."""
        several = list(events)
        self._loop.call_soon_threadsafe(self._take, b"".join(several), len(several))

    def _take(self, chunk: bytes, count: int) -> None:
        if self.is_cut:
            return
        if self._waiting + count > self._most_waiting and self._waiting:
            self.cut()
            return
        self._waiting += count
        self._chunks.put_nowait((chunk, count))

    def cut(self) -> None:
        """Give nothing more; call it in the event loop."""
        self.is_cut = True
        self._chunks.put_nowait(None)

    async def next_chunk(self, seconds: float) -> bytes | None:
        """Wait for the next events: b"" if none came within so many seconds, None at the end."""
        if self.is_cut:
            return None
        try:
            async with asyncio.timeout(seconds):
                found = await self._chunks.get()
        except TimeoutError:
            return b""
        if found is None or self.is_cut:
            return None
        self._waiting -= found[1]
        return found[0]
