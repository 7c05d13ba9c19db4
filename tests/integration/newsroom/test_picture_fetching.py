"""Fetching a picture from an address, and where that must not lead."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from ipaddress import ip_address

import pytest

from shpalta.newsroom.media import fetching
from shpalta.newsroom.media.fetching import NotFetchedError, fetch_picture, is_public
from tests.unit.newsroom.test_hostile_pictures import picture

PICTURE = picture()


class Site(BaseHTTPRequestHandler):
    """A site that answers by the path."""

    def do_GET(self) -> None:
        leads_to = {
            "/moved": "/picture.php?id=1",
            "/inside": "http://169.254.169.254/latest/meta-data/",
            "/file": "file:///etc/passwd",
            "/round": "/round",
        }.get(self.path)
        if leads_to:
            self.send_response(302)
            self.send_header("Location", leads_to)
            self.end_headers()
            return
        self.send_response(404 if self.path == "/nothing" else 200)
        self.end_headers()
        if self.path == "/slow":
            with_pauses = threading.Event()
            for _number in range(20):
                self.wfile.write(b"x")
                self.wfile.flush()
                with_pauses.wait(0.1)
        else:
            self.wfile.write(PICTURE)

    def log_message(self, *_args: object) -> None:
        """Say nothing."""


@contextmanager
def running_site() -> Iterator[str]:
    """Serve the site on this machine; gives its address."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), Site)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()


@pytest.fixture(scope="module")
def site() -> Iterator[str]:
    with running_site() as address:
        yield address


def _here(address: object, _port: int) -> bool:
    return str(address) == "127.0.0.1"


def test_a_picture_is_fetched_and_named_by_what_it_is(site: str) -> None:
    fetched = fetch_picture(f"{site}/photos/%D0%BC%D1%96%D1%81%D1%82%D0%BE.php", may_connect=_here)
    assert (fetched.name, fetched.data) == ("місто.jpg", PICTURE)


def test_redirects_are_followed(site: str) -> None:
    assert fetch_picture(f"{site}/moved", may_connect=_here).name == "picture.jpg"


@pytest.mark.parametrize("path", ["/inside", "/file", "/round", "/nothing"])
def test_an_address_that_leads_astray_is_refused(site: str, path: str) -> None:
    with pytest.raises(NotFetchedError):
        fetch_picture(site + path, may_connect=_here)


def test_a_name_is_asked_for_leave_as_well_as_an_address(site: str) -> None:
    port = site.rpartition(":")[2]
    with pytest.raises(NotFetchedError, match="localhost"):
        fetch_picture(f"http://localhost:{port}/")
    assert fetch_picture(f"http://localhost:{port}/a", may_connect=lambda *_: True).name == "a.jpg"


@pytest.mark.parametrize(
    "url",
    [
        *("file:///etc/passwd", "ftp://example.com/a.jpg", "gopher://example.com", "", "//a"),
        *("http://127.0.0.1/", "http://[::1]/", "http://0.0.0.0/", "http://169.254.169.254/"),
        *("http://10.0.0.1/", "http://192.168.1.1/", "http://[::ffff:127.0.0.1]/"),
        *("http://2130706433/", "http://0x7f.1/", "http://127.1/", "http://localhost/"),
        *("http://[fe80::1%25eth0]/", "http://a:b@127.0.0.1/", "http://127.0.0.1:99999/"),
    ],
)
def test_nothing_of_the_house_s_own_network_is_fetched(url: str) -> None:
    with pytest.raises(NotFetchedError):
        fetch_picture(url)


@pytest.mark.parametrize(
    ("address", "is_allowed"),
    [
        ("93.184.215.14", True),
        ("2606:2800:220:1:248:1893:25c8:1946", True),
        *((one, False) for one in ("127.0.0.1", "10.1.2.3", "172.16.0.1", "100.64.0.1")),
        *((one, False) for one in ("224.0.0.1", "255.255.255.255", "0.0.0.0", "192.0.2.1")),
        *((one, False) for one in ("::1", "fc00::1", "fe80::1", "::ffff:10.0.0.1", "ff02::1")),
        *((one, False) for one in ("64:ff9b::7f00:1", "2002:7f00:1::", "2001:db8::1")),
    ],
)
def test_only_the_public_internet_is_asked(address: str, is_allowed: bool) -> None:
    assert is_public(ip_address(address), 443) is is_allowed
    assert not is_public(ip_address(address), 6379)


def test_a_site_that_drips_is_given_up(site: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fetching, "SECONDS", 0.3)
    with pytest.raises(NotFetchedError, match=r"slow|повільний"):
        fetch_picture(f"{site}/slow", may_connect=_here)


def test_what_is_too_large_is_not_fetched_to_its_end(
    site: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fetching, "LARGEST_FILE", 1000)
    with pytest.raises(NotFetchedError, match=r"large|завелике"):
        fetch_picture(f"{site}/a.jpg", may_connect=_here)
