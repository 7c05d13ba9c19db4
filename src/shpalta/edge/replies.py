"""Answers to readers: whole, not modified, a part, or why there is none."""

from collections.abc import Sequence
from http import HTTPStatus

from shpalta.edge.asgi import Send, body_message, start_message
from shpalta.edge.errors import RefusedError
from shpalta.edge.requests import Request
from shpalta.edge.rules import cache_status
from shpalta.edge.rules.fields import without
from shpalta.edge.rules.ranges import content_range, find_part
from shpalta.edge.rules.validation import IN_304, is_not_modified

NO_BODY = frozenset({HTTPStatus.NO_CONTENT, HTTPStatus.NOT_MODIFIED})
_PLAIN_TEXT = (b"content-type", b"text/plain; charset=utf-8")
_NO_STORE = (b"cache-control", b"no-store")
SERVER = (b"server", b"shpalta")


async def send_whole(
    send: Send, status: int, fields: list[tuple[bytes, bytes]], body: bytes, *, with_body: bool
) -> None:
    """Send an answer in one piece; Content-Length is added."""
    if status not in NO_BODY:
        fields = [*fields, (b"content-length", b"%d" % len(body))]
    await send(start_message(status, fields))
    await send(body_message(body if with_body and status not in NO_BODY else b""))


async def send_stored(
    send: Send,
    request: Request,
    status: int,
    fields: Sequence[tuple[bytes, bytes]],
    body: bytes,
    *,
    ranges: bool = True,
) -> int:
    """Send what is stored in the form that the request's conditions ask for; gives the status.

    `fields` hold all but Content-Length. RFC 9110, sections 13.2.2 and 14.2.
    """
    asked: list[tuple[bytes, bytes]] = request.scope["headers"]
    if is_not_modified(asked, status, fields):
        kept = [line for line in fields if line[0] in IN_304 or line[0] == SERVER[0]]
        await send_whole(send, HTTPStatus.NOT_MODIFIED, kept, b"", with_body=False)
        return HTTPStatus.NOT_MODIFIED
    part = None
    if ranges and status == HTTPStatus.OK and request.method == "GET":
        part = find_part(asked, fields, len(body))
    if part is not None:
        lines = [*without(fields, ()), (b"content-range", content_range(part, len(body)))]
        status = HTTPStatus.PARTIAL_CONTENT
        body = body[part.first : part.last + 1]
        if not part.satisfiable:
            status, body = HTTPStatus.REQUESTED_RANGE_NOT_SATISFIABLE, b""
            lines = without(lines, (b"content-type", b"content-encoding", b"etag"))
        await send_whole(send, status, lines, body, with_body=True)
        return status
    await send_whole(send, status, list(fields), body, with_body=request.wants_body)
    return status


async def send_refusal(send: Send, refusal: RefusedError, *, with_body: bool = True) -> None:
    """Tell a reader that the request itself is not answered."""
    await send_words(send, refusal.status, str(refusal), refusal.fields, with_body=with_body)


async def send_failure(send: Send, status: int, words: str, *, line: str, with_body: bool) -> None:
    """Tell a reader that the origin gave no answer and that none is stored."""
    fields = ((cache_status.FIELD, line.encode("latin-1")), (b"retry-after", b"2"))
    await send_words(send, status, words, fields, with_body=with_body)


async def send_words(
    send: Send,
    status: int,
    words: str,
    fields: Sequence[tuple[bytes, bytes]] = (),
    *,
    with_body: bool = True,
) -> None:
    """Send a sentence as plain text, never to be stored."""
    lines = [_PLAIN_TEXT, _NO_STORE, SERVER, *fields]
    body = f"{words}\n".encode()
    await send_whole(send, status, lines, body, with_body=with_body)
