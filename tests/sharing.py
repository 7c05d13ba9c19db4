"""How tests are shared out among processes that run at once.

A file's tests stay together, for they share what the file made for them. So do those of a folder,
or those files, that have one house. What takes minutes begins first, so that all end together.
"""

import pytest
from xdist.scheduler import LoadScopeScheduling

LONGEST = (
    "tests/integration/servers",
    "tests/integration/site",
    "tests/integration/journal",
    "tests/integration/edge",
    "tests/integration/newsroom/test_clock_process.py",
    "tests/integration/newsroom/test_videos.py",
    "tests/integration/intake/test_command.py",
)
WITH_A_HOUSE_OF_THEIR_OWN = ("comments", "further_languages", "moderation", "places")
WITH_THE_LIVE_HOUSE = ("live", "live_line")
"""The files of tests/browser that do not visit the demo newspaper."""


def share_of(nodeid: str) -> str:
    """Name what a test is kept together with. Tests that begin with one house must be."""
    file = nodeid.partition("::")[0]
    if file.startswith("tests/integration/servers/"):
        return "servers"
    if not file.startswith("tests/browser/test_"):
        return file
    subject = file.removeprefix("tests/browser/test_").removesuffix(".py")
    if subject in WITH_A_HOUSE_OF_THEIR_OWN:
        return file
    return "live" if subject in WITH_THE_LIVE_HOUSE else "demo"


class Sharing(LoadScopeScheduling):
    """Gives a process the next share whenever it has finished one."""

    def _split_scope(self, nodeid: str) -> str:
        return share_of(nodeid)


def longest_first(items: list[pytest.Item]) -> None:
    """Put what takes minutes before what takes seconds; leave the order otherwise."""

    def place(item: pytest.Item) -> int:
        starts = (item.nodeid.startswith(start) for start in LONGEST)
        return next((number for number, is_so in enumerate(starts) if is_so), len(LONGEST))

    items.sort(key=place)
