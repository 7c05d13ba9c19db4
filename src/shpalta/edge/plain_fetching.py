"""Fetches for the plain cache: asks the origin, and keeps what a shared cache may (RFC 9111)."""

import time
from http import HTTPStatus

from shpalta.edge.configuration import Configuration
from shpalta.edge.errors import OriginError
from shpalta.edge.flights import Outcome
from shpalta.edge.follower import elapsed
from shpalta.edge.metrics import Metrics
from shpalta.edge.origin import Origin, Upstream
from shpalta.edge.requests import Request
from shpalta.edge.rules.control import response_control
from shpalta.edge.rules.fields import find, without
from shpalta.edge.rules.freshness import usable_on_error
from shpalta.edge.rules.hops import with_via
from shpalta.edge.rules.storing import may_store
from shpalta.edge.rules.validation import CONDITIONS, selects, updated, validators
from shpalta.edge.shelves import Shelves
from shpalta.edge.store import Disk
from shpalta.edge.stored import Received, Stored

PASS_SECONDS = 60.0
"""For how long readers of something that may not be shared do not wait for each other."""
MOST_PASSES = 10_000
VIA = "shpalta"


class PlainFetching:
    """Brings responses into memory and to the disk, and remembers what may not be shared."""

    def __init__(
        self,
        configuration: Configuration,
        shelves: Shelves,
        origin: Origin,
        metrics: Metrics,
        disk: Disk | None,
    ) -> None:
        self._configuration = configuration
        self._shelves = shelves
        self._origin = origin
        self._metrics = metrics
        self._disk = disk
        self._passes: dict[tuple[bytes, bytes], float] = {}

    def shares_nothing(self, request: Request) -> bool:
        """Say whether a request must not wait for what another one fetches."""
        if find(request.fields, b"authorization") is not None:
            return True
        until = self._passes.get((request.host, request.target))
        return until is not None and elapsed() < until

    async def fetch(self, request: Request, stored: Stored | None) -> Outcome:
        """Ask the origin for the whole, or whether what is stored is still right."""
        fields = without(request.fields, CONDITIONS | {b"range"})
        if stored is not None:
            fields += validators(stored.received.fields)
        fields = with_via(fields, version="1.1", name=VIA)
        try:
            upstream = await self._origin.ask("GET", request.target, fields)
        except OriginError as error:
            return Outcome(error=error)
        if upstream.status == HTTPStatus.NOT_MODIFIED and stored is not None:
            upstream.close()
            if not selects(stored.received.fields, upstream.fields):
                return await self.fetch(request, None)
            return self._validated(request, stored, upstream)
        if upstream.status >= HTTPStatus.INTERNAL_SERVER_ERROR and stored is not None:
            return await self._failed(request, stored, upstream)
        return await self._received(request, upstream)

    async def _failed(self, request: Request, stored: Stored, upstream: Upstream) -> Outcome:
        if not usable_instead(stored, request):
            return await self._received(request, upstream)
        upstream.close()
        message = f"The origin answered {upstream.status}."
        return Outcome(error=OriginError(message, upstream.status), status=upstream.status)

    def _validated(self, request: Request, stored: Stored, upstream: Upstream) -> Outcome:
        fields = tuple(updated(stored.received.fields, upstream.fields))
        received = Received(stored.status, fields, stored.body, upstream.times)
        fresh = self._keep(request, received)
        fresh.hits = stored.hits
        return Outcome(stored=fresh, status=HTTPStatus.NOT_MODIFIED, shared=True)

    async def _received(self, request: Request, upstream: Upstream) -> Outcome:
        """Keep a response if that is allowed, else let it go through."""
        storable = may_store(
            method="GET",
            request=request.fields,
            asked=request.asked,
            status=upstream.status,
            fields=upstream.fields,
            control=response_control(upstream.fields),
        )
        if not storable:
            self._shelves.discard_all(request.host, request.target)
            self._note_pass(request)
            return Outcome(upstream=upstream, status=upstream.status)
        try:
            body = await upstream.read(self._origin.largest, self._configuration.whole_seconds)
        except OriginError as error:
            self._metrics.fetch_failures += 1
            upstream.close()
            return Outcome(error=error, status=upstream.status)
        if body is None:
            self._note_pass(request)
            return Outcome(upstream=upstream, status=upstream.status)
        upstream.close()
        received = Received(upstream.status, tuple(upstream.fields), body, upstream.times)
        return Outcome(stored=self._keep(request, received), status=received.status, shared=True)

    def _keep(self, request: Request, received: Received) -> Stored:
        control = response_control(received.fields)
        fields = without(received.fields, control.limited_fields())
        kept = Received(received.status, tuple(fields), received.body, received.times)
        key = self._shelves.choose_variant(
            request.host, request.target, request.fields, received.fields
        )
        stored = Stored(key, kept, plain=True)
        self._shelves.put(stored)
        self._passes.pop((request.host, request.target), None)
        if self._disk is not None and stored.status == HTTPStatus.OK:
            self._disk.save(stored)
        return stored

    def _note_pass(self, request: Request) -> None:
        if len(self._passes) >= MOST_PASSES:
            self._passes.clear()
        self._passes[(request.host, request.target)] = elapsed() + PASS_SECONDS


def usable_instead(stored: Stored, request: Request) -> bool:
    """Say whether what is stored may be given because the origin failed (RFC 5861, section 4)."""
    return usable_on_error(
        age=stored.age(time.time()),
        lifetime=stored.lifetime,
        control=stored.control,
        asked=request.asked,
    )
