"""What goes through without being kept: bodies bit by bit, requests as they are."""

import asyncio
from collections.abc import AsyncIterator
from urllib.parse import urljoin, urlsplit

from shpalta.edge.asgi import Receive, Send, body_message, start_message
from shpalta.edge.configuration import Configuration
from shpalta.edge.errors import OriginError
from shpalta.edge.origin import Origin, Upstream
from shpalta.edge.replies import send_failure
from shpalta.edge.requests import Request
from shpalta.edge.rules import cache_status
from shpalta.edge.rules.fields import Fields, find, without
from shpalta.edge.rules.hops import with_via
from shpalta.edge.stored import OURS_ALONE, SET_COOKIE

UNREACHABLE = "The origin cannot be reached."


async def relay(
    request: Request,
    send: Send,
    upstream: Upstream,
    line: str,
    configuration: Configuration,
    *,
    with_cookies: bool = False,
) -> None:
    """Send an answer on as it comes in; of our own pages never with cookies, unless told so.

    Raises OriginError if it breaks off: the reader must see that, so its connection ends.
    """
    ours = () if configuration.plain else OURS_ALONE
    hidden = {cache_status.FIELD, *ours} - ({SET_COOKIE} if with_cookies else set())
    fields = without(upstream.fields, hidden)
    fields.append((cache_status.FIELD, cache_status.appended(upstream.fields, line)))
    within = configuration.send_seconds
    async with asyncio.timeout(within):
        await send(start_message(upstream.status, fields))
    if request.wants_body:
        async for chunk in upstream.chunks():
            async with asyncio.timeout(within):
                await send(body_message(chunk, more=True))
    await send(body_message(b""))


async def pass_on(
    request: Request,
    send: Send,
    origin: Origin,
    line: str,
    configuration: Configuration,
    *,
    with_cookies: bool = False,
    content: bytes | None = None,
) -> Upstream | None:
    """Send a request as it is to the origin and its answer back; None if there was none.

    `content` is its body where that was read before; else it goes on bit by bit.
    """
    fields = with_via(without(request.fields, (b"expect",)), version="1.1", name=cache_status.NAME)
    body: AsyncIterator[bytes] | bytes | None = content or None
    if content is None and request.has_body:
        body = _content(request.receive)
    try:
        upstream = await origin.ask(request.method, request.target, fields, body)
    except OriginError as error:
        await send_failure(send, error.status, UNREACHABLE, line=line, with_body=request.wants_body)
        return None
    try:
        await relay(request, send, upstream, line, configuration, with_cookies=with_cookies)
    finally:
        upstream.close()
    return upstream


async def _content(receive: Receive) -> AsyncIterator[bytes]:
    more = True
    while more:
        message = await receive()
        if message["type"] != "http.request":
            raise ConnectionError("The client left before its request was complete.")
        more = message.get("more_body", False)
        if message.get("body"):
            yield message["body"]


def same_origin_targets(request: Request, fields: Fields) -> set[bytes]:
    """Give the addresses that an unsafe request makes invalid (RFC 9111, section 4.4)."""
    targets = {request.target}
    base = f"http://{request.host.decode('latin-1')}{request.target.decode('latin-1')}"
    for name in (b"location", b"content-location"):
        value = find(fields, name)
        if not value:
            continue
        try:
            parts = urlsplit(urljoin(base, value))
        except ValueError:
            continue
        if parts.netloc.lower().encode("latin-1", "replace") == request.host:
            path = parts.path or "/"
            target = f"{path}?{parts.query}" if parts.query else path
            targets.add(target.encode("latin-1", "replace"))
    return targets
