"""Cache-Status: how an answer came about, in words for people and machines (RFC 9211)."""

from shpalta.edge.rules.fields import Fields, find

NAME = "shpalta"
FIELD = b"cache-status"


def hit(*, ttl: float | None = None, detail: str = "") -> str:
    """Say that it was answered from the cache; `ttl` is what is left of its freshness."""
    return _line("hit", ttl=None if ttl is None else int(ttl), detail=detail)


def forwarded(
    reason: str,
    *,
    status: int | None = None,
    stored: bool = False,
    collapsed: bool = False,
    detail: str = "",
) -> str:
    """Say that the origin was asked and why (section 2.2).

    `reason` is `uri-miss`, `vary-miss`, `miss`, `stale`, `request`, `method` or `bypass`;
    `status` the origin's, if it differs from ours or is worth saying.
    """
    parts = [f"fwd={reason}"]
    if status is not None:
        parts.append(f"fwd-status={status}")
    parts += ["stored"] * stored + ["collapsed"] * collapsed
    return _line(*parts, detail=detail)


def _line(*parts: str, ttl: int | None = None, detail: str = "") -> str:
    result = "; ".join((NAME, *parts))
    if ttl is not None:
        result += f"; ttl={ttl}"
    return f"{result}; detail={detail}" if detail else result


def appended(fields: Fields, line: str) -> bytes:
    """Give the field's value with ours last: caches nearer to the origin come first."""
    before = find(fields, FIELD)
    return (f"{before}, {line}" if before else line).encode("latin-1")
