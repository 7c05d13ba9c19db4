"""A reader's request as the slow path sees it, within its bounds."""

from dataclasses import dataclass
from typing import Any

from shpalta.edge.asgi import Receive, Scope
from shpalta.edge.configuration import Configuration
from shpalta.edge.errors import RefusedError
from shpalta.edge.rules.control import Control, request_control
from shpalta.edge.rules.fields import find, seconds
from shpalta.edge.rules.hops import end_to_end

READING = frozenset({"GET", "HEAD"})
_HOST_CHARACTERS = frozenset(b"abcdefghijklmnopqrstuvwxyz0123456789.-_:[]")


@dataclass(slots=True)
class Request:
    """A request: fields in lower case and end to end; `asked` is its Cache-Control."""

    scope: Scope
    receive: Receive
    method: str
    host: bytes
    path: bytes
    query: bytes
    fields: list[tuple[bytes, bytes]]
    asked: Control
    accept_encoding: bytes | None
    simple: bool
    """Whether nothing in its header could ask for more than the plain stored answer."""

    @property
    def hot_key(self) -> tuple[bytes, bytes, bytes, bytes | None]:
        """What the application looks for: all as it came over the wire."""
        return (self.host, self.path, self.query, self.accept_encoding)

    @property
    def target(self) -> bytes:
        """Path and query as they go over the wire."""
        return self.path + b"?" + self.query if self.query else self.path

    @property
    def wants_body(self) -> bool:
        """Whether the answer's body is sent."""
        return self.method != "HEAD"

    @property
    def has_body(self) -> bool:
        """Whether it brings content of its own."""
        length = seconds(find(self.scope["headers"], b"content-length"))
        return bool(length) or find(self.scope["headers"], b"transfer-encoding") is not None


SPECIAL_PLAIN = frozenset(
    {b"authorization", b"cache-control", b"content-length", b"expect", b"if-match"}
    | {b"if-modified-since", b"if-none-match", b"if-range", b"if-unmodified-since", b"pragma"}
    | {b"range", b"transfer-encoding", b"upgrade"}
)
"""Fields for which the stored answer alone may not do."""
SPECIAL = SPECIAL_PLAIN - {b"authorization", b"cache-control", b"pragma", b"upgrade"}
"""The same for our own pages, whose freshness is not for readers to decide."""


def read_request(scope: Scope, receive: Receive, configuration: Configuration) -> Request:
    """Take a request apart. Raises RefusedError for what is too large or has no sane host."""
    fields: list[tuple[bytes, bytes]] = scope["headers"]
    path, query = _path(scope), scope["query_string"]
    if len(path) + len(query) > configuration.longest_url:
        raise RefusedError(414, "The address is too long.")
    size = sum(len(name) + len(value) + 4 for name, value in fields)
    if size > configuration.longest_header or len(fields) > configuration.most_fields:
        raise RefusedError(431, "The request's header is too large.")
    if not path.startswith(b"/") or b"#" in path:
        raise RefusedError(400, "The address is none of ours.")
    special = SPECIAL_PLAIN if configuration.plain else SPECIAL
    encodings = find(fields, b"accept-encoding")
    passed = end_to_end(fields)
    return Request(
        scope=scope,
        receive=receive,
        method=scope["method"],
        host=_host(fields),
        path=path,
        query=query,
        fields=passed,
        asked=request_control(fields),
        accept_encoding=None if encodings is None else encodings.encode("latin-1"),
        simple=special.isdisjoint(name for name, _value in fields)
        and len([1 for name, _value in fields if name == b"accept-encoding"]) <= 1,
    )


def _path(scope: Scope) -> bytes:
    raw: Any = scope.get("raw_path")
    return raw if isinstance(raw, bytes) and raw else str(scope["path"]).encode("utf-8")


def _host(fields: list[tuple[bytes, bytes]]) -> bytes:
    """Give the one host that is asked (RFC 9112, section 3.2): in lower case."""
    hosts = [value for name, value in fields if name == b"host"]
    host = hosts[0].strip().lower() if len(hosts) == 1 else b""
    if not host or not _HOST_CHARACTERS.issuperset(host):
        raise RefusedError(400, "The request must name one host.")
    return host
