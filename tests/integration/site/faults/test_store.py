"""The edge's store torn, full, and all that a restart begins with."""

import os
import signal
import subprocess
import time
from pathlib import Path

import pytest

from tests.house.running import House, running_house, wait_until
from tests.house.scene import BROKEN_SECONDS, HOT, Scene
from tests.house.trouble import Trouble, bad_line

pytestmark = [pytest.mark.faults, pytest.mark.alone]


def test_a_warm_start_answers_within_a_second_with_the_origin_down(scene: Scene) -> None:
    scene.warm()
    assert_a_warm_start(scene)


def test_a_torn_store_is_dropped_and_not_served(scene: Scene) -> None:
    with scene.load("store torn", allowed=frozenset({"no answer"})):
        scene.house.kill("edge")
        for path in store_files(scene.house):
            tear(path)
        scene.house.start("edge")
    assert_a_warm_start(scene)


def test_a_store_torn_under_a_working_edge_is_begun_anew_and_filled(scene: Scene) -> None:
    with scene.load("store torn at work"):
        for path in store_files(scene.house):
            if path.suffix == ".sqlite3":
                tear(path)
        time.sleep(BROKEN_SECONDS)
    assert_a_warm_start(scene)


@pytest.mark.skipif(os.geteuid() != 0, reason="mounting a small disk takes root")
def test_a_full_disk_stops_storing_and_nothing_else(tmp_path: Path) -> None:
    disk = tmp_path / "disk"
    disk.mkdir()
    subprocess.run(["mount", "-t", "tmpfs", "-o", "size=512k", "tmpfs", str(disk)], check=True)
    try:
        with (
            running_house(tmp_path / "house", services=("press",)) as house,
            bad_line(house.press_port) as line,
        ):
            house.change_command("edge", "--store", str(disk))
            house.start("edge")
            with Scene(house, line).load("disk full"):
                (disk / "ballast").write_bytes(b"0" * available(disk))
                time.sleep(BROKEN_SECONDS)
    finally:
        subprocess.run(["umount", "--lazy", str(disk)], check=True)


def assert_a_warm_start(scene: Scene) -> None:
    """Start the edge with the origin down: it answers at once, and later with the newest."""
    house = scene.house
    wait_until(lambda: all_stored(house), "the store has taken what was fetched")
    house.kill("edge", signal.SIGTERM)
    scene.line.become(Trouble.DOWN)
    try:
        began = time.monotonic()
        house.start("edge")
        first = house.edge("/")
        took = time.monotonic() - began
        print(f"\nwarm start with the origin down: {took * 1000:.0f} ms, {first.status}")  # noqa: T201  the figure is wanted
        pages = [path for path in HOT if path != "/date/"]  # that one leads to the day's address
        assert {path: house.edge(path).status for path in pages} == dict.fromkeys(pages, 200)
    finally:
        scene.line.become(Trouble.NONE)
    assert scene.comparison.differences() == []


def all_stored(house: House) -> bool:
    """Say whether the store is well and holds no less than a moment ago."""
    before = house.edge_status()
    time.sleep(0.3)
    after = house.edge_status()
    return bool(after["store_ok"] and 0 < after["store_objects"] <= before["store_objects"])


def store_files(house: House) -> list[Path]:
    """List the files of the edge's store that hold something."""
    return [path for path in (house.data / "edge").rglob("*") if path.is_file()]


def tear(path: Path) -> None:
    """Damage a file as a torn write does: its middle is noise, its end is missing."""
    with path.open("r+b") as file:
        size = path.stat().st_size
        file.seek(size // 3)
        file.write(os.urandom(min(8192, size - size // 3)))
        file.truncate(size - size // 5)


def available(disk: Path) -> int:
    """Give how many bytes are free."""
    found = os.statvfs(disk)
    return found.f_bavail * found.f_frsize
