"""Fetching a picture from an address that somebody typed, without being led astray.

Such an address may lead into the house's own network (server-side request forgery). So the name is
looked up once, each address it gives is asked for leave, and the connection goes to that very
address; each redirect is a new question. Time and size have ends.
"""

import asyncio
import ipaddress
import socket
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Any, Final
from urllib.parse import SplitResult, unquote, urljoin, urlsplit

import aiohttp
from aiohttp.abc import AbstractResolver, ResolveResult
from django.utils.translation import gettext as _

from shpalta.core.errors import ShpaltaError
from shpalta.newsroom.media.containers import kind_of
from shpalta.newsroom.media.inspection import LARGEST_FILE

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
Leave = Callable[[Address, int], bool]
"""Says whether a connection to an address and port may be made."""

SECONDS: Final = 20.0
"""For the whole, redirects included."""
_MOST_REDIRECTS: Final = 4
_PORTS: Final = {"http": 80, "https": 443}
_CHUNK: Final = 64 * 1024
_NAT64: Final = ipaddress.ip_network("64:ff9b::/96")
_REDIRECTS: Final = frozenset({301, 302, 303, 307, 308})
_OK: Final = 200
_HEADERS: Final = {
    "Accept": "image/avif,image/webp,image/jpeg,image/png,image/*;q=0.8",
    "Accept-Encoding": "identity",
    "User-Agent": "Shpalta",
}


class NotFetchedError(ShpaltaError):
    """Nothing was fetched; the message says why and what to do."""


@dataclass(frozen=True, slots=True)
class Fetched:
    """What lay there, with a file name made from the address and the content."""

    name: str
    data: bytes


def is_public(address: Address, port: int) -> bool:
    """Tell whether an address belongs to the public internet, on the web's usual ports."""
    inner = _embedded(address)
    return (
        port in _PORTS.values()
        and inner.is_global
        and not inner.is_multicast
        and not inner.is_reserved
    )


def _embedded(address: Address) -> Address:
    """Give the IPv4 address to which an IPv6 address leads in the end, if it is such a one."""
    if isinstance(address, ipaddress.IPv6Address):
        if address in _NAT64:
            return ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
        return address.ipv4_mapped or address.sixtofour or (address.teredo or (address,))[-1]
    return address


def fetch_picture(url: str, *, may_connect: Leave = is_public) -> Fetched:
    """Fetch what lies at an http or https address. Raises NotFetchedError.

    It is only fetched: whether it is a picture that can be taken is for `inspection` to say.
    """
    try:
        return asyncio.run(_fetch(url, may_connect))
    except TimeoutError as error:
        words = _("The site is too slow: save the picture and upload the file.")
        raise NotFetchedError(words) from error
    except (aiohttp.ClientError, OSError, ValueError) as error:
        raise NotFetchedError(_("The site does not answer: try again later.")) from error


async def _fetch(url: str, may_connect: Leave) -> Fetched:
    async with asyncio.timeout(SECONDS), _session(may_connect) as session:
        for _number in range(_MOST_REDIRECTS):
            parts = _parts(url)
            _check_literal(parts, may_connect)
            # Not as parsed anew: what was checked is what is asked.
            async with session.get(url, allow_redirects=False) as response:
                if response.status in _REDIRECTS and "Location" in response.headers:
                    url = urljoin(url, response.headers["Location"])
                    continue
                data = await _read(response)
                return Fetched(_name(parts, data), data)
    raise NotFetchedError(_("This address leads on and on: give the one of the picture itself."))


def _session(may_connect: Leave) -> aiohttp.ClientSession:
    """Give a client that asks for leave before each connection and keeps nothing."""
    connector = aiohttp.TCPConnector(
        resolver=_Asking(may_connect), use_dns_cache=False, force_close=True
    )
    return aiohttp.ClientSession(
        connector=connector, headers=_HEADERS, cookie_jar=aiohttp.DummyCookieJar(), trust_env=False
    )


class _Asking(AbstractResolver):
    """Looks names up and asks for leave: what it gives is what is connected to."""

    def __init__(self, may_connect: Leave) -> None:
        self._may_connect = may_connect

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_UNSPEC
    ) -> list[ResolveResult]:
        """Give the addresses of a name. Raises NotFetchedError."""
        loop = asyncio.get_running_loop()
        try:
            found = await loop.getaddrinfo(host, port, type=socket.SOCK_STREAM, family=family)
        except (OSError, UnicodeError) as error:
            words = _("There is no “%(host)s”.") % {"host": host[:100]}
            raise NotFetchedError(words) from error
        addresses = [str(one[4][0]) for one in found]
        # All of them: a name that also leads into the house is none of ours to choose from.
        for address in addresses:
            _check(address, host, port, self._may_connect)
        return [
            ResolveResult(
                hostname=host,
                host=address,
                port=port,
                family=one[0],
                proto=one[2],
                flags=socket.AI_NUMERICHOST | socket.AI_NUMERICSERV,
            )
            for address, one in zip(addresses, found, strict=True)
        ]

    async def close(self) -> None:
        """Let go of nothing."""


def _check_literal(parts: SplitResult, may_connect: Leave) -> None:
    """Ask for leave where the address names no name: nobody looks such a one up."""
    host = str(parts.hostname)
    try:
        ipaddress.ip_address(host.partition("%")[0])
    except ValueError:
        return
    _check(host, host, parts.port or _PORTS[parts.scheme], may_connect)


def _check(address: str, host: str, port: int, may_connect: Leave) -> None:
    if not may_connect(ipaddress.ip_address(address.partition("%")[0]), port):
        raise NotFetchedError(
            _("“%(host)s” is not on the public web: upload the file itself.") % {"host": host[:100]}
        )


def _parts(url: str) -> SplitResult:
    try:
        parts = urlsplit(url.strip())
        _port_is_read = parts.port
    except ValueError as error:
        raise NotFetchedError(_("This is no address: copy it whole.")) from error
    if parts.scheme not in _PORTS or not parts.hostname:
        raise NotFetchedError(_("Only addresses that begin with https:// or http:// are fetched."))
    return parts


async def _read(response: Any) -> bytes:
    if response.status != _OK:
        raise NotFetchedError(
            _("The site answered %(status)d: open the address in a browser and look.")
            % {"status": response.status}
        )
    data = bytearray()
    async for chunk in response.content.iter_chunked(_CHUNK):
        data += chunk
        if len(data) > LARGEST_FILE:
            raise NotFetchedError(_("What lies there is too large to be taken."))
    return bytes(data)


def _name(parts: SplitResult, data: bytes) -> str:
    """Name the file as the address does, with the extension of what it is."""
    stem = PurePosixPath(unquote(parts.path)).stem[:80] or str(parts.hostname)
    kind = kind_of(data)
    return f"{stem}.{'jpg' if kind == 'jpeg' else kind or 'bin'}"
