"""The shapes of ASGI 3.0 (asgi.readthedocs.io, HTTP specification 2.3) as the edge uses them."""

from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any, TypeAlias

Scope: TypeAlias = MutableMapping[str, Any]
Message: TypeAlias = MutableMapping[str, Any]
Receive: TypeAlias = Callable[[], Awaitable[Message]]
Send: TypeAlias = Callable[[Message], Awaitable[None]]
Application: TypeAlias = Callable[[Scope, Receive, Send], Awaitable[None]]


def start_message(status: int, fields: list[tuple[bytes, bytes]]) -> Message:
    """Make the message that begins an answer."""
    return {"type": "http.response.start", "status": status, "headers": fields}


def body_message(body: bytes, *, more: bool = False) -> Message:
    """Make a message of an answer's body; `more` says that others follow."""
    return {"type": "http.response.body", "body": body, "more_body": more}
