"""A bad line between an edge and its origin: it passes everything on until it is told not to."""

import asyncio
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from enum import StrEnum

import aiohttp
from aiohttp import web

JOURNAL = "/-/journal"
HOPS = {"connection", "keep-alive", "transfer-encoding", "content-length", "date", "server"}


class Trouble(StrEnum):
    """What the line does to pages, or to the journal."""

    NONE = "passes everything on"
    ERROR = "answers 500"
    HANG = "never answers"
    HALF = "sends half of each body"
    DOWN = "hangs up at once"
    JOURNAL_CUT = "hangs up on followers of the journal"
    JOURNAL_DELAYED = "holds the journal back"


class Line:
    """The line: `port` is where the edge asks, `trouble` what it does now."""

    def __init__(self, origin_port: int) -> None:
        self.origin = f"http://127.0.0.1:{origin_port}"
        self.port = 0
        self.trouble = Trouble.NONE
        self.asked = 0
        self._followers: set[asyncio.Task[object]] = set()
        self._loop = asyncio.new_event_loop()
        self._ready = threading.Event()
        self._thread = threading.Thread(target=self._run, daemon=True)

    def start(self) -> None:
        """Begin to pass on."""
        self._thread.start()
        self._ready.wait(30)

    def stop(self) -> None:
        """Hang up on everybody."""
        self._loop.call_soon_threadsafe(self._stopping.set)
        self._thread.join(30)

    def become(self, trouble: Trouble) -> None:
        """Change what the line does; followers of the journal are cut off if it says so."""
        self.trouble = trouble
        self._loop.call_soon_threadsafe(self._tell_followers)

    def _tell_followers(self) -> None:
        if self.trouble is Trouble.JOURNAL_CUT:
            self._cut_followers()
        if self.trouble is Trouble.JOURNAL_DELAYED:
            self._passing.clear()
        else:
            self._passing.set()

    def _cut_followers(self) -> None:
        for task in self._followers:
            task.cancel()

    def _run(self) -> None:
        asyncio.set_event_loop(self._loop)
        self._loop.run_until_complete(self._serve())
        self._loop.close()

    async def _serve(self) -> None:
        self._stopping, self._passing = asyncio.Event(), asyncio.Event()
        self._passing.set()
        timeout = aiohttp.ClientTimeout(total=None)
        async with aiohttp.ClientSession(timeout=timeout, auto_decompress=False) as self._client:
            application = web.Application()
            application.router.add_route("*", "/{path:.*}", self._pass)
            runner = web.AppRunner(application, handler_cancellation=True, shutdown_timeout=0.5)
            await runner.setup()
            site = web.TCPSite(runner, "127.0.0.1", self.port)
            await site.start()
            server = site._server  # there is no other way to learn the port
            assert isinstance(server, asyncio.Server)
            self.port = server.sockets[0].getsockname()[1]
            self._ready.set()
            await self._stopping.wait()
            self._cut_followers()
            await runner.cleanup()

    async def _pass(self, request: web.Request) -> web.StreamResponse:
        try:
            if request.path == JOURNAL:
                return await self._follow(request)
            return await self._pass_page(request)
        except aiohttp.ClientError:
            return _hang_up(request)  # What is behind the line hung up, or was not there.

    async def _pass_page(self, request: web.Request) -> web.StreamResponse:
        self.asked += 1
        if self.trouble is Trouble.ERROR:
            return web.Response(status=500, text="The origin is out of order.")
        if self.trouble is Trouble.HANG:
            await asyncio.sleep(3600)
        if self.trouble is Trouble.DOWN:
            return _hang_up(request)
        async with self._ask(request) as answer:
            body = await answer.read()
            headers = {k: v for k, v in answer.headers.items() if k.lower() not in HOPS}
            if self.trouble is Trouble.HALF and len(body) > 1:
                return await self._half(request, answer.status, headers, body)
            return web.Response(status=answer.status, headers=headers, body=body)

    async def _half(
        self, request: web.Request, status: int, headers: dict[str, str], body: bytes
    ) -> web.StreamResponse:
        response = web.StreamResponse(status=status, headers=headers)
        response.content_length = len(body)
        await response.prepare(request)
        await response.write(body[: len(body) // 2])
        assert request.transport is not None
        request.transport.abort()
        return response

    def _ask(self, request: web.Request) -> "aiohttp.client._RequestContextManager":
        headers = {k: v for k, v in request.headers.items() if k.lower() not in HOPS}
        return self._client.request(
            request.method, self.origin + request.path_qs, headers=headers, allow_redirects=False
        )

    async def _follow(self, request: web.Request) -> web.StreamResponse:
        task = asyncio.current_task()
        assert task is not None
        if self.trouble in {Trouble.JOURNAL_CUT, Trouble.DOWN}:
            return _hang_up(request)
        self._followers.add(task)
        try:
            async with self._ask(request) as answer:
                response = web.StreamResponse(status=answer.status)
                response.content_type = "text/event-stream"
                await response.prepare(request)
                async for piece in answer.content.iter_any():
                    await self._passing.wait()
                    await response.write(piece)
                return response
        finally:
            self._followers.discard(task)


def _hang_up(request: web.Request) -> web.Response:
    if request.transport is not None:
        request.transport.abort()
    return web.Response()


@contextmanager
def bad_line(origin_port: int) -> Iterator[Line]:
    """Put a line between an edge and the origin at a port."""
    line = Line(origin_port)
    line.start()
    try:
        yield line
    finally:
        line.stop()
