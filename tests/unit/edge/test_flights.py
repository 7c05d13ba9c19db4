"""Fetches under way: joined by all who want the same, replaced when they take too long."""

import asyncio

from shpalta.edge.flights import Flights, Outcome


def test_all_who_want_the_same_get_what_one_fetch_brings() -> None:
    async def run() -> None:
        flights, begun = Flights(), 0

        async def fetch() -> Outcome:
            nonlocal begun
            begun += 1
            await asyncio.sleep(0.01)
            return Outcome(status=200)

        joined = [flights.join("a", fetch) for _ in range(5)]
        assert [ours for _task, ours in joined] == [True, False, False, False, False]
        assert len({id(await task) for task, _ours in joined}) == 1
        assert begun == 1
        assert flights.join("a", fetch)[1]
        await flights.stop()

    asyncio.run(run())


def test_a_fetch_that_takes_too_long_is_replaced_and_both_are_ended_at_the_end() -> None:
    async def run() -> None:
        flights = Flights(within=0.02)

        async def hang() -> Outcome:
            await asyncio.Event().wait()
            return Outcome()

        first, _ours = flights.join("a", hang)
        assert flights.begin("a", hang) is first
        await asyncio.sleep(0.03)
        assert flights.is_overdue("a")
        second = flights.begin("a", hang)
        assert second is not first
        assert not flights.is_overdue("a")
        assert not first.done()
        await flights.stop()
        assert first.cancelled()
        assert second.cancelled()
        assert not flights.is_overdue("a")

    asyncio.run(run())


def test_an_old_fetch_that_ends_leaves_the_one_in_its_place_alone() -> None:
    async def run() -> None:
        flights, let_go = Flights(within=0.01), asyncio.Event()

        async def slow() -> Outcome:
            await let_go.wait()
            return Outcome()

        async def hang() -> Outcome:
            await asyncio.Event().wait()
            return Outcome()

        old, _ours = flights.join("a", slow)
        await asyncio.sleep(0.02)
        new = flights.begin("a", hang)
        let_go.set()
        await old
        await asyncio.sleep(0)
        assert flights.join("a", hang) == (new, False)
        await flights.stop()

    asyncio.run(run())
