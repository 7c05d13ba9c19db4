"""Where a campaign stands in its flight."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from shpalta.core.flights import AT_CAP, Flight, Stage, Sums, pace_of, stage_of

NOW = datetime(2026, 11, 28, 12, tzinfo=UTC)
moments = st.integers(-3, 3).map(lambda hours: NOW + timedelta(hours=hours))
flights = st.builds(
    Flight,
    starts_at=moments,
    ends_at=st.none() | moments,
    is_paused=st.booleans(),
    daily_cap=st.integers(0, 4),
    total_cap=st.integers(0, 9),
)
sums = st.integers(0, 5).flatmap(
    lambda today: st.builds(
        Sums, today=st.just(today), total=st.integers(today, 10), coming=st.integers(0, 2)
    )
)


@given(flights, sums)
def test_what_runs_is_in_its_flight_under_its_caps_and_not_paused(
    flight: Flight, counted: Sums
) -> None:
    is_running = stage_of(flight, counted, NOW) is Stage.RUNNING
    assert is_running == (
        flight.starts_at <= NOW
        and (flight.ends_at is None or flight.ends_at > NOW)
        and not flight.is_paused
        and (not flight.daily_cap or counted.today + counted.coming < flight.daily_cap)
        and (not flight.total_cap or counted.total + counted.coming < flight.total_cap)
    )


@given(flights, sums, st.integers(0, 5))
def test_counting_on_never_brings_a_campaign_back(flight: Flight, counted: Sums, more: int) -> None:
    later = Sums(counted.today + more, counted.total + more, counted.coming)
    if stage_of(flight, counted, NOW) in {*AT_CAP, Stage.ENDED}:
        assert stage_of(flight, later, NOW) is not Stage.RUNNING


@given(flights, sums)
def test_a_new_day_lifts_the_cap_of_the_day_alone(flight: Flight, counted: Sums) -> None:
    today, tomorrow = (
        stage_of(flight, counted, NOW),
        stage_of(flight, Sums(0, counted.total), NOW),
    )
    if counted.coming:
        assert tomorrow is not Stage.CAPPED_TODAY
    elif today is Stage.CAPPED_TODAY:
        assert tomorrow is Stage.RUNNING
    else:
        assert tomorrow is today


def test_the_pace_is_one_where_half_is_counted_at_half_time() -> None:
    flight = Flight(NOW - timedelta(days=1), NOW + timedelta(days=1), total_cap=100)
    pace = pace_of(flight, 50, NOW)
    assert pace is not None
    assert (pace.time, pace.goal, pace.ratio) == (0.5, 0.5, 1.0)
    assert pace_of(Flight(NOW), 50, NOW) is None
