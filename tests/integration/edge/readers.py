"""A reader that speaks to the edge's application in this process, and an edge around it."""

import asyncio
from collections.abc import AsyncIterator, Coroutine
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from shpalta.edge.app import EdgeApp
from shpalta.edge.asgi import Message, Receive
from shpalta.edge.configuration import Configuration

HOST = "up.localhost"
T = TypeVar("T")


@dataclass
class Reply:
    """What a reader got; header names in lower case."""

    status: int
    fields: list[tuple[str, str]]
    body: bytes

    def __getitem__(self, name: str) -> str | None:
        values = [value for found, value in self.fields if found == name]
        return ", ".join(values) if values else None


async def ask(
    app: EdgeApp,
    target: str = "/",
    *,
    method: str = "GET",
    headers: dict[str, str] | None = None,
    body: bytes = b"",
    host: str = HOST,
    receive: Receive | None = None,
) -> Reply:
    """Send one request to the application and give its whole answer.

    `receive`: by it the body comes, instead of at once.
    """
    path, _, query = target.partition("?")
    fields = [(b"host", host.encode())]
    for name, value in (headers or {}).items():
        fields.append((name.lower().encode("latin-1"), value.encode("latin-1")))
    if body:
        fields.append((b"content-length", b"%d" % len(body)))
    scope = {
        "type": "http",
        "http_version": "1.1",
        "method": method,
        "scheme": "http",
        "path": path,
        "raw_path": path.encode("latin-1"),
        "query_string": query.encode("latin-1"),
        "headers": fields,
        "client": ("127.0.0.1", 50000),
    }
    sent: list[Message] = []

    waiting: list[Message] = [{"type": "http.request", "body": body, "more_body": False}]

    async def at_once() -> Message:
        # Once the request is here, the next that is heard of a reader is that it left.
        return waiting.pop() if waiting else await asyncio.get_running_loop().create_future()

    async def send(message: Message) -> None:
        sent.append(dict(message))

    await app(scope, receive or at_once, send)
    assert [message["type"] for message in sent[:1]] == ["http.response.start"]
    assert not sent[-1].get("more_body", False), "the answer was not ended"
    start = sent[0]
    lines = [(name.decode("latin-1"), value.decode("latin-1")) for name, value in start["headers"]]
    return Reply(start["status"], lines, b"".join(part["body"] for part in sent[1:]))


@asynccontextmanager
async def running(configuration: Configuration) -> AsyncIterator[EdgeApp]:
    """Run one worker's application for as long as it is needed."""
    app = EdgeApp(configuration)
    await app.engine.start()
    try:
        yield app
    finally:
        await app.engine.stop()


def plain(origin: str, store: Path | None = None, **options: Any) -> Configuration:
    """Give the options of a plain cache that loses no time."""
    return Configuration(origin=origin, store=store, plain=True, **options)


def run(test: Coroutine[Any, Any, T]) -> T:
    """Run a test's coroutine, not for ever."""

    async def bounded() -> T:
        return await asyncio.wait_for(test, 60)

    return asyncio.run(bounded())
