"""Range requests answered from a stored response (RFC 9110, section 14)."""

from shpalta.core import ranges
from shpalta.core.ranges import Part
from shpalta.edge.rules.fields import Fields, find


def find_part(request: Fields, fields: Fields, length: int) -> Part | None:
    """Give the one range that a request asks of a body of `length` bytes; None means the whole.

    The whole is also what is sent where If-Range does not match.
    """
    asked = ranges.read_range(find(request, b"range"))
    condition = find(request, b"if-range")
    etag, last_modified = find(fields, b"etag"), find(fields, b"last-modified")
    if asked is None or not ranges.holds(condition, etag=etag, last_modified=last_modified):
        return None
    return asked.of(length)


def content_range(part: Part, length: int) -> bytes:
    """Write Content-Range: of a part, or the length alone for a 416 (section 14.4)."""
    return ranges.content_range(part, length).encode("ascii")
