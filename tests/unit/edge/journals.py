"""A journal's stream as a small real server, which can also misbehave."""

import asyncio
import time
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime
from typing import Any, Self

from aiohttp import web

from shpalta.core.entries import Entry, Position

TOKEN = "a-token-of-the-test"


def make_entry(
    sequence: int,
    *keys: str,
    gone: tuple[str, ...] = (),
    event: dict[str, Any] | None = None,
    check: str = "0f3a9c11",
) -> Entry:
    """Make an entry whose check is the same at all numbers of one journal."""
    at = datetime.now(UTC)
    return Entry(Position(sequence, check), at, keys or ("house",), gone, event or {})


class Journal:
    """Serves `entries` to followers by the rules of docs/reference/journal.md."""

    def __init__(self, check: str = "0f3a9c11") -> None:
        self.check = check
        self.entries: list[Entry] = []
        self.asked: list[str | None] = []
        self.status = 200
        self.is_silent = False
        self.mangle: Callable[[int, bytes], bytes] = lambda connection, event: event
        self._transports: list[asyncio.Transport] = []
        self._changed = asyncio.Event()

    async def __aenter__(self) -> Self:
        app = web.Application()
        app.router.add_get("/-/journal", self._follow)
        self._runner = web.AppRunner(app, shutdown_timeout=0.1)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", 0).start()
        self.url = f"http://127.0.0.1:{self._runner.addresses[0][1]}/-/journal"
        return self

    async def __aexit__(self, *_: object) -> None:
        self.cut()
        await self._runner.cleanup()

    @property
    def head(self) -> Position:
        return self.entries[-1].position if self.entries else Position(0, self.check)

    def append(self, *keys: str, **more: Any) -> Entry:
        entry = make_entry(self.head.sequence + 1, *keys, check=self.check, **more)
        self.entries.append(entry)
        self._changed.set()
        return entry

    def restore(self, length: int, check: str) -> None:
        """Become an older state of the journal that goes on by itself: a restored backup."""
        del self.entries[length:]
        self.check = check
        self.cut()

    def cut(self) -> None:
        for transport in self._transports:
            transport.abort()
        self._transports.clear()

    async def _follow(self, request: web.Request) -> web.StreamResponse:
        self.asked.append(request.headers.get("Last-Event-ID"))
        if request.headers.get("Authorization") != f"Bearer {TOKEN}":
            return web.Response(status=401)
        if self.status != 200:
            return web.Response(status=self.status)
        response = web.StreamResponse(headers={"Content-Type": "text/event-stream"})
        await response.prepare(request)
        assert isinstance(request.transport, asyncio.Transport)
        self._transports.append(request.transport)
        with suppress(ConnectionError):
            await self._send(response, self.asked[-1], len(self.asked))
        return response

    async def _send(self, response: web.StreamResponse, asked: str | None, number: int) -> None:
        known = {str(entry.position): entry.position.sequence for entry in self.entries}
        known[f"0-{self.check}"] = 0
        sent = self.head.sequence
        if asked is None:
            await response.write(f"event: start\nid: {self.head}\ndata: {{}}\n\n".encode())
        elif asked in known:
            sent = known[asked]
        else:
            await response.write(f"event: reset\nid: {self.head}\ndata: {{}}\n\n".encode())
        sent = await self._send_from(response, sent, number)
        await response.write(f"event: ready\nid: {self.head}\ndata: {{}}\n\n".encode())
        while True:
            self._changed.clear()
            sent = await self._send_from(response, sent, number)
            with suppress(TimeoutError):
                async with asyncio.timeout(0.05):
                    await self._changed.wait()
            if not self.is_silent:
                await response.write(b": beat\n\n")

    async def _send_from(self, response: web.StreamResponse, sent: int, number: int) -> int:
        for entry in self.entries[sent:]:
            text = f"event: entry\nid: {entry.position}\ndata: {entry.to_json()}\n\n"
            await response.write(self.mangle(number, text.encode()))
        return len(self.entries)


async def until(condition: Callable[[], bool], seconds: float = 20.0) -> None:
    """Wait for what will come about, generously; fails when it does not."""
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "what was waited for did not happen"
        await asyncio.sleep(0.005)
