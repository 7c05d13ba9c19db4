"""The breaker: silence opens it, any answer closes it, one at a time may find out."""

import time

from shpalta.edge.breaker import Breaker
from shpalta.edge.follower import elapsed


def test_an_unanswered_request_opens_it_and_an_answer_closes_it() -> None:
    breaker = Breaker(pause=0.0, patience=0.0)
    assert not breaker.is_open
    breaker.unanswered(elapsed())
    assert breaker.is_open
    breaker.answered()
    assert not breaker.is_open


def test_what_was_asked_before_the_last_answer_says_nothing() -> None:
    breaker = Breaker(pause=0.0, patience=0.0)
    since = elapsed()
    time.sleep(0.001)
    breaker.answered()
    breaker.unanswered(since)
    assert not breaker.is_open


def test_one_at_a_time_may_ask_and_nobody_at_once() -> None:
    breaker = Breaker(pause=0.05, patience=60.0)
    breaker.unanswered(elapsed())
    assert not breaker.take_probe()
    time.sleep(0.06)
    assert breaker.take_probe()
    assert not breaker.take_probe()


def test_a_probe_that_failed_makes_room_for_the_next_after_the_pause() -> None:
    breaker = Breaker(pause=0.05, patience=60.0)
    breaker.unanswered(elapsed())
    time.sleep(0.06)
    assert breaker.take_probe()
    breaker.unanswered(elapsed())
    time.sleep(0.06)
    assert breaker.take_probe()
