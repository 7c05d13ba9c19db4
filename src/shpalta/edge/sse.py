"""Server-sent events as they arrive: WHATWG HTML, section 9.2.6, "Interpreting an event stream"."""

from dataclasses import dataclass

from shpalta.core.errors import ShpaltaError

LARGEST = 16 * 1024 * 1024
"""Bytes that one event may have; a stream that sends more is not one of ours."""


class EventStreamError(ShpaltaError):
    """The stream cannot be followed any further; a new connection may help."""

    permanent = False


@dataclass(frozen=True, slots=True)
class ServerSentEvent:
    """One event. `event_id` is the last id that the stream has named, also long before it."""

    name: str
    data: str
    event_id: str


class EventParser:
    """Turns chunks of bytes, cut anywhere, into events. `retry` is ignored, comments are too.

    An event without data is no event by the standard; its id counts (`last_id`).
    """

    def __init__(self, last_id: str = "", *, largest: int = LARGEST) -> None:
        self.last_id = last_id
        self._largest = largest
        self._id = last_id
        self._name = ""
        self._data: list[str] = []
        self._size = 0
        self._rest: list[bytes] = []
        self._rest_size = 0
        self._after_cr = False
        self._begun = False

    def feed(self, chunk: bytes) -> list[ServerSentEvent]:
        """Take the next bytes and give the events that they complete.

        Raises EventStreamError when an event grows too large.
        """
        events: list[ServerSentEvent] = []
        for line in self._lines(chunk):
            if not line:
                self._dispatch(events)
            elif not line.startswith(b":"):
                self._take(line)
        if self._size + self._rest_size > self._largest:
            message = f"The event stream sent an event of more than {self._largest} bytes."
            raise EventStreamError(message)
        return events

    def _lines(self, chunk: bytes) -> list[bytes]:
        """Give the whole lines, and keep what follows the last one for the next chunk."""
        if self._after_cr and chunk:
            self._after_cr = False
            chunk = chunk.removeprefix(b"\n")
        if b"\n" not in chunk and b"\r" not in chunk:
            self._keep(chunk)
            return []
        self._after_cr = chunk.endswith(b"\r")
        text = b"".join([*self._rest, chunk]).replace(b"\r\n", b"\n").replace(b"\r", b"\n")
        *lines, rest = text.split(b"\n")
        self._rest, self._rest_size = [], 0
        self._keep(rest)
        if not self._begun and lines:
            self._begun = True
            lines[0] = lines[0].removeprefix(b"\xef\xbb\xbf")
        return lines

    def _keep(self, rest: bytes) -> None:
        if rest:
            self._rest.append(rest)
            self._rest_size += len(rest)

    def _take(self, line: bytes) -> None:
        field, _, value = line.partition(b":")
        text = value.removeprefix(b" ").decode("utf-8", "replace")
        if field == b"data":
            self._data.append(text)
            self._size += len(value) + 1
        elif field == b"event":
            self._name = text
        elif field == b"id" and "\0" not in text:
            self._id = text

    def _dispatch(self, events: list[ServerSentEvent]) -> None:
        self.last_id = self._id
        if self._data:
            data = "\n".join(self._data)
            events.append(ServerSentEvent(self._name or "message", data, self.last_id))
        self._name, self._data, self._size = "", [], 0
