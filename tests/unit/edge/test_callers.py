"""Who asks behind proxies, and how much one address may ask for."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shpalta.edge import callers
from shpalta.edge.callers import Pace, address_of, household_of
from shpalta.edge.configuration import Configuration
from shpalta.edge.requests import Request, read_request

CONFIGURATION = Configuration(origin="http://127.0.0.1:1", token="t")


def request(told: str | None) -> Request:
    """A request whose X-Forwarded-For is what is told, from 127.0.0.1."""
    fields = [(b"host", b"up.localhost")]
    if told is not None:
        fields.append((b"x-forwarded-for", told.encode()))
    scope = {
        "method": "POST",
        "path": "/",
        "raw_path": b"/",
        "query_string": b"",
        "headers": fields,
        "client": ("127.0.0.1", 50000),
    }

    async def receive() -> dict[str, object]:
        return {}

    return read_request(scope, receive, CONFIGURATION)


@pytest.mark.parametrize(
    ("told", "proxies", "address"),
    [
        ("203.0.113.5", 0, "127.0.0.1"),
        ("203.0.113.5", 1, "203.0.113.5"),
        ("198.51.100.1, 203.0.113.5", 1, "203.0.113.5"),
        ("198.51.100.1, 203.0.113.5, 10.0.0.2", 2, "203.0.113.5"),
        ("203.0.113.5", 2, "127.0.0.1"),
        ("", 1, "127.0.0.1"),
        (None, 1, "127.0.0.1"),
    ],
)
def test_only_what_our_proxies_say_is_believed(
    told: str | None, proxies: int, address: str
) -> None:
    assert address_of(request(told), proxies) == address


@pytest.mark.parametrize(
    ("address", "household"),
    [
        ("203.0.113.5", "203.0.113.5"),
        ("::ffff:203.0.113.5", "203.0.113.5"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("2001:db8:1:2::9", "2001:db8:1:2::/64"),
        ("2001:db8:1:3::9", "2001:db8:1:3::/64"),
        ("unknown", "unknown"),
    ],
)
def test_whoever_holds_many_addresses_has_one_pace(address: str, household: str) -> None:
    assert household_of(address) == household


asked = st.lists(
    st.tuples(st.sampled_from("abc"), st.integers(0, 200), st.integers(1, 3)), max_size=60
)


@given(asked, st.integers(1, 5))
def test_each_address_gets_so_much_in_each_minute(
    asked: list[tuple[str, int, int]], most: int
) -> None:
    pace, heard = Pace(most), dict[tuple[str, int], int]()
    for address, now, number in sorted(asked, key=lambda one: one[1]):
        minute = (address, now // 60)
        heard[minute] = heard.get(minute, 0) + number
        assert pace.allows(address, now, number) == (heard[minute] <= most)


def test_of_too_many_addresses_the_longest_silent_are_forgotten(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(callers, "MOST_KNOWN", 2)
    pace = Pace(1)
    assert pace.allows("old", 0)
    assert pace.allows("new", 0)
    assert not pace.allows("old", 0)
    assert pace.allows("newer", 0)
    assert not pace.allows("old", 0), "it was heard of later than the one that went"
    assert pace.allows("new", 0)
