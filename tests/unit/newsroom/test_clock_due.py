"""Which moment a written time means, also on the two nights when clocks change."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shpalta.newsroom.clock.due import Due, NoSuchTimeError, printed_moment, read_wall_time

KYIV = ZoneInfo("Europe/Kyiv")
zones = st.sampled_from(
    [KYIV, ZoneInfo("America/New_York"), ZoneInfo("Australia/Lord_Howe"), ZoneInfo("UTC")]
)
walls = st.datetimes(min_value=datetime(2000, 1, 1), max_value=datetime(2037, 12, 31))


@given(walls, zones)
def test_the_moment_shows_the_written_time_on_that_zone_s_clocks(
    wall: datetime, zone: ZoneInfo
) -> None:
    due: Due | None = None
    after = wall
    try:
        due = read_wall_time(wall, zone)
    except NoSuchTimeError as error:
        after = error.after.replace(tzinfo=None)
    if due is None:
        assert timedelta(0) < after - wall <= timedelta(hours=1)
        return
    shown = due.moment.astimezone(zone).replace(tzinfo=None)
    assert shown == wall.replace(microsecond=0)
    if due.is_first_of_two:
        twice = [due.moment + timedelta(minutes=minutes) for minutes in (30, 60)]
        assert shown in {moment.astimezone(zone).replace(tzinfo=None) for moment in twice}


@given(st.datetimes(datetime(2000, 1, 1), datetime(2037, 12, 31), timezones=st.just(UTC)), zones)
def test_every_moment_can_be_written_or_is_the_second_of_two(
    moment: datetime, zone: ZoneInfo
) -> None:
    moment = moment.replace(microsecond=0)
    due = read_wall_time(moment.astimezone(zone).replace(tzinfo=None), zone)
    assert due.moment == moment or (due.is_first_of_two and due.moment < moment)


def test_the_night_when_clocks_go_forward_lacks_an_hour() -> None:
    assert read_wall_time(datetime(2027, 3, 28, 2, 59), KYIV).moment.hour == 0
    for minute in (0, 30, 59):
        with pytest.raises(NoSuchTimeError) as refused:
            read_wall_time(datetime(2027, 3, 28, 3, minute), KYIV)
        assert f"{refused.value.after:%H:%M}" == "04:00"
    assert read_wall_time(datetime(2027, 3, 28, 4, 0), KYIV).moment.hour == 1


def test_the_night_when_clocks_go_back_has_an_hour_twice() -> None:
    due = read_wall_time(datetime(2027, 10, 31, 3, 30), KYIV)
    assert due.is_first_of_two
    assert due.moment == datetime(2027, 10, 31, 0, 30, tzinfo=UTC)
    assert not read_wall_time(datetime(2027, 10, 31, 4, 0), KYIV).is_first_of_two


def test_a_moment_is_printed_briefly_in_its_zone_and_language() -> None:
    now = datetime(2026, 11, 20, tzinfo=UTC)
    noon = datetime(2026, 11, 24, 10, 0, tzinfo=UTC)
    printed = {
        language: printed_moment(noon, zone=KYIV, language=language, now=now)
        for language in ("uk", "ru", "en")
    }
    assert printed == {
        "uk": "24 листопада, 12:00",
        "ru": "24 ноября, 12:00",
        "en": "24 November, 12:00",
    }
    other_year = datetime(2027, 1, 1, 10, 0, 30, tzinfo=UTC)
    assert printed_moment(other_year, zone=KYIV, language="en", now=now) == (
        "1 January 2027, 12:00:30"
    )
