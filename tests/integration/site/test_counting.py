"""Readings counted by a real edge reach the figures, whatever is killed meanwhile."""

import time
from pathlib import Path

import pytest

from tests.house.running import House, running_house, wait_until
from tests.unit.edge.test_counting import FIREFOX

LOST_SECONDS = 1.0
"""What a kill may cost."""


def _read_until_killed(house: House, path: str, seconds: float) -> list[float]:
    """Read a page without pause, kill the edge, and give when each answer came before that."""
    answered: list[float] = []
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        if house.edge(path, User_Agent=FIREFOX).status == 200:
            answered.append(time.monotonic())
    house.kill("edge")
    return answered


@pytest.mark.parametrize("seconds", [2.3, 3.1])
def test_a_killed_edge_loses_no_more_than_the_last_second(tmp_path: Path, seconds: float) -> None:
    with running_house(tmp_path / "house") as house:
        pk = house.worker.do("write", pick=0, headline="Counted", publish=True)
        house.catch_up()
        path, subject = house.worker.do("counted_as", pk=pk)
        answered = _read_until_killed(house, path, seconds)
        killed_at = time.monotonic()
        sure = len([at for at in answered if at < killed_at - LOST_SECONDS])
        house.start("edge")
        house.edge(path, User_Agent="curl/8")

        wait_until(
            lambda: house.worker.do("total", subject=subject) >= sure, "they are counted", 20
        )
        time.sleep(1.5)
        total = house.worker.do("total", subject=subject)
        assert sure <= total <= len(answered)
        assert sure > 100, "too little was read to say anything"
