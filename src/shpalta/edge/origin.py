"""Asks the origin: bounded in time and connections, whole answers or none."""

import asyncio
import contextlib
import time
from collections.abc import AsyncIterator, Sequence
from http import HTTPStatus

import aiohttp
from multidict import CIMultiDict
from yarl import URL

from shpalta.edge.breaker import Breaker
from shpalta.edge.configuration import MIB, Configuration
from shpalta.edge.errors import OriginError
from shpalta.edge.follower import elapsed
from shpalta.edge.metrics import Metrics
from shpalta.edge.rules.fields import Fields, find, lower_names, seconds
from shpalta.edge.rules.freshness import Times
from shpalta.edge.rules.hops import end_to_end

CHUNK = 64 * 1024
_NO_AUTOMATIC = ("User-Agent", "Accept", "Accept-Encoding", "Content-Type")


class Upstream:
    """An answer of the origin whose header is here and whose body is still to be read.

    Close it, whatever happens.
    """

    def __init__(self, response: aiohttp.ClientResponse, asked_at: float, metrics: Metrics) -> None:
        self.status = response.status
        raw = [(bytes(name), bytes(value)) for name, value in response.raw_headers]
        self.fields = end_to_end(lower_names(raw))
        self.times = Times(asked_at, time.time())
        self._response = response
        self._metrics = metrics
        self._read: list[bytes] = []

    async def read(self, limit: int, within: float) -> bytes | None:
        """Give the whole body, or None if it has more bytes than `limit`: see `chunks`.

        Raises OriginError if it is cut short or takes more than `within` seconds.
        """
        length = seconds(find(self.fields, b"content-length"))
        if length is not None and length > limit:
            return None
        size = 0
        try:
            async with asyncio.timeout(within):
                async for chunk in self._response.content.iter_chunked(CHUNK):
                    self._metrics.fetched_bytes += len(chunk)
                    self._read.append(chunk)
                    size += len(chunk)
                    if size > limit:
                        return None
        except TimeoutError as error:
            message = f"The origin did not end its answer within {within:.0f} s."
            raise OriginError(message, HTTPStatus.GATEWAY_TIMEOUT) from error
        except (aiohttp.ClientError, OSError) as error:
            message = f"The origin's answer was cut short ({type(error).__name__})."
            raise OriginError(message) from error
        return b"".join(self._read)

    async def chunks(self) -> AsyncIterator[bytes]:
        """Give the body bit by bit, beginning with what `read` has read. Raises OriginError."""
        while self._read:
            yield self._read.pop(0)
        try:
            async for chunk in self._response.content.iter_any():
                self._metrics.fetched_bytes += len(chunk)
                yield chunk
        except (TimeoutError, aiohttp.ClientError, OSError) as error:
            message = f"The origin's answer was cut short ({type(error).__name__})."
            raise OriginError(message) from error

    def close(self) -> None:
        """Give the connection back, or end it if the body was not read to its end."""
        self._response.close() if not self._response.content.at_eof() else self._response.release()


class Origin:
    """The client of one worker. `breaker` knows whether it is worth waiting for."""

    def __init__(self, configuration: Configuration, metrics: Metrics) -> None:
        self._configuration = configuration
        self._metrics = metrics
        self._base = configuration.base
        self.breaker = Breaker(
            pause=configuration.retry_seconds, patience=configuration.patience_seconds
        )
        self._session: aiohttp.ClientSession | None = None
        self.largest = configuration.largest_object_mib * MIB

    def open(self) -> None:
        """Begin; needs a running event loop."""
        timeout = aiohttp.ClientTimeout(
            total=None,
            sock_connect=self._configuration.connect_seconds,
            sock_read=self._configuration.first_byte_seconds,
        )
        self._session = aiohttp.ClientSession(
            connector=aiohttp.TCPConnector(
                limit=self._configuration.origin_connections, keepalive_timeout=30
            ),
            timeout=timeout,
            cookie_jar=aiohttp.DummyCookieJar(),
            auto_decompress=False,
            skip_auto_headers=_NO_AUTOMATIC,
            max_line_size=64 * 1024,
            max_field_size=64 * 1024,
        )

    async def close(self) -> None:
        """End all connections."""
        if self._session is not None:
            await self._session.close()

    async def ask(
        self,
        method: str,
        target: bytes,
        fields: Sequence[tuple[bytes, bytes]],
        body: AsyncIterator[bytes] | bytes | None = None,
    ) -> Upstream:
        """Send a request and give its answer once the header is here.

        `target` is the path with its query as it goes over the wire. Raises OriginError.
        """
        if self._session is None:
            raise OriginError("The edge is stopping.", HTTPStatus.SERVICE_UNAVAILABLE)
        self._metrics.fetches += 1
        asked_at, since = time.time(), elapsed()
        configuration = self._configuration
        within = configuration.connect_seconds + configuration.first_byte_seconds
        try:
            async with asyncio.timeout(within):
                response = await self._session.request(
                    method,
                    URL(self._base + target.decode("latin-1"), encoded=True),
                    headers=_headers(fields),
                    data=body,
                    allow_redirects=False,
                )
        except (TimeoutError, aiohttp.ServerTimeoutError) as error:
            self._fail(since)
            message = "The origin did not answer in time."
            raise OriginError(message, HTTPStatus.GATEWAY_TIMEOUT) from error
        except (aiohttp.ClientError, OSError, ValueError) as error:
            self._fail(since)
            message = f"The origin could not be asked ({type(error).__name__})."
            raise OriginError(message) from error
        self.breaker.answered()
        if response.status >= HTTPStatus.INTERNAL_SERVER_ERROR:
            self._metrics.fetch_failures += 1
        return Upstream(response, asked_at, self._metrics)

    def _fail(self, since: float) -> None:
        self.breaker.unanswered(since)
        self._metrics.fetch_failures += 1


def _headers(fields: Fields) -> CIMultiDict[str]:
    headers: CIMultiDict[str] = CIMultiDict()
    for name, value in fields:
        headers.add(name.decode("latin-1"), _text(value))
    return headers


def _text(value: bytes) -> str:
    # The client writes UTF-8; what is none goes on as the characters of its bytes.
    with contextlib.suppress(UnicodeDecodeError):
        return value.decode("utf-8")
    return value.decode("latin-1")
