"""A store torn under a working edge: dropped, begun anew, and filled by what memory holds."""

import os
from contextlib import ExitStack
from pathlib import Path

import pytest

from shpalta.edge.store_connection import NAME
from tests.integration.edge.press import STORIES, Edge, Press
from tests.integration.edge.readers import run
from tests.unit.edge.journals import until

OBJECTS = len(STORIES) + 1


def tear(folder: Path, how: str) -> None:
    """Damage the store's file while it is in use."""
    if how == "removed":
        for path in folder.iterdir():
            path.unlink()
        return
    with ExitStack() as stack:
        # Opened before any is damaged: the edge removes them all as soon as it finds one broken.
        paths = [path for path in folder.glob(f"{NAME}*") if not path.name.endswith("-shm")]
        for torn in [stack.enter_context(path.open("r+b")) for path in paths]:
            size = os.fstat(torn.fileno()).st_size
            if how == "noise":
                torn.write(os.urandom(size))
            else:
                torn.truncate(size // 3)


async def stored(edge: Edge, objects: int = OBJECTS, *, begun: int = 0) -> None:
    """Wait until the store is well and holds so many objects, `begun` times begun anew."""
    disk = edge.app.engine.disk
    assert disk is not None
    state = disk.state
    await until(lambda: state.ok and state.objects >= objects and state.begun >= begun)


@pytest.mark.parametrize("how", ["noise", "cut short", "removed"])
def test_a_restart_with_the_origin_down_finds_what_memory_held(tmp_path: Path, how: str) -> None:
    async def whole() -> None:
        async with Press() as press:
            async with Edge(press, tmp_path) as edge:
                for story in STORIES:
                    await edge.get(story)
                await stored(edge)
                tear(tmp_path, how)
                await edge.get("/")  # It is not in memory: the store is asked, and found broken.
                await stored(edge, OBJECTS + 1, begun=1)
            await press.origin.stop()
            async with Edge(press, tmp_path) as edge:
                for path in ("/", *STORIES):
                    reply = await edge.get(path)
                    assert (reply.status, reply.body) == (200, press.text(path))
                    assert reply["cache-status"] == "shpalta; hit"

    run(whole())


def test_what_was_purged_before_the_store_was_begun_anew_is_not_fresh_after_it(
    tmp_path: Path,
) -> None:
    async def whole() -> None:
        async with Press() as press:
            async with Edge(press, tmp_path, refetch_within_seconds=0) as edge:
                for story in STORIES:
                    await edge.get(story)
                await stored(edge)
                press.change(STORIES[0])  # Nobody reads it, so memory holds the old one.
                press.change(STORIES[1], gone=True)
                await edge.settled()
                tear(tmp_path, "noise")
                await edge.get("/")
                await stored(edge, OBJECTS, begun=1)
            async with Edge(press, tmp_path) as edge:
                asked = len(press.origin.asked)
                assert (await edge.get(STORIES[0])).body == press.text(STORIES[0])
                assert (await edge.get(STORIES[1])).status == 404
                assert (await edge.get(STORIES[2])).body == press.text(STORIES[2])
                assert press.origin.targets[asked:] == [STORIES[0], STORIES[1]]

    run(whole())


def test_two_workers_go_on_in_the_file_that_one_of_them_began_anew(tmp_path: Path) -> None:
    async def whole() -> None:
        async with (
            Press() as press,
            Edge(press, tmp_path, workers=2) as one,
            Edge(press, tmp_path, workers=2) as other,
        ):
            for story in STORIES:
                await one.get(story)
                await other.get(story)
            await stored(one)
            tear(tmp_path, "noise")
            for _ in range(3):
                press.change(STORIES[0])
                await one.settled()
                await other.settled()
                for edge in (one, other):
                    for story in STORIES:
                        assert (await edge.get(story)).body == press.text(story)
            await stored(one, begun=1)
            await stored(other, begun=1)
            async with Edge(press, tmp_path, workers=2) as third:
                for story in STORIES:
                    assert (await third.get(story)).body == press.text(story)

    run(whole())
