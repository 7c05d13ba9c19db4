"""`POST /-/count`: what only a reader's browser can know, such as that an advertisement was seen.

The body names subjects, one a line. It is answered 204 whatever becomes of it: a page must not
learn what counts. Only pages of the same site are heard, only kinds of `REPORTED` are taken, and
no address may report more than a few a second; whether a subject exists is asked by the origin.
"""

from http import HTTPStatus

from shpalta.core.counting import find_subject
from shpalta.edge.asgi import Send
from shpalta.edge.bodies import read_body
from shpalta.edge.callers import Pace, address_of
from shpalta.edge.counting import Counts, is_person
from shpalta.edge.errors import RefusedError
from shpalta.edge.replies import SERVER, send_whole
from shpalta.edge.requests import Request
from shpalta.edge.rules.fields import find

PATH = b"/-/count"
REPORTED = frozenset({"seen"})
LARGEST = 1024
MOST_LINES = 20
MOST_A_MINUTE = 3000
"""Subjects from one address in a minute: behind one may be all of a mobile operator's readers."""
_OURS = frozenset({"same-origin", "none"})
_NO_STORE = (b"cache-control", b"no-store")


class Beacon:
    """Takes the reports of one worker's readers, who come through so many proxies."""

    def __init__(self, counts: Counts, *, proxies: int = 0) -> None:
        self._counts = counts
        self._proxies = proxies
        self._pace = Pace(MOST_A_MINUTE)

    async def take(self, request: Request, send: Send, now: float) -> None:
        """Answer a report; `now` is in seconds. Raises RefusedError."""
        if request.method != "POST":
            allowed = ((b"allow", b"POST"),)
            raise RefusedError(HTTPStatus.METHOD_NOT_ALLOWED, "Reports are posted.", allowed)
        body = await read_body(request.receive, LARGEST)
        if self._is_heard(request):
            self._count(request, body, now)
        await send_whole(send, HTTPStatus.NO_CONTENT, [_NO_STORE, SERVER], b"", with_body=False)

    def _is_heard(self, request: Request) -> bool:
        site = find(request.fields, b"sec-fetch-site")
        agent = find(request.fields, b"user-agent") or ""
        return (site is None or site in _OURS) and is_person(agent.encode("latin-1", "replace"))

    def _count(self, request: Request, body: bytes, now: float) -> None:
        lines = body.decode("ascii", "replace").split("\n")[:MOST_LINES]
        found = [subject for line in lines if (subject := find_subject(line.strip())) is not None]
        wanted = {str(one) for one in found if one.kind in REPORTED}
        if self._pace.allows(address_of(request, self._proxies), now, len(wanted)):
            for name in wanted:
                self._counts.add(name)
