"""Asks servers as readers do, and as relays do."""

import gzip
import http.client
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit


@dataclass(frozen=True)
class Answer:
    """What a server answered; the names of headers are in lower case."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def text(self) -> str:
        """The body as text."""
        return self.body.decode()


def ask(
    server: str,
    path: str,
    *,
    method: str = "GET",
    headers: Mapping[str, str] | None = None,
    host: str = "",
    body: bytes | None = None,
    timeout: float = 30,
    unpack: bool = True,
) -> Answer:
    """Ask a server (`http://127.0.0.1:8000`) for a path, exactly as written.

    `unpack`: give a compressed body as it was before.
    """
    address = urlsplit(server)
    assert address.hostname is not None
    connection = http.client.HTTPConnection(address.hostname, address.port, timeout=timeout)
    sent = {"Host": host} if host else {}
    try:
        connection.request(method, path, body=body, headers=sent | dict(headers or {}))
        response = connection.getresponse()
        content = response.read()
    finally:
        connection.close()
    heads = {name.lower(): value for name, value in response.getheaders()}
    if unpack and heads.get("content-encoding") == "gzip" and content:
        content = gzip.decompress(content)
    return Answer(response.status, heads, content)


def purge(server: str, token: str, *, soft: str = "", gone: str = "") -> Answer:
    """Tell a cache what is stale and what is gone, as the relay does."""
    headers = {"Authorization": f"Bearer {token}"}
    if soft:
        headers["xkey-softpurge"] = soft
    if gone:
        headers["xkey-purge"] = gone
    return ask(server, "/", method="PURGE", headers=headers)
