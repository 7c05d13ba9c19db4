"""The live stream through its ASGI door: resumed without gap or repeat, bounded in everything."""

import asyncio
from collections.abc import Awaitable, Callable, MutableMapping
from contextlib import suppress
from typing import Any

import pytest

from shpalta.core.entries import Position
from shpalta.edge import live
from shpalta.edge.live import LiveHub
from shpalta.edge.sse import EventParser, ServerSentEvent
from tests.unit.edge.journals import make_entry, until
from tests.unit.edge.test_channels import START, story

Message = MutableMapping[str, Any]


class Client:
    """One reader of the hub, who can leave, and who can stop taking what is sent."""

    def __init__(self, hub: LiveHub, path: str = "/-/live/up/uk", **request: Any) -> None:
        self.status = 0
        self.headers: dict[bytes, bytes] = {}
        self.messages: list[Message] = []
        self.events: list[ServerSentEvent] = []
        self.ended = False
        self.takes = asyncio.Event()
        self.takes.set()
        self._left = asyncio.Event()
        self._asked = False
        self._parser = EventParser()
        last = request.get("last")
        scope = {
            "type": "http",
            "method": request.get("method", "GET"),
            "path": path,
            "query_string": request.get("query", b""),
            "headers": [(b"last-event-id", last.encode())] if last else [],
        }
        self.task = asyncio.ensure_future(self._run(hub.stream(scope, self._receive, self._send)))

    async def _run(self, stream: Awaitable[None]) -> None:
        await stream
        self.ended = True

    async def _receive(self) -> Message:
        if not self._asked:
            self._asked = True
            return {"type": "http.request", "body": b"", "more_body": False}
        await self._left.wait()
        return {"type": "http.disconnect"}

    async def _send(self, message: Message) -> None:
        await self.takes.wait()
        if message["type"] == "http.response.start":
            self.status = message["status"]
            self.headers = dict(message["headers"])
            return
        self.messages.append(message)
        self.events += self._parser.feed(message["body"])

    async def leave(self) -> None:
        self._left.set()
        with suppress(asyncio.CancelledError):
            await asyncio.wait_for(self.task, 20)

    def names(self) -> list[str]:
        return [event.name for event in self.events]

    def told(self) -> list[int]:
        return [
            Position.parse(event.event_id).sequence
            for event in self.events
            if event.name not in {"beat", "reset"}
        ]


def run(scenario: Callable[[LiveHub], Awaitable[None]], **options: Any) -> LiveHub:
    async def scene() -> LiveHub:
        hub = LiveHub(position=START, **options)
        await scenario(hub)
        await until(lambda: hub.readers == 0)
        return hub

    return asyncio.run(scene())


def test_a_reader_hears_where_it_is_and_then_what_happens_in_its_edition() -> None:
    async def scenario(hub: LiveHub) -> None:
        client = Client(hub)
        await until(lambda: client.names() == ["beat"])
        assert client.status == 200
        assert client.headers[b"cache-control"] == b"no-store"
        assert client.headers[b"x-accel-buffering"] == b"no"
        assert client.headers[b"content-type"].startswith(b"text/event-stream")
        assert client.messages[0]["body"].startswith(b"retry: ")
        assert client.events[0].event_id == str(START)
        hub.publish(make_entry(1, event=story(7)))
        hub.publish(make_entry(2, event=story(8, edition="ru")))
        hub.publish(make_entry(3, "list:all"))
        hub.publish(make_entry(4, event=story(7, "updated")))
        await until(lambda: client.told() == [1, 4])
        assert client.names() == ["beat", "published", "updated"]
        assert '"headline":"Шпальта\\n7"' in client.events[1].data
        await client.leave()
        assert client.ended

    run(scenario)


def test_all_readers_are_sent_the_same_object() -> None:
    async def scenario(hub: LiveHub) -> None:
        clients = [Client(hub) for _ in range(500)]
        await until(lambda: all(client.events for client in clients))
        hub.publish(make_entry(1, event=story(7)))
        await until(lambda: all(client.told() == [1] for client in clients))
        assert len({id(client.messages[-1]) for client in clients}) == 1
        for client in clients:
            await client.leave()

    run(scenario)


def test_a_reader_who_comes_back_misses_nothing_and_hears_nothing_twice() -> None:
    async def scenario(hub: LiveHub) -> None:
        told: list[int] = []
        last = ""
        for turn in range(6):
            first = 4 * turn
            how: dict[str, Any] = {"last": last}
            if turn % 2:
                how = {"query": b"x=1&last-event-id=" + last.encode()}
            client = Client(hub, **how)
            await until(lambda client=client: len(client.events) > 0)  # type: ignore[misc]
            for sequence in (first + 1, first + 2):
                hub.publish(make_entry(sequence, event=story(sequence)))
            await until(lambda client=client, first=first: first + 2 in client.told())  # type: ignore[misc]
            told += client.told()
            last = client.events[-1].event_id
            await client.leave()
            for sequence in (first + 3, first + 4):
                hub.publish(make_entry(sequence, event=story(sequence)))
        assert told == list(range(1, 23))

    run(scenario)


def test_a_withdrawn_headline_is_not_replayed() -> None:
    async def scenario(hub: LiveHub) -> None:
        hub.publish(make_entry(1, event=story(7)))
        hub.publish(make_entry(2, event=story(7, "withdrawn")))
        client = Client(hub, last=str(START))
        await until(lambda: client.told() == [2])
        assert client.names() == ["withdrawn"]
        await client.leave()

    run(scenario)


@pytest.mark.parametrize("last", ["nonsense", "1-beefbeef", "999-0f3a9c11", "9" * 300])
def test_an_unknown_place_gives_reset(last: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(live, "AHEAD", 0.05)

    async def scenario(hub: LiveHub) -> None:
        hub.publish(make_entry(1, event=story(7)))
        client = Client(hub, last=last)
        await until(lambda: client.names() == ["reset"])
        assert client.events[0].event_id == "1-0f3a9c11"
        hub.publish(make_entry(2, event=story(8)))
        await until(lambda: client.told() == [2])
        await client.leave()

    run(scenario)


def test_a_place_that_another_worker_has_already_told_is_waited_for() -> None:
    async def scenario(hub: LiveHub) -> None:
        client = Client(hub, last="2-0f3a9c11")
        for sequence in (1, 2, 3):
            await asyncio.sleep(0.01)
            hub.publish(make_entry(sequence, event=story(sequence)))
        await until(lambda: client.told() == [3])
        assert "reset" not in client.names()
        await client.leave()

    run(scenario)


def test_a_reset_of_the_journal_reaches_everybody() -> None:
    async def scenario(hub: LiveHub) -> None:
        clients = [Client(hub), Client(hub, "/-/live/up/ru")]
        await until(lambda: all(client.events for client in clients))
        hub.publish(make_entry(1, event=story(7)))
        hub.reset(Position(40, "beefbeef"))
        await until(lambda: all(client.names()[-1] == "reset" for client in clients))
        assert clients[0].events[-1].event_id == "40-beefbeef"
        hub.publish(make_entry(41, check="beefbeef", event=story(8)))
        await until(lambda: clients[0].names()[-1] == "published")
        for client in clients:
            await client.leave()

    run(scenario)


def test_a_silent_line_has_beats_with_the_newest_place(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(live, "BEAT", 0.02)
    monkeypatch.setattr(live, "_TICK", 0.01)

    async def scenario(hub: LiveHub) -> None:
        client = Client(hub)
        await until(lambda: len(client.events) > 3)
        hub.publish(make_entry(1, "list:all"))
        await until(lambda: client.events[-1].event_id == "1-0f3a9c11")
        assert set(client.names()) == {"beat"}
        await client.leave()

    run(scenario)


def test_a_slow_reader_is_dropped_and_resumes_and_the_others_do_not_wait() -> None:
    async def scenario(hub: LiveHub) -> None:
        slow, quick = Client(hub), Client(hub)
        await until(lambda: bool(slow.events and quick.events))
        slow.takes.clear()
        for sequence in range(1, 41):
            hub.publish(make_entry(sequence, event=story(sequence)))
            await asyncio.sleep(0.001)
        await until(lambda: slow.ended)
        assert hub.dropped == 1
        await until(lambda: quick.told() == list(range(1, 41)))
        again = Client(hub, last=slow.events[-1].event_id)
        await until(lambda: again.told() == list(range(1, 41)))
        await quick.leave()
        await again.leave()

    run(scenario)


def test_a_burst_is_no_slowness() -> None:
    async def scenario(hub: LiveHub) -> None:
        client = Client(hub)
        await until(lambda: bool(client.events))
        for sequence in range(1, 201):
            hub.publish(make_entry(sequence, event=story(sequence)))
        await until(lambda: client.told() == list(range(1, 201)))
        assert hub.dropped == 0
        await client.leave()

    run(scenario)


def test_a_reader_to_whom_nothing_can_be_sent_is_dropped(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(live, "STUCK", 0.05)
    monkeypatch.setattr(live, "_TICK", 0.01)

    async def scenario(hub: LiveHub) -> None:
        client = Client(hub)
        await until(lambda: bool(client.events))
        client.takes.clear()
        hub.publish(make_entry(1, event=story(1)))
        await until(lambda: client.ended)
        assert hub.dropped == 1

    run(scenario)


def test_connections_are_bounded() -> None:
    async def scenario(hub: LiveHub) -> None:
        first = Client(hub)
        await until(lambda: first.status == 200)
        second = Client(hub)
        await until(lambda: second.status == 503)
        assert int(second.headers[b"retry-after"]) > 0
        await first.leave()
        third = Client(hub)
        await until(lambda: third.status == 200)
        await third.leave()
        assert hub.refused == 1

    run(scenario, limit=1)


@pytest.mark.parametrize(
    ("path", "method", "status"),
    [
        ("/-/live/up", "GET", 404),
        ("/-/live/up/uk/../ru", "GET", 404),
        ("/-/live/up/uk", "POST", 405),
    ],
)
def test_other_requests_are_refused(path: str, method: str, status: int) -> None:
    async def scenario(hub: LiveHub) -> None:
        client = Client(hub, path, method=method)
        await until(lambda: client.ended)
        assert client.status == status

    run(scenario)


def test_nothing_is_left_of_readers_who_left() -> None:
    async def scenario(hub: LiveHub) -> None:
        for number in range(20):
            client = Client(hub, f"/-/live/x{number}/uk")
            await until(lambda client=client: bool(client.events))  # type: ignore[misc]
            await client.leave()
        assert hub._readers == {}
        assert hub._channels._channels == {}

    run(scenario)


def test_closing_the_hub_ends_all_streams() -> None:
    async def scenario(hub: LiveHub) -> None:
        clients = [Client(hub) for _ in range(3)]
        await until(lambda: all(client.events for client in clients))
        hub.close()
        await until(lambda: all(client.ended for client in clients))
        assert all(client.messages[-1]["more_body"] is False for client in clients)

    run(scenario)


def test_a_server_that_cancels_a_stream_gets_its_cancellation() -> None:
    async def scenario(hub: LiveHub) -> None:
        client = Client(hub)
        await until(lambda: bool(client.events))
        client.task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await client.task
        assert hub.dropped == 0

    run(scenario)
