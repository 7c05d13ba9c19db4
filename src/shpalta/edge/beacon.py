"""`POST /-/count`: what only a reader's browser can know, such as that an advertisement was seen.

The body names subjects, one a line. It is answered 204 whatever becomes of it: a page must not
learn what counts. Only pages of the same site are heard, only kinds of `REPORTED` are taken, and
no address may report more than a few a second; whether a subject exists is asked by the origin.
"""

from http import HTTPStatus

from shpalta.core.counting import find_subject
from shpalta.edge.asgi import Send
from shpalta.edge.bodies import read_body
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
    """Takes the reports of one worker's readers."""

    def __init__(self, counts: Counts) -> None:
        self._counts = counts
        self._heard: dict[str, int] = {}
        self._minute = 0

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
        if self._is_moderate(str((request.scope.get("client") or ("",))[0]), len(wanted), now):
            for name in wanted:
                self._counts.add(name)

    def _is_moderate(self, address: str, number: int, now: float) -> bool:
        minute = int(now // 60)
        if minute != self._minute:
            self._minute, self._heard = minute, {}
        self._heard[address] = self._heard.get(address, 0) + number
        return self._heard[address] <= MOST_A_MINUTE
