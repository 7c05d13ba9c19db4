"""Whether comments can be written under a story at a moment, and until when that is so."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from shpalta.readers.models import Opening, TalkRules


@dataclass(frozen=True, slots=True)
class Open:
    """`until` (aware) is when time alone closes it; None: it stays as it is."""

    is_open: bool
    until: datetime | None = None


def find_opening(
    rules: TalkRules | None, opening: str, *, published_at: datetime | None, now: datetime
) -> Open:
    """Say whether comments are open under a story that is public.

    `opening` is what was decided for this story (`Talk.opening`): what is opened by hand stays
    open after the title's days are over.
    """
    if rules is None or not rules.is_on or opening == Opening.CLOSED or published_at is None:
        return Open(False)
    if opening == Opening.OPEN:
        return Open(True)
    if not rules.opens:
        return Open(False)
    if not rules.closes_after_days:
        return Open(True)
    until = published_at + timedelta(days=rules.closes_after_days)
    return Open(True, until) if now < until else Open(False)
