"""A day of a thousand stories, at each server with the limits that it has by itself."""

import time

import pytest

from tests.house.running import Answer
from tests.integration.servers.fronts import Setting, face, gives

pytestmark = pytest.mark.servers

STORIES = 1_000
LONGEST_FIELD = 4_096
"""Bytes of header: half of what Varnish takes in a field, and one buffer of nginx."""
LAST = -1
"""Picks the newest of the day's stories."""


@pytest.fixture(scope="module")
def path(setting: Setting) -> str:
    """Fill a day; give its page."""
    filled: str = setting.house.worker.do("fill_day", count=STORIES, days_ago=9)
    return filled


def test_its_keys_fit_into_a_header(setting: Setting, path: str) -> None:
    surrogate = {"Surrogate-Capability": 'test="ESI/1.0 Surrogate/1.0"'}
    answer = setting.house.press(path, **surrogate)
    assert answer.body.count(b"Filling") >= STORIES
    assert "day:" in answer.headers["surrogate-key"]
    assert sum(len(f"{name}: {text}\r\n") for name, text in answer.headers.items()) < LONGEST_FIELD


def test_each_server_keeps_it(setting: Setting, path: str) -> None:
    for front in setting.fronts:
        front.settle([path])
        assert gives(front, path, setting.house.press(path), _until(front.bound)), front.name
        assert "hit" in front.ask(path).headers["cache-status"], front.name


@pytest.mark.parametrize(
    ("do", "arguments"),
    [("update", {"pick": LAST, "headline": "Filling, corrected"}), ("withdraw", {"pick": LAST})],
    ids=["corrected", "withdrawn"],
)
def test_each_server_sees_one_of_its_stories_changed(
    setting: Setting, path: str, do: str, arguments: dict[str, object]
) -> None:
    before = _settled(setting, path)
    setting.house.worker.do(do, **arguments)
    fresh = setting.house.press(path)
    assert face(fresh) != face(before)
    stale = []
    for front in setting.fronts:
        front.settle([path])
        if not gives(front, path, fresh, _until(front.bound)):
            stale.append(front.name)
    assert not stale


def _settled(setting: Setting, path: str) -> Answer:
    for front in setting.fronts:
        front.settle([path])
        front.ask(path)
    return setting.house.press(path)


def _until(bound: float) -> float:
    return time.monotonic() + bound
