"""Header fields: finding them, their lists of directives, their dates (RFC 9110, section 5)."""

import re
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from email.utils import formatdate, parsedate_to_datetime
from functools import lru_cache
from typing import TypeAlias

Fields: TypeAlias = Sequence[tuple[bytes, bytes]]
"""Field lines in order; names in lower case."""

LARGEST_SECONDS = 2**31
"""What greater delta-seconds count as (RFC 9111, section 1.2.2)."""

_DIRECTIVE = re.compile(
    r"""\s*(?P<name>[!#$%&'*+.^_`|~0-9A-Za-z-]+)
    (?:\s*=\s*(?:"(?P<quoted>(?:[^"\\]|\\.)*)"|(?P<token>[^\s,;"]*)))?[^,"]*(?:,|$)""",
    re.VERBOSE | re.DOTALL,
)
_PAIR = re.compile(r"\\(.)", re.DOTALL)


def find(fields: Fields, name: bytes) -> str | None:
    """Give a field's value, several lines joined by commas (section 5.3); None without any."""
    values = [value for found, value in fields if found == name]
    if not values:
        return None
    return b", ".join(values).decode("latin-1").strip()


def without(fields: Fields, names: Iterable[bytes]) -> list[tuple[bytes, bytes]]:
    """Give all lines but those of these names."""
    unwanted = frozenset(names)
    return [line for line in fields if line[0] not in unwanted]


def lower_names(fields: Iterable[tuple[bytes, bytes]]) -> list[tuple[bytes, bytes]]:
    """Give the lines with their names in lower case, as all rules here expect them."""
    return [(name.lower(), value) for name, value in fields]


def directives(value: str | None) -> dict[str, str | None]:
    """Read a list such as Cache-Control: names in lower case, None where there is no value.

    Of a directive given twice the first counts (RFC 9111, section 4.2.1); broken parts are
    skipped.
    """
    found: dict[str, str | None] = {}
    at, text = 0, value or ""
    while at < len(text):
        match = _DIRECTIVE.match(text, at)
        if match is None:
            comma = text.find(",", at)
            at = len(text) if comma < 0 else comma + 1
            continue
        at = match.end()
        quoted = match["quoted"]
        argument = match["token"] if quoted is None else _PAIR.sub(r"\1", quoted)
        found.setdefault(match["name"].lower(), argument)
    return found


def names_in(value: str | None) -> list[str]:
    """Read a list of names, such as Vary or Connection: in lower case, without empty ones."""
    return [name for part in (value or "").split(",") if (name := part.strip().lower())]


def seconds(text: str | None) -> int | None:
    """Read delta-seconds (RFC 9111, section 1.2.2); None if it is no such number."""
    if text is None or not text.isascii() or not text.isdigit():
        return None
    return min(int(text[:20]), LARGEST_SECONDS)


@lru_cache(maxsize=1024)
def parse_date(text: str | None) -> float | None:
    """Read an HTTP date in any of its three forms (section 5.6.7) as seconds since 1970."""
    if not text:
        return None
    try:
        moment = parsedate_to_datetime(text)
    except (ValueError, TypeError, IndexError, OverflowError):
        return _parse_asctime(text)
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=UTC)
    return moment.timestamp()


def _parse_asctime(text: str) -> float | None:
    try:
        return datetime.strptime(text, "%a %b %d %H:%M:%S %Y").replace(tzinfo=UTC).timestamp()
    except ValueError:
        return None


@lru_cache(maxsize=64)
def format_date(moment: int) -> bytes:
    """Write an HTTP date (section 5.6.7) from seconds since 1970."""
    return formatdate(moment, usegmt=True).encode("ascii")
