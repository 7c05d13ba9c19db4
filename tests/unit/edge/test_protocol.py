"""The pattern of requests that are answered at once is narrower than HTTP, never wider."""

import re

import httptools
import pytest
from hypothesis import given
from hypothesis import strategies as st

from shpalta.edge.protocol import simple_request
from shpalta.edge.requests import SPECIAL, SPECIAL_PLAIN

_HEAD = b"GET /news/?page=2 HTTP/1.1\r\n"
_HOST = b"Host: up.localhost\r\n"
_FIREFOX = (
    b"User-Agent: Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0\r\n"
    b"Accept: text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8\r\n"
    b"Accept-Language: uk,ru;q=0.8\r\nAccept-Encoding: gzip, deflate, br, zstd\r\n"
    b"Referer: http://up.localhost/\r\nConnection: keep-alive\r\nUpgrade-Insecure-Requests: 1\r\n"
    b"Sec-Fetch-Mode: navigate\r\nPriority: u=0, i\r\n"
)


class _Parsed:
    """What a full parser of HTTP reads from the same bytes."""

    def __init__(self, data: bytes) -> None:
        self.url, self.body, self.ends = b"", b"", 0
        self.fields: list[tuple[bytes, bytes]] = []
        self.parser = httptools.HttpRequestParser(self)
        self.parser.feed_data(data)

    def on_url(self, url: bytes) -> None:
        self.url += url

    def on_header(self, name: bytes, value: bytes) -> None:
        self.fields.append((name.lower(), value))

    def on_body(self, body: bytes) -> None:
        self.body += body

    def on_message_complete(self) -> None:
        self.ends += 1


def _match(data: bytes, *, plain: bool = False) -> "re.Match[bytes] | None":
    return simple_request(plain=plain).fullmatch(data)


def test_what_browsers_send_is_recognised() -> None:
    found = _match(_HEAD + _HOST + _FIREFOX + b"\r\n")
    assert found is not None
    encodings = b"gzip, deflate, br, zstd"
    assert found.groups() == (b"/news/", b"page=2", None, b"up.localhost", encodings)


def test_the_host_may_come_late() -> None:
    found = _match(b"GET / HTTP/1.1\r\n" + _FIREFOX + b"host:up.localhost\r\n\r\n")
    assert found is not None
    assert found[4] == b"up.localhost"
    assert found[3] == b"gzip, deflate, br, zstd"


@pytest.mark.parametrize(
    "line",
    [
        *(f"{name.decode()}: x" for name in sorted(SPECIAL)),
        *("Content-Length: 0", "TRANSFER-ENCODING: chunked", "iF-None-Match: *", "Range: bytes=0-"),
        *("Connection: close", "Connection: keep-alive, close", "Connection: Upgrade"),
        *("Host: other", "Accept-Encoding: gzip\r\nAccept-Encoding: br\r\nAccept-Encoding: x"),
        *("Bad Name: x", "Bad : x", " Folded: x", "X: a\r\n b", "X: \x00", "X: \x7f", "no colon"),
        *("X: a\nY: b", "X: a\rY: b", "TE: trailers", "Expect: 100-continue", ": empty name"),
    ],
)
def test_what_needs_another_look_is_not_recognised(line: str) -> None:
    data = line.encode("latin-1") + b"\r\n"
    assert _match(_HEAD + _HOST + data + b"\r\n") is None
    assert _match(_HEAD + data + _HOST + b"\r\n") is None


@pytest.mark.parametrize("name", sorted(SPECIAL_PLAIN))
def test_a_plain_cache_looks_at_more_fields(name: bytes) -> None:
    assert _match(_HEAD + _HOST + name + b": x\r\n\r\n", plain=True) is None


@pytest.mark.parametrize(
    "data",
    [
        b"POST / HTTP/1.1\r\nHost: a\r\n\r\n",
        b"HEAD / HTTP/1.1\r\nHost: a\r\n\r\n",
        b"GET / HTTP/1.0\r\nHost: a\r\n\r\n",
        b"GET http://a/ HTTP/1.1\r\nHost: a\r\n\r\n",
        b"GET /#x HTTP/1.1\r\nHost: a\r\n\r\n",
        b"GET /a b HTTP/1.1\r\nHost: a\r\n\r\n",
        b"GET /\xd1\x8f HTTP/1.1\r\nHost: a\r\n\r\n",
        b"GET  / HTTP/1.1\r\nHost: a\r\n\r\n",
        b"GET / HTTP/1.1\nHost: a\n\n",
        b"GET / HTTP/1.1\r\nHost: a b\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost:\r\n\r\n",
        b"GET / HTTP/1.1\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: a\r\n",
        b"GET / HTTP/1.1\r\nHost: a\r\n\r\nGET / HTTP/1.1\r\nHost: a\r\n\r\n",
        b"\r\nGET / HTTP/1.1\r\nHost: a\r\n\r\n",
    ],
)
def test_other_requests_are_not_recognised(data: bytes) -> None:
    assert _match(data) is None


_NAMES = st.sampled_from(
    (
        *(name.decode() for name in sorted(SPECIAL_PLAIN)),
        *("host", "accept-encoding", "connection", "cookie", "x-a", "user-agent", "te", "accept"),
        *("upgrade-insecure-requests", "a b", ""),
    )
)
_VALUES = st.text(alphabet="aG,;: =\t\r\n\x00\x7féя-10", max_size=12)
_CASES = st.sampled_from([str.lower, str.upper, str.title])


@given(
    st.sampled_from(["/", "/a?b=c", "/?", "/a%2Fb", "/a#b", "/é"]),
    st.lists(st.tuples(_NAMES, _CASES, st.sampled_from([":", ": ", " :", ":\t"]), _VALUES)),
    st.sampled_from(["", "x", "GET / HTTP/1.1\r\nhost: b\r\n\r\n"]),
)
def test_whatever_is_recognised_a_parser_reads_the_same(
    target: str, lines: list[tuple[str, "type[str]", str, str]], rest: str
) -> None:
    written = "".join(f"{case(name)}{colon}{value}\r\n" for name, case, colon, value in lines)
    data = f"GET {target} HTTP/1.1\r\nhost: a\r\n{written}\r\n{rest}".encode()
    for plain in (False, True):
        found = _match(data, plain=plain)
        if found is None:
            continue
        path, query, before, host, after = found.groups()
        read = _Parsed(data)
        assert read.ends == 1
        assert not read.body
        assert read.parser.should_keep_alive()
        assert read.parser.get_method() == b"GET"
        assert read.url == path + (b"" if query is None else b"?" + query)
        fields = dict(read.fields)
        special = SPECIAL_PLAIN if plain else SPECIAL
        assert special.isdisjoint(fields)
        assert [value for name, value in read.fields if name == b"host"] == [host]
        encodings = [value for name, value in read.fields if name == b"accept-encoding"]
        assert encodings == [value for value in (before, after) if value is not None]
