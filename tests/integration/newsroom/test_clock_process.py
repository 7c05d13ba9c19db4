"""The clock's process: killed in the middle and started anew, stopped, and two of them at once."""

import signal
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest

from tests.integration.newsroom.clock_process import Installation
from tests.postgresql import running_postgresql

COUNT = 50


@pytest.fixture
def installation(tmp_path: Path) -> Iterator[Installation]:
    made = Installation(tmp_path)
    yield made
    made.stop()


def done_in(folder: Path) -> Callable[[], int]:
    """Give a function that looks into the database file, quickly, how many orders are done."""

    def count() -> int:
        with closing(sqlite3.connect(folder / "shpalta.sqlite3", timeout=20)) as database:
            query = "SELECT COUNT(*) FROM clock_publishorder WHERE state = 'done'"
            return int(database.execute(query).fetchone()[0])

    return count


def test_killed_in_the_middle_and_started_anew_each_story_goes_out_exactly_once(
    installation: Installation,
) -> None:
    installation.seed(count=COUNT, due_in=-1)
    done = done_in(installation.folder)
    clock = installation.start_clock()
    installation.wait_until(lambda: done() >= 5)
    clock.send_signal(signal.SIGKILL)
    clock.wait()
    in_between = done()
    assert 5 <= in_between < COUNT, "the clock was done before it could be killed"

    installation.start_clock()
    installation.wait_until(lambda: done() == COUNT)

    assert installation.figures() == [COUNT] * 5


def test_asked_to_end_the_clock_ends_and_leaves_the_rest_to_the_next(
    installation: Installation,
) -> None:
    installation.seed(count=COUNT, due_in=-1)
    done = done_in(installation.folder)
    clock = installation.start_clock()
    installation.wait_until(lambda: done() >= 3)

    clock.send_signal(signal.SIGTERM)

    assert clock.wait(20) == 0
    installation.start_clock()
    installation.wait_until(lambda: done() == COUNT)
    assert installation.figures() == [COUNT] * 5


def test_two_clocks_at_once_publish_each_story_once(installation: Installation) -> None:
    installation.seed(count=COUNT, due_in=8)
    done = done_in(installation.folder)
    for _clock in range(2):
        installation.start_clock()

    installation.wait_until(lambda: done() == COUNT)

    assert installation.figures() == [COUNT] * 5
    assert [clock.poll() for clock in installation.clocks] == [None, None]


def test_two_clocks_on_postgresql_of_which_one_is_killed_publish_each_story_once(
    tmp_path: Path,
) -> None:
    with running_postgresql() as server:
        installation = Installation(tmp_path, {"DATABASE_URL": server.url})
        try:
            installation.seed(count=COUNT, due_in=-1)
            first, _second = installation.start_clock(), installation.start_clock()
            installation.wait_until(lambda: installation.figures()[0] >= 1)
            first.send_signal(signal.SIGKILL)
            installation.wait_until(lambda: installation.figures()[0] == COUNT)
            assert installation.figures() == [COUNT] * 5
        finally:
            installation.stop()
