"""A house in which something breaks while readers read and an editor publishes."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from tests.house.comparison import Comparison
from tests.house.load import Editors, Readers, at_work, by_command
from tests.house.running import House
from tests.house.trouble import Line

HOT = ["/", "/-/ticker/", "/rubric/city/", "/date/", "/rus/", "/eng/", "/topic/bridge/"]
BROKEN_SECONDS = 2.0
AFTERWARDS_SECONDS = 1.0
COMPARED = 50
"""The stories of each edition that are looked at; more than an editor writes in one test."""


class Scene:
    """A house behind a bad line, with people at work."""

    def __init__(self, house: House, line: Line) -> None:
        self.house, self.line = house, line
        self.comparison = Comparison(house, newest=COMPARED)

    def warm(self) -> None:
        """Have the edge keep what readers read, made of the newest."""
        self.house.catch_up()
        for _worker_and_coding in range(4):
            for path in HOT:
                self.house.edge(path)

    def assert_nothing_is_lost(self, confirmed: list[int]) -> None:
        """Check that no page is stale and no confirmed story missing in the journal."""
        assert self.comparison.differences() == []
        assert self.house.worker.do("journal_gaps", confirmed=confirmed) == []

    @contextmanager
    def load(
        self,
        name: str,
        *,
        allowed: frozenset[str] = frozenset(),
        slowest: float = 5.0,
        publish: Callable[[str], int] | None = None,
    ) -> Iterator[Editors]:
        """Have readers and an editor work while the body breaks and mends something.

        Afterwards nothing is stale or lost, and readers got 200s, redirects, and what is
        `allowed`, none of it after more than `slowest` seconds. `publish`: how the editor does it,
        if not by command.
        """
        self.warm()
        readers = Readers(self.house, HOT)
        editor = Editors(publish or by_command(self.house.worker), word=name)
        with at_work(readers, editor):
            time.sleep(0.5)
            yield editor
            time.sleep(AFTERWARDS_SECONDS)
        print(f"\n{name}: {readers.figures()}; {len(editor.confirmed)} stories confirmed")  # noqa: T201  the figures are wanted
        assert len(editor.confirmed) > 3, editor.failures
        self.assert_nothing_is_lost(editor.confirmed)
        assert set(readers.statuses) <= {"200", "302"} | allowed, readers.figures()
        assert readers.slowest <= slowest, readers.figures()
