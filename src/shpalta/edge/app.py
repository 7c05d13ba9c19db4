"""The edge as an ASGI application: the short way for what is ready, the long way for the rest."""

import gc

from shpalta.edge.asgi import Message, Receive, Scope, Send
from shpalta.edge.configuration import Configuration
from shpalta.edge.door import date_value
from shpalta.edge.engine import LIVE, Engine
from shpalta.edge.errors import RefusedError
from shpalta.edge.replies import send_refusal
from shpalta.edge.requests import SPECIAL, SPECIAL_PLAIN, read_request


class EdgeApp:
    """One worker of the edge. Everything of it lives in one event loop."""

    def __init__(self, configuration: Configuration) -> None:
        self.configuration = configuration
        self.engine = Engine(configuration)
        self._special = SPECIAL_PLAIN if configuration.plain else SPECIAL

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request. Each answer tells its Date, whatever server we run on."""
        if scope["type"] == "http":
            if not await self._answer_at_once(scope, send):
                await self._serve(scope, receive, _dating(send))
        elif scope["type"] == "lifespan":
            await self._live(receive, send)

    async def _answer_at_once(self, scope: Scope, send: Send) -> bool:
        """Send what is ready under what came over the wire; say whether there was anything.

        A header of several Host or Accept-Encoding lines counts by its last, which is one that
        the client sent.
        """
        headers = dict(scope["headers"])
        if scope["method"] != "GET" or not self._special.isdisjoint(headers):
            return False
        rendering = self.engine.door.open(
            (
                headers.get(b"host", b""),
                scope["raw_path"],
                scope["query_string"],
                headers.get(b"accept-encoding"),
            )
        )
        if rendering is None:
            return False
        if rendering.stored.counted:
            self.engine.counts.note(rendering.stored.counted, scope["headers"])
        await _dating(send)(rendering.start)
        await send(rendering.body)
        return True

    async def _serve(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["path"].startswith(LIVE) and not self.configuration.plain:
            return await self.engine.stream(scope, receive, send)
        try:
            request = read_request(scope, receive, self.configuration)
            return await self.engine.serve(request, send)
        except RefusedError as refusal:
            self.engine.metrics.refused += 1
            return await send_refusal(send, refusal, with_body=scope["method"] != "HEAD")

    async def _live(self, receive: Receive, send: Send) -> None:
        await receive()
        await self.engine.start()
        # What is loaded now stays: the garbage collector need not stop readers to look at it.
        gc.collect()
        gc.freeze()
        await send({"type": "lifespan.startup.complete"})
        await receive()
        await self.engine.stop()
        await send({"type": "lifespan.shutdown.complete"})


def _dating(send: Send) -> Send:
    """Add the field Date to an answer that has none (RFC 9110, section 6.6.1)."""

    async def send_dated(message: Message) -> None:
        if message["type"] == "http.response.start":
            fields = message["headers"]
            if not any(name == b"date" for name, _value in fields):
                message = {**message, "headers": [*fields, (b"date", date_value())]}
        await send(message)

    return send_dated
