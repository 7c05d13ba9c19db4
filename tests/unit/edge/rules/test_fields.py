"""Reading header fields: directives, dates, seconds."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shpalta.edge.rules.control import request_control, response_control
from shpalta.edge.rules.fields import LARGEST_SECONDS, directives, format_date, parse_date, seconds
from shpalta.edge.rules.structured import StructuredFieldError, parse_dictionary

NAMES = st.from_regex(r"[a-z][a-z-]{0,12}", fullmatch=True)
VALUES = st.one_of(st.none(), st.from_regex(r"[0-9]{1,6}", fullmatch=True), st.just("a, b=c"))


@given(st.dictionaries(NAMES, VALUES, max_size=6))
def test_directives_are_read_as_they_were_written(written: dict[str, str | None]) -> None:
    def one(name: str, value: str | None) -> str:
        if value is None:
            return name.upper()
        return f"{name}={value}" if value.isdigit() else f'{name} = "{value}"'

    text = " , ".join(one(name, value) for name, value in written.items())
    assert directives(text) == written


@given(st.text(max_size=60))
def test_any_text_can_be_read_as_directives(text: str) -> None:
    directives(text)


def test_of_a_directive_given_twice_the_first_counts() -> None:
    assert directives("max-age=1, max-age=2")["max-age"] == "1"


def test_what_is_broken_hides_nothing_that_follows() -> None:
    assert directives("@@@, no-store") == {"no-store": None}
    assert "no-store" in directives('max-age="60, x", no-store')


@pytest.mark.parametrize(
    "text",
    [
        "Sun, 06 Nov 1994 08:49:37 GMT",
        "Sunday, 06-Nov-94 08:49:37 GMT",
        "Sun Nov  6 08:49:37 1994",
    ],
)
def test_dates_are_read_in_all_three_forms(text: str) -> None:
    assert parse_date(text) == 784111777


@pytest.mark.parametrize("text", ["0", "-1", "", "tomorrow", "Sun, 99 Nov 1994 08:49:37 GMT", None])
def test_what_is_no_date_is_none(text: str | None) -> None:
    assert parse_date(text) is None


@given(st.integers(min_value=0, max_value=4_000_000_000))
def test_dates_survive_a_round_trip(moment: int) -> None:
    assert parse_date(format_date(moment).decode()) == moment


def test_seconds_are_whole_and_bounded() -> None:
    assert [seconds(text) for text in ("60", "0", "-1", "1.5", "x", "", None)] == [
        60,
        0,
        None,
        None,
        None,
        None,
        None,
    ]
    assert seconds("9" * 100) == LARGEST_SECONDS


def test_a_targeted_field_counts_only_if_it_can_be_read() -> None:
    def control(value: bytes) -> int | None:
        fields = [(b"cache-control", b"max-age=1"), (b"cdn-cache-control", value)]
        return response_control(fields).seconds("max-age")

    assert control(b"max-age=60") == 60
    assert control(b"max-age=60, max-age=30") == 30
    assert control(b"max-age=60,,") == 1
    assert control(b'no-store="') == 1
    assert control(b"") == 1


def test_pragma_counts_without_cache_control_alone() -> None:
    assert request_control([(b"pragma", b"no-cache")]).has("no-cache")
    both = [(b"pragma", b"no-cache"), (b"cache-control", b"max-age=5")]
    assert not request_control(both).has("no-cache")


def test_a_lifetime_that_is_no_number_is_none_at_all() -> None:
    assert response_control([(b"cache-control", b"max-age=abc")]).seconds("max-age") == 0


def test_dictionaries_of_structured_fields_are_read() -> None:
    assert parse_dictionary('a, b=?0, c=1;x=2, d="e\\"f", g=(h "i" 3), j=1.5') == {
        "a": True,
        "b": False,
        "c": 1,
        "d": 'e"f',
        "g": ("h", "i", 3),
        "j": 1.5,
    }


@given(st.text(alphabet='ab=?01"(), ;x', max_size=20))
def test_structured_fields_are_read_or_refused(text: str) -> None:
    try:
        parse_dictionary(text)
    except StructuredFieldError:
        return


def test_the_present_is_a_date() -> None:
    assert parse_date(format_date(int(time.time())).decode())
