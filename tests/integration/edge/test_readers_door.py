"""The door to the readers' room: cookies on its addresses alone, true addresses, within bounds."""

import asyncio
from pathlib import Path
from typing import Any

import pytest

from shpalta.edge.asgi import Message
from shpalta.edge.configuration import Configuration
from shpalta.edge.errors import ConfigurationError
from tests.integration.edge.origins import Answer, Asked, Origin
from tests.integration.edge.press import Edge, Press
from tests.integration.edge.readers import Reply, ask, run

WRITE = "/-/readers/write/?story=7"
SPOOFED = {
    "X-Forwarded-For": "198.51.100.1",
    "Forwarded": "for=198.51.100.1",
    "X-Real-IP": "198.51.100.1",
    "X-Forwarded-Proto": "https",
    "Cookie": "readers_pass=abc",
}


def room(asked: Asked) -> Answer:
    """Answer as the room does: with a cookie, never to be kept."""
    body = f"{asked.method} {asked.target} {asked.body.decode()}".encode()
    return Answer(
        body, [("Set-Cookie", "readers_session=x; Path=/"), ("Cache-Control", "no-store")]
    )


def test_cookies_go_both_ways_and_the_address_is_the_true_one(tmp_path: Path) -> None:
    async def scenario() -> None:
        async with (
            Press() as press,
            Origin(room) as readers,
            Edge(press, tmp_path, readers=readers.url) as edge,
        ):
            for _twice in range(2):
                reply = await edge.get(WRITE, headers=SPOOFED)
                assert (reply.status, reply["set-cookie"]) == (200, "readers_session=x; Path=/")
            assert readers.targets == [WRITE, WRITE], "nothing was kept"
            asked = readers.asked[0].headers
            assert asked["x-forwarded-for"] == "127.0.0.1"
            assert asked["cookie"] == "readers_pass=abc"
            assert not {"forwarded", "x-real-ip", "x-forwarded-proto"} & asked.keys()
            posted = await edge.get(WRITE, method="POST", body=b"text=x")
            assert posted.body == b"POST " + WRITE.encode() + b" text=x"

    run(scenario())


def test_a_proxy_before_the_edge_is_believed_when_there_is_one(tmp_path: Path) -> None:
    async def scenario() -> None:
        async with (
            Press() as press,
            Origin(room) as readers,
            Edge(press, tmp_path, readers=readers.url, proxies=1) as edge,
        ):
            forged = {"X-Forwarded-For": "198.51.100.1, 203.0.113.5"}
            await edge.get(WRITE, headers=forged)
            assert readers.asked[0].headers["x-forwarded-for"] == "203.0.113.5"

    run(scenario())


def test_no_other_address_passes_and_no_page_sees_a_cookie(tmp_path: Path) -> None:
    async def scenario() -> None:
        async with (
            Press() as press,
            Origin(room) as readers,
            Edge(press, tmp_path, readers=readers.url) as edge,
        ):
            for path in ("/", "/-/readers/", "/-/readers/secret/", "/-/readers/write"):
                reply = await edge.get(path, headers=SPOOFED)
                assert reply["set-cookie"] is None
            for path in ("/newsroom/", "/-/readers/../newsroom/", "/-/readers/%6dine/"):
                assert (await edge.get(path)).status == 404
            assert readers.asked == []
            assert all("cookie" not in asked.headers for asked in press.origin.asked)

    run(scenario())


@pytest.mark.parametrize(
    ("configured", "asked", "status"),
    [
        ({"readers_a_minute": 2}, {}, 429),
        ({}, {"method": "DELETE"}, 405),
        ({}, {"method": "POST", "body": b"x" * 70_000}, 413),
        ({"reader_requests": 0}, {}, 503),
    ],
)
def test_a_flood_stays_within_its_bounds(
    tmp_path: Path, configured: dict[str, Any], asked: dict[str, Any], status: int
) -> None:
    async def scenario() -> None:
        async with (
            Press() as press,
            Origin(room) as readers,
            Edge(press, tmp_path, readers=readers.url, **configured) as edge,
        ):
            replies = [(await edge.get(WRITE, **asked)).status for _turn in range(3)]
            assert replies[-1] == status
            assert (await edge.get("/")).status == 200, "pages go on"

    run(scenario())


@pytest.mark.parametrize(
    ("second", "status"),
    [({"type": "http.request", "body": b"x", "more_body": False}, 200), ({"type": "gone"}, 400)],
)
def test_the_room_hears_of_a_form_once_it_is_whole(
    tmp_path: Path, second: Message, status: int
) -> None:
    async def scenario() -> None:
        async with (
            Press() as press,
            Origin(room) as readers,
            Edge(press, tmp_path, readers=readers.url, reader_requests=1) as edge,
        ):
            coming: asyncio.Queue[Message] = asyncio.Queue()
            coming.put_nowait({"type": "http.request", "body": b"text=", "more_body": True})
            slow = asyncio.ensure_future(
                ask(edge.app, WRITE, method="POST", body=b"text=x", receive=coming.get)
            )
            quick = await edge.get(WRITE, method="POST", body=b"text=y")
            assert quick.status == 200, "one that comes slowly keeps nobody waiting"
            assert len(readers.asked) == 1
            coming.put_nowait(second)
            assert (await slow).status == status
            assert len(readers.asked) == (2 if status == 200 else 1)

    run(scenario())


def test_one_household_cannot_keep_others_from_sending(tmp_path: Path) -> None:
    def never(edge: Edge, address: str) -> asyncio.Task[Reply]:
        coming = asyncio.get_running_loop().create_future()
        headers = {"X-Forwarded-For": address}
        slow = ask(
            edge.app, WRITE, method="POST", body=b"x", headers=headers, receive=lambda: coming
        )
        return asyncio.ensure_future(slow)

    async def scenario() -> None:
        async with (
            Press() as press,
            Origin(room) as readers,
            Edge(press, tmp_path, readers=readers.url, proxies=1) as edge,
        ):
            slow = [never(edge, f"2001:db8::{turn}") for turn in range(1, 80)]
            await asyncio.sleep(0.1)
            headers = {"X-Forwarded-For": "2001:db8:0:1::1"}
            other = await edge.get(WRITE, method="POST", body=b"x", headers=headers)
            assert other.status == 200
            refused = [one for one in slow if one.done() and one.result().status == 503]
            assert len(refused) == 39
            for one in slow:
                one.cancel()

    run(scenario())


def test_pages_go_on_while_the_room_is_away(tmp_path: Path) -> None:
    async def scenario() -> None:
        async with (
            Press() as press,
            Origin(room) as readers,
            Edge(press, tmp_path, readers=readers.url) as edge,
        ):
            await readers.stop()
            for _turn in range(5):
                assert (await edge.get(WRITE)).status == 502
            assert (await edge.get("/")).status == 200

    run(scenario())


def test_the_room_s_address_is_checked() -> None:
    with pytest.raises(ConfigurationError, match="--readers"):
        Configuration(origin="http://127.0.0.1:1", readers="nowhere", token="t")
