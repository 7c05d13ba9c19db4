"""Where stories live."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from shpalta.core.addresses import KINDS, SEGMENTS, Kind, story_path

KYIV = ZoneInfo("Europe/Kyiv")


def test_a_story_has_the_address_that_readers_know() -> None:
    moment = datetime(2024, 4, 10, 20, 37, tzinfo=UTC)
    path = story_path("/rus", kind=Kind.NEWS, published_at=moment, zone=KYIV, number=7450714)
    assert path == "/rus/news/2024/04/10/7450714/"


def test_the_date_in_the_address_is_the_day_of_the_title_and_not_of_utc() -> None:
    just_before_midnight = datetime(2024, 4, 10, 21, 30, tzinfo=UTC)
    path = story_path("", kind=Kind.NEWS, published_at=just_before_midnight, zone=KYIV, number=1)
    assert path == "/news/2024/04/11/1/"


@given(st.sampled_from(Kind))
def test_each_kind_has_a_segment_of_its_own(kind: Kind) -> None:
    assert KINDS[SEGMENTS[kind]] is kind
