"""A newspaper's press in miniature: pages with a ticker, their keys, and a journal."""

from contextlib import AsyncExitStack
from pathlib import Path
from typing import Any, Self

from shpalta.edge.app import EdgeApp
from shpalta.edge.configuration import Configuration
from tests.integration.edge.origins import Answer, Asked, Origin
from tests.integration.edge.readers import Reply, ask, running
from tests.unit.edge.journals import TOKEN, Journal, until

INCLUDE = b'<esi:include src="/-/ticker/" onerror="continue"/>'
STORIES = [f"/news/2024/04/10/{number}/" for number in range(1, 4)]


class Press:
    """Pages made of `texts`; `change` alters one and writes the journal's entry."""

    def __init__(self) -> None:
        self.texts = {"/": "front", "/-/ticker/": "ticker", **dict.fromkeys(STORIES, "story")}
        self.versions = dict.fromkeys(self.texts, 1)
        self.headers: dict[str, list[tuple[str, str]]] = {}
        self.broken: set[str] = set()
        self.journal = Journal()
        self.origin = Origin(self.answer)
        self._stack = AsyncExitStack()

    async def __aenter__(self) -> Self:
        await self._stack.enter_async_context(self.origin)
        await self._stack.enter_async_context(self.journal)
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._stack.aclose()

    def configuration(self, store: Path | None = None, **options: Any) -> Configuration:
        defaults: dict[str, Any] = {"patience_seconds": 0.3, "retry_seconds": 0.05}
        return Configuration(
            origin=self.origin.url,
            journal=self.journal.url,
            token=TOKEN,
            store=store,
            **(defaults | options),
        )

    def change(self, path: str, *, gone: bool = False) -> None:
        """Change a page, or take it away, and tell it in the journal."""
        if gone:
            del self.texts[path]
        else:
            self.versions[path] += 1
        self.journal.append(key(path), gone=(key(path),) if gone else ())

    def text(self, path: str) -> bytes:
        """Give what a fresh render has."""
        own = f"<h1>{self.texts[path]} {self.versions[path]}</h1>".encode()
        if path.startswith("/-/"):
            return own
        return own + b"[" + self.text("/-/ticker/") + b"]"

    def answer(self, asked: Asked) -> Answer:
        path, _, query = asked.target.partition("?")
        if path in self.broken:
            return Answer(b"broken", status=500)
        if path not in self.texts:
            fields = [("Surrogate-Key", key(path)), ("Cache-Control", "public, s-maxage=2")]
            return Answer(b"not found", fields, status=404)
        own = f"<h1>{self.texts[path]} {self.versions[path]}</h1>".encode()
        body = own if path.startswith("/-/") else own + b"[" + INCLUDE + b"]"
        if query:
            body += f"<!-- {query} -->".encode()
        etag = f'"{self.versions[path]}-{query}"'
        headers = [
            ("Content-Type", "text/html; charset=utf-8"),
            ("Cache-Control", "public, max-age=0, s-maxage=5, stale-while-revalidate=10"),
            ("Surrogate-Control", 'max-age=86400, stale-if-error=604800, content="ESI/1.0"'),
            ("Surrogate-Key", f"house {key(path)}"),
            ("No-Vary-Search", 'params, except=("before")'),
            ("Set-Cookie", "a=b"),
            ("ETag", etag),
            *self.headers.get(path, []),
        ]
        if asked.headers.get("if-none-match") == etag:
            return Answer(status=304, headers=headers)
        return Answer(body, headers)


def key(path: str) -> str:
    """Give the key of a page."""
    return "page:" + path.strip("/").replace("/", "-")


async def followed(press: Press, app: EdgeApp) -> None:
    """Wait until the edge has taken everything that the journal holds."""
    follower = app.engine.follower
    assert follower is not None
    await until(lambda: follower.following and follower.position == press.journal.head)


class Edge:
    """An edge before a press, in this process."""

    def __init__(self, press: Press, store: Path | None = None, **options: Any) -> None:
        self.press = press
        self._running = running(press.configuration(store, **options))

    async def __aenter__(self) -> Self:
        self.app = await self._running.__aenter__()
        await followed(self.press, self.app)
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._running.__aexit__(None, None, None)

    async def get(self, target: str = "/", **more: Any) -> Reply:
        return await ask(self.app, target, **more)

    async def settled(self) -> None:
        await followed(self.press, self.app)
