"""Range requests answered from a stored response (RFC 9110, section 14)."""

import re
from dataclasses import dataclass

from shpalta.edge.rules.fields import Fields, find

_SINGLE = re.compile(r"\s*bytes\s*=\s*(\d{0,18})\s*-\s*(\d{0,18})\s*", re.IGNORECASE | re.ASCII)


@dataclass(frozen=True, slots=True)
class Part:
    """The bytes from `first` to `last`, both included; `last` before `first`: there are none."""

    first: int
    last: int

    @property
    def satisfiable(self) -> bool:
        """Whether there are any such bytes; if not the answer is 416."""
        return self.first <= self.last


def find_part(request: Fields, fields: Fields, length: int) -> Part | None:
    """Give the one range that a request asks of a body of `length` bytes.

    None means the whole: no range, several, another unit, broken, or If-Range does not match
    (section 13.1.5); all these may be answered with 200 (section 14.2).
    """
    value = find(request, b"range")
    found = _SINGLE.fullmatch(value) if value is not None else None
    if found is None or not _same(request, fields):
        return None
    first, last = found[1], found[2]
    if first:
        if last and int(last) < int(first):
            return None
        return Part(int(first), min(int(last), length - 1) if last else length - 1)
    if not last:
        return None
    # A suffix of nothing cannot be satisfied; one longer than the body is the body.
    return Part(max(0, length - int(last)), length - 1) if int(last) else Part(length, length - 1)


def _same(request: Fields, fields: Fields) -> bool:
    condition = find(request, b"if-range")
    if condition is None:
        return True
    if '"' in condition:
        # Strong comparison: a weak tag never matches.
        return condition == find(fields, b"etag") and not condition.startswith("W/")
    changed_at = find(fields, b"last-modified")
    return changed_at is not None and condition == changed_at


def content_range(part: Part, length: int) -> bytes:
    """Write Content-Range: of a part, or the length alone for a 416 (section 14.4)."""
    if not part.satisfiable:
        return b"bytes */%d" % length
    return b"bytes %d-%d/%d" % (part.first, part.last, length)
