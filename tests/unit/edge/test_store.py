"""The store: purges by position, what is gone, what is torn, bounds, and a full disk."""

import asyncio
import resource
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from shpalta.core.entries import Position
from shpalta.edge.errors import StoreError
from shpalta.edge.rules.freshness import Times
from shpalta.edge.store import Disk
from shpalta.edge.store_connection import NAME
from shpalta.edge.store_file import StoreFile
from shpalta.edge.store_objects import Written
from shpalta.edge.stored import Received, Stored
from tests.unit.edge.journals import until

HOST = b"up.localhost"
EPOCH = "0-00000000"


def make(
    target: bytes, keys: str = "", position: int = 0, body: bytes = b"body", epoch: str = EPOCH
) -> Stored:
    fields = ((b"surrogate-key", keys.encode()), (b"x", b"\xd1\x97"))
    received = Received(200, fields, body, Times(1.5, 2.5), position, epoch)
    return Stored((HOST, target, b""), received, plain=False)


def open_file(folder: Path, limit: int = 10**9) -> StoreFile:
    file = StoreFile(folder, limit=limit)
    file.open()
    file.write([lambda file: file.reset(EPOCH, Position(0, "00000000"))])
    return file


def save(file: StoreFile, *objects: Stored) -> None:
    for stored in objects:
        written = Written.of(stored)
        file.write([lambda file, written=written: file.save(written)])  # type: ignore[misc]


def purge(file: StoreFile, number: int, keys: Iterable[str], gone: Iterable[str] = ()) -> None:
    position = Position(number, "0f3a9c11")
    file.write([lambda file: file.purge(EPOCH, position, tuple(keys), tuple(gone))])


def touched(file: StoreFile, target: bytes) -> bool | None:
    found, _broken = file.load(HOST, target)
    return found[0].touched if found else None


def test_what_was_written_is_read_again_whole(tmp_path: Path) -> None:
    file = open_file(tmp_path)
    stored = make(b"/a?b=1", "x y", 7)
    save(file, stored)
    (loaded,), broken = file.load(HOST, b"/a?b=1")
    assert loaded.received == stored.received
    assert not broken
    assert not loaded.touched
    file.close()


def test_a_purge_touches_what_was_fetched_before_it_alone(tmp_path: Path) -> None:
    file = open_file(tmp_path)
    save(file, make(b"/old", "x", 4), make(b"/new", "x", 5), make(b"/other", "xx", 4))
    purge(file, 5, ["x"])
    assert [touched(file, target) for target in (b"/old", b"/new", b"/other")] == [
        True,
        False,
        False,
    ]
    assert file.where() == (EPOCH, "5-0f3a9c11")
    purge(file, 3, ["xx"])
    assert file.where() == (EPOCH, "5-0f3a9c11")
    assert touched(file, b"/other") is False
    file.close()


def test_what_is_gone_is_in_the_file_no_more(tmp_path: Path) -> None:
    file = open_file(tmp_path)
    save(file, make(b"/a", "story:1 list", 1, b"canary"), make(b"/b", "story:11", 1))
    purge(file, 2, ["story:1"], gone=["story:1"])
    file.close()
    assert touched_again(tmp_path, b"/a") is None
    assert touched_again(tmp_path, b"/b") is False
    assert b"canary" not in (tmp_path / NAME).read_bytes()


def touched_again(folder: Path, target: bytes) -> bool | None:
    file = StoreFile(folder, limit=10**9)
    file.open()
    try:
        return touched(file, target)
    finally:
        file.close()


def test_after_a_reset_all_is_touched_but_what_comes_after(tmp_path: Path) -> None:
    file = open_file(tmp_path)
    save(file, make(b"/a", "x", 90))
    file.write([lambda file: file.reset("5-ffffffff", Position(5, "ffffffff"))])
    assert touched(file, b"/a") is True
    save(file, make(b"/b", "x", 5, epoch="5-ffffffff"))
    assert touched(file, b"/b") is False
    file.close()


def test_a_torn_object_is_not_given(tmp_path: Path) -> None:
    file = open_file(tmp_path)
    save(file, make(b"/a", "x", 1))
    with sqlite3.connect(tmp_path / NAME) as other:
        other.execute("UPDATE bodies SET body = x'00ff'")
    other.close()
    assert file.load(HOST, b"/a") == ([], True)
    file.close()


def test_the_bytes_are_bounded_and_the_oldest_go_first(tmp_path: Path) -> None:
    file = open_file(tmp_path, limit=100_000)
    for number in range(30):
        save(file, make(b"/%d" % number, body=bytes(10_000)))
    objects, size = file.figures()
    assert size <= 100_000
    assert 5 <= objects <= 10
    assert touched(file, b"/0") is None
    assert touched(file, b"/29") is False
    file.close()


def test_what_is_no_database_is_told_as_broken_for_good(tmp_path: Path) -> None:
    (tmp_path / NAME).write_bytes(b"no database at all" * 1000)
    file = StoreFile(tmp_path, limit=1)
    with pytest.raises(StoreError) as caught:
        file.open()
    assert caught.value.permanent
    file.close()
    file.put_aside()
    open_file(tmp_path).close()


@contextmanager
def no_file_grows() -> Iterator[None]:
    """Let the system refuse whatever would make a file larger than a few pages."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (40_000, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


def test_a_disk_that_takes_nothing_stops_storing_and_loses_no_purge(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    async def run() -> None:
        disk = Disk(tmp_path, limit=10**9)
        disk.open()
        disk.reset(Position(1, "00000000"))
        disk.save(make(b"/a", "x", 1, epoch=disk.epoch))
        await until(lambda: disk.state.objects == 1)
        with no_file_grows():
            for number in range(5):
                disk.save(make(b"/b%d" % number, "x", 1, bytes(100_000), disk.epoch))
                await disk.purge(Position(number + 2, "00000000"), ["x"], [])
            assert not disk.state.ok
            (loaded,) = await disk.load(HOST, b"/a")
            assert not loaded.touched
            assert loaded.written_at == 1
        disk.save(make(b"/c", "y", 9, epoch=disk.epoch))
        await until(lambda: disk.state.ok and disk.state.objects == 2)
        (loaded,) = await disk.load(HOST, b"/a")
        assert loaded.touched
        assert loaded.written_at == 6
        await disk.close()

    asyncio.run(run())
    assert sum("cannot be used" in record.message for record in caplog.records) == 1
