"""Which responses a shared cache may store (RFC 9111, section 3)."""

from http import HTTPStatus

from shpalta.edge.rules.control import Control
from shpalta.edge.rules.fields import Fields, find, names_in

HEURISTIC = frozenset({200, 203, 204, 300, 301, 308, 404, 405, 410, 414, 501})
"""Statuses that may be stored without a word about it (RFC 9110, section 15.1), but 206."""
NEVER = frozenset({HTTPStatus.PARTIAL_CONTENT, HTTPStatus.NOT_MODIFIED})
"""Statuses of parts and of validations: we do not put together parts."""


def may_store(
    *, method: str, request: Fields, asked: Control, status: int, fields: Fields, control: Control
) -> bool:
    """Say whether the response may be kept and given to others (RFC 9111, section 3).

    `asked` is the request's Cache-Control, `control` what governs the response.
    """
    if method != "GET" or status < HTTPStatus.OK or status in NEVER:
        return False
    if _forbidden(asked, control, status) or "*" in names_in(find(fields, b"vary")):
        return False
    explicit = any(map(control.has, ("public", "s-maxage", "max-age"))) or (
        not control.targeted and find(fields, b"expires") is not None
    )
    if not explicit and status not in HEURISTIC:
        return False
    if find(request, b"authorization") is not None and not _for_all(control, "must-revalidate"):
        return False
    # Section 7.3 leaves it open; nobody should get another's cookie by an oversight.
    return find(fields, b"set-cookie") is None or _for_all(control)


def _forbidden(asked: Control, control: Control, status: int) -> bool:
    understood = control.has("must-understand") and status in HEURISTIC
    refused = control.has("no-store") and not understood
    return refused or asked.has("no-store") or control.has("private")


def _for_all(control: Control, *more: str) -> bool:
    """Say whether the origin named shared caches on purpose (section 3.5)."""
    return control.targeted or any(map(control.has, ("public", "s-maxage", *more)))
