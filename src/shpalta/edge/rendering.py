"""Pages made of their template and its fragments, in each coding once per change."""

import asyncio
from collections.abc import Iterable, Mapping
from http import HTTPStatus

from shpalta.edge.asgi import body_message, start_message
from shpalta.edge.assembly import Fragment, assemble
from shpalta.edge.configuration import Configuration
from shpalta.edge.encoding import (
    CODINGS,
    IDENTITY,
    choose,
    compress,
    is_worth_compressing,
    strong_etag,
)
from shpalta.edge.esi import Template
from shpalta.edge.follower import elapsed
from shpalta.edge.freshening import Freshening, Obtained
from shpalta.edge.replies import SERVER
from shpalta.edge.rules import cache_status
from shpalta.edge.rules.fields import find, without
from shpalta.edge.rules.search import NOTHING_MATTERS
from shpalta.edge.shelves import Shelves
from shpalta.edge.stored import Key, Rendering, Stored

ALL_CODINGS = (*CODINGS, IDENTITY)
LONGEST = 86_400.0
_OF_THE_TEMPLATE = (b"date", b"etag", b"last-modified", b"accept-ranges", b"vary")
"""Fields that describe what the origin sent, not what we make of it."""
_OF_ONE_PART = (b"expires",)
"""The same where other parts are put in, which have a time of their own."""


class Pages:
    """Makes answers of documents, and keeps them with the documents."""

    def __init__(
        self, shelves: Shelves, freshening: Freshening, configuration: Configuration
    ) -> None:
        self._shelves = shelves
        self._freshening = freshening
        self._retry_seconds = configuration.retry_seconds

    async def render(self, key: Key, client: str) -> tuple[Obtained, Rendering | None]:
        """Give a document and the answer for a class of clients; None if there is none.

        A broken or missing fragment leaves its place empty; the page is there all the same.
        """
        obtained = await self._freshening.obtain(key)
        stored = obtained.stored
        if stored is None:
            return obtained, None
        coding = _coding(stored, client)
        parts = {
            path: self._freshening.find((key[0], path.encode("latin-1"), b""))
            for path in stored.template.sources
        }
        if all(parts.values()):
            ready = stored.renderings.get(coding)
            used = tuple(part for part in parts.values() if part is not None)
            asked_again = obtained.last_good or (ready is not None and ready.degraded)
            if ready is not None and ready.fragments == used and not asked_again:
                self._date(ready, degraded=False)
                return obtained, ready
            return obtained, self._make(obtained, parts, coding, degraded=obtained.last_good)
        gathered = await self._gather(key[0], stored.template)
        degraded = obtained.last_good or any(
            part is None or part.last_good for part in gathered.values()
        )
        if degraded and not obtained.last_good:
            # What the reader gets is not as good as fresh; the answer says so.
            obtained.line = cache_status.hit(detail="last-good-fragment")
            obtained.last_good = True
        fragments = {path: part.stored if part else None for path, part in gathered.items()}
        if self._is_gone(stored, fragments.values()):
            return await self.render(key, client)
        return obtained, self._make(obtained, fragments, coding, degraded=degraded)

    def _is_gone(self, stored: Stored, fragments: Iterable[Stored | None]) -> bool:
        """Say whether the journal removed a part while the others were fetched."""
        return stored.gone or any(part.gone for part in fragments if part is not None)

    async def _gather(self, host: bytes, template: Template) -> dict[str, Obtained | None]:
        """Get all fragments at once; those that fail by their other address, if they have one."""
        wanted = list(template.sources)
        found = dict(zip(wanted, await self._obtain_all(host, wanted), strict=True))
        others = {
            include.alt
            for include in template.includes
            if include.alt and found[include.src] is None
        }
        again = list(others - found.keys())
        return found | dict(zip(again, await self._obtain_all(host, again), strict=True))

    async def _obtain_all(self, host: bytes, paths: list[str]) -> list[Obtained | None]:
        keys = [(host, path.encode("latin-1"), b"") for path in paths]
        return await asyncio.gather(*map(self._obtain_fragment, keys))

    async def _obtain_fragment(self, key: Key) -> Obtained | None:
        obtained = await self._freshening.obtain(key)
        if obtained.upstream is not None:
            obtained.upstream.close()
        stored = obtained.stored
        return obtained if stored is not None and stored.status == HTTPStatus.OK else None

    def _make(
        self,
        obtained: Obtained,
        parts: Mapping[str, Stored | None],
        coding: str,
        *,
        degraded: bool,
    ) -> Rendering:
        stored = obtained.stored
        assert stored is not None  # noqa: S101  for the type checker: our caller has looked
        fragments = {
            path: Fragment(part.template, frozenset())
            for path, part in parts.items()
            if part is not None and part.status == HTTPStatus.OK
        }
        used = tuple(part for part in parts.values() if part is not None)
        if stored.template.includes:
            body = compress(assemble(stored.template, fragments).body, coding)
        else:
            body = compress(stored.body, coding)
        fields = _fields(stored, body, coding)
        line = obtained.line if degraded else cache_status.hit()
        start = start_message(
            stored.status,
            [
                *fields,
                (cache_status.FIELD, line.encode("latin-1")),
                (b"content-length", b"%d" % len(body)),
            ],
        )
        rendering = Rendering(stored, fields, start, body_message(body))
        rendering.owns_body = body is not stored.body
        rendering.degraded = degraded
        rendering.fragments = used
        rendering.any_query = (stored.search or NOTHING_MATTERS).ignores_all
        self._date(rendering, degraded=degraded)
        self._keep(rendering, coding)
        return rendering

    def _keep(self, rendering: Rendering, coding: str) -> None:
        stored = rendering.stored
        if self._shelves.find(stored.key) is not stored:
            return
        self._shelves.drop_rendering(stored, coding)
        stored.renderings[coding] = rendering
        for part in rendering.fragments:
            part.users.add(stored)
        if rendering.owns_body:
            self._shelves.grew(stored, len(rendering.body["body"]))

    def _date(self, rendering: Rendering, *, degraded: bool) -> None:
        """Say until when an answer may be given without looking again."""
        now = elapsed()
        rendering.trusting = False
        if degraded:
            rendering.until = now + self._retry_seconds
            return
        left = LONGEST
        for part in (rendering.stored, *rendering.fragments):
            left = min(left, self._freshening.fresh_for(part))
            if part.surrogate is not None and self._freshening.place.following:
                rendering.trusting = True
        rendering.until = now + left


def _coding(stored: Stored, client: str) -> str:
    """Choose the coding in which a client gets a document."""
    kind = find(stored.fields, b"content-type") or ""
    length = len(stored.body) + (1000 if stored.template.includes else 0)
    encoded = find(stored.fields, b"content-encoding") is not None
    if encoded or stored.control.has("no-transform") or not is_worth_compressing(kind, length):
        return IDENTITY
    return choose(client, ALL_CODINGS) or IDENTITY


def _fields(stored: Stored, body: bytes, coding: str) -> list[tuple[bytes, bytes]]:
    """Give the fields of an answer, all but Content-Length and Cache-Status."""
    parts = _OF_ONE_PART if stored.template.includes else ()
    fields = without(stored.fields, (*_OF_THE_TEMPLATE, *parts, b"server"))
    fields.append((b"etag", strong_etag(body).encode("ascii")))
    if coding != IDENTITY:
        fields.append((b"content-encoding", coding.encode("ascii")))
    if is_worth_compressing(find(stored.fields, b"content-type") or "", len(stored.body) + 1000):
        fields.append((b"vary", b"Accept-Encoding"))
    if stored.surrogate is None:
        fields.append((b"accept-ranges", b"bytes"))
    return [*fields, SERVER]
