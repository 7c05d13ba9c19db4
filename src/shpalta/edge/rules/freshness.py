"""How old a response is, and for how long it may be used (RFC 9111, section 4.2; RFC 5861)."""

from dataclasses import dataclass
from enum import Enum

from shpalta.edge.rules.control import Control
from shpalta.edge.rules.fields import Fields, find, parse_date, seconds
from shpalta.edge.rules.storing import HEURISTIC

HEURISTIC_PART = 0.1
"""The part of the time since its last change that an unspoken lifetime is (section 4.2.2)."""
LONGEST_HEURISTIC = 86_400.0


class Verdict(Enum):
    """What may be done with a stored response."""

    FRESH = "fresh"
    """Use it."""
    REFRESHING = "refreshing"
    """Use it, and fetch it anew meanwhile (stale-while-revalidate)."""
    STALE = "stale"
    """Ask the origin first."""


@dataclass(frozen=True, slots=True)
class Times:
    """When a response was asked for and received, in seconds since 1970."""

    requested_at: float
    received_at: float


def lifetime(status: int, fields: Fields, control: Control) -> float:
    """Give the seconds for which it is fresh, counted from its making (section 4.2.1)."""
    for name in ("s-maxage", "max-age"):
        explicit = control.seconds(name)
        if explicit is not None:
            return float(explicit)
    made_at = parse_date(find(fields, b"date"))
    expires = None if control.targeted else find(fields, b"expires")
    if expires is not None:
        until = parse_date(expires)
        return 0.0 if until is None or made_at is None else max(0.0, until - made_at)
    if status not in HEURISTIC and not control.has("public"):
        return 0.0
    changed_at = parse_date(find(fields, b"last-modified"))
    if changed_at is None or made_at is None:
        return 0.0
    return min(LONGEST_HEURISTIC, max(0.0, made_at - changed_at) * HEURISTIC_PART)


def initial_age(fields: Fields, times: Times) -> float:
    """Give its age at the moment it was received (section 4.2.3), in seconds."""
    made_at = parse_date(find(fields, b"date"))
    apparent = 0.0 if made_at is None else max(0.0, times.received_at - made_at)
    said = seconds((find(fields, b"age") or "").partition(",")[0].strip()) or 0
    corrected = said + max(0.0, times.received_at - times.requested_at)
    return max(apparent, corrected)


def judge(*, age: float, lifetime: float, control: Control, asked: Control) -> Verdict:
    """Say what may be done with a stored response of this age (sections 4.2.4 and 5.2.1)."""
    most = asked.seconds("max-age")
    refused = control.has("no-cache") or asked.has("no-cache") or (most is not None and age > most)
    left = lifetime - age
    if not refused and left > 0 and left >= (asked.seconds("min-fresh") or 0):
        return Verdict.FRESH
    if refused or control.forbids_stale or "min-fresh" in asked.directives:
        return Verdict.STALE
    if _tolerates(asked, -left) and not control.has("s-maxage"):
        return Verdict.FRESH
    # s-maxage forbids stale use unless the same field allows it explicitly (section 5.2.2.10).
    refreshing = -left < control.stale_while_revalidate
    return Verdict.REFRESHING if refreshing else Verdict.STALE


def _tolerates(asked: Control, staleness: float) -> bool:
    if "max-stale" not in asked.directives:
        return False
    return asked.directives["max-stale"] is None or staleness <= (asked.seconds("max-stale") or 0)


def usable_on_error(*, age: float, lifetime: float, control: Control, asked: Control) -> bool:
    """Say whether a stale response may be used now that the origin fails (RFC 5861, section 4).

    Without a word from the origin it may not; a request can ask for it as well.
    """
    if control.forbids_stale:
        return False
    return age - lifetime < max(control.stale_if_error, asked.stale_if_error)
