"""What is remembered for readers who come back: compared with a list of everything."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shpalta.core.entries import Position
from shpalta.edge.channels import RING, Channels, channel_at, channel_of
from shpalta.edge.sse import EventParser
from tests.unit.edge.journals import make_entry

START = Position(0, "0f3a9c11")


def story(number: int, kind: str = "published", edition: str = "uk") -> dict[str, Any]:
    return {
        "type": kind,
        "title": "up",
        "edition": edition,
        "number": number,
        "headline": f"Шпальта\n{number}",
    }


def sequences(message: dict[str, Any] | None) -> list[int]:
    events = EventParser().feed(message["body"]) if message else []
    return [Position.parse(event.event_id).sequence for event in events]


EVENTS = st.none() | st.builds(
    story,
    st.integers(1, 4),
    st.sampled_from(["published", "updated", "withdrawn"]),
    st.sampled_from(["uk", "ru"]),
)


@given(st.lists(EVENTS, max_size=30), st.integers(0, 30))
def test_a_reader_is_told_all_after_its_place_but_nothing_of_withdrawn_stories(
    events: list[dict[str, Any] | None], place: int
) -> None:
    channels = Channels(START)
    channel = channels.open("up/uk")
    expected: list[tuple[int, int]] = []
    for sequence, event in enumerate(events, start=1):
        channels.add(make_entry(sequence, event=event))
        if event is None or event["edition"] != "uk":
            continue
        if event["type"] == "withdrawn":
            expected = [pair for pair in expected if pair[1] != event["number"]]
        expected.append((sequence, event["number"]))
    assert sequences(channel.since(place)) == [number for number, _ in expected if number > place]
    asked = Position(place, START.check)
    assert channels.knows(channel, asked) == (place <= len(events))


def test_readers_at_the_same_place_share_one_message() -> None:
    channels = Channels(START)
    channel = channels.add(make_entry(1, event=story(1)))
    assert channel is not None
    assert channel.since(0) is channel.since(0)
    assert channel.since(1) is None


def test_the_ring_is_bounded_and_says_what_it_no_longer_knows() -> None:
    channels = Channels(START)
    channel = channels.open("up/uk")
    for sequence in range(1, RING + 11):
        channels.add(make_entry(sequence, event=story(sequence)))
    assert len(channel) == RING
    assert not channels.knows(channel, Position(9, START.check))
    assert channels.knows(channel, Position(10, START.check))
    assert sequences(channel.since(10)) == list(range(11, RING + 11))


def test_a_gone_story_is_removed_also_without_an_event() -> None:
    channels = Channels(START)
    channels.add(make_entry(1, event=story(1)))
    channels.add(make_entry(2, event=story(2)))
    channels.add(make_entry(3, "story:up:uk:1", gone=("story:up:uk:1",)))
    assert sequences(channels.open("up/uk").since(0)) == [2]


def test_positions_of_another_journal_are_unknown_also_when_numbers_meet_again() -> None:
    channels = Channels(START)
    channel = channels.open("up/uk")
    for sequence in range(1, 6):
        channels.add(make_entry(sequence, event=story(sequence)))
    channels.reset(Position(2, "beefbeef"))
    assert channel.since(0) is None
    for sequence in range(3, 9):
        channels.add(make_entry(sequence, check="beefbeef", event=story(sequence)))
    assert not channels.knows(channel, Position(4, "0f3a9c11"))
    assert channels.knows(channel, Position(4, "beefbeef"))
    assert channels.knows(channel, Position(2, "beefbeef"))
    assert not channels.knows(channel, Position(1, "beefbeef"))


def test_channels_that_nobody_reads_and_nothing_was_said_in_are_forgotten() -> None:
    channels = Channels(START)
    channels.open("up/xx")
    channels.drop("up/xx")
    channels.add(make_entry(1, event=story(1)))
    channels.drop("up/uk")
    assert list(channels._channels) == ["up/uk"]


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("/-/live/up/uk", "up/uk"),
        ("/-/live/up/uk/", "up/uk"),
        ("/-/live/ep-2/zh-Hant", "ep-2/zh-Hant"),
        ("/-/live/up", None),
        ("/-/live/up/uk/x", None),
        ("/-/live/UP/uk", None),
        ("/-/live/up/uk\n", None),
        ("/rus/-/live/up/uk", None),
    ],
)
def test_a_stream_has_one_address(path: str, name: str | None) -> None:
    assert channel_at(path) == name


@pytest.mark.parametrize(
    "event",
    [{}, {"type": "published"}, {**story(1), "type": "a\nid: 7"}, {**story(1), "title": "a/b"}],
)
def test_what_is_no_event_for_readers_reaches_no_channel(event: dict[str, Any]) -> None:
    assert channel_of(event) is None
