"""The workshop goes from trade to trade, and what one of them breaks no other notices."""

import threading
import time
from collections.abc import Iterator

import pytest

from shpalta.site import workshop
from shpalta.site.workshop import Bench, work_until


def test_every_piece_is_done_though_another_trade_fails(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workshop, "close_old_connections", lambda: None)
    stop, waiting = threading.Event(), [1, 2, 3]
    done: list[int] = []
    failures: list[int] = []

    def good() -> bool:
        if not waiting:
            stop.set()
            return False
        done.append(waiting.pop(0))
        return True

    def bad() -> bool:
        failures.append(1)
        raise ValueError("no such file")

    work_until(stop, [Bench("bad", bad), Bench("good", good)])

    assert done == [1, 2, 3]
    assert len(failures) == 1, "a trade that failed rests before it is tried again"


def test_a_trade_that_succeeds_again_is_no_longer_left_alone(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    moment = [100.0]
    monkeypatch.setattr(time, "monotonic", lambda: moment[0])
    answers: Iterator[bool | Exception] = iter([ValueError(), True, ValueError(), True])

    def trade() -> bool:
        answer = next(answers)
        if isinstance(answer, Exception):
            raise answer
        return answer

    bench = Bench("one", trade)
    assert bench.work() is False
    assert bench.work() is False, "it rests"
    moment[0] += 1.1
    assert bench.work() is True
    assert bench.work() is False
    moment[0] += 1.1
    assert bench.work() is True, "the rest is as short as after the first failure"
