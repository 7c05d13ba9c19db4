"""How days and times are printed, by language: date lines, days, the clock of the ticker.

Patterns are CLDR's (UTS 35, Date Format Patterns). Moments are aware; days are calendar days of
the title's own zone.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from babel import Locale
from babel.dates import format_date, format_datetime

WITHOUT_YEAR = "d MMMM"
WITH_YEAR = "d MMMM y"
WITH_WEEKDAY_AND_YEAR = "EEEE, d MMMM y"


@lru_cache(maxsize=32)
def _locale(language: str) -> Locale:
    return Locale.parse(language, sep="-")


def _capitalised(text: str) -> str:
    return text[:1].upper() + text[1:]


def date_line(moment: datetime, *, zone: ZoneInfo, language: str, pattern: str) -> str:
    """Print the date line of a story, such as `Середа, 10 квітня 2024, 23:37`."""
    return _capitalised(format_datetime(moment, pattern, tzinfo=zone, locale=_locale(language)))


@lru_cache(maxsize=32)
def comma(language: str) -> str:
    """Give the comma that CLDR puts between the parts of a date, with the space after it."""
    return "، " if "،" in _locale(language).date_formats["full"].pattern else ", "


@lru_cache(maxsize=512)
def printed_day(day: date, *, language: str, pattern: str) -> str:
    """Print a calendar day by a CLDR pattern, with a capital at the start."""
    return _capitalised(format_date(day, pattern, locale=_locale(language)))


def weekday_line(day: date, *, language: str) -> str:
    """Print a day with its weekday and year: `Понеділок, 23 листопада 2026`."""
    pattern = WITH_WEEKDAY_AND_YEAR.replace(", ", comma(language))
    return printed_day(day, language=language, pattern=pattern)


def short_day(day: date, *, today: date, language: str) -> str:
    """Print a day as briefly as it stays clear: without the year while it is this year's."""
    pattern = WITHOUT_YEAR if day.year == today.year else WITH_YEAR
    return printed_day(day, language=language, pattern=pattern)


def clock(moment: datetime, zone: ZoneInfo) -> str:
    """Print the wall-clock time as HH:MM."""
    return f"{moment.astimezone(zone):%H:%M}"


def iso_moment(moment: datetime, zone: ZoneInfo) -> str:
    """Give ISO 8601 with seconds and the zone's offset: `2024-04-10T23:37:00+03:00`."""
    return moment.astimezone(zone).isoformat(timespec="seconds")


@dataclass(frozen=True, slots=True)
class DayBounds:
    """One calendar day of a zone as aware moments: `start` belongs to it, `end` to the next."""

    start: datetime
    end: datetime


def day_bounds(day: date, zone: ZoneInfo) -> DayBounds:
    """Give the moments between which a calendar day lies; 23 or 25 hours when clocks change.

    Raises OverflowError for the last day of the calendar, which has no next one.
    """
    start = datetime.combine(day, time.min, zone)
    end = datetime.combine(day + timedelta(days=1), time.min, zone)
    return DayBounds(start.astimezone(UTC), end.astimezone(UTC))
