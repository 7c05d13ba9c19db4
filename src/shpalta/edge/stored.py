"""A stored response: what came from the origin, and what follows from it."""

from dataclasses import dataclass
from typing import TypeAlias

from shpalta.edge.asgi import Message
from shpalta.edge.esi import Template, is_esi, parse, plain
from shpalta.edge.rules.control import (
    SURROGATE,
    Control,
    response_control,
    surrogate_control,
)
from shpalta.edge.rules.fields import find, without
from shpalta.edge.rules.freshness import Times, initial_age, lifetime
from shpalta.edge.rules.search import SearchRule, parse_search_rule

Key: TypeAlias = tuple[bytes, bytes, bytes]
"""Host, target (path and query), and what tells variants apart (see `rules.varying`)."""

COUNTED = b"shpalta-count"
"""Under which subject (`core.counting`) an answer's servings count."""
OVERHEAD = 1500
"""What an object costs in memory beside its bytes, roughly."""
SET_COOKIE = b"set-cookie"
OURS_ALONE = (SURROGATE, b"surrogate-key", b"surrogate-capability", SET_COOKIE, COUNTED)
"""What a surrogate's reader does not see."""
REMADE = (b"age", b"content-length", b"cache-status")


class Rendering:
    """An answer in one coding, ready to be sent: `start` and `body` are ASGI messages.

    `until` is the moment (of `follower.elapsed`) until which the answer is as good as fresh,
    `trusting` says that this holds only while the journal is heard.
    """

    __slots__ = (
        *("aliases", "any_query", "body", "degraded", "fields", "fragments", "has_date", "head"),
        *("owns_body", "start", "stored", "trusting", "until"),
    )

    def __init__(
        self, stored: "Stored", fields: list[tuple[bytes, bytes]], start: Message, body: Message
    ) -> None:
        self.stored = stored
        self.fields = fields
        self.start = start
        self.body = body
        self.head = b""
        """Status line and fields as they go over the wire; b"" until somebody needs them."""
        self.has_date = False
        self.until = 0.0
        self.trusting = False
        self.any_query = False
        self.degraded = False
        """Whether it holds something that is merely the last good."""
        self.owns_body = False
        """Whether the body's bytes are others than the stored ones, and count in memory."""
        self.fragments: tuple[Stored, ...] = ()
        self.aliases: list[tuple[bytes, bytes, bytes, bytes | None]] = []


@dataclass(frozen=True, slots=True)
class Received:
    """A response as it came: end-to-end fields with names in lower case, whole body, times.

    `position` and `epoch` say up to where the journal had been taken when it was asked for.
    """

    status: int
    fields: tuple[tuple[bytes, bytes], ...]
    body: bytes
    times: Times
    position: int = 0
    epoch: str = ""


class Stored:
    """A response with all that a cache must know of it, worked out once."""

    __slots__ = (
        *(
            "_template",
            "age_at_receipt",
            "body",
            "control",
            "counted",
            "fields",
            "gone",
            "hit_at",
            "hits",
            "key",
        ),
        *("keys", "lifetime", "purged", "received", "renderings", "retry_at", "search"),
        *("seen_hits", "size", "status", "surrogate", "users"),
    )

    def __init__(self, key: Key, received: Received, *, plain: bool) -> None:
        self.key = key
        self.received = received
        self.status = received.status
        self.body = received.body
        fields = received.fields
        self.control = response_control(fields)
        self.surrogate: Control | None = None if plain else surrogate_control(fields)
        self.fields = without(fields, REMADE if plain else (*REMADE, *OURS_ALONE))
        self.lifetime = lifetime(self.status, fields, self.control)
        self.age_at_receipt = initial_age(fields, received.times)
        self.keys = () if plain else tuple((find(fields, b"surrogate-key") or "").split())
        self.counted = "" if plain else find(fields, COUNTED) or ""
        self.search: SearchRule | None = parse_search_rule(find(fields, b"no-vary-search"))
        self.purged = self.gone = False
        self.hits = self.seen_hits = 0
        self.hit_at = self.retry_at = 0.0
        self.renderings: dict[str, Rendering] = {}
        self.users: set[Stored] = set()
        """The pages whose renderings hold this fragment."""
        self._template: Template | None = None
        names = sum(len(name) + len(value) + 100 for name, value in fields)
        self.size = OVERHEAD + len(self.body) + names + 60 * len(self.keys)

    def age(self, now: float) -> float:
        """Give its age in seconds at `now` (seconds since 1970; RFC 9111, section 4.2.3)."""
        return self.age_at_receipt + max(0.0, now - self.received.times.received_at)

    @property
    def template(self) -> Template:
        """The body taken apart, if it says that it has includes."""
        if self._template is None:
            has_includes = self.surrogate is not None and is_esi(
                find(self.received.fields, SURROGATE)
            )
            self._template = parse(self.body) if has_includes else plain(self.body)
        return self._template
