"""What the browser tests share: a running demo newspaper, a house with editors, one Chromium."""

import shutil
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect, sync_playwright

from tests.browser.demo_site import Site, running_demo
from tests.browser.rail import LiveHouse, live_house
from tests.browser.talking_site import Talk, talking_site

PATIENCE_MS = 20_000
"""How long a page may take to become what a test expects: the machine may have other work."""
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The demo newspaper, made anew and served by real processes."""
    with running_demo(tmp_path_factory.mktemp("demo")) as site:
        yield site


@pytest.fixture(scope="session")
def live(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LiveHouse]:
    """A small house whose press, edge and editor are at work."""
    with live_house(tmp_path_factory.mktemp("live")) as house:
        yield house


@pytest.fixture(scope="session")
def talk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Talk]:
    """A house with comments; tests leave theirs behind."""
    with talking_site(tmp_path_factory.mktemp("talk")) as site:
        yield site


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """The system's Chromium."""
    program = shutil.which("chromium")
    assert program is not None, "chromium is not installed: make test installs it"
    expect.set_options(timeout=PATIENCE_MS)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=FLAGS)
        yield browser
        browser.close()
