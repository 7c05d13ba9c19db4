"""Which of several stored responses a request selects (RFC 9111, section 4.1)."""

import re

from shpalta.edge.rules.fields import Fields, find, names_in

_BLANKS = re.compile(r"\s*,\s*|\s+")


def vary_names(fields: Fields) -> tuple[str, ...]:
    """Give the request fields that a response depends on, sorted, once each."""
    return tuple(sorted(set(names_in(find(fields, b"vary")))))


def variant(names: tuple[str, ...], request: Fields) -> bytes:
    """Give the part of a cache key that tells a response's variants apart.

    Equal parts mean that all named fields match, after joining lines and normalising blanks
    as section 4.1 allows; a field that is not sent matches only where it is not sent.
    """
    parts: list[str] = []
    for name in names:
        value = find(request, name.encode("latin-1"))
        if value is None:
            parts.append(f"{name}-")
        else:
            parts.append(f"{name}={_BLANKS.sub(_normalised, value)}")
    return "\n".join(parts).encode("latin-1")


def _normalised(blank: re.Match[str]) -> str:
    return "," if "," in blank[0] else " "
