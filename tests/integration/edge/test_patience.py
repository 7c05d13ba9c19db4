"""An origin that hangs: the last good page soon, one who finds out, and the newest afterwards."""

import asyncio
import time
from collections.abc import Awaitable, Callable

import pytest

from tests.integration.edge.origins import Answer, Asked
from tests.integration.edge.press import STORIES, Edge, Press
from tests.integration.edge.readers import Reply, run

pytestmark = pytest.mark.alone

PATIENCE = 0.4
STORY, OTHER, THIRD = STORIES


def drive(test: Callable[[Press, Edge], Awaitable[None]]) -> None:
    async def whole() -> None:
        options = {"patience_seconds": PATIENCE, "retry_seconds": 0.1}
        async with Press() as press, Edge(press, **options) as edge:  # type: ignore[arg-type]
            for story in STORIES:
                await edge.get(story)
            await test(press, edge)

    run(whole())


def hang(press: Press, *targets: str) -> None:
    """Let the origin answer none of these any more, or nothing at all."""

    def handler(asked: Asked) -> Answer:
        if not targets or asked.target in targets:
            return Answer(b"", after=asyncio.Event())
        return press.answer(asked)

    press.origin.handler = handler


async def change(press: Press, edge: Edge) -> None:
    for story in STORIES:
        press.change(story)
    await edge.settled()


async def timed(edge: Edge, target: str) -> tuple[float, Reply]:
    began = time.monotonic()
    reply = await edge.get(target)
    return time.monotonic() - began, reply


def is_last_good(reply: Reply) -> bool:
    return reply.status == 200 and "last-good" in (reply["cache-status"] or "")


def test_the_first_waits_a_while_and_nobody_after_it() -> None:
    async def test(press: Press, edge: Edge) -> None:
        hang(press)
        await change(press, edge)
        first, reply = await timed(edge, STORY)
        assert is_last_good(reply)
        assert first < 3 * PATIENCE
        asked = len(press.origin.asked)
        slowest, until = 0.0, time.monotonic() + 4 * PATIENCE
        while time.monotonic() < until:
            for story in STORIES:
                took, reply = await timed(edge, story)
                assert is_last_good(reply)
                slowest = max(slowest, took)
            await asyncio.sleep(0.01)
        assert slowest < PATIENCE / 2
        # One at a time finds out whether it is back, each for as long as a reader would wait.
        assert 1 <= len(press.origin.asked) - asked <= 6

    drive(test)


def test_when_the_origin_is_back_all_are_soon_the_newest() -> None:
    async def test(press: Press, edge: Edge) -> None:
        hang(press)
        await change(press, edge)
        for story in STORIES:
            assert is_last_good(await edge.get(story))
        press.origin.handler = press.answer  # What hangs, hangs on.
        until = time.monotonic() + 20
        for story in STORIES:
            while (await edge.get(story)).body != press.text(story):
                assert time.monotonic() < until, "the old page stayed"
                await asyncio.sleep(0.01)
        await change(press, edge)
        for story in STORIES:
            assert (await edge.get(story)).body == press.text(story)

    drive(test)


def test_one_page_that_hangs_keeps_no_other_one_old() -> None:
    async def test(press: Press, edge: Edge) -> None:
        hang(press, STORY)
        await change(press, edge)

        async def read_others() -> None:
            for _ in range(10):
                press.change(OTHER)
                await edge.settled()
                for story in (OTHER, THIRD):
                    assert (await edge.get(story)).body == press.text(story)
                await asyncio.sleep(PATIENCE / 10)

        _nothing, (took, reply) = await asyncio.gather(read_others(), timed(edge, STORY))
        assert is_last_good(reply)
        assert took < 3 * PATIENCE
        await asyncio.sleep(0.15)
        took, reply = await timed(edge, STORY)
        assert is_last_good(reply)
        assert took < PATIENCE / 2
        press.change(OTHER)
        await edge.settled()
        assert (await edge.get(OTHER)).body == press.text(OTHER)

    drive(test)


def test_what_is_withdrawn_is_not_given_while_the_origin_hangs() -> None:
    async def test(press: Press, edge: Edge) -> None:
        hang(press)
        await change(press, edge)
        assert is_last_good(await edge.get(OTHER))
        press.change(STORY, gone=True)
        await edge.settled()
        asking = asyncio.ensure_future(edge.get(STORY))
        done, _pending = await asyncio.wait((asking,), timeout=2 * PATIENCE)
        assert not done or asking.result().status == 503
        await press.origin.stop()
        assert b"story" not in (await asking).body

    drive(test)


def test_a_slow_page_arrives_for_those_who_come_later() -> None:
    async def test(press: Press, edge: Edge) -> None:
        async def handler(asked: Asked) -> Answer:
            await asyncio.sleep(2 * PATIENCE)
            return press.answer(asked)

        press.origin.handler = handler
        await change(press, edge)
        assert is_last_good(await edge.get(STORY))
        until = time.monotonic() + 20
        while (reply := await edge.get(STORY)).body != press.text(STORY) or is_last_good(reply):
            assert time.monotonic() < until, "the slow page never arrived"
            await asyncio.sleep(0.02)

    drive(test)
