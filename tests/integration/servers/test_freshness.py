"""The same changes, checked at each server that may stand before the press.

After each change every page is compared with what the press renders for somebody who is no
surrogate. The edge and Varnish must be right at once when they have heard of the change; nginx,
which hears of nothing, within the time for which the press lets pages be kept.
"""

import time
from dataclasses import dataclass, field
from typing import Any

import pytest

from tests.house.running import House
from tests.integration.servers.fronts import Setting, face, gives

pytestmark = pytest.mark.servers


@dataclass(frozen=True)
class Change:
    """One change of the house: a function of `tests.house.changes` and what it is given.

    `shows` says whether readers can see it; a check that sees nothing change proves nothing.
    `waits`: it is also checked at servers that hear of nothing, which takes some seconds each.
    """

    name: str
    do: str
    arguments: dict[str, Any] = field(default_factory=dict)
    shows: bool = True
    waits: bool = False


CHANGES = [
    Change("publish", "write", {"pick": 0, "headline": "Fresh news", "publish": True}, waits=True),
    Change(
        "publish breaking news",
        "write",
        {"pick": 3, "headline": "Alarm", "publish": True, "importance": "breaking"},
    ),
    Change(
        "publish backdated",
        "write",
        {"pick": 6, "headline": "Old", "publish": True, "days_ago": 3},
    ),
    Change("update", "update", {"pick": 0, "headline": "Opening, corrected"}),
    Change("save a draft", "draft", {"pick": 0, "headline": "Not for readers"}, shows=False),
    Change("save a row past the screens", "save_plainly", {"pick": 1, "headline": "Saved plainly"}),
    Change("move", "move", {"pick": 0}),
    Change("translate", "translate", {"pick": 0, "headline": "Sibling"}),
    Change("rename a rubric", "rename", {"vocabulary": "rubric", "pick": 0, "word": "town"}),
    Change(
        "give a topic another address",
        "reslug",
        {"vocabulary": "topic", "pick": 0, "slug": "new"},
    ),
    # Readers see a picture as it was until the workshop has made it anew.
    Change("crop a picture anew", "crop", {"pick": 1}, shows=False),
    Change("make the picture anew", "work"),
    Change("describe a picture", "describe", {"pick": 1, "caption": "Another caption"}, waits=True),
    Change("rename the title", "rename_title", {"pick": 0, "word": "gazette"}, waits=True),
    Change("edit a standing page", "edit_page", {"pick": 0, "heading": "About all of us"}),
    Change("take a standing page off", "toggle_page", {"pick": 0}),
    Change("withdraw", "withdraw", {"pick": 0}, waits=True),
    Change("withdraw another", "withdraw", {"pick": 1}),
]


@pytest.mark.parametrize("change", CHANGES, ids=lambda change: change.name)
def test_after_a_change_each_server_gives_what_is_fresh(setting: Setting, change: Change) -> None:
    house = setting.house
    paths = _paths(house)
    before = {path: setting.known.get(path) or face(house.press(path)) for path in paths}
    setting.known.clear()
    fronts = [front for front in setting.fronts if change.waits or not front.bound]
    for front in fronts:
        if not front.bound:
            front.settle(paths)
        for path in paths:
            front.ask(path)
    house.worker.do(change.do, **change.arguments)
    paths = sorted({*paths, *_paths(house)})
    fresh = {path: house.press(path) for path in paths}
    changed = [path for path in before if face(fresh[path]) != before[path]]
    assert bool(changed) == change.shows, changed
    setting.known.update({path: face(answer) for path, answer in fresh.items()})
    stale = []
    for front in fronts:
        front.settle(paths)
        until = time.monotonic() + front.bound
        stale += [
            f"{front.name}: {path}"
            for path in paths
            if front.promises(fresh[path]) and not gives(front, path, fresh[path], until)
        ]
    assert not stale


def _paths(house: House) -> list[str]:
    """List the addresses of two editions of the first title."""
    everything = house.worker.do("addresses_of_everything")["localhost"]
    return [path for path in everything if not path.startswith("/eng/")]
