"""The live rail as a reader has it: a house at work, and what stands on its pages."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from playwright.sync_api import Locator, Page

from tests.house.running import House, running_house

EDITIONS = ("", "/rus", "/eng")
"""The prefixes of the first title's editions, in the order in which `write` picks them."""


@dataclass(frozen=True)
class LiveHouse:
    """A press and an edge as `shpalta serve` runs them, and an editor at work beside them."""

    house: House
    published: list[int] = field(default_factory=list)
    """What a test published and did not take back, by the rows' ids."""

    @property
    def readers(self) -> str:
        """The address where readers come: the edge."""
        return f"http://localhost:{self.house.port}"

    def publish(self, headline: str, *, edition: str = "", **fields: Any) -> int:
        """Publish a story now; give its row's id."""
        pick = EDITIONS.index(edition)
        pk: int = self.house.worker.do(
            "write", pick=pick, headline=headline, publish=True, **fields
        )
        self.published.append(pk)
        return pk

    def update_newest(self, headline: str) -> None:
        """Publish another version of the story that was published last."""
        self.house.worker.do("update", pick=-1, headline=headline)

    def withdraw(self, pk: int) -> None:
        """Take a story back."""
        self.house.worker.do("withdraw_row", pk=pk)
        self.published.remove(pk)

    def tidy(self) -> None:
        """Take back what was published, so that the rail is as short as it was."""
        for pk in list(self.published):
            self.withdraw(pk)

    def open(self, page: Page, path: str = "/") -> None:
        """Open a page and wait until its script listens."""
        with page.expect_response(lambda answer: "/-/live/" in answer.url):
            page.goto(self.readers + path)


@contextmanager
def live_house(data: Path) -> Iterator[LiveHouse]:
    """Run a house whose editions have some lines on their rails."""
    with running_house(data) as house:
        house.worker.do("fill_day", count=8, days_ago=1)
        live = LiveHouse(house)
        for edition in EDITIONS:
            for number in range(3):
                live.publish(f"Ранок {number}", edition=edition)
        live.published.clear()
        yield live


def lines(page: Page) -> Locator:
    """Give the lines of the rail, the newest first."""
    return page.locator("#live li")


def headlines(page: Page) -> list[str]:
    """Read the headlines on the rail with their marks, the newest first."""
    return page.locator("#live li a").all_inner_texts()
