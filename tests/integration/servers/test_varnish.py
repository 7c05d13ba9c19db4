"""The shipped VCL in a real Varnish, before a small origin that misbehaves on demand."""

import threading
import time
import urllib.request
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest

from shpalta.edge.routes import is_public, stranger_path
from tests.integration.servers.addresses import ADDRESSES, STORY
from tests.integration.servers.browsing import ask, purge
from tests.integration.servers.small_edge import running_small_edge
from tests.integration.servers.small_origin import Document, Origin, running_origin
from tests.integration.servers.varnish import running_varnish

TOKEN = "a-token-of-this-test"
PAGE = Document(
    '<p>story</p><esi:include src="/-/ticker/" onerror="continue"/>!',
    "story:up:uk:42 house",
    has_includes=True,
)
TICKER = Document("<ul>first</ul>", "list:up:uk:all house")


@pytest.fixture
def origin() -> Iterator[Origin]:
    with running_origin() as running:
        running.documents |= {STORY: PAGE, "/-/ticker/": TICKER}
        yield running


@pytest.fixture
def varnish(origin: Origin, tmp_path: Path) -> Iterator[str]:
    with running_varnish(tmp_path, origin_port=origin.port, token=TOKEN) as address:
        purge(address, TOKEN)
        with Beating(address):
            yield address


class Beating:
    """The relay's sign of life, every second."""

    def __init__(self, address: str) -> None:
        self.address, self.is_over = address, threading.Event()
        self.thread = threading.Thread(target=self._beat, daemon=True)

    def _beat(self) -> None:
        while not self.is_over.wait(1):
            try:
                purge(self.address, TOKEN)
            except OSError:
                return

    def __enter__(self) -> None:
        self.thread.start()

    def __exit__(self, *_: object) -> None:
        self.is_over.set()
        self.thread.join(10)


def test_a_page_is_put_together_kept_and_given_without_the_origins_notes(
    varnish: str, origin: Origin
) -> None:
    first = ask(varnish, STORY, headers={"Cookie": "a=1", "Authorization": "Basic x"})
    again = ask(varnish, STORY, headers={"Accept-Encoding": "gzip"})
    assert first.text == again.text == "<p>story</p><ul>first</ul>!"
    del origin.asked["/"]  # asked by the fixture, to see whether Varnish is ready
    assert origin.asked == {STORY: 1, "/-/ticker/": 1}
    for name in ("surrogate-control", "surrogate-key", "set-cookie", "age", "xkey", "etag"):
        assert name not in again.headers
    assert not [name for name in again.headers if name.startswith("shpalta")]
    assert again.headers["cache-control"].startswith("public, max-age=0, s-maxage=5")
    assert again.headers["cache-status"] == "Varnish; hit"
    assert "ESI/1.0" in origin.heads[0]["surrogate-capability"]
    assert "Surrogate/1.0" in origin.heads[0]["surrogate-capability"]
    assert not {"cookie", "authorization"} & origin.heads[0].keys()


def test_a_purged_page_is_never_served_again_while_the_origin_is_well(
    varnish: str, origin: Origin
) -> None:
    ask(varnish, STORY)
    origin.documents["/-/ticker/"] = replace(TICKER, body="<ul>second</ul>")
    assert "first" in ask(varnish, STORY).text
    time.sleep(0.3)  # what was fetched in this moment would be taken back to be sure of it
    assert purge(varnish, TOKEN, soft="list:up:uk:all other:1").status == 200
    assert ask(varnish, STORY).text == "<p>story</p><ul>second</ul>!"
    assert (origin.asked[STORY], origin.asked["/-/ticker/"]) == (1, 2)


def test_a_purge_during_a_fetch_is_not_forgotten(varnish: str, origin: Origin) -> None:
    held = threading.Event()
    origin.documents[STORY] = replace(PAGE, wait=held)
    with ThreadPoolExecutor() as readers:
        early = readers.submit(ask, varnish, STORY)
        assert origin.began.wait(20)
        origin.documents[STORY] = replace(PAGE, body="new")
        purge(varnish, TOKEN, soft="story:up:uk:42")
        held.set()
        assert early.result().text == "new"
    assert ask(varnish, STORY).text == "new"


def test_many_readers_of_a_stale_page_cost_one_fetch(varnish: str, origin: Origin) -> None:
    ask(varnish, STORY)
    held = threading.Event()
    origin.documents[STORY] = replace(PAGE, body="new", wait=held, has_includes=False)
    purge(varnish, TOKEN, soft="story:up:uk:42")
    with ThreadPoolExecutor(30) as readers:
        answers = [readers.submit(ask, varnish, STORY) for _ in range(30)]
        assert origin.began.wait(20)
        time.sleep(0.3)
        held.set()
        assert {answer.result().text for answer in answers} == {"new"}
    assert origin.asked[STORY] == 2


@pytest.mark.parametrize("failure", ["answers 500", "refuses connections"])
def test_only_a_failing_origin_lets_the_last_good_page_out_and_it_is_marked(
    varnish: str, origin: Origin, failure: str
) -> None:
    ask(varnish, STORY)
    if failure == "answers 500":
        broken = Document("Error", status=500)
        origin.documents |= {STORY: broken, "/-/ticker/": broken}
    else:
        origin.close()
    purge(varnish, TOKEN, soft="house")
    for _ in range(3):
        answer = ask(varnish, STORY)
        assert answer.text == "<p>story</p><ul>first</ul>!"
        assert "last-good" in answer.headers["cache-status"]


def test_what_is_gone_is_not_served_even_when_the_origin_fails(
    varnish: str, origin: Origin
) -> None:
    ask(varnish, STORY)
    origin.documents[STORY] = Document("Error", status=500)
    purge(varnish, TOKEN, gone="story:up:uk:42")
    answer = ask(varnish, STORY)
    assert answer.status == 500
    assert "story" not in answer.text


def test_a_broken_fragment_leaves_the_page_whole(varnish: str, origin: Origin) -> None:
    origin.documents["/-/ticker/"] = Document("Error", status=500)
    assert ask(varnish, STORY).text == "<p>story</p>!"


def test_a_reset_makes_everything_go(varnish: str, origin: Origin) -> None:
    ask(varnish, STORY)
    origin.documents[STORY] = replace(PAGE, body="restored", has_includes=False)
    heads = {"Authorization": f"Bearer {TOKEN}"}
    assert ask(varnish, "/", method="BAN", headers=heads).status == 200
    assert ask(varnish, STORY).text == "restored"


@pytest.mark.parametrize("token", ["", "Bearer ", "Bearer another", f"Basic {TOKEN}"])
@pytest.mark.parametrize("method", ["PURGE", "BAN"])
def test_without_the_token_nothing_is_purged(
    varnish: str, origin: Origin, method: str, token: str
) -> None:
    ask(varnish, STORY)
    heads = {"xkey-purge": "house"} | ({"Authorization": token} if token else {})
    assert ask(varnish, "/", method=method, headers=heads).status == 403
    ask(varnish, STORY)
    assert origin.asked[STORY] == 1


def test_without_a_relay_pages_live_for_their_shared_age_alone(
    tmp_path: Path, origin: Origin
) -> None:
    with running_varnish(tmp_path, origin_port=origin.port, token=TOKEN) as varnish:
        assert "first" in ask(varnish, STORY).text
        origin.documents["/-/ticker/"] = replace(TICKER, body="second")
        until = time.monotonic() + 20
        while "second" not in ask(varnish, STORY).text:
            assert time.monotonic() < until, "the old ticker outlived its s-maxage"
            time.sleep(0.2)


def test_parameters_that_do_not_matter_reach_neither_the_key_nor_the_origin(
    varnish: str, origin: Origin
) -> None:
    for query in ("", "?utm_source=a", "?before=1-2", "?a=1&b=2"):
        assert ask(varnish, STORY + query).status == 200
    assert origin.asked[STORY] == 1
    rubric = Document("rubric", "rubric:1")
    older = Document("older", "rubric:1")
    origin.documents |= {"/rubric/city/": rubric, "/rubric/city/?before=123-4": older}
    for query in ("?before=123-4", "?x=1&before=123-4", "?before=123-4&x=1"):
        assert ask(varnish, "/rubric/city/" + query).text == "older"
    for query in ("?before=%27", "?xbefore=123-4", "?"):
        assert ask(varnish, "/rubric/city/" + query).text == "rubric"
    assert origin.asked["/rubric/city/?before=123-4"] == origin.asked["/rubric/city/"] == 1


def test_the_same_addresses_pass_as_at_the_edge(varnish: str, origin: Origin) -> None:
    missing = Document("missing", "house")
    origin.documents |= {"/-/missing/": missing, "/rus/-/missing/": missing}
    for path in ADDRESSES:
        origin.asked.clear()
        purge(varnish, TOKEN, gone="house " + " ".join(origin.documents))
        heads = {"Authorization": f"Bearer {TOKEN}"}
        ask(varnish, "/", method="BAN", headers=heads)
        ask(varnish, path)
        expected = path if is_public(path) else stranger_path(path)
        if path == STORY:
            del origin.asked["/-/ticker/"]
        assert set(origin.asked) == {expected}, path


def test_only_reading_is_allowed(varnish: str, origin: Origin) -> None:
    answer = ask(varnish, STORY, method="POST", body=b"x")
    assert (answer.status, answer.headers["allow"]) == (405, "GET, HEAD")
    assert ask(varnish, STORY, body=b"x").status == 400
    assert ask(varnish, "/news/1/?" + "a" * 5000).status == 414
    assert ask(varnish, "/-/live/up/uk").status == 404
    head = ask(varnish, STORY, method="HEAD")
    assert (head.status, head.body) == (200, b"")
    assert not {"/-/live/up/uk"} & origin.asked.keys()


def test_with_an_edge_beside_it_events_come_through_as_they_come(
    tmp_path: Path, origin: Origin
) -> None:
    with (
        running_small_edge() as edge,
        running_varnish(tmp_path, origin_port=origin.port, token=TOKEN, live_port=edge) as varnish,
    ):
        with urllib.request.urlopen(varnish + "/-/live/up/uk", timeout=10) as answer:
            assert answer.readline() == b"event: beat\n"
        assert ask(varnish, STORY).text == "<p>story</p><ul>first</ul>!"
    assert not [path for path in origin.asked if path.startswith("/-/live/")]


def test_withdrawn_and_missing_pages_are_kept_briefly_and_purged_by_their_keys(
    varnish: str, origin: Origin
) -> None:
    origin.documents[STORY] = Document("gone", "story:up:uk:42 work:42", 410)
    assert [ask(varnish, STORY).status for _ in range(3)] == [410] * 3
    origin.documents[STORY] = replace(PAGE, body="back", has_includes=False)
    purge(varnish, TOKEN, soft="work:42")
    assert ask(varnish, STORY).text == "back"
