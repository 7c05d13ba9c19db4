"""Following the journal: every entry once, in order, whatever happens to the line."""

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from typing import cast

import aiohttp
import pytest

from shpalta.core.entries import Entry, Position
from shpalta.edge.follower import Follower, Patience
from tests.unit.edge.journals import TOKEN, Journal, until

BRISK = Patience(silence=0.5, first_pause=0.01, longest_pause=0.05, refused_pause=0.05)
START = Position(0, "0f3a9c11")


class Heard:
    """What a follower has told, in order."""

    def __init__(self) -> None:
        self.said: list[str] = []
        self.states: list[bool] = []
        self.fails = 0

    def entry(self, entry: Entry) -> None:
        if self.fails:
            self.fails -= 1
            message = "the disk is full"
            raise RuntimeError(message)
        self.said.append(f"{entry.position.sequence} {' '.join(entry.keys)}")

    def reset(self, position: Position) -> None:
        self.said.append(f"reset {position}")

    def ready(self, position: Position) -> None:
        self.said.append(f"ready {position.sequence}")

    def state(self, following: bool) -> None:
        self.states.append(following)

    @property
    def entries(self) -> list[int]:
        return [int(line.split()[0]) for line in self.said if line[0].isdigit()]


@asynccontextmanager
async def following(
    journal: Journal, position: Position | None, *, token: str = TOKEN, patience: Patience = BRISK
) -> AsyncIterator[tuple[Follower, Heard]]:
    heard = Heard()
    follower = Follower(
        journal.url,
        token,
        position=position,
        on_entry=heard.entry,
        on_reset=heard.reset,
        on_ready=heard.ready,
        on_state=heard.state,
        patience=patience,
    )
    task = asyncio.create_task(follower.run())
    try:
        yield follower, heard
    finally:
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task


def test_the_backlog_comes_first_then_ready_then_what_is_live() -> None:
    async def run() -> None:
        async with Journal() as journal:
            journal.append("story:1")
            journal.append("story:2", "list:all")
            async with following(journal, START) as (follower, heard):
                await until(lambda: follower.following)
                journal.append("story:3")
                await follower.wait_for(3, 20)
                assert heard.said == ["1 story:1", "2 story:2 list:all", "ready 2", "3 story:3"]
                assert follower.position == journal.head
                assert follower.delay < 20
            assert heard.states == [True, False]
            assert not follower.following

    asyncio.run(run())


def test_a_follower_without_position_takes_everything_earlier_as_stale() -> None:
    async def run() -> None:
        async with Journal() as journal:
            journal.append("story:1")
            async with following(journal, None) as (follower, heard):
                await until(lambda: follower.following)
                assert heard.said == ["reset 1-0f3a9c11", "ready 1"]
                assert journal.asked == [None]

    asyncio.run(run())


def test_a_cut_line_is_resumed_without_gap_or_repeat() -> None:
    async def run() -> None:
        async with Journal() as journal, following(journal, START) as (follower, heard):
            await until(lambda: follower.following)
            for turn in range(1, 31):
                journal.append(f"story:{turn}")
                if turn % 7 == 0:
                    journal.cut()
                await asyncio.sleep(0.002)
            await follower.wait_for(30, 20)
            assert heard.entries == list(range(1, 31))
            assert len(journal.asked) > 2
            assert False in heard.states

    asyncio.run(run())


def test_silence_is_a_cut_line() -> None:
    async def run() -> None:
        async with Journal() as journal, following(journal, START) as (follower, heard):
            await until(lambda: follower.following)
            journal.is_silent = True
            await until(lambda: len(journal.asked) > 1)
            assert heard.states[:2] == [True, False]
            journal.is_silent = False
            journal.append("story:1")
            await follower.wait_for(1, 20)
            await until(lambda: follower.following)
            assert heard.entries == [1]

    asyncio.run(run())


def test_a_process_that_slept_does_not_trust_what_it_heard_before() -> None:
    async def run() -> None:
        async with Journal() as journal, following(journal, START) as (follower, _):
            await until(lambda: follower.following)
            follower.heard_at -= BRISK.silence
            assert not follower.following
            await until(lambda: len(journal.asked) > 1)

    asyncio.run(run())


def test_a_journal_restored_from_a_backup_resets() -> None:
    async def run() -> None:
        async with Journal() as journal:
            for turn in range(5):
                journal.append(f"story:{turn}")
            async with following(journal, START) as (follower, heard):
                await until(lambda: follower.following)
                journal.restore(3, check="beefbeef")
                journal.append("story:9")
                await until(lambda: f"reset {journal.head}" in heard.said)
                await until(lambda: follower.following)
                assert str(journal.head) == "4-beefbeef"
                assert follower.position == journal.head

    asyncio.run(run())


def test_an_entry_out_of_order_ends_the_connection_and_comes_again() -> None:
    async def run() -> None:
        async with Journal() as journal:
            for turn in range(4):
                journal.append(f"story:{turn}")
            journal.mangle = lambda number, text: b"" if number == 1 and b"id: 2-" in text else text
            async with following(journal, START) as (follower, heard):
                await follower.wait_for(4, 20)
                assert heard.entries == [1, 2, 3, 4]
                assert journal.asked == ["0-0f3a9c11", "1-0f3a9c11"]

    asyncio.run(run())


def test_a_journal_that_insists_on_a_gap_resets() -> None:
    async def run() -> None:
        async with Journal() as journal:
            for turn in range(4):
                journal.append(f"story:{turn}")
            journal.mangle = lambda number, text: b"" if b"id: 2-" in text else text
            async with following(journal, START) as (follower, heard):
                await until(lambda: follower.following)
                assert heard.said == ["1 story:0", "reset 3-0f3a9c11", "4 story:3", "ready 4"]

    asyncio.run(run())


def test_an_entry_that_could_not_be_taken_comes_again() -> None:
    async def run() -> None:
        async with Journal() as journal, following(journal, START) as (follower, heard):
            heard.fails = 2
            journal.append("story:1")
            journal.append("story:2")
            await follower.wait_for(2, 20)
            assert heard.entries == [1, 2]

    asyncio.run(run())


def test_a_refused_token_is_logged_once_and_never_shown(caplog: pytest.LogCaptureFixture) -> None:
    async def run() -> None:
        async with (
            Journal() as journal,
            following(journal, START, token="wrong-secret") as (follower, _),
        ):
            await until(lambda: len(journal.asked) > 3)
            assert not follower.following

    with caplog.at_level(logging.DEBUG):
        asyncio.run(run())
    errors = [record for record in caplog.records if record.levelno == logging.ERROR]
    assert len(errors) == 1
    assert "refuses our token" in errors[0].getMessage()
    assert "wrong-secret" not in caplog.text


def test_a_journal_that_is_down_is_tried_again(caplog: pytest.LogCaptureFixture) -> None:
    async def run() -> None:
        async with Journal() as journal:
            journal.status = 503
            async with following(journal, START) as (follower, _):
                await until(lambda: len(journal.asked) > 3)
                assert not follower.following
                journal.status = 200
                await until(lambda: follower.following)

    asyncio.run(run())
    assert "answers 503" in caplog.text


def test_waiting_for_an_entry_that_does_not_come_times_out() -> None:
    async def run() -> None:
        async with Journal() as journal, following(journal, START) as (follower, _):
            with pytest.raises(TimeoutError):
                await follower.wait_for(1, 0.05)

    asyncio.run(run())


class Line:
    """The connection to a journal, on which something comes when the test says so."""

    def __init__(self) -> None:
        self.coming: asyncio.Future[bytes] = asyncio.get_running_loop().create_future()

    async def readany(self) -> bytes:
        return await self.coming


def test_a_follower_that_is_stopped_just_when_something_comes_stops() -> None:
    async def run() -> None:
        follower = Follower(
            "http://localhost/", TOKEN, position=START, on_entry=print, on_reset=print
        )
        line = Line()
        reading = asyncio.create_task(follower._read(cast("aiohttp.StreamReader", line)))
        await asyncio.sleep(0.01)
        line.coming.set_result(b": beat\n\n")
        reading.cancel()
        with pytest.raises(asyncio.CancelledError):
            await reading

    asyncio.run(run())
