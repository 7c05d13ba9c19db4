"""The small bodies of what is posted to the edge: read whole, within bounds."""

import asyncio
from http import HTTPStatus

from shpalta.edge.asgi import Receive
from shpalta.edge.errors import RefusedError

READ_SECONDS = 5.0


async def read_body(receive: Receive, largest: int) -> bytes:
    """Read a body of so many bytes at most. Raises RefusedError for a larger or a slow one."""
    parts: list[bytes] = []
    size, more = 0, True
    try:
        async with asyncio.timeout(READ_SECONDS):
            while more:
                message = await receive()
                if message["type"] != "http.request":
                    break
                part = message.get("body", b"")
                size += len(part)
                if size > largest:
                    close = ((b"connection", b"close"),)
                    raise RefusedError(
                        HTTPStatus.REQUEST_ENTITY_TOO_LARGE, "The report is too large.", close
                    )
                parts.append(part)
                more = message.get("more_body", False)
    except TimeoutError as error:
        text = "The report did not come."
        raise RefusedError(HTTPStatus.REQUEST_TIMEOUT, text) from error
    return b"".join(parts)
