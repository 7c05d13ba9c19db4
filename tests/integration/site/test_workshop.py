"""The workshop's process is killed in the middle of its work, and all of it is done even so."""

import signal
from pathlib import Path

from tests.house.running import running_house, wait_until

PICTURES = 5


def test_what_a_killed_workshop_had_begun_is_done_by_the_next(tmp_path: Path) -> None:
    with running_house(tmp_path / "house", services=()) as house:
        made = [
            house.worker.do("make_picture", name=f"due-{number}", is_ready=False, size=[2400, 1600])
            for number in range(PICTURES)
        ]

        def ready() -> list[int]:
            return [pk for pk in made if house.worker.do("prints_of", pk=pk)]

        house.start("workshop")
        wait_until(lambda: bool(ready()), "the first picture is made")
        house.kill("workshop", signal.SIGKILL)
        assert len(ready()) < PICTURES, "it was killed too late to test anything"
        house.start("workshop")
        wait_until(lambda: len(ready()) == PICTURES, "all pictures are made")
        shapes = {"whole", "16x9", "4x3", "1x1", "card"}
        assert all(set(house.worker.do("prints_of", pk=pk)) == shapes for pk in made)
        assert "Traceback" not in house.log_text()
