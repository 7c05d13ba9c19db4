"""Files sent whole or in part (RFC 9110, sections 13 and 14)."""

from collections.abc import Iterator
from pathlib import Path

from django.http import (
    HttpRequest,
    HttpResponse,
    HttpResponseNotModified,
    StreamingHttpResponse,
)
from django.http.response import HttpResponseBase
from django.utils.cache import get_conditional_response
from django.utils.http import http_date

from shpalta.core.ranges import Part, content_range, holds, read_range

_CHUNK = 256 * 1024


def send_file(request: HttpRequest, file: Path, content_type: str, etag: str) -> HttpResponseBase:
    """Send a file, the part of it that is asked for, or 304 to whoever has it.

    `etag` is a strong validator in its quotes.
    """
    facts = file.stat()
    modified = http_date(facts.st_mtime)
    unchanged = get_conditional_response(request, etag, int(facts.st_mtime))
    if unchanged is not None:
        response: HttpResponseBase = (
            HttpResponseNotModified() if unchanged.status_code == 304 else unchanged  # noqa: PLR2004
        )
    else:
        asked = read_range(request.headers.get("Range")) if request.method == "GET" else None
        if not holds(request.headers.get("If-Range"), etag=etag, last_modified=modified):
            asked = None
        part = asked.of(facts.st_size) if asked is not None else None
        response = _answer(request, file, facts.st_size, content_type, part)
    response["ETag"] = etag
    response["Last-Modified"] = modified
    response["Accept-Ranges"] = "bytes"
    return response


def _answer(
    request: HttpRequest, file: Path, length: int, content_type: str, part: Part | None
) -> HttpResponseBase:
    if part is not None and not part.satisfiable:
        refused = HttpResponse(status=416, content_type="text/plain; charset=utf-8")
        refused["Content-Range"] = content_range(part, length)
        return refused
    sent = part or Part(0, length - 1)
    body = () if request.method == "HEAD" else _pieces(file, sent)
    response = StreamingHttpResponse(
        body, status=200 if part is None else 206, content_type=content_type
    )
    response["Content-Length"] = str(sent.length)
    if part is not None:
        response["Content-Range"] = content_range(part, length)
    return response


def _pieces(file: Path, part: Part) -> Iterator[bytes]:
    left = part.length
    with file.open("rb") as opened:
        opened.seek(part.first)
        while left > 0 and (piece := opened.read(min(_CHUNK, left))):
            left -= len(piece)
            yield piece
