"""What is done again and again is done at once, then no sooner than after its interval."""

from shpalta.core.intervals import Interval


class Clock:
    now = 0.0

    def __call__(self) -> float:
        return self.now


def test_the_first_time_is_at_once_and_stays_until_it_is_begun() -> None:
    turn = Interval(60, clock=Clock())
    assert turn.is_due()
    assert turn.is_due()


def test_the_next_time_is_when_the_interval_has_passed_and_not_before() -> None:
    clock = Clock()
    turn = Interval(60, clock=clock)
    turn.begin()
    assert not turn.is_due()
    clock.now = 59.9
    assert not turn.is_due()
    clock.now = 60.0
    assert turn.is_due()


def test_who_begins_late_rests_from_then_on() -> None:
    clock = Clock()
    turn = Interval(60, clock=clock)
    turn.begin()
    clock.now = 200.0
    turn.begin()
    clock.now = 259.0
    assert not turn.is_due()
    clock.now = 260.0
    assert turn.is_due()


def test_intervals_know_nothing_of_each_other() -> None:
    clock = Clock()
    first, second = Interval(60, clock=clock), Interval(60, clock=clock)
    first.begin()
    assert second.is_due()
