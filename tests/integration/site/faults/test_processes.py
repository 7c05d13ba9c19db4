"""Processes killed in the middle of work: nothing stale, nothing lost, readers get pages."""

import os
import signal
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.house.desk import Desk
from tests.house.running import running_house, wait_until
from tests.house.scene import BROKEN_SECONDS, Scene
from tests.house.trouble import bad_line
from tests.postgresql import Server, running_postgresql

pytestmark = [pytest.mark.faults, pytest.mark.alone]

SCHEDULED = 12


def test_a_killed_press_is_survived(scene: Scene) -> None:
    with scene.load("press killed"):
        scene.house.kill("press")
        time.sleep(BROKEN_SECONDS)
        scene.house.start("press")


def test_a_killed_worker_of_the_edge_is_replaced(scene: Scene) -> None:
    with scene.load("edge worker killed", allowed=frozenset({"no answer"})):
        master = scene.house.processes["edge"].pid
        worker = children_of(children_of(master)[0] if one_child(master) else master)[0]
        os.kill(worker, signal.SIGKILL)
        time.sleep(BROKEN_SECONDS)


def test_a_killed_edge_comes_back_with_what_it_had(scene: Scene) -> None:
    with scene.load("edge killed", allowed=frozenset({"no answer"})):
        scene.house.kill("edge")
        time.sleep(0.5)
        scene.house.start("edge")


def test_a_killed_editor_s_process_leaves_all_or_nothing(scene: Scene) -> None:
    scene.warm()
    other = scene.house.new_worker()
    for turn in range(20):
        other.send("write", pick=0, headline=f"Cut off {turn}", publish=True)
    other.receive()
    other.process.kill()
    other.process.wait()
    scene.assert_nothing_is_lost([])


def test_a_killed_newsroom_and_a_killed_clock_lose_nothing_that_was_confirmed(
    scene: Scene,
) -> None:
    house = scene.house
    for name in ("newsroom", "clock"):
        house.start(name)
    try:
        desk = Desk(house)
        due = [
            house.worker.do("schedule", headline=f"Scheduled {turn}", seconds=2 + turn)
            for turn in range(SCHEDULED)
        ]
        with scene.load("newsroom and clock killed", publish=desk.publish) as editor:
            wait_until(lambda: len(editor.confirmed) > 3, "the newsroom publishes")
            done = house.worker.do("orders_not_done", pks=due)
            for name in ("newsroom", "clock"):
                house.kill(name)
            wait_until(lambda: editor.failures, "the editor notices")
            time.sleep(BROKEN_SECONDS)
            before = len(editor.confirmed)
            for name in ("newsroom", "clock"):
                house.start(name)
            wait_until(lambda: len(editor.confirmed) > before, "the newsroom publishes again")
            wait_until(
                lambda: not house.worker.do("orders_not_done", pks=due), "each order is done once"
            )
        assert done, "all orders were done before the clock was killed"
        assert house.worker.do("journal_gaps", confirmed=due) == []
    finally:
        for name in ("newsroom", "clock"):
            house.kill(name)


@pytest.fixture(scope="module")
def postgresql() -> Iterator[Server]:
    with running_postgresql() as server:
        yield server


def test_a_killed_database_is_survived(postgresql: Server, tmp_path: Path) -> None:
    with (
        running_house(tmp_path / "house", database_url=postgresql.url) as house,
        bad_line(house.press_port) as line,
        Scene(house, line).load("database killed") as editor,
    ):
        postgresql.kill()
        wait_until(lambda: editor.failures, "the editor notices that the database is away")
        time.sleep(BROKEN_SECONDS)
        postgresql.start()
        before = len(editor.confirmed)
        wait_until(lambda: len(editor.confirmed) > before, "the editor publishes again")


def children_of(pid: int) -> list[int]:
    """List the processes that a process has started."""
    found = subprocess.run(["pgrep", "-P", str(pid)], capture_output=True, text=True, check=False)
    return [int(line) for line in found.stdout.split()]


def one_child(pid: int) -> bool:
    """Tell whether a process has started just one other, which then has the workers."""
    return len(children_of(pid)) == 1
