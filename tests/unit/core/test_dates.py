from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shpalta.core import dates

KYIV = ZoneInfo("Europe/Kyiv")
MOMENT = datetime(2024, 4, 10, 20, 37, tzinfo=UTC)
PATTERN = "EEEE, d MMMM y, HH:mm"


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("uk", "Середа, 10 квітня 2024, 23:37"),
        ("ru", "Среда, 10 апреля 2024, 23:37"),
        ("en", "Wednesday, 10 April 2024, 23:37"),
    ],
)
def test_a_date_line_is_in_the_language_and_zone(language: str, expected: str) -> None:
    assert dates.date_line(MOMENT, zone=KYIV, language=language, pattern=PATTERN) == expected


def test_the_year_is_printed_only_where_it_is_another() -> None:
    today = date(2024, 12, 31)
    assert dates.short_day(date(2024, 4, 10), today=today, language="uk") == "10 квітня"
    assert dates.short_day(date(2023, 4, 10), today=today, language="uk") == "10 квітня 2023"


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("uk", "Середа, 10 квітня 2024"),
        ("pl", "Środa, 10 kwietnia 2024"),
        ("ar", "الأربعاء، 10 أبريل 2024"),
    ],
)
def test_a_day_has_the_comma_of_its_language(language: str, expected: str) -> None:
    assert dates.weekday_line(date(2024, 4, 10), language=language) == expected


def test_machines_get_the_offset_of_that_day() -> None:
    assert dates.iso_moment(MOMENT, KYIV) == "2024-04-10T23:37:00+03:00"
    winter = datetime(2024, 1, 10, 20, 37, tzinfo=UTC)
    assert dates.iso_moment(winter, KYIV) == "2024-01-10T22:37:00+02:00"


@pytest.mark.parametrize(
    ("day", "hours"),
    [
        (date(2024, 3, 31), 23),
        (date(2024, 10, 27), 25),
        (date(2024, 4, 10), 24),
    ],
)
def test_a_day_is_as_long_as_its_clocks_say(day: date, hours: int) -> None:
    bounds = dates.day_bounds(day, KYIV)
    assert bounds.end - bounds.start == timedelta(hours=hours)


@given(st.datetimes(datetime(1992, 1, 1), datetime(2100, 1, 1), timezones=st.just(UTC)))
def test_a_moment_lies_in_exactly_its_own_day(moment: datetime) -> None:
    day = moment.astimezone(KYIV).date()
    bounds = dates.day_bounds(day, KYIV)
    assert bounds.start <= moment < bounds.end
    assert dates.day_bounds(day + timedelta(days=1), KYIV).start == bounds.end


def test_the_last_day_of_the_calendar_has_no_bounds() -> None:
    with pytest.raises(OverflowError):
        dates.day_bounds(date.max, KYIV)
