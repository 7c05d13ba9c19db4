from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shpalta.core.date_patterns import DatePatternError, Flaw, check_date_pattern
from shpalta.core.dates import date_line


@pytest.mark.parametrize(
    "pattern",
    [
        "EEEE, d MMMM y, HH:mm",
        "d MMMM y 'о' HH:mm",
        "d MMMM y 'o''clock' h:mm a",
        "EEEE، d MMMM y، HH:mm",
        "dd.MM.yyyy HH:mm",
        "d LLLL y, H:mm 'год'",
    ],
)
def test_what_prints_a_date_line_is_taken(pattern: str) -> None:
    check_date_pattern(pattern, with_time=True)


@pytest.mark.parametrize(
    ("pattern", "flaw"),
    [
        ("", Flaw.NO_DAY),
        ("HH:mm", Flaw.NO_DAY),
        ("d, HH:mm", Flaw.NO_DAY),
        ("EEEE, d MMMM y", Flaw.NO_TIME),
        ("d MMMM y, HH", Flaw.NO_TIME),
        ("d MMMM y, h:mm", Flaw.NO_HALF),
        ("d MMMM 'o HH:mm", Flaw.QUOTE),
        ("d MMMM at HH:mm", Flaw.FIELD),
        ("d MMMMMMMM y, HH:mm", Flaw.LENGTH),
        ("ddd MMMM y, HH:mm", Flaw.LENGTH),
        ("d MMMM YYYY, HH:mm", Flaw.FIELD),
        ("%d.%m.%Y %H:%M", Flaw.FIELD),
        ("d MMMM y, HH:mm {n}", Flaw.FIELD),
        ("d MMMM y, HH:mm j", Flaw.FIELD),
    ],
)
def test_what_prints_none_is_refused_and_the_flaw_is_named(pattern: str, flaw: Flaw) -> None:
    with pytest.raises(DatePatternError) as raised:
        check_date_pattern(pattern, with_time=True)
    assert raised.value.flaw is flaw


def test_a_day_needs_no_time() -> None:
    check_date_pattern("d MMMM y", with_time=False)


@given(st.text(st.sampled_from("GyMLdEHhmsaz '.,:%{}01ъ"), max_size=14) | st.text(max_size=12))
def test_what_is_taken_can_be_printed_in_every_language(pattern: str) -> None:
    try:
        check_date_pattern(pattern, with_time=True)
    except DatePatternError:
        return
    moment = datetime(2024, 4, 10, 20, 37, tzinfo=UTC)
    for language in ("uk", "ru", "en", "pl", "ar"):
        printed = date_line(
            moment, zone=ZoneInfo("Europe/Kyiv"), language=language, pattern=pattern
        )
        assert "10" in printed
