"""Which moment a person means who writes a date and a time, and how a moment is printed back.

Times are those of a title's zone. On the night when clocks go forward some do not exist; on the
night when they go back some stand twice.
"""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from shpalta.core.dates import clock, short_day


class NoSuchTimeError(ValueError):
    """The time is skipped on the night when clocks go forward. `after` is the first one after."""

    def __init__(self, after: datetime) -> None:
        super().__init__(f"this time does not exist; the next one is {after:%H:%M}")
        self.after = after


@dataclass(frozen=True, slots=True)
class Due:
    """The moment (aware, UTC) that a written time means; whether the time stands twice."""

    moment: datetime
    is_first_of_two: bool = False


def read_wall_time(wall: datetime, zone: ZoneInfo) -> Due:
    """Say which moment a wall-clock time (naive) names in a zone.

    Of a time that stands twice the first is taken, and said. Raises NoSuchTimeError for a time
    that is skipped.
    """
    wall = wall.replace(microsecond=0)
    first, second = wall.replace(tzinfo=zone, fold=0), wall.replace(tzinfo=zone, fold=1)
    if first.utcoffset() == second.utcoffset():
        return Due(first.astimezone(UTC))
    there = first.astimezone(UTC).astimezone(zone)
    if there.replace(tzinfo=None) != wall:
        raise NoSuchTimeError(_end_of_gap(second.astimezone(UTC), zone))
    return Due(first.astimezone(UTC), is_first_of_two=True)


def _end_of_gap(before: datetime, zone: ZoneInfo) -> datetime:
    """Find the first moment after the clocks went forward; `before` (UTC) is shortly before it."""
    minute = before.replace(second=0)
    old = minute.astimezone(zone).utcoffset()
    while minute.astimezone(zone).utcoffset() == old:
        minute += timedelta(minutes=1)
    return minute.astimezone(zone)


def printed_moment(moment: datetime, *, zone: ZoneInfo, language: str, now: datetime) -> str:
    """Print a moment as briefly as it stays clear: `24 November, 12:00`, `1 January 2027, 0:00:30`.

    Seconds are printed only where there are some; `now` (aware) tells which year is this one.
    """
    local = moment.astimezone(zone)
    day = short_day(local.date(), today=now.astimezone(zone).date(), language=language)
    time = f"{local:%H:%M:%S}" if local.second else clock(moment, zone)
    return f"{day}, {time}"
