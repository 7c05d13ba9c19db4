"""Date lines in three languages, and the moments they name."""

from datetime import date

import pytest
from babel.dates import format_date
from hypothesis import given
from hypothesis import strategies as st

from shpalta.core.datelines import read_dateline
from shpalta.core.moments import ReadMoment, resolve_date


def _resolve(line: str, **known: object) -> ReadMoment:
    printed = read_dateline(line)
    assert printed is not None, line
    # Each test names only what it knows; the names are checked when the call is made.
    return resolve_date(printed, **known)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "line",
    [
        "Среда, 10 апреля 2024, 23:37",
        "10 квітня 2024 року, о 23:37",
        "Середа, 10 квітня 2024, 23:37 за Києвом",
        "10 апреля 2024 г., 23:37 (по Киеву)",
        "April 10, 2024, 11:37 PM",
        "Wed, 10 Apr 2024 23:37 EEST",
        "Published: 10 April 2024 at 11.37 p.m. | Updated: 11 April 2024",
        "23:37, Wednesday, April 10th, 2024 Kyiv time",
        "10.04.2024 23:37",
        "10.04.2024, 23:37 GMT+3",
        "2024-04-10T23:37:05+03:00",
        "23:37 10/04/24 Ср",
    ],
)
def test_a_date_line_is_read_in_any_form(line: str) -> None:
    moment = _resolve(line).moment
    assert moment is not None
    assert moment.isoformat(timespec="minutes") == "2024-04-10T23:37+03:00"


def test_a_printed_zone_is_kept() -> None:
    moment = _resolve("10 April 2024, 20:37 UTC").moment
    assert moment is not None
    assert moment.isoformat() == "2024-04-10T20:37:00+00:00"


def test_what_else_stands_in_the_line_is_left() -> None:
    printed = read_dateline("Олена Гай — Середа, 10 квітня 2024, 23:37")
    assert printed is not None
    assert printed.rest == "Олена Гай"


def test_a_weekday_that_contradicts_the_date_is_said() -> None:
    read = _resolve("П’ятниця, 10 квітня 2024, 23:37")
    assert read.moment is not None
    assert "Friday" in read.problems[0]


def test_a_missing_year_is_never_guessed() -> None:
    read = _resolve("Среда, 10 апреля, 23:37")
    assert read.moment is None
    assert "--year" in read.problems[0]


def test_a_missing_year_comes_from_the_caller_or_the_neighbours() -> None:
    given_year = _resolve("10 апреля, 23:37", year=2024)
    assert given_year.day == date(2024, 4, 10)
    assert given_year.problems == ()
    neighbours = _resolve("Среда, 10 апреля, 23:37", neighbour_years=(2023, 2024))
    assert neighbours.day == date(2024, 4, 10)
    assert "2024 taken from the other files" in neighbours.problems[0]
    assert _resolve("10 апреля, 23:37", neighbour_years=(2023, 2024)).moment is None


@pytest.mark.parametrize(
    ("line", "moment", "word"),
    [
        ("31 березня 2024, 03:30", "2024-03-31T04:30+03:00", "does not exist"),
        ("27 жовтня 2024, 03:30", "2024-10-27T03:30+03:00", "stands twice"),
    ],
)
def test_the_change_of_the_clock_is_said(line: str, moment: str, word: str) -> None:
    read = _resolve(line)
    assert read.moment is not None
    assert read.moment.isoformat(timespec="minutes") == moment
    assert word in read.problems[0]


def test_a_date_without_time_gives_the_day_alone() -> None:
    read = _resolve("10 April 2024")
    assert read.moment is None
    assert read.day == date(2024, 4, 10)
    assert read.problems


@pytest.mark.parametrize("line", ["", "2 hours ago", "99.99.2024", "Новини міста", "12:49"])
def test_no_date_is_no_date(line: str) -> None:
    assert read_dateline(line) is None


@given(
    st.dates(date(1950, 1, 1), date(2090, 1, 1)),
    st.sampled_from(["uk", "ru", "en", "en_GB"]),
    st.sampled_from(["long", "full"]),
)
def test_what_the_calendar_of_a_language_prints_is_read_back(
    day: date, locale: str, style: str
) -> None:
    printed = format_date(day, style, locale=locale)
    read = _resolve(f"{printed}, 12:00")
    assert read.day == day
    assert read.problems == ()


@given(st.text(max_size=200), st.dates(date(1990, 1, 1), date(2090, 1, 1)))
def test_no_text_breaks_the_reader(text: str, day: date) -> None:
    for line in (text, f"{text} {day:%d.%m.%Y} {text[:20]}"):
        printed = read_dateline(line)
        if printed is not None:
            read = resolve_date(printed, year=day.year)
            assert read.moment is None or read.moment.tzinfo is not None
