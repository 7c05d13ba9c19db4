"""A journal in real processes: a database of its own, a press that streams, writers, a follower."""

import asyncio
import os
import socket
import subprocess
import sys
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

import aiohttp

from shpalta.core.entries import ENTRY, Entry, Position
from tests.scripts import Scripts

TOKEN = "a token of the tests"
PATIENCE = 120.0


@dataclass
class Installation:
    """A data folder with its database; `url` names another database than the folder's SQLite."""

    folder: Path
    url: str = ""
    port: int = 0
    _servers: list[subprocess.Popen[bytes]] = field(default_factory=list)

    @property
    def environment(self) -> dict[str, str]:
        given = {
            "DATA": str(self.folder),
            "SHPALTA_JOURNAL_TOKEN": TOKEN,
            "SHPALTA_ROOM": "press",
            "DJANGO_SETTINGS_MODULE": "shpalta.site.settings",
        }
        if self.url:
            given["DATABASE_URL"] = self.url
        return {**os.environ, **given}

    @cached_property
    def scripts(self) -> Scripts:
        """What runs code for which a test waits."""
        return Scripts(self.environment)

    def migrate(self) -> None:
        """Make the journal's tables; nothing here needs any other."""
        self.run("from django.core.management import call_command as c; c('migrate', 'journal')")

    def python(self, code: str) -> subprocess.Popen[bytes]:
        """Start a process of this installation that runs some code after Django's set-up."""
        setup = "import django; django.setup()\n"
        return subprocess.Popen([sys.executable, "-c", setup + code], env=self.environment)

    def run(self, code: str) -> None:
        """Run some code in another process and wait for its success."""
        self.scripts.run(code)

    def start_press(self) -> subprocess.Popen[bytes]:
        """Start the process that streams the journal, at a free port that stays the same."""
        if not self.port:
            with socket.socket() as probe:
                probe.bind(("127.0.0.1", 0))
                self.port = probe.getsockname()[1]
        command = [
            *(sys.executable, "-m", "granian", "shpalta.site.asgi:application"),
            *("--interface", "asgi", "--host", "127.0.0.1", "--port", str(self.port)),
            *("--no-ws", "--log-level", "warning", "--workers-kill-timeout", "1"),
        ]
        server = subprocess.Popen(command, env=self.environment)
        self._servers.append(server)
        deadline = time.monotonic() + PATIENCE
        while True:
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", self.port)) == 0:
                    return server
            assert time.monotonic() < deadline, "the press does not start"
            assert server.poll() is None, "the press ended"
            time.sleep(0.05)

    def restart_press(self) -> None:
        """Kill the process that streams the journal, and start another at the same port."""
        killed = self._servers.pop()
        family = subprocess.run(
            ["pgrep", "-P", str(killed.pid)], check=False, capture_output=True, text=True
        ).stdout.split()
        for process in [str(killed.pid), *family]:
            subprocess.run(["kill", "-9", process], check=False)
        killed.wait(PATIENCE)
        self.start_press()

    def stop(self) -> None:
        """Stop every server that is still there."""
        self.scripts.close()
        for server in self._servers:
            server.terminate()
        for server in self._servers:
            try:
                server.wait(10)
            except subprocess.TimeoutExpired:
                server.kill()
                server.wait(10)

    @property
    def stream_url(self) -> str:
        return f"http://127.0.0.1:{self.port}/-/journal"


@contextmanager
def installed(folder: Path, url: str = "") -> Iterator[Installation]:
    """Make an installation with an empty journal and a press that streams it."""
    installation = Installation(folder, url)
    installation.migrate()
    installation.start_press()
    try:
        yield installation
    finally:
        installation.stop()


@dataclass(frozen=True)
class Event:
    """One server-sent event as a follower hears it."""

    name: str
    position: Position
    data: str

    def entry(self) -> Entry:
        return Entry.from_json(self.position, self.data)


@asynccontextmanager
async def following(
    installation: Installation, last: Position | str | None = None, *, token: str = TOKEN
) -> AsyncIterator[AsyncIterator[Event]]:
    """Follow the journal; the events end where the connection does."""
    headers = {"Authorization": f"Bearer {token}"}
    if last is not None:
        headers["Last-Event-ID"] = str(last)
    timeout = aiohttp.ClientTimeout(total=None, sock_read=5)
    async with (
        aiohttp.ClientSession(timeout=timeout) as session,
        session.get(installation.stream_url, headers=headers) as response,
    ):
        assert response.status == 200, response.status
        assert response.headers["Content-Type"].startswith("text/event-stream")
        assert response.headers["Cache-Control"] == "no-store"
        yield _events(response)


async def _events(response: aiohttp.ClientResponse) -> AsyncIterator[Event]:
    lines: dict[str, str] = {}
    async for raw in response.content:
        line = raw.decode().rstrip("\n")
        if line.startswith(":"):
            continue
        if line:
            name, _, value = line.partition(": ")
            lines[name] = value
        elif lines:
            yield Event(lines["event"], Position.parse(lines["id"]), lines.get("data", ""))
            lines = {}


async def collect(
    installation: Installation, last: Position, keys: set[str], *, cut_every: int = 0
) -> list[Entry]:
    """Follow until all of some keys were heard, cutting the connection every so many entries."""
    heard: list[Entry] = []
    missing = set(keys)
    async with asyncio.timeout(PATIENCE):
        while missing:
            try:
                async with following(installation, last) as events:
                    count = 0
                    async for event in events:
                        assert event.name != "reset", "the position was not known"
                        if event.name == ENTRY:
                            heard.append(event.entry())
                            missing -= set(heard[-1].keys)
                            last = event.position
                            count += 1
                        if not missing or (cut_every and count >= cut_every):
                            break
            except (aiohttp.ClientError, TimeoutError, OSError):
                await asyncio.sleep(0.1)
    return heard


def assert_complete(heard: list[Entry], keys: set[str]) -> None:
    """Every key once, numbers in order without a gap."""
    numbers = [entry.position.sequence for entry in heard]
    assert numbers == list(range(numbers[0], numbers[0] + len(numbers)))
    told = [key for entry in heard for key in entry.keys]
    assert len(told) == len(set(told))
    assert set(told) >= keys
