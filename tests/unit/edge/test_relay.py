"""Purges for caches that are not ours: in order, until acknowledged, from where they were."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from typing import Self

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shpalta.edge import relay
from shpalta.edge.follower import Patience
from shpalta.edge.relay import LONGEST_FIELD, in_fields, run_relay
from tests.unit.edge.journals import TOKEN, Journal, until

BRISK = Patience(silence=0.5, first_pause=0.01, longest_pause=0.05)


class Cache:
    """A real server in the place of Varnish: writes down what it is told."""

    def __init__(self) -> None:
        self.told: list[str] = []
        self.signs = 0
        self.status = 200
        self.refused = 0

    async def __aenter__(self) -> Self:
        # Written by hand: servers for the web do not take BAN for a method.
        self._server = await asyncio.start_server(self._talk, "127.0.0.1", 0)
        self.url = f"http://127.0.0.1:{self._server.sockets[0].getsockname()[1]}/"
        return self

    async def __aexit__(self, *_: object) -> None:
        self._server.close()

    async def _talk(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with suppress(asyncio.IncompleteReadError, ConnectionError):
            while head := (await reader.readuntil(b"\r\n\r\n")).decode():
                request, *lines = head.strip().split("\r\n")
                fields = dict(line.lower().split(": ", 1) for line in lines)
                assert fields["authorization"] == f"bearer {TOKEN}"
                status = self._take(request.split()[0], fields)
                writer.write(f"HTTP/1.1 {status} X\r\nContent-Length: 0\r\n\r\n".encode())
        writer.close()

    def _take(self, method: str, fields: dict[str, str]) -> int:
        if self.status != 200:
            self.refused += 1
            return self.status
        gone, stale = fields.get("xkey-purge"), fields.get("xkey-softpurge")
        if method == "BAN":
            self.told.append("ban")
        elif gone or stale:
            self.told += [f"gone {gone}"] if gone else []
            self.told += [f"stale {stale}"] if stale else []
        else:
            self.signs += 1
        return 200


@asynccontextmanager
async def relaying(journal: Journal, state: Path, *targets: str) -> AsyncIterator[None]:
    task = asyncio.create_task(run_relay(journal.url, TOKEN, targets, state, patience=BRISK))
    try:
        yield
    finally:
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task


def test_a_new_cache_is_emptied_and_then_told_what_changes(tmp_path: Path) -> None:
    async def run() -> None:
        async with Journal() as journal, Cache() as cache:
            journal.append("story:1")
            async with relaying(journal, tmp_path / "state", cache.url):
                await until(lambda: cache.told == ["ban"])
                journal.append("story:2", "list:all")
                journal.append("story:2", "list:all", gone=("story:2",))
                await until(lambda: len(cache.told) == 4)
            assert cache.told[1:] == ["stale story:2 list:all", "gone story:2", "stale list:all"]
            positions = json.loads((tmp_path / "state").read_text())
            assert positions == {cache.url: "3-0f3a9c11"}

    asyncio.run(run())


def test_a_relay_that_was_away_goes_on_where_it_was(tmp_path: Path) -> None:
    async def run() -> None:
        async with Journal() as journal, Cache() as cache:
            async with relaying(journal, tmp_path / "state", cache.url):
                await until(lambda: cache.told == ["ban"])
                journal.append("story:1")
                await until(lambda: len(cache.told) == 2)
            journal.append("story:2")
            async with relaying(journal, tmp_path / "state", cache.url):
                journal.append("story:3")
                await until(lambda: len(cache.told) == 4)
            assert cache.told == ["ban", "stale story:1", "stale story:2", "stale story:3"]

    asyncio.run(run())


def test_a_cache_that_refuses_is_told_again_in_order_and_another_does_not_wait(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    async def run() -> None:
        async with Journal() as journal, Cache() as sick, Cache() as well:
            async with relaying(journal, tmp_path / "state", sick.url, well.url):
                await until(lambda: sick.told == well.told == ["ban"])
                sick.status = 503
                for number in range(1, 4):
                    journal.append(f"story:{number}")
                await until(lambda: len(well.told) == 4 and sick.refused > 2)
                sick.status = 200
                await until(lambda: len(sick.told) == 4)
            assert sick.told == well.told

    asyncio.run(run())
    assert "it answers 503" in caplog.text
    assert TOKEN not in caplog.text


def test_a_reset_journal_empties_the_cache(tmp_path: Path) -> None:
    async def run() -> None:
        async with (
            Journal() as journal,
            Cache() as cache,
            relaying(journal, tmp_path / "state", cache.url),
        ):
            await until(lambda: cache.told == ["ban"])
            for number in range(1, 4):
                journal.append(f"story:{number}")
            await until(lambda: len(cache.told) == 4)
            journal.restore(1, check="beefbeef")
            await until(lambda: cache.told[-1] == "ban" and len(cache.told) == 5)

    asyncio.run(run())


def test_signs_of_life_are_given_only_while_the_journal_is_followed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(relay, "SIGN_OF_LIFE", 0.01)

    async def run() -> None:
        async with (
            Journal() as journal,
            Cache() as cache,
            relaying(journal, tmp_path / "state", cache.url),
        ):
            await until(lambda: cache.signs > 3)
            journal.status = 503
            journal.cut()
            await until(lambda: len(journal.asked) > 3)
            signs = cache.signs
            await asyncio.sleep(0.1)
            assert cache.signs <= signs + 1

    asyncio.run(run())


@pytest.mark.parametrize("text", ["", "[]", '{"a": "nonsense"}', "\0"])
def test_a_broken_state_file_empties_the_cache(tmp_path: Path, text: str) -> None:
    (tmp_path / "state").write_text(text)

    async def run() -> None:
        async with (
            Journal() as journal,
            Cache() as cache,
            relaying(journal, tmp_path / "state", cache.url),
        ):
            await until(lambda: cache.told == ["ban"])

    asyncio.run(run())


@given(st.lists(st.from_regex(r"[a-z]{1,9}:[0-9]{1,900}", fullmatch=True), max_size=40))
def test_long_lists_are_sent_in_parts_that_servers_take(keys: list[str]) -> None:
    parts = list(in_fields(keys))
    assert " ".join(parts).split() == keys
    assert all(0 < len(part) <= LONGEST_FIELD for part in parts)
