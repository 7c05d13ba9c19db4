"""What readers and partners send reaches the readers' room and the press through each server."""

import json
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from shpalta.edge.routes import is_of_readers
from tests.integration.servers.browsing import Answer, ask
from tests.integration.servers.fronts import Front, Setting
from tests.integration.servers.nginx import running_cache
from tests.integration.servers.programs import free_port
from tests.integration.servers.small_origin import Document, Origin, running_origin
from tests.integration.servers.varnish import running_varnish

WRITE, REPORT = "/rus/-/readers/comments/", "/-/fundraiser/abcDEF1234/"
OWN = {"Content-Type": "application/json", "Sec-Fetch-Site": "same-origin"}
FALSE = {"X-Forwarded-For": "203.0.113.9", "X-Forwarded-Proto": "https", "X-Real-IP": "203.0.113.9"}
STRANGE = [
    *("/-/readers/", "/-/readers/newsroom/", "/newsroom/-/readers/mine/", "/-/readers/mine"),
    *("/-/readers/comment/x/", "/-/readers/login/x/", "/a/b/-/readers/mine/", "/-/fundraiser/x/"),
]
FINE = [
    *("write/", "me/", "comments/", "reactions/", "comment/7/", "comment/7/edit/", "mine/"),
    *("comment/7/remove/", "comment/7/appeal/", "account/", "account/erase/", "login/confirm/"),
    *("login/again/", "logout/", "signup/confirm/", "passkeys/7/remove/", "passkeys/again/"),
    *("google/login/callback/", "telegram/login/", "failed/social/"),
]


@contextmanager
def server(kind: str, folder: Path, press: Origin, room: Origin) -> Iterator[str]:
    """Run a server with its shipped configuration; give its address."""
    if kind == "nginx":
        port = free_port()
        with running_cache(
            folder, origin_port=press.port, port=port, readers_port=room.port
        ) as address:
            yield address
        return
    with running_varnish(
        folder, origin_port=press.port, token="a-token", readers_port=room.port
    ) as address:
        yield address


@pytest.fixture(scope="module", params=["nginx", "varnish"])
def running(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[str, Origin, Origin]]:
    """A server, the press behind it, and the readers' room beside that."""
    folder = tmp_path_factory.mktemp(request.param)
    with (
        running_origin() as press,
        running_origin() as room,
        server(request.param, folder, press, room) as address,
    ):
        yield address, press, room


def post(address: str, path: str, **headers: str) -> Answer:
    given = OWN | FALSE | {name.replace("_", "-"): value for name, value in headers.items()}
    return ask(address, path, method="POST", body=b"{}", headers=given)


def test_what_readers_send_reaches_the_room_with_their_cookies_and_address(
    running: tuple[str, Origin, Origin],
) -> None:
    address, press, room = running
    room.documents[WRITE] = Document("taken", headers={"Set-Cookie": "readers_pass=b"})
    press.asked.clear()
    for _turn in range(2):
        answer = post(address, WRITE, Cookie="readers_pass=a")
        assert (answer.status, answer.text) == (200, "taken")
        assert answer.headers["set-cookie"] == "readers_pass=b"
    assert room.asked[WRITE] == 2, "nothing of it is kept"
    heads = room.heads[-1]
    assert heads["cookie"] == "readers_pass=a"
    assert heads["x-forwarded-for"] == "127.0.0.1"
    assert heads.get("x-forwarded-proto", "http") == "http"
    assert not heads.get("x-real-ip")
    assert heads["host"] == address.removeprefix("http://")
    assert not press.asked


def test_the_room_is_asked_for_its_own_addresses_alone(
    running: tuple[str, Origin, Origin],
) -> None:
    address, _press, room = running
    for path in FINE:
        room.asked.clear()
        assert is_of_readers(f"/-/readers/{path}")
        ask(address, f"/-/readers/{path}?next=/")
        assert dict(room.asked) == {f"/-/readers/{path}?next=/": 1}
    room.asked.clear()
    for path in STRANGE:
        assert not is_of_readers(path)
        ask(address, path)
        post(address, path)
    assert not room.asked


def test_a_form_is_bounded(running: tuple[str, Origin, Origin]) -> None:
    address, press, room = running
    room.asked.clear()
    large = {"Content-Type": "application/json"}
    assert ask(address, WRITE, method="POST", body=b"x" * 70_000, headers=large).status == 413
    assert ask(address, REPORT, method="POST", body=b"x" * 5_000, headers=large).status == 413
    assert ask(address, WRITE, method="DELETE").status == 405
    assert not room.asked
    assert not press.asked[REPORT]


def test_a_partners_report_reaches_the_press(running: tuple[str, Origin, Origin]) -> None:
    address, press, _room = running
    press.documents[REPORT] = Document("noted")
    press.asked.clear()
    for _turn in range(2):
        answer = post(address, REPORT, Webhook_Signature="v1,abc", Cookie="a=1")
        assert (answer.status, answer.text) == (200, "noted")
    assert press.asked[REPORT] == 2
    assert press.heads[-1]["webhook-signature"] == "v1,abc"
    assert not press.heads[-1].get("cookie")


@pytest.mark.servers
def test_a_comment_posted_through_each_server_arrives_and_shows(setting: Setting) -> None:
    house = setting.house
    pk = house.worker.do("write", pick=0, headline="Talked about", publish=True)
    house.catch_up()
    (number,) = house.worker.do("numbers_of", pks=[pk])
    part = f"/-/talk/{number}/"
    for front in setting.fronts:
        ask(f"http://127.0.0.1:{front.port}", part, host="localhost")
        text = f"Written through {front.name}"
        assert write(front, number, text)["result"] == "published"
        until = time.monotonic() + front.bound + 20
        front.settle([part])
        while text.encode() not in front.ask(part).body:
            assert time.monotonic() < until, f"{front.name} does not show it"
            time.sleep(0.2)


def write(front: Front, number: int, text: str) -> dict[str, str]:
    """Send a comment as the page's script does."""
    body = json.dumps({"story": number, "text": text, "name": "Оля", "language": "uk"}).encode()
    answer = ask(
        f"http://127.0.0.1:{front.port}",
        "/-/readers/comments/",
        method="POST",
        body=body,
        headers=OWN,
        host="localhost",
    )
    assert answer.status == 200, answer.text
    told: dict[str, str] = json.loads(answer.text)
    return told
