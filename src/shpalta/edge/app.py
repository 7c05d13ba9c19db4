"""The edge as an ASGI application: the short way for what is ready, the long way for the rest."""

import logging
import time

from shpalta.edge.asgi import Receive, Scope, Send
from shpalta.edge.configuration import Configuration
from shpalta.edge.engine import LIVE, Engine, Heard
from shpalta.edge.errors import RefusedError
from shpalta.edge.follower import Follower
from shpalta.edge.replies import send_refusal
from shpalta.edge.requests import SPECIAL, SPECIAL_PLAIN, read_request

logger = logging.getLogger(__name__)

SILENCE = 5.0
"""Seconds after which the journal counts as cut when nothing was heard of it."""
_CLOCK = getattr(time, "CLOCK_BOOTTIME", time.CLOCK_MONOTONIC)


class EdgeApp:
    """One worker of the edge. Everything of it lives in one event loop."""

    def __init__(self, configuration: Configuration) -> None:
        self.engine = Engine(configuration)
        self._configuration = configuration
        self._find = self.engine.shelves.hot.get
        self._journal: Heard | Follower = Heard()
        self._metrics = self.engine.metrics
        self._special = SPECIAL_PLAIN if configuration.plain else SPECIAL

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request.

        What is ready costs one look-up under what came over the wire; a header of several
        Host or Accept-Encoding lines counts by its last, which is one that the client sent.
        """
        if scope["type"] == "http":
            headers = dict(scope["headers"])
            if self._special.isdisjoint(headers) and scope["method"] == "GET":
                rendering = self._find(
                    (
                        headers.get(b"host", b""),
                        scope["raw_path"],
                        scope["query_string"],
                        headers.get(b"accept-encoding"),
                    )
                )
                if rendering is not None:
                    now = time.clock_gettime(_CLOCK)
                    if now < rendering.until and (
                        not rendering.trusting or now - self._journal.heard_at <= SILENCE
                    ):
                        stored = rendering.stored
                        stored.hits += 1
                        stored.hit_at = now
                        self._metrics.hits += 1
                        await send(rendering.start)
                        await send(rendering.body)
                        return
            await self._serve(scope, receive, send)
        elif scope["type"] == "lifespan":
            await self._live(receive, send)

    async def _serve(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["path"].startswith(LIVE) and not self._configuration.plain:
            return await self.engine.stream(scope, receive, send)
        try:
            request = read_request(scope, receive, self._configuration)
            return await self.engine.serve(request, send)
        except RefusedError as refusal:
            self._metrics.refused += 1
            return await send_refusal(send, refusal, with_body=scope["method"] != "HEAD")

    async def _live(self, receive: Receive, send: Send) -> None:
        await receive()
        await self.engine.start()
        self._journal = self.engine.heard
        await send({"type": "lifespan.startup.complete"})
        await receive()
        await self.engine.stop()
        await send({"type": "lifespan.shutdown.complete"})
