"""Ages, lifetimes, and what may be done with what is stale."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shpalta.edge.rules.control import Control, request_control, response_control
from shpalta.edge.rules.fields import directives, format_date
from shpalta.edge.rules.freshness import (
    LONGEST_HEURISTIC,
    Times,
    Verdict,
    initial_age,
    judge,
    lifetime,
    usable_on_error,
)

NOW = 1_700_000_000
SECONDS = st.integers(min_value=0, max_value=100_000)


def fields(control: str = "", **more: str) -> list[tuple[bytes, bytes]]:
    lines = [(b"cache-control", control.encode())] if control else []
    for name, value in more.items():
        lines.append((name.replace("_", "-").encode(), value.encode()))
    return lines


def date(moment: int) -> str:
    return format_date(moment).decode()


def life(control: str = "", **more: str) -> float:
    status = int(more.pop("status", "200"))
    lines = fields(control, **more)
    return lifetime(status, lines, response_control(lines))


def test_shared_lifetimes_come_first_then_max_age_then_expires() -> None:
    expires = {"date": date(NOW), "expires": date(NOW + 30)}
    assert life("max-age=20, s-maxage=10", **expires) == 10
    assert life("max-age=20", **expires) == 20
    assert life("public", **expires) == 30
    assert life(expires="0", date=date(NOW)) == 0
    assert life(expires=date(NOW - 5), date=date(NOW)) == 0


def test_without_a_word_a_tenth_of_the_time_since_the_last_change_is_guessed() -> None:
    changed = {"date": date(NOW), "last_modified": date(NOW - 1000)}
    assert life(**changed) == 100
    assert life(status="404", **changed) == 100
    assert life(status="302", **changed) == 0
    assert life("public", status="302", **changed) == 100
    assert life(date=date(NOW)) == 0
    assert life(date=date(NOW), last_modified=date(1000)) == LONGEST_HEURISTIC


@given(said=SECONDS, delay=SECONDS, since=SECONDS)
def test_an_age_is_never_less_than_any_of_its_signs(said: int, delay: int, since: int) -> None:
    lines = fields(age=str(said), date=date(NOW - since))
    age = initial_age(lines, Times(NOW - delay, NOW))
    assert age == max(since, said + delay)


@pytest.mark.parametrize("age", ["x", "-5", "", "1.5"])
def test_an_age_that_is_no_number_is_none(age: str) -> None:
    assert initial_age(fields(age=age, date=date(NOW)), Times(NOW, NOW)) == 0


def asked(text: str = "") -> Control:
    return request_control(fields(text))


@given(age=SECONDS, life=SECONDS, least=SECONDS, most=SECONDS)
def test_fresh_is_what_all_of_request_and_response_allow(
    age: int, life: int, least: int, most: int
) -> None:
    verdict = judge(
        age=age,
        lifetime=life,
        control=Control(directives("max-age=1")),
        asked=asked(f"min-fresh={least}, max-age={most}"),
    )
    expected = age < life and life - age >= least and age <= most
    assert (verdict is Verdict.FRESH) == expected


@pytest.mark.parametrize(
    ("control", "request_", "verdict"),
    [
        ("max-age=10", "", Verdict.STALE),
        ("max-age=10", "max-stale", Verdict.FRESH),
        ("max-age=10", "max-stale=5", Verdict.FRESH),
        ("max-age=10", "max-stale=4", Verdict.STALE),
        ("max-age=10, must-revalidate", "max-stale", Verdict.STALE),
        ("max-age=10, proxy-revalidate", "max-stale", Verdict.STALE),
        ("s-maxage=10", "max-stale", Verdict.STALE),
        ("max-age=10, stale-while-revalidate=6", "", Verdict.REFRESHING),
        ("max-age=10, stale-while-revalidate=5", "", Verdict.STALE),
        ("s-maxage=10, stale-while-revalidate=6", "", Verdict.REFRESHING),
        ("max-age=10, stale-while-revalidate=6, must-revalidate", "", Verdict.STALE),
        ("max-age=10, stale-while-revalidate=6", "no-cache", Verdict.STALE),
        ("max-age=10, stale-while-revalidate=6", "max-age=1", Verdict.STALE),
    ],
)
def test_what_is_five_seconds_stale(control: str, request_: str, verdict: Verdict) -> None:
    found = judge(age=15, lifetime=10, control=Control(directives(control)), asked=asked(request_))
    assert found is verdict


def test_no_cache_is_never_used_unasked_but_named_fields_are() -> None:
    for control, verdict in (("no-cache", Verdict.STALE), ('no-cache="a"', Verdict.FRESH)):
        found = judge(age=0, lifetime=10, control=Control(directives(control)), asked=asked())
        assert found is verdict


@pytest.mark.parametrize(
    ("control", "request_", "usable"),
    [
        ("stale-if-error=6", "", True),
        ("stale-if-error=5", "", False),
        ("", "", False),
        ("", "stale-if-error=6", True),
        ("stale-if-error=6, must-revalidate", "", False),
        ("stale-if-error=6, no-cache", "", False),
    ],
)
def test_use_on_error(control: str, request_: str, usable: bool) -> None:
    found = usable_on_error(
        age=15, lifetime=10, control=Control(directives(control)), asked=asked(request_)
    )
    assert found is usable
