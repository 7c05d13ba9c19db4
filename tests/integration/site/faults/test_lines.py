"""The origin out of order, and a bad line to the journal, in the middle of work.

Each test breaks one thing under a load of readers and an editor, mends it, and then asks three
questions: is every page fresh, is every confirmed story in the journal, what did readers get.
The figures are printed (`pytest -s`).
"""

import time

import pytest

from tests.house.load import Listener, at_work
from tests.house.running import wait_until
from tests.house.scene import BROKEN_SECONDS, Scene
from tests.house.trouble import Trouble

pytestmark = [pytest.mark.faults, pytest.mark.alone]

PATIENCE_SECONDS = 2.0
"""How long the edge waits for an answer when it has a last good one."""


@pytest.mark.parametrize("trouble", [Trouble.ERROR, Trouble.HALF, Trouble.DOWN], ids=str)
def test_an_origin_out_of_order_costs_readers_nothing(scene: Scene, trouble: Trouble) -> None:
    with scene.load(trouble.name):
        scene.line.become(trouble)
        time.sleep(BROKEN_SECONDS)
        scene.line.become(Trouble.NONE)


def test_a_hanging_origin_is_waited_for_once(scene: Scene) -> None:
    with scene.load(Trouble.HANG.name, slowest=PATIENCE_SECONDS + 1.5):
        scene.line.become(Trouble.HANG)
        time.sleep(3 * PATIENCE_SECONDS)
        scene.line.become(Trouble.NONE)


@pytest.mark.parametrize("trouble", [Trouble.JOURNAL_CUT, Trouble.JOURNAL_DELAYED], ids=str)
def test_a_bad_line_to_the_journal_leaves_nothing_stale(scene: Scene, trouble: Trouble) -> None:
    listener = Listener(scene.house.port)
    with at_work(listener), scene.load(trouble.name) as editor:
        wait_until(lambda: listener.connections, "a reader listens")
        scene.line.become(trouble)
        time.sleep(BROKEN_SECONDS)
        scene.line.become(Trouble.NONE)
    told = [event["number"] for event in listener.of_type("published")]
    numbers = scene.house.worker.do("numbers_of", pks=editor.confirmed)
    assert [number for number in told if number in set(numbers)] == numbers
