"""A house whose readers comment, seen through a browser."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Page, expect

from tests.house.running import House, running_house

JUDGE = {"SHPALTA_JUDGE": "shpalta.readers.judging.judge_by_trust"}
ROOMS = ("press", "readers", "edge")


class Talk:
    """A house with comments, and its first story."""

    def __init__(self, house: House) -> None:
        self.house = house
        self.origin = f"http://localhost:{house.port}"
        pk = house.worker.do("row_of", headline="Opening 0")
        self.story = f"{self.origin}{house.worker.do('path_of', pk=pk)}"
        (self.number,) = house.worker.do("numbers_of", pks=[pk])

    def room(self, path: str) -> str:
        """Give a whole address of the readers' room."""
        return f"{self.origin}/-/readers/{path}"

    def code(self) -> str:
        """Read the code in the newest e-mail."""
        files = sorted((self.house.data / "mail").iterdir(), key=lambda one: one.stat().st_mtime_ns)
        text = files[-1].read_text()
        found = re.search(r"^([A-Z0-9]{3,4}-?[A-Z0-9]{3,4})\s*$", text, re.MULTILINE)
        assert found is not None, text
        return found[1]


@contextmanager
def talking_site(folder: Path, *more: str) -> Iterator[Talk]:
    """Run a house whose press, readers' room and edge are at work, and `more` services."""
    services = (*ROOMS, *more)
    with running_house(folder, services=services, environment=JUDGE) as house:
        yield Talk(house)


def send(page: Page, text: str, name: str = "") -> None:
    """Fill in the form that stands in the story and send it."""
    form = page.locator("#talk form.pen")
    if name:
        form.locator("[name=name]").fill(name)
    form.locator("[name=text]").fill(text)
    form.locator("button").click()


def sign_up(page: Page, talk: Talk, name: str, email: str) -> None:
    """Sign up, with the code that comes by e-mail."""
    page.goto(talk.room("signup/"))
    page.locator("[name=email]").fill(email)
    page.locator("[name=name]").fill(name)
    page.locator("main form button").first.click()
    page.locator("[name=code]").fill(talk.code())
    page.locator("main form button").first.click()
    expect(page.locator("h1")).to_have_text("Мої коментарі")
