"""Which moment a printed date line names: its year, its zone, the changes of the clock."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, tzinfo
from zoneinfo import ZoneInfo

from shpalta.core.datelines import PrintedDate

_WEEKDAY_NAMES = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


@dataclass(frozen=True, slots=True)
class ReadMoment:
    """The moment that a date line names: aware, or None when it cannot be known, and why."""

    moment: datetime | None
    day: date | None
    problems: tuple[str, ...] = ()


def resolve_date(
    printed: PrintedDate,
    *,
    time_zone: str = "Europe/Kyiv",
    year: int | None = None,
    neighbour_years: Collection[int] = (),
) -> ReadMoment:
    """Say which moment a printed date names.

    `time_zone` (IANA) holds where the line prints no zone; `year`, then the years of
    neighbouring files, where it prints no year. What cannot be known is None, with a problem
    that says what to do; nothing is guessed silently.
    """
    problems: list[str] = []
    known = printed.year or year or _neighbour_year(printed, neighbour_years, problems)
    if known is None:
        return ReadMoment(None, None, tuple(problems))
    day = _calendar_day(printed, known, problems)
    if day is None or printed.hour is None or printed.minute is None:
        if day is not None:
            problems.append(f"the date line gives the day {day} but no time")
        return ReadMoment(None, day, tuple(problems))
    wall = datetime.combine(day, time(printed.hour, printed.minute))
    moment = _at_zone(wall, printed.zone or ZoneInfo(time_zone), problems)
    return ReadMoment(moment, day, tuple(problems))


def _neighbour_year(
    printed: PrintedDate, neighbours: Collection[int], problems: list[str]
) -> int | None:
    """Take the year from the neighbouring files when they leave exactly one possible."""
    fitting = {year for year in neighbours if _weekday_fits(printed, year)}
    when = f"{printed.day:02}.{printed.month:02}"
    if len(fitting) == 1:
        (year,) = fitting
        problems.append(f"the date line ({when}) has no year; {year} taken from the other files")
        return year
    why = "the other files have several years" if fitting else "no other file tells it"
    problems.append(f"the date line ({when}) has no year and {why}: give it with --year")
    return None


def _weekday_fits(printed: PrintedDate, year: int) -> bool:
    try:
        day = date(year, printed.month, printed.day)
    except ValueError:
        return False
    return printed.weekday is None or day.weekday() == printed.weekday


def _calendar_day(printed: PrintedDate, year: int, problems: list[str]) -> date | None:
    """Return the day of the calendar, saying what in the line contradicts it."""
    day_number, month = printed.day, printed.month
    if printed.ambiguous:
        if printed.weekday is not None and not _weekday_fits(printed, year):
            turned = date(year, day_number, month)
            if turned.weekday() == printed.weekday:
                return turned
        problems.append(
            f"day and month of the date line may be the other way round; taken as "
            f"day {day_number}, month {month}"
        )
    try:
        day = date(year, month, day_number)
    except ValueError:
        problems.append(
            f"the date line names a day that does not exist: {day_number}.{month:02}.{year}"
        )
        return None
    if printed.weekday is not None and day.weekday() != printed.weekday:
        problems.append(
            f"the date line says {_WEEKDAY_NAMES[printed.weekday]}, but {day} is a "
            f"{_WEEKDAY_NAMES[day.weekday()]}"
        )
    return day


def _at_zone(wall: datetime, zone: tzinfo, problems: list[str]) -> datetime:
    """Put a wall-clock time into its zone; a time that the clock change skips moves on."""
    early, late = wall.replace(tzinfo=zone, fold=0), wall.replace(tzinfo=zone, fold=1)
    if early.utcoffset() == late.utcoffset():
        return early
    there = early.astimezone(UTC).astimezone(zone)
    if there.replace(tzinfo=None) != wall:
        problems.append(
            f"the time {wall:%H:%M} does not exist on {wall:%Y-%m-%d}: the clocks went forward; "
            f"taken as {there:%H:%M}"
        )
        return there
    problems.append(
        f"the time {wall:%H:%M} stands twice on {wall:%Y-%m-%d}: the clocks went back; "
        f"the first is taken"
    )
    return early
