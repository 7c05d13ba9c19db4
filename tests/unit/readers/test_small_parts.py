"""Passes, networks and paces."""

import pytest
from django.core import signing

from shpalta.readers.network import network_of
from shpalta.readers.pace import Pace
from shpalta.readers.passes import Pass, guest_pass, read_pass, write_pass


def test_a_pass_is_read_as_it_was_written() -> None:
    for holder in (Pass(reader_id=7, pass_key="k"), guest_pass("Оля")):
        assert read_pass(write_pass(holder)) == holder


def test_a_pass_of_somebody_else_s_making_is_none() -> None:
    good = write_pass(Pass(reader_id=7, pass_key="k"))
    for bad in (None, "", "x", good[:-1], "a" + good, signing.dumps([7, "k", "", ""])):
        assert read_pass(bad) is None


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("203.0.113.7", "203.0.113.200", True),
        ("203.0.113.7", "203.0.114.7", False),
        ("2001:db8:1:2::1", "2001:db8:1:ffff::9", True),
        ("2001:db8:1::1", "2001:db8:2::1", False),
        ("::ffff:203.0.113.7", "203.0.113.9", True),
    ],
)
def test_an_address_is_known_by_its_network_alone(one: str, other: str, same: bool) -> None:
    assert (network_of(one) == network_of(other)) is same
    assert "203" not in network_of("203.0.113.7")[:3] or len(network_of("203.0.113.7")) == 32


def test_what_is_no_address_has_no_network() -> None:
    assert network_of("unknown, 1.2.3.4") == ""


def test_a_pace_is_kept_by_each_alone_and_recovers() -> None:
    pace = Pace(3, 60)
    assert [pace.allows("a", 0.0) for _turn in range(4)] == [True, True, True, False]
    assert pace.allows("b", 0.0)
    assert not pace.allows("a", 10.0)
    assert pace.allows("a", 40.0)
