"""The edge as an ASGI application: the short way for what is ready, the long way for the rest."""

import asyncio
import time
from dataclasses import dataclass

from shpalta.edge.asgi import Application, Receive, Scope, Send
from shpalta.edge.configuration import Configuration
from shpalta.edge.engine import LIVE, Engine
from shpalta.edge.errors import RefusedError
from shpalta.edge.replies import send_refusal
from shpalta.edge.requests import SPECIAL, SPECIAL_PLAIN, read_request

SILENCE = 5.0
"""Seconds after which the journal counts as cut when nothing was heard of it."""
_CLOCK = getattr(time, "CLOCK_BOOTTIME", time.CLOCK_MONOTONIC)


@dataclass(frozen=True, slots=True)
class EdgeApp:
    """One worker of the edge: its engine, and the ASGI application before it."""

    engine: Engine
    door: Application

    @classmethod
    def make(cls, configuration: Configuration) -> "EdgeApp":
        """Put a worker together; it begins with ASGI's lifespan, or by `engine.start`."""
        engine = Engine(configuration)
        return cls(engine, _door(engine, configuration))


def _door(engine: Engine, configuration: Configuration) -> Application:
    """Make the application: a closure, because its names are found fastest."""
    is_special = (SPECIAL_PLAIN if configuration.plain else SPECIAL).isdisjoint
    find = engine.shelves.hot.get
    heard, metrics = engine.heard, engine.metrics
    clock, which = time.clock_gettime, _CLOCK
    hall = _Hall(engine, configuration)

    async def door(scope: Scope, receive: Receive, send: Send) -> None:
        """Answer what is ready with one look-up under what came over the wire.

        Of several Host or Accept-Encoding lines the last counts here, which the client did send.
        """
        if scope["type"] == "http" and scope["method"] == "GET":
            headers = dict(scope["headers"])
            if is_special(headers):
                field = headers.get
                rendering = find(
                    (
                        field(b"host", b""),
                        scope["raw_path"],
                        scope["query_string"],
                        field(b"accept-encoding"),
                    )
                )
                if rendering is not None:
                    now = clock(which)
                    if now < rendering.until and (
                        not rendering.trusting or now - heard.heard_at <= SILENCE
                    ):
                        stored = rendering.stored
                        stored.hits += 1
                        stored.hit_at = now
                        metrics.hits += 1
                        await send(rendering.start)
                        await send(rendering.body)
                        return
        # A task of its own: what comes now may wait, and have its time bounded.
        await asyncio.ensure_future(hall.receive(scope, receive, send))

    return door


class _Hall:
    """Where those wait whose answer is not ready."""

    def __init__(self, engine: Engine, configuration: Configuration) -> None:
        self._engine = engine
        self._configuration = configuration

    async def receive(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await self._live(receive, send)
        elif scope["type"] == "http":
            await self._serve(scope, receive, send)

    async def _serve(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["path"].startswith(LIVE) and not self._configuration.plain:
            return await self._engine.stream(scope, receive, send)
        try:
            request = read_request(scope, receive, self._configuration)
            return await self._engine.serve(request, send)
        except RefusedError as refusal:
            self._engine.metrics.refused += 1
            return await send_refusal(send, refusal, with_body=scope["method"] != "HEAD")

    async def _live(self, receive: Receive, send: Send) -> None:
        await receive()
        await self._engine.start()
        await send({"type": "lifespan.startup.complete"})
        await receive()
        await self._engine.stop()
        await send({"type": "lifespan.shutdown.complete"})
