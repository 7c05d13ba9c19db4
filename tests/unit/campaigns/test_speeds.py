"""A campaign that is seen fast stops near its cap, and not a turn after it."""

import random
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shpalta.campaigns.speeds import Speeds
from shpalta.core.flights import Flight, Stage, Sums, stage_of

NOON = datetime(2026, 11, 28, 12, tzinfo=UTC)
DAY = datetime(2026, 11, 28, tzinfo=UTC)
CAP = (1, "seen")
VIEW, FLUSH, TURN = 1.0, 0.5, 1.0


def delivered(rate: int, cap: int, *, seed: int, looks_ahead: bool) -> int:
    """Run a campaign that `rate` readers a second begin to see until it stops.

    Give how often it was seen in the end: a view counts after a second, is written twice a second,
    and read once a second by who stops it.
    """
    chance, speeds = random.Random(seed), Speeds()
    flight = Flight(NOON, total_cap=cap)
    first_flush, turn = chance.random() * FLUSH, chance.random() * TURN
    while True:
        turn += TURN * chance.uniform(0.95, 1.1)
        flushed = turn - (turn - first_flush) % FLUSH
        counted = int(max(0.0, flushed - VIEW) * rate)
        now = NOON + timedelta(seconds=turn)
        speeds.note(CAP, counted, day=DAY, now=now)
        coming = speeds.coming(CAP, day=DAY) if looks_ahead else 0
        if stage_of(flight, Sums(counted, counted, coming), now) is not Stage.RUNNING:
            delivered_in_all = int(turn * rate)
            watched(speeds, delivered_in_all, since=now)
            left = Sums(delivered_in_all, delivered_in_all, speeds.coming(CAP, day=DAY))
            assert stage_of(flight, left, now) is not Stage.RUNNING or not looks_ahead, (
                "what came in is no less than was said to be under way: it does not run on"
            )
            return delivered_in_all


def watched(speeds: Speeds, total: int, *, since: datetime) -> None:
    """Let what was under way come in, and nothing after it."""
    for turn in range(1, 14):
        speeds.watch(CAP, total, now=since + timedelta(seconds=turn))


@settings(max_examples=60, deadline=None)
@given(st.integers(1, 2000), st.integers(6, 60), st.integers(0, 99))
def test_at_an_even_speed_it_ends_within_a_second_s_views_of_its_cap(
    rate: int, seconds: int, seed: int
) -> None:
    cap = rate * seconds
    assert abs(delivered(rate, cap, seed=seed, looks_ahead=True) - cap) <= rate + 1


@pytest.mark.parametrize("rate", [50, 1000])
def test_on_average_it_is_near_its_cap_where_it_was_overrun(rate: int) -> None:
    cap = rate * 20

    def mean_overrun(*, looks_ahead: bool) -> float:
        runs = [delivered(rate, cap, seed=seed, looks_ahead=looks_ahead) for seed in range(60)]
        return sum(run - cap for run in runs) / len(runs) / rate

    assert mean_overrun(looks_ahead=False) > 1.5
    assert abs(mean_overrun(looks_ahead=True)) < 0.25


def test_what_is_seen_slowly_reaches_its_cap_to_the_last_view() -> None:
    speeds = Speeds()
    for turn in range(60):
        speeds.note(CAP, turn // 4, day=DAY, now=NOON + timedelta(seconds=turn))
        assert speeds.coming(CAP, day=DAY) <= 1
    for turn in range(60, 90):
        speeds.note(CAP, 15, day=DAY, now=NOON + timedelta(seconds=turn))
    assert speeds.coming(CAP, day=DAY) == 0


def test_what_is_held_keeps_its_speed_of_the_day_and_begins_the_next_without_one() -> None:
    speeds = Speeds()
    for turn in range(5):
        speeds.note(CAP, turn * 100, day=DAY, now=NOON + timedelta(seconds=turn))
    assert speeds.coming(CAP, day=DAY) == 175
    assert speeds.coming(CAP, day=DAY + timedelta(days=1)) == 0
    speeds.note(CAP, 500, day=DAY, now=NOON + timedelta(minutes=10))
    assert speeds.coming(CAP, day=DAY) == 0, "after a pause nothing is known of the speed"
    assert speeds.coming((2, "seen"), day=DAY) == 0


@given(st.integers(0, 200), st.integers(1000, 10**7))
def test_what_comes_in_one_turn_alone_is_no_speed(rate: int, burst: int) -> None:
    speeds, total = Speeds(), 0
    for turn in range(9):
        total += burst if turn == 5 else rate
        speeds.note(CAP, total, day=DAY, now=NOON + timedelta(seconds=turn))
        assert speeds.coming(CAP, day=DAY) <= 5.25 * rate


def test_what_seemed_to_be_under_way_and_never_came_is_forgotten() -> None:
    speeds = Speeds()
    for turn in range(5):
        speeds.note(CAP, turn * 1000, day=DAY, now=NOON + timedelta(seconds=turn))
    assert speeds.coming(CAP, day=DAY) == 1750
    stopped = NOON + timedelta(seconds=4)
    speeds.watch(CAP, 4021, now=stopped + timedelta(seconds=2))
    speeds.watch(CAP, 4021, now=stopped + timedelta(seconds=11))
    assert speeds.coming(CAP, day=DAY) == 1750, "something came in nine seconds ago"
    assert speeds.unsettled() == {1}
    speeds.watch(CAP, 4021, now=stopped + timedelta(seconds=12))
    assert speeds.coming(CAP, day=DAY) == 21
    assert speeds.unsettled() == set()


def test_pages_that_stay_open_keep_nothing_in_doubt_for_long() -> None:
    speeds = Speeds()
    for turn in range(5):
        speeds.note(CAP, turn * 1000, day=DAY, now=NOON + timedelta(seconds=turn))
    for turn in range(5, 70):
        speeds.watch(CAP, 4000 + turn, now=NOON + timedelta(seconds=turn))
    assert speeds.unsettled() == set()


def test_views_and_clicks_have_speeds_of_their_own() -> None:
    speeds = Speeds()
    for turn in range(5):
        speeds.note((1, "seen"), turn * 1000, day=DAY, now=NOON + timedelta(seconds=turn))
    assert speeds.coming((1, "click"), day=DAY) == 0
