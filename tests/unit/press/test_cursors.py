from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st

from shpalta.press.cursors import Cursor, find_cursor

EPOCH = datetime(1970, 1, 1)


@given(
    st.datetimes(EPOCH, datetime(9999, 12, 31), timezones=st.just(UTC)),
    st.integers(min_value=1, max_value=10**17),
)
def test_a_cursor_is_read_as_it_was_written(published_at: datetime, story_id: int) -> None:
    cursor = Cursor(published_at, story_id)
    assert find_cursor(str(cursor)) == cursor


@given(st.text(max_size=40))
def test_whatever_stands_in_an_address_is_a_cursor_or_nothing(text: str) -> None:
    cursor = find_cursor(text)
    assert cursor is None or find_cursor(str(cursor)) == cursor
