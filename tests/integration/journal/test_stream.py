"""The journal's stream as followers meet it: a real press, real writers, real connections."""

import asyncio
import time
from collections.abc import Iterator
from pathlib import Path

import aiohttp
import pytest

from shpalta.core.entries import Position
from tests.integration.journal.installation import (
    PATIENCE,
    TOKEN,
    Event,
    Installation,
    assert_complete,
    collect,
    following,
    installed,
)
from tests.postgresql import running_postgresql

WRITE = """
from django.db import transaction
from shpalta.journal.services import append
for n in range({count}):
    with transaction.atomic():
        append(keys=[f"story:{name}:{{n}}"], event={{"headline": "Місто"}})
"""
WRITE_TOGETHER = """
from django.db import transaction
from shpalta.journal.services import Draft, append_many
with transaction.atomic():
    append_many([Draft((f"story:{name}:{{n}}",)) for n in range({count})])
"""
WRITE_AND_HANG = """
import os, signal
from django.db import transaction
from shpalta.journal.services import append
with transaction.atomic():
    append(keys=["story:killed:0"])
    os.kill(os.getpid(), signal.SIGKILL)
"""
# The first to insert commits last: its number must be behind those that were read meanwhile.
WRITE_SLOWLY = """
import sys, time
from django.db import transaction
from shpalta.journal.services import append
for n in range(20):
    with transaction.atomic():
        append(keys=[f"story:slow:{n}"])
        time.sleep(0.1)
"""


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def installation(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Installation]:
    folder = tmp_path_factory.mktemp("journal")
    if request.param == "sqlite":
        with installed(folder) as made:
            yield made
    else:
        with running_postgresql() as server, installed(folder, server.url) as made:
            yield made


async def greeting(installation: Installation, last: Position | str | None = None) -> list[Event]:
    """Follow until everything that was missed has been sent."""
    heard = []
    async with asyncio.timeout(PATIENCE), following(installation, last) as events:
        async for event in events:
            heard.append(event)
            if event.name == "ready":
                break
    return heard


def head(installation: Installation) -> Position:
    return asyncio.run(greeting(installation))[-1].position


def named(name: str, count: int) -> set[str]:
    return {f"story:{name}:{n}" for n in range(count)}


def test_without_a_position_a_follower_begins_at_the_head(installation: Installation) -> None:
    installation.run(WRITE.format(name="begin", count=1))

    first, second = asyncio.run(greeting(installation))

    assert (first.name, second.name) == ("start", "ready")
    assert first.position == second.position
    assert first.position.sequence >= 1


def test_a_follower_resumes_where_it_was(installation: Installation) -> None:
    last = head(installation)
    installation.run(WRITE.format(name="resume", count=1200))

    heard = asyncio.run(greeting(installation, last))

    assert [event.name for event in heard] == ["entry"] * 1200 + ["ready"]
    assert heard[-1].position == heard[-2].position
    entries = [event.entry() for event in heard[:-1]]
    assert_complete(entries, named("resume", 1200))
    assert entries[0].event == {"headline": "Місто"}


def test_what_is_written_together_is_told_in_its_order(installation: Installation) -> None:
    last = head(installation)
    installation.run(WRITE_TOGETHER.format(name="together", count=1100))

    heard = asyncio.run(greeting(installation, last))

    entries = [event.entry() for event in heard[:-1]]
    assert [entry.keys for entry in entries] == [(f"story:together:{n}",) for n in range(1100)]
    assert [e.position.sequence - last.sequence for e in entries] == list(range(1, 1101))


@pytest.mark.parametrize("asked", ["999999999-0123456789abcdef", "1-0123456789abcdef", "nonsense"])
def test_a_position_that_is_not_known_resets(installation: Installation, asked: str) -> None:
    installation.run(WRITE.format(name=asked[:3], count=1))
    now = head(installation)

    first, second = asyncio.run(greeting(installation, asked))

    assert (first.name, first.position, second.name) == ("reset", now, "ready")


def test_several_writers_one_killed_one_slow_and_nothing_is_lost_or_told_twice(
    installation: Installation,
) -> None:
    last = head(installation)
    writers = [installation.python(WRITE_SLOWLY)]
    writers += [
        installation.python(WRITE.format(name=f"writer{number}", count=150)) for number in range(2)
    ]
    killed = [installation.python(WRITE_AND_HANG) for _ in range(2)]
    keys = named("slow", 20) | named("writer0", 150) | named("writer1", 150)

    heard = asyncio.run(collect(installation, last, keys, cut_every=40))

    assert [writer.wait(PATIENCE) for writer in writers] == [0, 0, 0]
    assert all(writer.wait(PATIENCE) < 0 for writer in killed)
    assert_complete(heard, keys)
    assert {key for entry in heard for key in entry.keys} == keys


def test_a_commit_is_heard_at_once(installation: Installation) -> None:
    async def measure() -> float:
        async with following(installation) as events:
            writer = None
            async for event in events:
                if event.name == "ready" and writer is None:
                    writer = installation.python(WRITE.format(name="quick", count=30))
                if event.name == "entry":
                    entry = event.entry()
                    delays.append(time.time() - entry.at.timestamp())
                    if len(delays) == 30:
                        break
        assert writer is not None
        assert await asyncio.to_thread(writer.wait, PATIENCE) == 0
        return sorted(delays)[len(delays) // 2]

    delays: list[float] = []
    assert asyncio.run(measure()) < 0.5


def test_silence_is_filled_with_beats(installation: Installation) -> None:
    async def listen() -> list[float]:
        headers = {"Authorization": f"Bearer {TOKEN}"}
        times = []
        async with (
            aiohttp.ClientSession() as session,
            session.get(installation.stream_url, headers=headers) as response,
        ):
            async for line in response.content:
                if line == b": beat\n":
                    times.append(time.monotonic())
                if len(times) == 4:
                    return times
        return times

    times = asyncio.run(listen())

    assert len(times) == 4
    # A loaded machine may be late with one, hardly with all.
    assert min(later - before for before, later in zip(times, times[1:], strict=False)) < 1  # noqa: RUF007


@pytest.mark.parametrize(
    ("headers", "method", "status"),
    [
        ({}, "GET", 401),
        ({"Authorization": "Bearer another"}, "GET", 401),
        ({"Authorization": f"Basic {TOKEN}"}, "GET", 401),
        ({"Authorization": f"Bearer {TOKEN}"}, "POST", 405),
    ],
)
def test_only_followers_with_the_token_are_answered(
    installation: Installation, headers: dict[str, str], method: str, status: int
) -> None:
    async def ask() -> tuple[int, str]:
        async with (
            aiohttp.ClientSession() as session,
            session.request(method, installation.stream_url, headers=headers) as response,
        ):
            return response.status, response.headers["Cache-Control"]

    assert asyncio.run(ask()) == (status, "no-store")


def test_what_was_trimmed_is_gone_and_the_newest_entry_stays(installation: Installation) -> None:
    last = head(installation)
    installation.run(WRITE.format(name="trimmed", count=5))
    newest = head(installation)
    installation.run("from shpalta.journal.services import trim; assert trim(0) >= 5")

    assert asyncio.run(greeting(installation, last))[0].name == "reset"
    assert [event.name for event in asyncio.run(greeting(installation, newest))] == ["ready"]
    installation.run(WRITE.format(name="after", count=2))
    assert_complete(asyncio.run(collect(installation, newest, named("after", 2))), set())


def test_a_press_that_is_killed_and_started_again_goes_on(installation: Installation) -> None:
    last = head(installation)
    installation.run(WRITE.format(name="before", count=20))

    async def follow() -> list[object]:
        keys = named("before", 20) | named("meanwhile", 200)
        task = asyncio.create_task(collect(installation, last, keys))
        writer = installation.python(WRITE.format(name="meanwhile", count=200))
        await asyncio.to_thread(installation.restart_press)
        heard = await task
        assert await asyncio.to_thread(writer.wait, PATIENCE) == 0
        assert_complete(heard, keys)
        return list(heard)

    assert len(asyncio.run(follow())) == 220


def test_a_database_that_was_put_back_from_a_backup_resets(tmp_path: Path) -> None:
    with installed(tmp_path) as installation:
        installation.run(WRITE.format(name="old", count=3))
        database, backup = tmp_path / "shpalta.sqlite3", tmp_path / "backup"
        installation.run(f"import sqlite3; from django.db import connection as c\n{BACKUP}")

        async def follow() -> list[str]:
            names = []
            async with asyncio.timeout(PATIENCE), following(installation) as events:
                async for event in events:
                    names.append(event.name)
                    if event.name == "ready":
                        installation.run(WRITE.format(name="lost", count=2))
                    if names.count("entry") == 2 and "reset" not in names:
                        for leftover in ("-wal", "-shm"):
                            Path(f"{database}{leftover}").unlink(missing_ok=True)  # noqa: ASYNC240
                        backup.replace(database)
                    if event.name == "reset":
                        installation.run(WRITE.format(name="new", count=1))
                    if names[-2:] == ["reset", "entry"]:
                        break
            return names

        assert asyncio.run(follow()) == ["start", "ready", "entry", "entry", "reset", "entry"]


BACKUP = """
c.ensure_connection()
import pathlib
target = sqlite3.connect(pathlib.Path(c.settings_dict["NAME"]).parent / "backup")
c.connection.backup(target)
target.close()
"""


def test_a_database_server_that_dies_cuts_followers_and_they_resume(tmp_path: Path) -> None:
    with running_postgresql() as server, installed(tmp_path, server.url) as installation:
        last = head(installation)
        installation.run(WRITE.format(name="before", count=3))

        async def until_cut() -> None:
            async with following(installation, last) as events:
                async for event in events:
                    if event.name == "ready":
                        await asyncio.to_thread(server.kill)

        async def cut() -> None:
            async with asyncio.timeout(PATIENCE):
                await until_cut()

        asyncio.run(cut())
        server.start()
        installation.run(WRITE.format(name="after", count=3))
        keys = named("before", 3) | named("after", 3)
        assert_complete(asyncio.run(collect(installation, last, keys)), keys)
