"""A shared cache in front of any origin, by RFC 9111 and nothing else."""

import time
from http import HTTPStatus

from shpalta.edge.asgi import Send, body_message, start_message
from shpalta.edge.configuration import Configuration
from shpalta.edge.flights import Flights, Outcome
from shpalta.edge.follower import elapsed
from shpalta.edge.metrics import Metrics
from shpalta.edge.origin import Origin
from shpalta.edge.passing import pass_on, relay, same_origin_targets
from shpalta.edge.plain_fetching import PlainFetching, usable_instead
from shpalta.edge.replies import SERVER, send_failure, send_stored
from shpalta.edge.requests import READING, Request
from shpalta.edge.rules import cache_status
from shpalta.edge.rules.fields import find
from shpalta.edge.rules.freshness import Verdict, judge
from shpalta.edge.rules.varying import vary_names
from shpalta.edge.shelves import Shelves
from shpalta.edge.store import Disk
from shpalta.edge.stored import Rendering, Stored

SAFE = READING | {"OPTIONS", "TRACE"}
LOST = "The origin cannot be reached, and no answer is stored."
ONLY_CACHED = "No stored answer can be used, and the request forbids to ask for one."
_ONCE_VARIED = frozenset({(), ("accept-encoding",)})


class PlainEngine:
    """Decides for each request what is answered, and keeps what may be kept."""

    def __init__(
        self,
        configuration: Configuration,
        shelves: Shelves,
        origin: Origin,
        metrics: Metrics,
        disk: Disk | None = None,
    ) -> None:
        self._configuration = configuration
        self._shelves = shelves
        self._origin = origin
        self._metrics = metrics
        self._disk = disk
        self._fetching = PlainFetching(configuration, shelves, origin, metrics, disk)
        self._flights = Flights()

    async def stop(self) -> None:
        """End the fetches under way."""
        await self._flights.stop()

    async def serve(self, request: Request, send: Send) -> None:
        """Answer a request. Raises OriginError if a body that is streamed through is cut short."""
        if request.method not in READING:
            return await self._forward(request, send)
        stored = await self._find(request)
        verdict = self._judge(stored, request)
        if stored is not None and verdict is not Verdict.STALE:
            return await self._answer_stored(request, send, stored, verdict)
        if request.asked.has("only-if-cached"):
            line = cache_status.forwarded("request", detail="only-if-cached")
            return await send_failure(send, 504, ONLY_CACHED, line=line, with_body=True)
        self._metrics.misses += 1
        if self._is_passed(request, stored):
            return await self._pass(request, send, "bypass" if stored is None else "stale")
        return await self._fetch_for(request, send, stored)

    # Finding

    async def _find(self, request: Request) -> Stored | None:
        shelves = self._shelves
        key = shelves.key_for(request.host, request.target, request.fields)
        stored = shelves.find(key)
        if stored is not None or self._disk is None:
            return stored
        for loaded in await self._disk.load(request.host, request.target):
            fresh = Stored(loaded.key, loaded.received, plain=True)
            if shelves.find(fresh.key) is None:
                shelves.note_variant(fresh)
                shelves.put(fresh)
        return shelves.find(shelves.key_for(request.host, request.target, request.fields))

    def _judge(self, stored: Stored | None, request: Request) -> Verdict:
        if stored is None:
            return Verdict.STALE
        age = stored.age(time.time())
        return judge(age=age, lifetime=stored.lifetime, control=stored.control, asked=request.asked)

    async def _answer_stored(
        self, request: Request, send: Send, stored: Stored, verdict: Verdict
    ) -> None:
        stored.hits += 1
        self._metrics.hits += 1
        ttl = stored.lifetime - stored.age(time.time())
        detail = ""
        if verdict is Verdict.REFRESHING:
            detail = "stale-while-revalidate"
            self._flights.begin(stored.key, lambda: self._fetching.fetch(request, stored))
        elif request.simple and request.method == "GET":
            self._make_hot(request, stored, ttl)
        await self._send(request, send, stored, cache_status.hit(ttl=ttl, detail=detail), aged=True)

    def _make_hot(self, request: Request, stored: Stored, ttl: float) -> None:
        """Have the answer ready for the rest of this second, in which its Age stays the same."""
        if ttl < 1 or vary_names(stored.received.fields) not in _ONCE_VARIED:
            return
        if (old := stored.renderings.pop("", None)) is not None:
            self._shelves.cool(old)
        fields = self._fields(stored, cache_status.hit(ttl=ttl), aged=True)
        length = (b"content-length", b"%d" % len(stored.body))
        start = start_message(stored.status, [*fields, length])
        rendering = Rendering(stored, fields, start, body_message(stored.body))
        rendering.until = elapsed() + 1.0 - stored.age(time.time()) % 1.0
        stored.renderings[""] = rendering
        self._shelves.make_hot(request.hot_key, rendering)

    # Fetching

    def _is_passed(self, request: Request, stored: Stored | None) -> bool:
        """Say whether it goes to the origin as it is: nothing would be stored of it."""
        if request.method == "HEAD" or request.asked.has("no-store") or request.has_body:
            return True
        return stored is None and find(request.scope["headers"], b"range") is not None

    async def _fetch_for(self, request: Request, send: Send, stored: Stored | None) -> None:
        key = self._shelves.key_for(request.host, request.target, request.fields)
        reason = "stale" if stored is not None else "vary-miss" if key[2] else "uri-miss"
        if self._fetching.shares_nothing(request):
            outcome, ours = await self._fetching.fetch(request, stored), True
        else:
            task, ours = self._flights.join(key, lambda: self._fetching.fetch(request, stored))
            outcome = await task
            if not ours:
                self._metrics.collapsed += 1
                if outcome.error is None and not self._serves(outcome, request):
                    outcome, ours = await self._fetching.fetch(request, stored), True
        try:
            await self._answer_fetched(request, send, stored, outcome, reason, ours=ours)
        finally:
            if ours:
                outcome.close()

    def _serves(self, outcome: Outcome, request: Request) -> bool:
        """Say whether what another reader fetched may be given to this one."""
        stored = outcome.stored
        if stored is None or not outcome.shared or stored.control.has("no-cache"):
            return False
        return stored.key == self._shelves.key_for(request.host, request.target, request.fields)

    async def _answer_fetched(
        self,
        request: Request,
        send: Send,
        stored: Stored | None,
        outcome: Outcome,
        reason: str,
        *,
        ours: bool,
    ) -> None:
        if outcome.error is not None:
            return await self._answer_failure(request, send, stored, outcome)
        line = cache_status.forwarded(
            reason,
            status=outcome.status,
            stored=outcome.shared,
            collapsed=not ours,
        )
        if outcome.upstream is not None:
            return await relay(request, send, outcome.upstream, line, self._configuration)
        fetched = outcome.stored
        if fetched is not None:
            validated = outcome.status == HTTPStatus.NOT_MODIFIED
            await self._send(request, send, fetched, line, aged=validated or not ours)
        return None

    async def _answer_failure(
        self, request: Request, send: Send, stored: Stored | None, outcome: Outcome
    ) -> None:
        now = time.time()
        if stored is not None and usable_instead(stored, request):
            self._metrics.stale_served += 1
            ttl = stored.lifetime - stored.age(now)
            line = cache_status.hit(ttl=ttl, detail="stale-if-error")
            return await self._send(request, send, stored, line, aged=True)
        if outcome.upstream is not None:
            line = cache_status.forwarded("stale", status=outcome.status)
            return await relay(request, send, outcome.upstream, line, self._configuration)
        status = outcome.error.status if outcome.error is not None else HTTPStatus.BAD_GATEWAY
        if stored is not None and stored.control.forbids_stale:
            status = HTTPStatus.GATEWAY_TIMEOUT  # RFC 9111, section 5.2.2.2.
        line = cache_status.forwarded("uri-miss" if stored is None else "stale")
        return await send_failure(send, status, LOST, line=line, with_body=request.wants_body)

    # Sending

    async def _send(
        self, request: Request, send: Send, stored: Stored, line: str, *, aged: bool
    ) -> None:
        fields = self._fields(stored, line, aged=aged)
        status = await send_stored(send, request, stored.status, fields, stored.body)
        self._metrics.not_modified += status == HTTPStatus.NOT_MODIFIED

    def _fields(self, stored: Stored, line: str, *, aged: bool) -> list[tuple[bytes, bytes]]:
        fields = list(stored.fields)
        if aged or find(stored.received.fields, b"age") is not None:
            fields.append((b"age", b"%d" % stored.age(time.time())))
        fields.append((cache_status.FIELD, cache_status.appended(stored.received.fields, line)))
        if find(stored.fields, b"server") is None:
            fields.append(SERVER)
        return fields

    async def _pass(self, request: Request, send: Send, reason: str) -> None:
        await pass_on(
            request, send, self._origin, cache_status.forwarded(reason), self._configuration
        )

    async def _forward(self, request: Request, send: Send) -> None:
        """Pass on a request that may change something, and forget what it may have changed."""
        line = cache_status.forwarded("method")
        upstream = await pass_on(request, send, self._origin, line, self._configuration)
        if upstream is None or request.method in SAFE:
            return
        if HTTPStatus.OK <= upstream.status < HTTPStatus.BAD_REQUEST:
            for target in same_origin_targets(request, upstream.fields):
                self._shelves.discard_all(request.host, target)
                if self._disk is not None:
                    self._disk.discard(request.host, target)
