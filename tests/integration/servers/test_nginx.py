"""The shipped nginx configurations in a real nginx: as a plain cache, and for TLS."""

import ssl
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from shpalta.edge.routes import is_public, stranger_path
from tests.integration.servers.addresses import ADDRESSES, STORY
from tests.integration.servers.browsing import ask
from tests.integration.servers.nginx import running_cache, running_nginx, shipped
from tests.integration.servers.programs import find_program, free_port
from tests.integration.servers.small_edge import running_small_edge
from tests.integration.servers.small_origin import Document, Origin, running_origin

PAGE = Document("first", "story:up:uk:42", headers={"Surrogate-Control": ""})


@pytest.fixture
def origin() -> Iterator[Origin]:
    with running_origin() as running:
        running.documents[STORY] = PAGE
        yield running


@pytest.fixture
def cache(origin: Origin, tmp_path: Path) -> Iterator[str]:
    with running_cache(tmp_path, origin_port=origin.port, port=free_port()) as address:
        yield address


def test_a_page_is_kept_for_its_shared_age_and_compressed(cache: str, origin: Origin) -> None:
    gzip = {"Accept-Encoding": "gzip", "Cookie": "a=1", "Surrogate-Capability": 'x="ESI/1.0"'}
    origin.documents[STORY] = replace(PAGE, body="a long page " * 100)
    first, again = ask(cache, STORY, headers=gzip), ask(cache, STORY + "?utm=1", headers=gzip)
    assert first.body == again.body == b"a long page " * 100
    assert again.headers["content-encoding"] == "gzip"
    assert again.headers["cache-status"] == "nginx; hit"
    assert not {"surrogate-key", "surrogate-control", "set-cookie"} & again.headers.keys()
    assert origin.asked[STORY] == 1
    page = next(heads for heads in origin.heads if heads.get("host") == "127.0.0.1")
    assert not {"cookie", "surrogate-capability"} & page.keys()


def test_a_change_is_seen_within_the_bound_that_the_press_allows(
    cache: str, origin: Origin
) -> None:
    assert ask(cache, STORY).text == "first"
    origin.documents[STORY] = replace(PAGE, body="second")
    until = time.monotonic() + 25
    while ask(cache, STORY).text != "second":
        assert time.monotonic() < until
        time.sleep(0.2)


def test_a_page_that_nobody_read_for_long_is_not_given_once_more(
    cache: str, origin: Origin
) -> None:
    short = {"Surrogate-Control": "", "Cache-Control": "s-maxage=1, stale-while-revalidate=1"}
    origin.documents[STORY] = replace(PAGE, headers=short)
    assert ask(cache, STORY).text == "first"
    origin.documents[STORY] = replace(PAGE, body="second", headers=short)
    time.sleep(3.1)  # nginx counts whole seconds
    assert ask(cache, STORY).text == "second"


def test_a_press_that_is_down_leaves_the_last_good_page(cache: str, origin: Origin) -> None:
    origin.documents[STORY] = replace(
        PAGE, headers={"Surrogate-Control": "", "Cache-Control": "public, s-maxage=1"}
    )
    ask(cache, STORY)
    origin.close()
    time.sleep(2.1)
    answer = ask(cache, STORY)
    assert answer.text == "first"
    assert "last-good" in answer.headers["cache-status"]


def test_the_same_addresses_pass_as_at_the_edge(cache: str, origin: Origin) -> None:
    for path in ADDRESSES:
        origin.asked.clear()
        ask(cache, path)
        # nginx reads addresses normalised; those that are already must fare as at the edge.
        if ".." in path or "%" in path or "//" in path:
            assert not [asked for asked in origin.asked if "newsroom" in asked]
            continue
        expected = path if is_public(path) else stranger_path(path)
        assert set(origin.asked) <= {expected}, path
        assert ask(cache, path).headers["cache-status"] == "nginx; hit", path


def test_lists_go_on_by_their_cursor_alone(cache: str, origin: Origin) -> None:
    rubric = Document("rubric", "rubric:1", headers={"Surrogate-Control": ""})
    origin.documents |= {
        "/rubric/city/": rubric,
        "/rubric/city/?before=123-4": replace(rubric, body="older"),
    }
    for query in ("?before=123-4", "?x=1&before=123-4", "?before=123-4&x=1"):
        assert ask(cache, "/rubric/city/" + query).text == "older"
    for query in ("?before=%27", "?xbefore=123-4", "?"):
        assert ask(cache, "/rubric/city/" + query).text == "rubric"
    assert origin.asked["/rubric/city/?before=123-4"] == origin.asked["/rubric/city/"] == 1


def test_only_reading_is_allowed(cache: str, origin: Origin) -> None:
    assert ask(cache, STORY, method="POST", body=b"x").status == 405
    assert ask(cache, "/-/live/up/uk").status == 404
    assert ask(cache, "/news/1/?" + "a" * 9000).status == 414
    assert ask(cache, STORY, method="HEAD").status == 200


@pytest.fixture
def behind_tls(tmp_path: Path) -> Iterator[str]:
    key, certificate = tmp_path / "key.pem", tmp_path / "certificate.pem"
    subprocess.run(
        [
            *(find_program("openssl"), "req", "-x509", "-newkey", "ec", "-pkeyopt"),
            *("ec_paramgen_curve:P-256", "-nodes", "-days", "2", "-subj", "/CN=localhost"),
            *("-keyout", str(key), "-out", str(certificate)),
        ],
        check=True,
        capture_output=True,
    )
    plain, tls = free_port(), free_port()
    with running_small_edge() as edge:
        configuration = shipped(
            "edge.conf",
            {
                "listen 80;": f"listen 127.0.0.1:{plain};",
                "listen 443 ssl http2;": f"listen 127.0.0.1:{tls} ssl http2;",
                "127.0.0.1:8000": f"127.0.0.1:{edge}",
                "/etc/ssl/shpalta/fullchain.pem": str(certificate),
                "/etc/ssl/shpalta/privkey.pem": str(key),
            },
        )
        ready = f"http://127.0.0.1:{plain}/-/health"
        with running_nginx(tmp_path / "nginx", configuration, ready=ready):
            yield f"https://127.0.0.1:{tls}"


def test_tls_in_front_of_the_edge_lets_events_out_as_they_come(behind_tls: str) -> None:
    context = ssl.create_default_context()
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    with urllib.request.urlopen(behind_tls + "/news/1/", timeout=10, context=context) as answer:
        assert answer.read() == b"/news/1/"
    stream = behind_tls + "/-/live/up/uk"
    # The edge holds the line open for 20 s: only what is unbuffered arrives before that.
    with urllib.request.urlopen(stream, timeout=10, context=context) as answer:
        assert answer.readline() == b"event: beat\n"
    for hidden in ("/-/status", "/-/health"):
        with pytest.raises(urllib.error.HTTPError) as refused:
            urllib.request.urlopen(behind_tls + hidden, timeout=10, context=context)
        assert refused.value.code == 404
        refused.value.close()
