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
        speeds.note(1, counted, day=DAY, now=now)
        coming = speeds.coming(1, day=DAY) if looks_ahead else 0
        if stage_of(flight, Sums(counted, counted, coming), now) is not Stage.RUNNING:
            return int(turn * rate)


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
        speeds.note(1, turn // 4, day=DAY, now=NOON + timedelta(seconds=turn))
        assert speeds.coming(1, day=DAY) <= 1
    for turn in range(60, 90):
        speeds.note(1, 15, day=DAY, now=NOON + timedelta(seconds=turn))
    assert speeds.coming(1, day=DAY) == 0


def test_what_is_held_keeps_its_speed_of_the_day_and_begins_the_next_without_one() -> None:
    speeds = Speeds()
    for turn in range(5):
        speeds.note(1, turn * 100, day=DAY, now=NOON + timedelta(seconds=turn))
    assert speeds.coming(1, day=DAY) == 175
    assert speeds.coming(1, day=DAY + timedelta(days=1)) == 0
    speeds.note(1, 500, day=DAY, now=NOON + timedelta(minutes=10))
    assert speeds.coming(1, day=DAY) == 0, "after a pause nothing is known of the speed"
    assert speeds.coming(2, day=DAY) == 0
