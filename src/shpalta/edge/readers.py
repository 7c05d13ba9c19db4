"""The door to the readers' room: what has sessions goes through as it is, and is never kept.

Only the addresses of `routes.READERS` pass, and only on them cookies go either way. The room has
connections, a breaker and a pace of its own, so that a flood there touches no page. What is posted
is read whole before the room hears of it: slow lines hold no connection there. Whoever stands
behind this door is told the reader's address in `X-Forwarded-For`, and the scheme where a proxy
that is believed tells it; what a reader says of that kind is dropped.
"""

from collections import Counter
from dataclasses import replace
from http import HTTPStatus

from shpalta.edge.asgi import Send
from shpalta.edge.bodies import read_body
from shpalta.edge.callers import FORWARDED_FOR, Pace, address_of, household_of
from shpalta.edge.configuration import Configuration
from shpalta.edge.errors import RefusedError
from shpalta.edge.metrics import Metrics
from shpalta.edge.origin import Origin
from shpalta.edge.passing import pass_on
from shpalta.edge.requests import Request
from shpalta.edge.rules import cache_status
from shpalta.edge.rules.fields import find, seconds, without

LARGEST = 64 * 1024
"""Bytes of a form: a comment of the longest kind is a quarter of it."""
READ_SECONDS = 15.0
"""How long a form may be on its way over a bad line."""
SCHEME = b"x-forwarded-proto"
FORWARDED = (
    *(FORWARDED_FOR, SCHEME, b"forwarded", b"x-forwarded-host", b"x-forwarded-port"),
    b"x-real-ip",
)
_MOST_COMING, _MOST_FROM_ONE = 2_000, 40
"""Forms that may be on their way to us at once, and of these from one household."""
_METHODS = frozenset({"GET", "HEAD", "POST"})


class ReadersDoor:
    """One worker's way to the readers' room."""

    def __init__(self, configuration: Configuration, metrics: Metrics) -> None:
        own = replace(
            configuration,
            origin=configuration.readers or configuration.origin,
            origin_connections=configuration.reader_connections,
        )
        self.origin = Origin(own, metrics)
        self._configuration = own
        self._under_way = 0
        self._coming: Counter[str] = Counter()
        self._pace = Pace(configuration.readers_a_minute)

    async def serve(self, request: Request, send: Send, now: float) -> None:
        """Pass a request on; `now` is in seconds. Raises RefusedError."""
        address = address_of(request, self._configuration.proxies)
        self._check(request, address, now)
        scheme = [line for line in request.fields if line[0] == SCHEME]
        request.fields = [
            *without(request.fields, FORWARDED),
            (FORWARDED_FOR, address.encode("latin-1", "replace")),
            *(scheme if self._configuration.proxies else ()),
        ]
        content = await self._read(request, address) if request.has_body else b""
        _refuse_if_full(self._under_way, self._configuration.reader_requests)
        self._under_way += 1
        try:
            await pass_on(
                request,
                send,
                self.origin,
                cache_status.forwarded("bypass"),
                self._configuration,
                with_cookies=True,
                content=content,
            )
        finally:
            self._under_way -= 1

    def _check(self, request: Request, address: str, now: float) -> None:
        if request.method not in _METHODS:
            allowed = ((b"allow", b"GET, HEAD, POST"),)
            raise RefusedError(HTTPStatus.METHOD_NOT_ALLOWED, "Forms are posted.", allowed)
        if (seconds(find(request.fields, b"content-length")) or 0) > LARGEST:
            close = ((b"connection", b"close"),)
            raise RefusedError(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, "That is too large.", close)
        if not self._pace.allows(address, now):
            wait = ((b"retry-after", b"60"),)
            raise RefusedError(HTTPStatus.TOO_MANY_REQUESTS, "Too many requests.", wait)

    async def _read(self, request: Request, address: str) -> bytes:
        household = household_of(address)
        _refuse_if_full(self._coming.total(), _MOST_COMING)
        _refuse_if_full(self._coming[household], _MOST_FROM_ONE)
        self._coming[household] += 1
        try:
            return await read_body(request.receive, LARGEST, within=READ_SECONDS)
        finally:
            self._coming[household] -= 1
            if not self._coming[household]:
                del self._coming[household]


def _refuse_if_full(under_way: int, most: int) -> None:
    if under_way >= most:
        wait = ((b"retry-after", b"5"),)
        raise RefusedError(HTTPStatus.SERVICE_UNAVAILABLE, "Come again in a moment.", wait)
