"""Where a page of a list begins, as it stands in addresses."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_LATEST_MICROSECOND = 253_402_300_799_000_000
"""The end of the year 9999, where datetime ends."""


@dataclass(frozen=True, slots=True)
class Cursor:
    """A place in a list: after the story published at this moment and having this id."""

    published_at: datetime
    story_id: int

    def __str__(self) -> str:
        return f"{(self.published_at - _EPOCH) // timedelta(microseconds=1)}-{self.story_id}"


def find_cursor(text: str) -> Cursor | None:
    """Read a cursor as it stands in an address; None if it is none."""
    micros, dash, story_id = text.partition("-")
    digits = micros + story_id
    if not dash or not micros or not story_id or not (digits.isascii() and digits.isdigit()):
        return None
    if int(micros) > _LATEST_MICROSECOND or len(story_id) > 18:  # noqa: PLR2004  # 64 bits
        return None
    return Cursor(_EPOCH + timedelta(microseconds=int(micros)), int(story_id))
