"""Conditional requests: a reader's to us, and ours to the origin (RFC 9110, section 13)."""

import re

from shpalta.edge.rules.fields import Fields, find, parse_date

CONDITIONS = frozenset(
    {
        b"if-match",
        b"if-none-match",
        b"if-modified-since",
        b"if-unmodified-since",
        b"if-range",
    }
)
IN_304 = frozenset(
    {b"cache-control", b"content-location", b"date", b"etag", b"expires", b"vary"}
    | {b"age", b"cache-status", b"last-modified"}
)
"""Fields of a 304 (section 15.4.5)."""
KEPT_ON_304 = frozenset(
    {b"content-encoding", b"content-length", b"content-range", b"content-type", b"etag"}
)
"""What a 304 cannot change in what is stored (RFC 9111, section 3.2): it describes the body."""
_TAG = re.compile(r'(W/)?"[\x21\x23-\x7e\x80-\xff]*"')


def entity_tags(value: str) -> list[str]:
    """Read a list of entity tags, weakness marks included."""
    return [found[0] for found in _TAG.finditer(value)]


def matches_weakly(tag: str | None, value: str) -> bool:
    """Say whether If-None-Match names the tag (section 8.8.3.2, weak comparison)."""
    if value.strip() == "*":
        return True
    if tag is None:
        return False
    bare = tag.removeprefix("W/")
    return any(one.removeprefix("W/") == bare for one in entity_tags(value))


def is_not_modified(request: Fields, status: int, fields: Fields) -> bool:
    """Say whether a reader has already what we would send (section 13.2.2, steps 3 and 4)."""
    if status != 200:  # noqa: PLR2004  only a success can be "not modified"
        return False
    tags = find(request, b"if-none-match")
    if tags is not None:
        return matches_weakly(find(fields, b"etag"), tags)
    since = parse_date(find(request, b"if-modified-since"))
    changed_at = parse_date(find(fields, b"last-modified") or find(fields, b"date"))
    return since is not None and changed_at is not None and changed_at <= since


def validators(fields: Fields) -> list[tuple[bytes, bytes]]:
    """Give the conditions that ask the origin whether a stored response is still right.

    RFC 9111, section 4.3.1.
    """
    conditions: list[tuple[bytes, bytes]] = []
    tag, changed_at = find(fields, b"etag"), find(fields, b"last-modified")
    if tag and _TAG.fullmatch(tag):
        conditions.append((b"if-none-match", tag.encode("latin-1")))
    if changed_at and parse_date(changed_at) is not None:
        conditions.append((b"if-modified-since", changed_at.encode("latin-1")))
    return conditions


def selects(stored: Fields, fields: Fields) -> bool:
    """Say whether a 304 speaks of the stored response (RFC 9111, section 4.3.4)."""
    tag, ours = find(fields, b"etag"), find(stored, b"etag")
    if tag is not None and ours is not None:
        return tag.removeprefix("W/") == ours.removeprefix("W/")
    changed_at = find(fields, b"last-modified")
    return changed_at is None or changed_at == find(stored, b"last-modified")


def updated(stored: Fields, fields: Fields) -> list[tuple[bytes, bytes]]:
    """Give the stored fields brought up to date by those of a 304 (RFC 9111, section 3.2)."""
    fresh = [line for line in fields if line[0] not in KEPT_ON_304]
    replaced = {name for name, _value in fresh} | {b"age"}
    return [line for line in stored if line[0] not in replaced] + fresh
