"""The journal's stream: an ASGI application that sends every entry once, in order.

`GET /-/journal` with the token gives server-sent events (WHATWG HTML, section 9.2);
docs/reference/journal.md describes them.
"""

import asyncio
import hmac
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

from django.conf import settings
from django.db import Error

from shpalta.journal.following import Follower
from shpalta.journal.tailer import Page, Tailer

PATH = "/-/journal"
BEAT = b": beat\n\n"
BEAT_SECONDS = 0.5
GREETING_SECONDS = 3.0
"""How long a new follower waits for a database that does not answer."""

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]

tailer = Tailer()
"""The reader of this process, shared by all followers."""


async def journal_app(scope: Scope, receive: Receive, send: Send) -> None:
    """Answer one request for the stream."""
    headers = {name.lower(): value for name, value in scope["headers"]}
    if scope["method"] != "GET":
        await _refuse(send, 405, "Only GET is answered here.\n", (b"allow", b"GET"))
    elif not _is_allowed(headers.get(b"authorization", b"")):
        challenge = (b"www-authenticate", b'Bearer realm="journal"')
        await _refuse(send, 401, "The journal is for followers that have its token.\n", challenge)
    else:
        asked = headers.get(b"last-event-id")
        await _follow(receive, send, None if asked is None else asked.decode("latin-1"))


def _is_allowed(authorization: bytes) -> bool:
    """Compare in a time that says nothing of the token (RFC 6750, section 2.1)."""
    scheme, _, token = authorization.partition(b" ")
    expected = settings.SHPALTA_JOURNAL_TOKEN.encode()
    is_same = hmac.compare_digest(token.strip(), expected)
    return scheme.lower() == b"bearer" and is_same and bool(expected)


async def _follow(receive: Receive, send: Send, asked: str | None) -> None:
    follower = Follower()
    try:
        try:
            async with asyncio.timeout(GREETING_SECONDS):
                page = await tailer.first_page(follower, asked)
        except (TimeoutError, OSError, Error):
            text = "The database does not answer; try again.\n"
            await _refuse(send, 503, text, (b"retry-after", b"1"))
            return
        await _start(send, 200, b"text/event-stream; charset=utf-8", (b"x-accel-buffering", b"no"))
        watch = asyncio.create_task(_cut_at_disconnect(receive, follower))
        try:
            await _send_all(send, follower, page)
        finally:
            watch.cancel()
    finally:
        follower.is_cut = True
        tailer.leave(follower)


async def _send_all(send: Send, follower: Follower, page: Page) -> None:
    """Send the backlog and then what is live, until the follower goes or is cut."""
    await _send_part(send, page.events)
    while not page.is_live and not follower.is_cut:
        try:
            async with asyncio.timeout(GREETING_SECONDS):
                page = await tailer.next_page(follower, page.position)
        except (TimeoutError, OSError, Error):
            follower.cut()
            break
        await _send_part(send, page.events)
    while (chunk := await follower.next_chunk(BEAT_SECONDS)) is not None:
        if chunk:
            await _send_part(send, chunk)
        elif tailer.is_well:
            await _send_part(send, BEAT)
        else:
            # A beat says "nothing has changed", which nobody knows now.
            break
    await send({"type": "http.response.body", "body": b"", "more_body": False})


async def _cut_at_disconnect(receive: Receive, follower: Follower) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass
    follower.cut()


async def _send_part(send: Send, part: bytes) -> None:
    if part:
        await send({"type": "http.response.body", "body": part, "more_body": True})


async def _start(send: Send, status: int, media: bytes, *headers: tuple[bytes, bytes]) -> None:
    first = [(b"content-type", media), (b"cache-control", b"no-store")]
    await send({"type": "http.response.start", "status": status, "headers": [*first, *headers]})


async def _refuse(send: Send, status: int, text: str, *headers: tuple[bytes, bytes]) -> None:
    await _start(send, status, b"text/plain; charset=utf-8", *headers)
    await send({"type": "http.response.body", "body": text.encode(), "more_body": False})
