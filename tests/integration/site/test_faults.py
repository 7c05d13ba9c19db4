"""What breaks, breaks in the middle of work: nothing stale, nothing lost, readers get pages.

Each test breaks one thing under a load of readers and an editor, mends it, and then asks three
questions: is every page fresh, is every confirmed story in the journal, what did readers get.
The figures are printed (`pytest -s`).
"""

import os
import signal
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.house.comparison import Comparison
from tests.house.load import Editors, Listener, Readers, at_work
from tests.house.running import House, running_house, wait_until
from tests.house.trouble import Line, Trouble, bad_line
from tests.postgresql import Server, running_postgresql

pytestmark = pytest.mark.faults

HOT = ["/", "/-/ticker/", "/rubric/city/", "/date/", "/rus/", "/eng/", "/topic/bridge/"]
BROKEN_SECONDS = 2.0


class Scene:
    """A house behind a bad line, with people at work."""

    def __init__(self, house: House, line: Line) -> None:
        self.house, self.line = house, line
        self.comparison = Comparison(house)

    def warm(self) -> None:
        """Have everything kept by the edge."""
        assert self.comparison.differences() == []

    @contextmanager
    def load(self, name: str, *, allowed: frozenset[str] = frozenset()) -> Iterator[Editors]:
        """Have readers and an editor work while the body breaks and mends something.

        Afterwards nothing is stale or lost, and readers got 200s, redirects, and what is
        `allowed`.
        """
        self.warm()
        readers, editor = Readers(self.house, HOT), Editors(self.house.worker, word=name)
        with at_work(readers, editor):
            time.sleep(0.5)
            yield editor
            time.sleep(1.0)
        print(f"\n{name}: {readers.figures()}; {len(editor.confirmed)} stories confirmed")  # noqa: T201
        assert len(editor.confirmed) > 3
        assert self.comparison.differences() == []
        assert self.house.worker.do("journal_gaps", confirmed=editor.confirmed) == []
        assert set(readers.statuses) <= {"200", "302"} | allowed, readers.figures()


@pytest.fixture(scope="module")
def scene(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Scene]:
    with (
        running_house(tmp_path_factory.mktemp("faults"), services=("press",)) as house,
        bad_line(house.press_port) as line,
    ):
        house.change_command("edge", "--origin", f"http://127.0.0.1:{line.port}")
        house.change_command("edge", "--workers", "2")
        house.start("edge")
        yield Scene(house, line)


@pytest.mark.parametrize(
    "trouble", [Trouble.ERROR, Trouble.HALF, Trouble.DOWN, Trouble.HANG], ids=str
)
def test_an_origin_out_of_order_costs_readers_nothing(scene: Scene, trouble: Trouble) -> None:
    with scene.load(trouble.name):
        scene.line.become(trouble)
        time.sleep(BROKEN_SECONDS)
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
    assert scene.comparison.differences() == []
    assert scene.house.worker.do("journal_gaps", confirmed=[]) == []


def test_a_warm_start_answers_within_a_second_with_the_origin_down(scene: Scene) -> None:
    scene.warm()
    wait_until(lambda: store_files(scene.house), "something is stored")
    time.sleep(1.0)  # what was fetched last is written a moment later
    scene.house.kill("edge", signal.SIGTERM)
    scene.line.become(Trouble.DOWN)
    try:
        began = time.monotonic()
        scene.house.start("edge")
        first = scene.house.edge("/")
        took = time.monotonic() - began
        print(f"\nwarm start with the origin down: {took * 1000:.0f} ms, {first.status}")  # noqa: T201
        assert [scene.house.edge(path).status for path in ("/", "/rus/", "/rubric/city/")] == [
            200,
            200,
            200,
        ]
    finally:
        scene.line.become(Trouble.NONE)
    assert scene.comparison.differences() == []


def test_a_torn_store_is_dropped_and_not_served(scene: Scene) -> None:
    with scene.load("store torn", allowed=frozenset({"no answer"})):
        scene.house.kill("edge")
        for path in store_files(scene.house):
            tear(path)
        scene.house.start("edge")


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
        time.sleep(BROKEN_SECONDS)
        postgresql.start()
        time.sleep(BROKEN_SECONDS)
        assert editor.failures, "the editor did not notice: the database was not killed"


def children_of(pid: int) -> list[int]:
    """List the processes that a process has started."""
    found = subprocess.run(["pgrep", "-P", str(pid)], capture_output=True, text=True, check=False)
    return [int(line) for line in found.stdout.split()]


def one_child(pid: int) -> bool:
    """Tell whether a process has started just one other, which then has the workers."""
    return len(children_of(pid)) == 1


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
