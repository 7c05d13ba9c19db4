"""The small bodies of what is posted to the edge: read whole, within bounds."""

import asyncio
from http import HTTPStatus

from shpalta.edge.asgi import Receive
from shpalta.edge.errors import RefusedError

READ_SECONDS = 5.0


async def read_body(receive: Receive, largest: int, *, within: float = READ_SECONDS) -> bytes:
    """Read a body of `largest` bytes at most in `within` seconds.

    Raises RefusedError for a larger or a slower one, and if the sender leaves before its end.
    """
    parts: list[bytes] = []
    size, more = 0, True
    try:
        async with asyncio.timeout(within):
            while more:
                message = await receive()
                if message["type"] != "http.request":
                    raise RefusedError(HTTPStatus.BAD_REQUEST, "The request broke off.")
                part = message.get("body", b"")
                size += len(part)
                if size > largest:
                    close = ((b"connection", b"close"),)
                    text = "The request's content is too large."
                    raise RefusedError(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, text, close)
                parts.append(part)
                more = message.get("more_body", False)
    except TimeoutError as error:
        text = "The request's content did not come in time."
        raise RefusedError(HTTPStatus.REQUEST_TIMEOUT, text) from error
    return b"".join(parts)
