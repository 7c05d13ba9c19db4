"""One house for all tests of what breaks: each leaves it mended."""

from collections.abc import Iterator

import pytest

from tests.house.running import running_house
from tests.house.scene import Scene
from tests.house.trouble import bad_line


@pytest.fixture(scope="package")
def scene(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Scene]:
    """A press, and an edge of two workers that asks it over a bad line."""
    with (
        running_house(tmp_path_factory.mktemp("faults"), services=("press",)) as house,
        bad_line(house.press_port) as line,
    ):
        house.change_command("edge", "--origin", f"http://127.0.0.1:{line.port}")
        house.change_command("edge", "--workers", "2")
        house.start("edge")
        yield Scene(house, line)
