"""Videos on their way through: fetched in slices, at the pace of the reader, and not kept.

A video is larger than what memory should hold, and a reader takes minutes for it. So the press is
asked for a slice at a time by an ordinary range request: it is free again at once, whatever the
reader does. Each slice is a question whether the video is still public, so none is shown longer.
"""

import asyncio
from collections.abc import Sequence
from http import HTTPStatus

from shpalta.core.ranges import Asked, Part, content_range, read_content_range, read_range
from shpalta.edge.asgi import Message, Receive, Send, body_message, start_message
from shpalta.edge.configuration import MIB, Configuration
from shpalta.edge.errors import OriginError
from shpalta.edge.metrics import Metrics
from shpalta.edge.origin import Origin, Upstream
from shpalta.edge.passing import relay
from shpalta.edge.replies import SERVER, send_failure
from shpalta.edge.requests import Request
from shpalta.edge.rules import cache_status
from shpalta.edge.rules.fields import find, without
from shpalta.edge.rules.hops import with_via
from shpalta.edge.stored import OURS_ALONE

SLICE = MIB
"""How much is asked for at once, and held in memory for each reader."""
LOST = "The video cannot be reached just now. Please try again in a moment."
_CONDITIONS = (b"if-none-match", b"if-modified-since", b"if-match", b"if-unmodified-since")
_REMADE = (b"content-range", b"content-length", b"accept-ranges", b"server", b"connection")


class Slicing:
    """Answers requests for videos, each by asking the origin."""

    def __init__(self, configuration: Configuration, origin: Origin, metrics: Metrics) -> None:
        self._configuration = configuration
        self._origin = origin
        self._metrics = metrics

    async def serve(self, request: Request, send: Send) -> None:
        """Answer a request. Raises OriginError if a body breaks off under way."""
        self._metrics.misses += 1
        line = cache_status.forwarded("bypass")
        asked = read_range(find(request.fields, b"range")) if request.method == "GET" else None
        try:
            upstream, asked = await self._ask_first(request, asked)
        except OriginError as error:
            return await send_failure(
                send, error.status, LOST, line=line, with_body=request.wants_body
            )
        try:
            told = read_content_range(find(upstream.fields, b"content-range"))
            if upstream.status != HTTPStatus.PARTIAL_CONTENT or told is None:
                return await relay(request, send, upstream, line, self._configuration)
            await self._answer(request, send, upstream, told, asked, line)
        finally:
            upstream.close()

    async def _ask_first(
        self, request: Request, asked: Asked | None
    ) -> tuple[Upstream, Asked | None]:
        """Ask for the first slice; say which range is to be sent, None: the whole."""
        if request.method == "HEAD":
            return await self._ask(request, None, _CONDITIONS), None
        if asked is not None:
            passed = (*_CONDITIONS, b"if-range")
            upstream = await self._ask(request, _first_slice(asked), passed)
            if upstream.status != HTTPStatus.OK:
                return upstream, asked
            # If-Range did not match: the reader is to get the whole, which is sliced as well.
            upstream.close()
        return await self._ask(request, b"bytes=0-%d" % (SLICE - 1), _CONDITIONS), None

    async def _ask(
        self,
        request: Request,
        part: bytes | None,
        passed: Sequence[bytes] = (),
        *,
        tag: str | None = None,
    ) -> Upstream:
        fields = [(b"host", request.host), (b"accept-encoding", b"identity")]
        fields += [line for line in request.fields if line[0] in passed]
        if part is not None:
            fields.append((b"range", part))
        if tag is not None:
            fields.append((b"if-range", tag.encode("latin-1")))
        fields = with_via(fields, version="1.1", name=cache_status.NAME)
        return await self._origin.ask(request.method, request.path, fields)

    async def _answer(
        self,
        request: Request,
        send: Send,
        upstream: Upstream,
        told: tuple[Part, int],
        asked: Asked | None,
        line: str,
    ) -> None:
        """Send what was asked for, beginning with the slice that is here."""
        slice_, length = told
        wanted = asked.of(length) if asked is not None else Part(0, length - 1)
        fields = without(upstream.fields, (*_REMADE, cache_status.FIELD, *OURS_ALONE))
        fields += [(b"accept-ranges", b"bytes"), SERVER]
        fields.append((b"content-length", b"%d" % wanted.length))
        if asked is not None:
            fields.append((b"content-range", content_range(wanted, length).encode("ascii")))
        fields.append((cache_status.FIELD, cache_status.appended(upstream.fields, line)))
        status = HTTPStatus.OK if asked is None else HTTPStatus.PARTIAL_CONTENT
        leaving = asyncio.ensure_future(_left(request.receive))
        try:
            body = await self._whole(upstream, slice_) if slice_.first == wanted.first else b""
            await self._send(send, start_message(status, fields))
            tag = find(upstream.fields, b"etag")
            await self._send_slices(request, send, body, wanted, tag, leaving)
        finally:
            leaving.cancel()

    async def _send_slices(
        self,
        request: Request,
        send: Send,
        body: bytes,
        wanted: Part,
        tag: str | None,
        leaving: "asyncio.Future[None]",
    ) -> None:
        """Send `body`, the first slice, and fetch the others one after the other."""
        at = wanted.first + len(body)
        while not leaving.done():
            if body:
                await self._send(send, body_message(body, more=True))
            if at > wanted.last:
                return await self._send(send, body_message(b""))
            body = await self._fetch(request, Part(at, min(at + SLICE - 1, wanted.last)), tag)
            at += len(body)
        return None

    async def _fetch(self, request: Request, part: Part, tag: str | None) -> bytes:
        field = b"bytes=%d-%d" % (part.first, part.last)
        upstream = await self._ask(request, field, tag=tag)
        try:
            told = read_content_range(find(upstream.fields, b"content-range"))
            if told is None or told[0] != part:
                raise OriginError("The video changed or went while it was being sent.")
            return await self._whole(upstream, part)
        finally:
            upstream.close()

    async def _whole(self, upstream: Upstream, part: Part) -> bytes:
        body = await upstream.read(SLICE, self._configuration.whole_seconds)
        if body is None or len(body) != part.length:
            raise OriginError("The origin sent another part of the video than it said.")
        return body

    async def _send(self, send: Send, message: Message) -> None:
        async with asyncio.timeout(self._configuration.send_seconds):
            await send(message)


def _first_slice(asked: Asked) -> bytes:
    """Give the slice to ask for first; of a long end a byte, which tells the length."""
    if asked.suffix is not None:
        return b"bytes=-%d" % asked.suffix if asked.suffix <= SLICE else b"bytes=0-0"
    first = asked.first or 0
    last = first + SLICE - 1
    return b"bytes=%d-%d" % (first, last if asked.last is None else min(asked.last, last))


async def _left(receive: Receive) -> None:
    """Wait until the reader is gone."""
    while (await receive())["type"] != "http.disconnect":
        pass
