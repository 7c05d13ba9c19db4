"""Parts of what is stored, and conditional requests."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shpalta.core.ranges import Part
from shpalta.edge.rules.ranges import content_range, find_part
from shpalta.edge.rules.validation import (
    is_not_modified,
    matches_weakly,
    selects,
    updated,
    validators,
)

LENGTH = st.integers(min_value=0, max_value=50)
NUMBER = st.one_of(st.none(), st.integers(min_value=0, max_value=60))


@given(length=LENGTH, first=NUMBER, last=NUMBER)
def test_a_part_holds_just_the_bytes_that_were_asked_for(
    length: int, first: int | None, last: int | None
) -> None:
    def text(number: int | None) -> str:
        return "" if number is None else str(number)

    body = bytes(range(length))
    value = f"bytes={text(first)}-{text(last)}".encode()
    part = find_part([(b"range", value)], [], length)
    if first is None:
        expected = None if last is None else body[len(body) - last :] if last < length else body
    elif last is not None and last < first:
        expected = None
    else:
        expected = body[first : length if last is None else last + 1]
    if part is None:
        assert expected is None
    else:
        found = body[part.first : part.last + 1] if part.satisfiable else b""
        assert found == (expected if last or first is not None else b"")


@pytest.mark.parametrize(
    "value", [b"bytes=0-1,3-4", b"lines=0-1", b"bytes=a-b", b"bytes=-", b"0-1", b"bytes=2-1"]
)
def test_what_is_no_single_range_means_the_whole(value: bytes) -> None:
    assert find_part([(b"range", value)], [], 10) is None


@pytest.mark.parametrize(
    ("condition", "matches"),
    [
        (b'"a"', True),
        (b'"b"', False),
        (b'W/"a"', False),
        (b"Sun, 06 Nov 1994 08:49:37 GMT", True),
        (b"Sun, 06 Nov 1994 08:49:38 GMT", False),
    ],
)
def test_if_range_compares_strongly(condition: bytes, matches: bool) -> None:
    stored = [(b"etag", b'"a"'), (b"last-modified", b"Sun, 06 Nov 1994 08:49:37 GMT")]
    part = find_part([(b"range", b"bytes=0-0"), (b"if-range", condition)], stored, 5)
    assert part == (Part(0, 0) if matches else None)


def test_content_range_tells_the_part_or_the_length_alone() -> None:
    assert content_range(Part(0, 4), 10) == b"bytes 0-4/10"
    assert content_range(Part(10, 9), 10) == b"bytes */10"


@pytest.mark.parametrize(
    ("tag", "value", "matches"),
    [
        ('"a"', '"a"', True),
        ('W/"a"', '"a"', True),
        ('"a"', 'W/"a", "b"', True),
        ('"a,b"', '"x", "a,b"', True),
        ('"a"', '"b"', False),
        ('"a"', "a", False),
        (None, '"a"', False),
        (None, "*", True),
    ],
)
def test_if_none_match_compares_weakly(tag: str | None, value: str, matches: bool) -> None:
    assert matches_weakly(tag, value) is matches


def test_if_none_match_comes_before_if_modified_since() -> None:
    changed = b"Sun, 06 Nov 1994 08:49:37 GMT"
    stored = [(b"etag", b'"a"'), (b"last-modified", changed)]
    assert is_not_modified([(b"if-modified-since", changed)], 200, stored)
    both = [(b"if-modified-since", changed), (b"if-none-match", b'"b"')]
    assert not is_not_modified(both, 200, stored)
    assert not is_not_modified([(b"if-none-match", b'"a"')], 404, stored)


def test_the_origin_is_asked_by_what_it_gave() -> None:
    fields = [(b"etag", b'W/"a"'), (b"last-modified", b"Sun, 06 Nov 1994 08:49:37 GMT")]
    assert [name for name, _ in validators(fields)] == [b"if-none-match", b"if-modified-since"]
    assert validators([(b"etag", b"unquoted"), (b"last-modified", b"0")]) == []


def test_a_304_changes_all_but_what_describes_the_body() -> None:
    stored = [(b"content-type", b"a"), (b"x", b"1"), (b"x", b"2"), (b"age", b"5"), (b"y", b"1")]
    fresh = updated(stored, [(b"content-type", b"b"), (b"x", b"3")])
    assert fresh == [(b"content-type", b"a"), (b"y", b"1"), (b"x", b"3")]


def test_a_304_with_another_tag_speaks_of_something_else() -> None:
    assert selects([(b"etag", b'"a"')], [(b"etag", b'W/"a"')])
    assert not selects([(b"etag", b'"a"')], [(b"etag", b'"b"')])
    assert selects([(b"etag", b'"a"')], [])
