"""The ASGI application of the press: the journal's stream, and Django's pages beside it.

A follower of the journal holds its connection for days, so the stream is served asynchronously;
pages are made by Django in a few threads, each with a database connection of its own.
"""

from typing import Any, cast

from a2wsgi import WSGIMiddleware

from shpalta.site.loading import load_application

PAGE_THREADS = 4

_pages = WSGIMiddleware(load_application(), workers=PAGE_THREADS)

from shpalta.journal.stream import (  # noqa: E402  it needs Django's settings
    PATH,
    Message,
    Receive,
    Scope,
    Send,
    journal_app,
)


async def application(scope: Scope, receive: Receive, send: Send) -> None:
    """Hand a request to the stream or to the pages."""

    async def received() -> Message:
        # Granian's receive gives a future; a2wsgi takes coroutines alone.
        return await receive()

    if scope["type"] == "http" and scope["path"] == PATH:
        await journal_app(scope, receive, send)
    else:
        await cast("Any", _pages)(scope, received, send)
