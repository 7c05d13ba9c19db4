"""Ranges of bytes (RFC 9110, section 14): which part of a file a request asks for."""

import re
from dataclasses import dataclass

_SINGLE = re.compile(r"\s*bytes\s*=\s*(\d{0,18})\s*-\s*(\d{0,18})\s*", re.IGNORECASE | re.ASCII)
_TOLD = re.compile(r"bytes (\d{1,18})-(\d{1,18})/(\d{1,18})", re.ASCII)


@dataclass(frozen=True, slots=True)
class Part:
    """The bytes from `first` to `last`, both included; `last` before `first`: there are none."""

    first: int
    last: int

    @property
    def satisfiable(self) -> bool:
        """Whether there are any such bytes; if not the answer is 416."""
        return self.first <= self.last

    @property
    def length(self) -> int:
        """How many bytes there are."""
        return self.last - self.first + 1


@dataclass(frozen=True, slots=True)
class Asked:
    """One range as it is asked for: from `first` to `last`, or the last `suffix` bytes."""

    first: int | None = None
    last: int | None = None
    suffix: int | None = None

    def of(self, length: int) -> Part:
        """Give the part of a body of `length` bytes."""
        if self.suffix is not None:
            # A suffix of nothing cannot be satisfied; one longer than the body is the body.
            first = max(0, length - self.suffix) if self.suffix else length
            return Part(first, length - 1)
        first = self.first or 0
        return Part(first, length - 1 if self.last is None else min(self.last, length - 1))


def read_range(value: str | None) -> Asked | None:
    """Read the field Range. None: none, several, another unit, or broken.

    All these may be answered with the whole (section 14.2).
    """
    found = _SINGLE.fullmatch(value) if value is not None else None
    if found is None:
        return None
    first, last = found[1], found[2]
    if not first:
        return Asked(suffix=int(last)) if last else None
    if last and int(last) < int(first):
        return None
    return Asked(int(first), int(last) if last else None)


def holds(condition: str | None, *, etag: str | None, last_modified: str | None) -> bool:
    """Say whether If-Range (section 13.1.5) lets a range be sent."""
    if condition is None:
        return True
    if '"' in condition:
        # Strong comparison: a weak tag never matches.
        return condition == etag and not condition.startswith("W/")
    return last_modified is not None and condition == last_modified


def content_range(part: Part, length: int) -> str:
    """Write Content-Range: of a part, or the length alone for a 416 (section 14.4)."""
    if not part.satisfiable:
        return f"bytes */{length}"
    return f"bytes {part.first}-{part.last}/{length}"


def read_content_range(value: str | None) -> tuple[Part, int] | None:
    """Read Content-Range of a 206: the part, and the length of the whole; None if it is broken."""
    found = _TOLD.fullmatch(value.strip()) if value is not None else None
    if found is None:
        return None
    part, length = Part(int(found[1]), int(found[2])), int(found[3])
    return (part, length) if part.first <= part.last < length else None
