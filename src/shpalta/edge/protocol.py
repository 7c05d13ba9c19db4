"""How readers' connections are served: Uvicorn's HTTP protocol, with a short way of our own.

A request that can be answered at once is recognised in the bytes as they arrive, by a pattern
that is far narrower than HTTP allows, and its answer is written as it lies in memory. All else
(another method, a condition, a body, a header in two parts) is for the parser and the ASGI
application, which know HTTP in full. docs/adr/0012 tells what this gains.
"""

import os
import re
import signal
from functools import lru_cache
from typing import Any

from uvicorn.protocols.http.httptools_impl import STATUS_LINE, HttpToolsProtocol

from shpalta.edge.app import EdgeApp
from shpalta.edge.door import date_value
from shpalta.edge.stored import Rendering

_TOKEN = rb"[!#$%&'*+.^_`|~0-9A-Za-z-]"
_VALUE = rb"[\t -~\x80-\xff]*"
_SPECIAL = rb"content-|transfer-|if-|range:|expect:|te:|trailer:|upgrade:|host:|accept-encoding:"
_SPECIAL_PLAIN = rb"|authorization:|cache-control:|pragma:"
_TOO_LARGE = (
    b"HTTP/1.1 431 Request Header Fields Too Large\r\n"
    b"content-length: 0\r\nconnection: close\r\n\r\n"
)


def simple_request(*, plain: bool) -> re.Pattern[bytes]:
    """Make the pattern of a request that may be answered at once.

    Its groups are path, query, Accept-Encoding before the host, the host, Accept-Encoding after
    it. It matches a whole GET of HTTP/1.1 whose header names one host, keeps the connection, and
    has no field for which the stored answer alone may not do (`requests.SPECIAL`).
    """
    special = _SPECIAL + (_SPECIAL_PLAIN if plain else b"")
    line = rb"(?!(?i:%b|connection:(?![ \t]*keep-alive[ \t]*\r)))" % special + rb"%b+:%b\r\n" % (
        _TOKEN,
        _VALUE,
    )
    encoding = rb"(?i:accept-encoding): ?([!-~](?:[ -~]*[!-~])?)\r\n"
    return re.compile(
        rb'GET (/[!"$->@-~]*)(?:\?([!"$-~]*))? HTTP/1\.1\r\n'
        rb"(?:%b)*(?:%b(?:%b)*)?(?i:host): ?([!-~]+)\r\n(?:%b)*(?:%b(?:%b)*)?\r\n"
        % (line, encoding, line, line, encoding, line)
    )


class Housekeeper:
    """What a server does once a second, beside serving: it tells the time, and cuts off the slow.

    `parent` is the process that would start this one again; without it nobody would stop us.
    """

    def __init__(self, *, parent: int | None = None) -> None:
        self.connections: set[Any] = set()
        self.date_line = b""
        self._parent = parent

    def tell_date(self) -> None:
        """Write the present moment as the field Date goes over the wire."""
        self.date_line = b"date: %b\r\n" % date_value()

    async def __call__(self) -> None:
        """Do it."""
        self.tell_date()
        for connection in list(self.connections):
            connection.look_after(connection.loop.time())
        if self._parent is not None and os.getppid() != self._parent:
            os.kill(os.getpid(), signal.SIGTERM)


class EdgeProtocol(HttpToolsProtocol):
    """One connection of a reader."""

    def __init__(self, keeper: Housekeeper, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        keeper.connections = self.connections
        self._keeper = keeper
        app: EdgeApp = self.config.loaded_app
        self._engine = app.engine
        self._options = app.configuration
        self._door = app.engine.door
        self._match = _pattern(plain=app.configuration.plain).fullmatch
        self._quiet = 0
        self._in_message = False
        self._head_began_at: float | None = None
        self._head_size = 0
        self._stuck_at: float | None = None

    def data_received(self, data: bytes) -> None:
        """Answer a simple request at once; hand all else to the parser."""
        self._quiet = 0
        if not self._in_message and (self.cycle is None or self.cycle.response_complete):
            rendering = self._find_answer(data)
            if rendering is not None and self._stuck_at is None:
                if rendering.stored.counted:
                    self._engine.counts.note_raw(rendering.stored.counted, data)
                self._unset_keepalive_if_required()
                head = rendering.head or _write_head(rendering)
                date = b"" if rendering.has_date else self._keeper.date_line
                self.transport.write(b"".join((head, date, b"\r\n", rendering.body["body"])))
                return
        self._parse(data)

    def _find_answer(self, data: bytes) -> Rendering | None:
        found = self._match(data)
        if found is None:
            return None
        path, query, before, host, after = found.groups()
        if before is not None and after is not None:
            return None
        return self._door.open((host, path, query or b"", after or before))

    def _parse(self, data: bytes) -> None:
        if self._head_began_at is not None:
            self._head_size += len(data)
            if self._head_size > self._options.longest_header + self._options.longest_url:
                self.transport.write(_TOO_LARGE)
                self.transport.close()
                return
        super().data_received(data)

    def on_message_begin(self) -> None:
        """Note that a request has begun: until it is whole, all that comes is for the parser."""
        super().on_message_begin()
        self._in_message = True
        self._head_began_at = self.loop.time()
        self._head_size = 0

    def on_headers_complete(self) -> None:
        """Note that the header came in time."""
        super().on_headers_complete()
        self._head_began_at = None

    def on_message_complete(self) -> None:
        """Note that the next byte begins another request."""
        super().on_message_complete()
        self._in_message = False

    def pause_writing(self) -> None:
        """Note since when the reader takes nothing."""
        super().pause_writing()
        self._stuck_at = self.loop.time()

    def resume_writing(self) -> None:
        """Note that the reader takes what it is sent."""
        super().resume_writing()
        self._stuck_at = None

    def shutdown(self) -> None:
        """End what has no end of its own, then the connection."""
        self._engine.live.close()
        super().shutdown()

    def look_after(self, now: float) -> None:
        """Cut off a client that is too slow or says nothing. Called once a second."""
        options = self._options
        self._quiet += 1
        is_idle = self.cycle is None or self.cycle.response_complete
        began_at, stuck_at = self._head_began_at, self._stuck_at
        if (
            (began_at is not None and now - began_at > options.header_read_seconds)
            or (stuck_at is not None and now - stuck_at > options.send_seconds)
            or (self._in_message and self._quiet > options.send_seconds)
            or (is_idle and self._quiet > options.keep_alive_seconds)
        ):
            self.transport.abort()


@lru_cache(maxsize=2)
def _pattern(*, plain: bool) -> re.Pattern[bytes]:
    return simple_request(plain=plain)


def _write_head(rendering: Rendering) -> bytes:
    """Write the status line and the fields of an answer as they go over the wire, once."""
    fields = rendering.start["headers"]
    rendering.has_date = any(name == b"date" for name, _value in fields)
    rendering.head = b"".join(
        (
            STATUS_LINE[rendering.start["status"]],
            *(b"%b: %b\r\n" % field for field in fields),
        )
    )
    return rendering.head
