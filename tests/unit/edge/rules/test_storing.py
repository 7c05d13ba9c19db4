"""What a shared cache may store, which variant a request selects, what stays on its connection."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shpalta.edge.rules.control import request_control, response_control
from shpalta.edge.rules.fields import Fields
from shpalta.edge.rules.hops import end_to_end
from shpalta.edge.rules.storing import may_store
from shpalta.edge.rules.varying import variant, vary_names

Lines = dict[str, str]


def lines(named: Lines) -> Fields:
    return [(name.encode(), value.encode()) for name, value in named.items()]


@pytest.mark.parametrize(
    ("status", "response", "request_", "stored"),
    [
        (200, {"cache-control": "max-age=1"}, {}, True),
        (200, {}, {}, True),
        (302, {}, {}, False),
        (302, {"cache-control": "max-age=1"}, {}, True),
        (302, {"expires": "0"}, {}, True),
        (500, {"cache-control": "s-maxage=1"}, {}, True),
        (206, {"cache-control": "max-age=1"}, {}, False),
        (304, {"cache-control": "max-age=1"}, {}, False),
        (200, {"cache-control": "no-store"}, {}, False),
        (200, {"cache-control": "no-store, must-understand"}, {}, True),
        (200, {"cache-control": "private"}, {}, False),
        (200, {"cache-control": 'private="x"'}, {}, True),
        (200, {"cache-control": "max-age=1", "vary": "a, *"}, {}, False),
        (200, {"cache-control": "max-age=1"}, {"cache-control": "no-store"}, False),
        (200, {"cache-control": "max-age=1"}, {"authorization": "x"}, False),
        (200, {"cache-control": "public"}, {"authorization": "x"}, True),
        (200, {"cache-control": "s-maxage=1"}, {"authorization": "x"}, True),
        (200, {"cache-control": "must-revalidate"}, {"authorization": "x"}, True),
        (200, {"cache-control": "max-age=1", "set-cookie": "a=b"}, {}, False),
        (200, {"cache-control": "public, max-age=1", "set-cookie": "a=b"}, {}, True),
    ],
)
def test_what_is_stored(status: int, response: Lines, request_: Lines, stored: bool) -> None:
    fields, asking = lines(response), lines(request_)
    found = may_store(
        method="GET",
        request=asking,
        asked=request_control(asking),
        status=status,
        fields=fields,
        control=response_control(fields),
    )
    assert found is stored


@pytest.mark.parametrize("method", ["POST", "HEAD", "PUT"])
def test_only_answers_to_get_are_stored(method: str) -> None:
    fields = lines({"cache-control": "public, max-age=1"})
    control = response_control(fields)
    asked = request_control(())
    assert not may_store(
        method=method, request=(), asked=asked, status=200, fields=fields, control=control
    )


HEADERS = st.lists(
    st.tuples(st.sampled_from([b"a", b"b", b"c"]), st.sampled_from([b"1", b"2", b"1, 2", b""])),
    max_size=4,
)


def joined(request: Fields, name: bytes) -> str | None:
    values = [value.decode() for found, value in request if found == name]
    return ",".join(values).replace(" ", "") if values else None


@given(one=HEADERS, other=HEADERS, names=st.sets(st.sampled_from(["a", "b"])))
def test_variants_are_equal_just_when_all_named_fields_are(
    one: Fields, other: Fields, names: set[str]
) -> None:
    order = tuple(sorted(names))
    same = all(joined(one, name.encode()) == joined(other, name.encode()) for name in names)
    assert (variant(order, one) == variant(order, other)) is same


def test_names_of_vary_are_sorted_and_in_lower_case() -> None:
    assert vary_names(lines({"vary": "B, a,, b"})) == ("a", "b")


def test_what_connection_names_stays_on_its_connection() -> None:
    fields = lines({"connection": "close, X", "x": "1", "te": "a", "y": "2", "upgrade": "z"})
    assert end_to_end(fields) == [(b"y", b"2")]
