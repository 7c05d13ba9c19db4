"""What tells pages apart for campaigns has one code, and nothing else is read as one."""

from hypothesis import given
from hypothesis import strategies as st

from shpalta.core.surroundings import LONGEST, Surroundings, find_surroundings
from shpalta.edge.routes import is_public

ids = st.integers(1, 10**12)
few = st.frozensets(ids, max_size=5)
surroundings = st.builds(
    Surroundings,
    rubric=st.none() | ids,
    topics=few,
    avoided_by=few,
    is_quiet=st.booleans(),
)


@given(surroundings)
def test_what_is_written_is_read_and_passes_the_edge(one: Surroundings) -> None:
    if one.is_sayable:
        assert find_surroundings(one.code) == one
        assert is_public(f"/eng/-/place/7/{one.code}/")


@given(st.text("rtxq-al0123", max_size=20))
def test_nothing_has_two_codes(code: str) -> None:
    found = find_surroundings(code)
    assert found is None or found.code == code


def test_a_page_without_anything_special_shares_its_places_with_all_such() -> None:
    assert Surroundings().code == "all"
    assert Surroundings(3, frozenset({9, 5}), frozenset({12}), is_quiet=True).code == (
        "r3-t5-t9-x12-q"
    )


def test_what_is_too_long_for_an_address_is_none() -> None:
    crowd = Surroundings(avoided_by=frozenset(range(10**6, 10**6 + LONGEST)))
    assert not crowd.is_sayable
    assert find_surroundings(crowd.code) is None
