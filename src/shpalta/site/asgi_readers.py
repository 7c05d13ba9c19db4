"""The ASGI application of the readers' room: the short way for comments, and Django beside it."""

from typing import Any, cast

from a2wsgi import WSGIMiddleware

from shpalta.site.loading import load_application

PAGE_THREADS = 8

_pages = WSGIMiddleware(load_application(), workers=PAGE_THREADS)

from django.conf import settings  # noqa: E402  it needs Django's settings

from shpalta.readers.door import Receive, Scope, Send, is_short_way, short_way  # noqa: E402


async def application(scope: Scope, receive: Receive, send: Send) -> None:
    """Hand a request to the short way or to the pages."""

    async def received() -> Any:
        # Granian's receive gives a future; a2wsgi takes coroutines alone.
        return await receive()

    if scope["type"] == "http" and is_short_way(scope):
        await short_way(scope, received, send)
    else:
        # Who ends TLS stands before the edge: links and checks of origin are of that scheme.
        secure = (b"x-forwarded-proto", b"https") in scope.get("headers", ())
        scheme = "https" if secure else settings.SHPALTA_READERS.scheme
        await cast("Any", _pages)({**scope, "scheme": scheme}, received, send)
