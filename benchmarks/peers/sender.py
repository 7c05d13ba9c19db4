"""A server that does nothing but send what it is told to all who listen, in one loop.

    python benchmarks/peers/sender.py PORT

No journal, no positions, no resuming, no bounds: less than this no stream in Python can cost.
`GET /` is answered 204; `GET` of anything else is a stream; what a `POST` brings goes to all.
"""

import asyncio
import sys
from typing import cast

import uvloop

_HEAD = (
    b"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream; charset=utf-8\r\n"
    b"Cache-Control: no-store\r\nTransfer-Encoding: chunked\r\n\r\n"
)
_EMPTY = b"HTTP/1.1 204 No Content\r\n\r\n"
_listening: set[asyncio.Transport] = set()


class _Connection(asyncio.Protocol):
    __slots__ = ("_transport",)

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast("asyncio.Transport", transport)

    def data_received(self, data: bytes) -> None:
        if data.startswith(b"POST "):
            part = _chunk(data.partition(b"\r\n\r\n")[2])
            for transport in _listening:
                transport.write(part)
        elif data.startswith(b"GET / "):
            self._transport.write(_EMPTY)
        else:
            self._transport.write(_HEAD + _chunk(b"event: beat\ndata: {}\n\n"))
            _listening.add(self._transport)

    def connection_lost(self, _error: Exception | None) -> None:
        _listening.discard(self._transport)


def _chunk(part: bytes) -> bytes:
    return b"%x\r\n%s\r\n" % (len(part), part)


async def _serve(port: int) -> None:
    server = await asyncio.get_running_loop().create_server(_Connection, "127.0.0.1", port)
    await server.serve_forever()


if __name__ == "__main__":
    uvloop.run(_serve(int(sys.argv[1])))
