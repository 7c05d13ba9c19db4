"""What a date line prints is read back as the same moment, over thirty years and all clocks."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from babel import Locale
from hypothesis import given, settings
from hypothesis import strategies as st

from shpalta.core.datelines import read_dateline
from shpalta.core.dates import date_line, day_bounds, printed_day
from shpalta.core.moments import resolve_date

KYIV = ZoneInfo("Europe/Kyiv")
PATTERN = "EEEE, d MMMM y, HH:mm"
LANGUAGES = ("uk", "ru", "en")
MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)
CHANGES = [date(2024, 3, 31), date(2024, 10, 27), date(2025, 3, 30), date(2025, 10, 26)]
BACK = [day for day in CHANGES if day.month == 10]


def printed(moment: datetime, language: str) -> str:
    return date_line(moment, zone=KYIV, language=language, pattern=PATTERN)


def read(line: str) -> datetime | None:
    found = read_dateline(line)
    assert found is not None, line
    assert found.rest == "", line
    read_moment = resolve_date(found, time_zone="Europe/Kyiv")
    # In UTC: two moments of a repeated hour differ only there.
    return read_moment.moment and read_moment.moment.astimezone(UTC)


def first_of_that_name(moment: datetime) -> datetime:
    """Give the earlier moment with the same wall-clock time: nothing printed tells them apart."""
    return moment.astimezone(KYIV).replace(fold=0).astimezone(UTC)


@given(
    st.datetimes(datetime(1996, 1, 1), datetime(2027, 1, 1), timezones=st.just(UTC)),
    st.sampled_from(LANGUAGES),
)
@settings(max_examples=400)
def test_a_date_line_is_read_back_as_its_moment(moment: datetime, language: str) -> None:
    moment = moment.replace(second=0, microsecond=0)
    assert read(printed(moment, language)) == first_of_that_name(moment)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_day_of_thirty_years_is_read_back(language: str) -> None:
    moment = datetime(1997, 1, 1, 0, 30, tzinfo=UTC)
    while moment.year < 2027:
        assert read(printed(moment, language)) == first_of_that_name(moment)
        moment += timedelta(hours=25)  # another hour every day


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("day", CHANGES)
def test_every_minute_of_a_night_of_change_is_read_back(language: str, day: date) -> None:
    bounds = day_bounds(day, KYIV)
    moment = bounds.start
    while moment < bounds.start + 6 * HOUR:
        assert read(printed(moment, language)) == first_of_that_name(moment)
        moment += 10 * MINUTE


@pytest.mark.parametrize("day", CHANGES)
def test_a_day_of_change_has_twenty_three_or_twenty_five_hours(day: date) -> None:
    bounds = day_bounds(day, KYIV)
    hours = 25 if day in BACK else 23
    assert bounds.end - bounds.start == hours * HOUR
    walls = [(bounds.start + n * HOUR).astimezone(KYIV) for n in range(hours)]
    assert {wall.date() for wall in walls} == {day}
    assert (bounds.end).astimezone(KYIV).date() == day + timedelta(days=1)
    repeated = [wall.hour for wall in walls]
    assert repeated.count(3) == (2 if day in BACK else 0)
    assert repeated.count(4) == 1


@given(st.dates(date(1996, 1, 1), date(2027, 1, 1)), st.sampled_from([*LANGUAGES, "pl", "ar"]))
def test_names_of_days_and_months_are_those_of_cldr(day: date, language: str) -> None:
    locale = Locale.parse(language)
    weekday = locale.days["stand-alone"]["wide"][day.weekday()]
    month = locale.months["format"]["wide"][day.month]
    expected = f"{weekday}, {day.day} {month} {day.year}"
    shown = printed_day(day, language=language, pattern="cccc, d MMMM y")
    assert shown == expected[:1].upper() + expected[1:]
