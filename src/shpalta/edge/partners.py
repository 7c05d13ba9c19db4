"""`POST /-/fundraiser/…/`: what a partner's service reports goes through to the press, uncached.

The press asks for the signature; here only what could be such a report passes, a few a minute
from one address, read whole before anything is asked of the press.
"""

import re
from http import HTTPStatus

from shpalta.edge.asgi import Send
from shpalta.edge.bodies import read_body
from shpalta.edge.callers import Pace, address_of
from shpalta.edge.configuration import Configuration
from shpalta.edge.errors import RefusedError
from shpalta.edge.origin import Origin
from shpalta.edge.passing import pass_on
from shpalta.edge.requests import Request
from shpalta.edge.rules import cache_status
from shpalta.edge.rules.fields import without

LARGEST = 4096
MOST_A_MINUTE = 60
"""Reports from one address in a minute."""
_PATH = re.compile(rb"/-/fundraiser/[A-Za-z0-9]{8,24}/")


def is_of_partners(path: bytes) -> bool:
    """Tell whether a path is one to which partners' services report."""
    return _PATH.fullmatch(path) is not None


class PartnersDoor:
    """One worker's way for partners' reports."""

    def __init__(self, configuration: Configuration, origin: Origin) -> None:
        self._configuration = configuration
        self._origin = origin
        self._pace = Pace(MOST_A_MINUTE)

    async def serve(self, request: Request, send: Send, now: float) -> None:
        """Pass a report on; `now` is in seconds. Raises RefusedError."""
        if request.method != "POST":
            allowed = ((b"allow", b"POST"),)
            raise RefusedError(HTTPStatus.METHOD_NOT_ALLOWED, "Reports are posted.", allowed)
        if not self._pace.allows(address_of(request, self._configuration.proxies), now):
            wait = ((b"retry-after", b"60"),)
            raise RefusedError(HTTPStatus.TOO_MANY_REQUESTS, "Too many reports.", wait)
        body = await read_body(request.receive, LARGEST)
        request.fields = without(request.fields, (b"cookie",))
        line = cache_status.forwarded("bypass")
        await pass_on(request, send, self._origin, line, self._configuration, content=body)
