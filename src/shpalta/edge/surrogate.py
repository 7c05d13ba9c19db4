"""Our own pages for readers: which document a request means, and in which form it is sent."""

from http import HTTPStatus

from shpalta.edge.asgi import Send
from shpalta.edge.configuration import Configuration
from shpalta.edge.counting import Counts
from shpalta.edge.encoding import classify
from shpalta.edge.errors import RefusedError
from shpalta.edge.follower import elapsed
from shpalta.edge.freshening import Freshening, Obtained
from shpalta.edge.metrics import Metrics
from shpalta.edge.passing import relay
from shpalta.edge.rendering import Pages
from shpalta.edge.replies import send_failure, send_stored
from shpalta.edge.requests import READING, Request
from shpalta.edge.routes import MOVED, is_public, is_streamed, stranger_path
from shpalta.edge.rules import cache_status
from shpalta.edge.rules.search import NOTHING_MATTERS
from shpalta.edge.shelves import Shelves
from shpalta.edge.slicing import Slicing
from shpalta.edge.stored import Rendering

LOST = "The newspaper cannot be reached just now. Please try again in a moment."
ALLOWED = ((b"allow", b"GET, HEAD"),)


OLD_DOOR = MOVED.encode()


class SurrogateEngine:
    """Answers from the press's documents; only what is public passes, only to be read."""

    def __init__(
        self,
        configuration: Configuration,
        shelves: Shelves,
        freshening: Freshening,
        metrics: Metrics,
        counts: Counts,
        slicing: Slicing,
    ) -> None:
        self._configuration = configuration
        self._shelves = shelves
        self._freshening = freshening
        self._metrics = metrics
        self._counts = counts
        self._slicing = slicing
        self._pages = Pages(shelves, freshening, configuration)

    async def serve(self, request: Request, send: Send) -> None:
        """Answer a request. Raises RefusedError, and OriginError if a streamed body breaks off."""
        _check(request)
        if is_streamed(request.path.decode("latin-1")):
            return await self._slicing.serve(request, send)
        ready = self._find_ready(request)
        if ready is not None:
            self._metrics.hits += 1
            return await self._send(request, send, ready, cache_status.hit())
        host, path, query = request.host, request.path, request.query
        if not is_public(path.decode("latin-1")):
            self._metrics.refused += 1
            path = stranger_path(path.decode("latin-1")).encode("latin-1")
            query = query if path.startswith(OLD_DOOR) else b""
        target = await self._target(host, path, query)
        client = classify(request.accept_encoding)
        obtained, rendering = await self._pages.render((host, target, b""), client)
        try:
            await self._answer(request, send, obtained, rendering)
        finally:
            if obtained.upstream is not None:
                obtained.upstream.close()

    def _find_ready(self, request: Request) -> Rendering | None:
        """Give what the application would have found at once, but for the query or a condition."""
        host, path, query, encoding = request.hot_key
        rendering = self._shelves.hot.get(request.hot_key)
        if rendering is None and query:
            rendering = self._shelves.hot.get((host, path, b"", encoding))
            if rendering is not None and not rendering.any_query:
                return None
        if rendering is None or elapsed() >= rendering.until or rendering.degraded:
            return None
        return None if rendering.trusting and not self._freshening.place.following else rendering

    async def _target(self, host: bytes, path: bytes, query: bytes) -> bytes:
        """Give the address of the document: with those parameters alone that matter there.

        The page without parameters says which (No-Vary-Search); of one that says nothing none do.
        """
        if not query:
            return path
        key = (host, path, b"")
        bare = await self._freshening.find_any(key)
        if bare is None:
            obtained = await self._freshening.obtain(key)
            if obtained.upstream is not None:
                obtained.upstream.close()
            bare = obtained.stored
        rule = (bare.search if bare is not None else None) or NOTHING_MATTERS
        reduced = rule.reduce(query)
        return path + b"?" + reduced if reduced else path

    async def _answer(
        self, request: Request, send: Send, obtained: Obtained, rendering: Rendering | None
    ) -> None:
        if obtained.upstream is not None:
            self._metrics.misses += 1
            line = obtained.line
            return await relay(request, send, obtained.upstream, line, self._configuration)
        if rendering is None:
            self._metrics.misses += 1
            return await send_failure(
                send,
                HTTPStatus.SERVICE_UNAVAILABLE,
                LOST,
                line=obtained.line,
                with_body=request.wants_body,
            )
        if obtained.last_good:
            self._metrics.stale_served += 1
        elif obtained.line.startswith(cache_status.hit()):
            self._metrics.hits += 1
        else:
            self._metrics.misses += 1
        if request.simple and request.method == "GET":
            self._warm(request, rendering)
        return await self._send(request, send, rendering, obtained.line)

    def _warm(self, request: Request, rendering: Rendering) -> None:
        """Let the application find the answer at once from now on."""
        if rendering.until <= elapsed():
            return
        host, path, query, encoding = request.hot_key
        if request.query and rendering.any_query:
            query = b""
        if rendering.stored.key[1].partition(b"?")[0] == path:
            self._shelves.make_hot((host, path, query, encoding), rendering)

    async def _send(self, request: Request, send: Send, rendering: Rendering, line: str) -> None:
        stored = rendering.stored
        stored.hits += 1
        stored.hit_at = elapsed()
        if stored.counted and request.method == "GET":
            self._counts.note(stored.counted, request.fields)
        fields = [*rendering.fields, (cache_status.FIELD, line.encode("latin-1"))]
        status = await send_stored(
            send,
            request,
            stored.status,
            fields,
            rendering.body["body"],
            ranges=stored.surrogate is None,
        )
        self._metrics.not_modified += status == HTTPStatus.NOT_MODIFIED


def _check(request: Request) -> None:
    if request.method not in READING:
        raise RefusedError(HTTPStatus.METHOD_NOT_ALLOWED, "Pages can only be read.", ALLOWED)
    if request.has_body:
        raise RefusedError(
            HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
            "Who only reads sends nothing.",
            ((b"connection", b"close"),),
        )
