"""Server-sent events, by the WHATWG's rules, however the bytes are cut."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shpalta.edge.sse import EventParser, EventStreamError, ServerSentEvent


def read(stream: bytes, *cuts: int) -> list[ServerSentEvent]:
    parser = EventParser()
    places = [0, *sorted(cuts), len(stream)]
    events = []
    for start, end in itertools.pairwise(places):
        events += parser.feed(stream[start:end])
    return events


def event(data: str, name: str = "message", event_id: str = "") -> ServerSentEvent:
    return ServerSentEvent(name, data, event_id)


@pytest.mark.parametrize(
    ("stream", "events"),
    [
        (b"data: YHOO\ndata: +2\ndata: 10\n\n", [event("YHOO\n+2\n10")]),
        (
            b": comment\n\ndata: a\nid: 1\n\ndata:b\nid\n\ndata:  c\n\n",
            [event("a", event_id="1"), event("b"), event(" c")],
        ),
        (b"data\n\ndata\ndata\n\ndata:", [event(""), event("\n")]),
        (b"data:test\n\ndata: test\n\n", [event("test"), event("test")]),
        (b"event: entry\ndata: a\n\ndata: b\n\n", [event("a", "entry"), event("b")]),
        (b"id: 7\n\ndata: a\n\n", [event("a", event_id="7")]),
        (b"id: 7\0\ndata: a\n\n", [event("a")]),
        (b"data: a\r\n\r\ndata: b\r\rdata: c\n\n", [event("a"), event("b"), event("c")]),
        (b"\xef\xbb\xbfdata: a\n\n", [event("a")]),
        (b"unknown: x\nretry: 5\nevent: entry\n\ndata: a\n\n", [event("a")]),
        (b"data: \xff\n\n", [event("\ufffd")]),
    ],
)
def test_streams_are_read_as_the_standard_says(
    stream: bytes, events: list[ServerSentEvent]
) -> None:
    assert read(stream) == events
    assert read(stream, *range(len(stream))) == events


LINES = st.sampled_from(
    [
        "data: шпальта",
        "data",
        "data:",
        "id: 4-0f",
        "id",
        "event: entry",
        ": beat",
        "",
        "",
        "retry: 1",
    ]
)
ENDS = st.sampled_from(["\n", "\r", "\r\n"])


@given(st.lists(st.tuples(LINES, ENDS), max_size=25), st.data())
def test_chunks_cut_anywhere_give_the_same_events(
    lines: list[tuple[str, str]], data: st.DataObject
) -> None:
    stream = "".join(line + end for line, end in lines).encode()
    cuts = data.draw(st.lists(st.integers(0, len(stream)), max_size=8))
    assert read(stream, *cuts) == read(stream)


@given(st.binary(max_size=60), st.lists(st.integers(0, 60), max_size=5))
def test_any_bytes_can_be_read(stream: bytes, cuts: list[int]) -> None:
    assert read(stream, *(min(cut, len(stream)) for cut in cuts)) == read(stream)


def test_the_last_id_is_kept_over_events_without_one() -> None:
    parser = EventParser("3-aa")
    assert parser.feed(b"data: a\n\n") == [event("a", event_id="3-aa")]
    parser.feed(b"id: 4-aa\n\n")
    assert parser.last_id == "4-aa"


@pytest.mark.parametrize("piece", [b"data: x\n", b"x"])
def test_an_event_without_end_is_refused(piece: bytes) -> None:
    parser = EventParser(largest=1_000)
    assert parser.feed(piece * 10) == []
    with pytest.raises(EventStreamError, match="more than 1000 bytes"):
        parser.feed(piece * 1_000)
