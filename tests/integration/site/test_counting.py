"""What a real edge counted of its readers reaches the figures, whatever is killed meanwhile."""

import http.client
import time
from collections import defaultdict
from pathlib import Path

import pytest

from tests.house.running import House, running_house, wait_until
from tests.unit.edge.test_counting import FIREFOX

pytestmark = pytest.mark.alone

LOST_SECONDS = 1.0
"""What a kill may cost."""
PAUSE = 0.003
"""Seconds between deeds: one address may report no more than MOST_A_MINUTE, and this is one."""
READER = {"Host": "localhost", "User-Agent": FIREFOX}


def _do_until_killed(
    house: House, deeds: dict[str, tuple[str, str, str, int]], seconds: float
) -> dict[str, list[float]]:
    """Do things in turn, kill the edge, and give when each was answered before.

    Of each subject `deeds` has method, path, body and the status to be answered.
    """
    answered: defaultdict[str, list[float]] = defaultdict(list)
    until = time.monotonic() + seconds
    line = http.client.HTTPConnection("127.0.0.1", house.port, timeout=20)
    while time.monotonic() < until:
        for subject, (method, path, body, status) in deeds.items():
            line.request(method, path, body or None, READER)
            answer = line.getresponse()
            answer.read()
            assert answer.status == status
            answered[subject].append(time.monotonic())
        time.sleep(PAUSE)
    house.kill("edge")
    line.close()
    return answered


@pytest.mark.parametrize("seconds", [2.3, 3.1])
def test_a_killed_edge_loses_no_more_than_the_last_second(tmp_path: Path, seconds: float) -> None:
    with running_house(tmp_path / "house") as house:
        pk = house.worker.do("write", pick=0, headline="Counted", publish=True)
        booked = house.worker.do("book_alone", campaigns=[{"heading": "Counted"}], spot="rail")
        house.catch_up()
        path, story = house.worker.do("counted_as", pk=pk)
        number = booked["ids"]["Counted"]
        deeds = {
            story: ("GET", path, "", 200),
            f"click/{number}": ("GET", f"/-/go/{number}/", "", 302),
            f"seen/{number}": ("POST", "/-/count", f"seen/{number}", 204),
        }
        answered = _do_until_killed(house, deeds, seconds)
        killed_at = time.monotonic()
        house.start("edge")
        house.edge(path, User_Agent="curl/8")

        for subject, moments in answered.items():
            sure = len([at for at in moments if at < killed_at - LOST_SECONDS])
            assert sure > 50, "too little was done to say anything"
            wait_until(
                lambda subject=subject, sure=sure: (  # type: ignore[misc]
                    house.worker.do("total", subject=subject) >= sure
                ),
                f"{subject} is counted",
                20,
            )
        time.sleep(1.5)
        for subject, moments in answered.items():
            sure = len([at for at in moments if at < killed_at - LOST_SECONDS])
            assert sure <= house.worker.do("total", subject=subject) <= len(moments), subject
