"""Objects on disk: what the workers of an edge share, and what a restart begins with.

One SQLite file (see docs/adr). Each worker writes to it in a thread of its own, many changes a
transaction, and reads in another; nobody who answers readers waits for a write. Losing the file
loses nothing but warmth: whatever is wrong with it, it is put aside and begun anew.

An object on disk is stale if one of its keys was purged after the position it was fetched at:
`purges` holds the last position for each key, so that a purge writes a few lines, however many
objects it hits.
"""

import asyncio
import logging
import queue
import threading
from collections.abc import Callable, Iterable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from shpalta.core.entries import EntryError, Position
from shpalta.edge.errors import StoreError
from shpalta.edge.store_file import Loaded, StoreFile, Written
from shpalta.edge.stored import Key, Stored

logger = logging.getLogger(__name__)

MOST_WAITING = 5_000
"""Objects waiting to be written; further ones are not written. Purges always are."""
BATCH = 200
MOST_OWED = 10_000
"""Purges that could not be written; with more of them the file is begun anew."""
Change = Callable[[StoreFile], object]


@dataclass(slots=True)
class StoreState:
    """What status tells: whether objects are taken, how many there are, and their bytes."""

    ok: bool = True
    objects: int = 0
    size: int = 0
    trouble: str = ""


class Disk:
    """The store as a worker's event loop sees it."""

    def __init__(self, folder: Path, *, limit: int) -> None:
        self.state = StoreState()
        self.epoch = ""
        self._folder = folder
        self._limit = limit
        self._orders: queue.SimpleQueue[_Order | None] = queue.SimpleQueue()
        self._reading = ThreadPoolExecutor(1, thread_name_prefix="store-read")
        self._writer = threading.Thread(target=self._write, name="store-write", daemon=True)
        self._reader: StoreFile | None = None

    def open(self) -> Position | None:
        """Begin; give the position up to which purges have been written, if there is one."""
        file = StoreFile(self._folder, limit=self._limit)
        position = None
        try:
            file.open()
            self.epoch, text = file.where()
            position = Position.parse(text)
        except StoreError as error:
            file.close()
            self._mend(file, error)
        except EntryError:
            pass  # Nothing was noted there so far.
        finally:
            file.close()
        self._writer.start()
        return position

    async def close(self) -> None:
        """Write what is waiting, and end."""
        self._orders.put(None)
        await asyncio.to_thread(self._writer.join, 5.0)
        self._reading.submit(self._close_reader)
        self._reading.shutdown(wait=True)

    async def load(self, host: bytes, target: bytes) -> list[Loaded]:
        """Give all variants of an address, whole and checked; none if the store has trouble."""
        return await asyncio.wrap_future(self._reading.submit(self._load, host, target))

    def save(self, stored: Stored) -> None:
        """Write an object soon."""
        if self._orders.qsize() >= MOST_WAITING:
            return
        written = Written.of(stored)
        self._orders.put(_Order(lambda file: file.save(written)))

    def touch(self, keys: list[Key]) -> None:
        """Note soon that objects are in use, so that others have to go first."""
        self._orders.put(_Order(lambda file: file.touch(keys)))

    def discard(self, host: bytes, target: bytes) -> None:
        """Remove all variants of an address soon."""
        self._orders.put(_Order(lambda file: file.discard(host, target)))

    def purge(
        self, position: Position, keys: Iterable[str], gone: Iterable[str]
    ) -> "asyncio.Future[None]":
        """Note an entry of the journal; done when it is written, and what is gone is removed."""
        done: Future[None] = Future()
        epoch, names, removed = self.epoch, tuple(keys), tuple(gone)
        order = _Order(
            lambda file: file.purge(epoch, position, names, removed),
            owed=True,
            removes=bool(removed),
            done=done,
        )
        self._orders.put(order)
        return asyncio.wrap_future(done)

    def reset(self, position: Position) -> None:
        """Take all that was written until now as stale."""
        self.epoch = epoch = str(position)
        self._orders.put(_Order(lambda file: file.reset(epoch, position), owed=True))

    # In the reading thread

    def _load(self, host: bytes, target: bytes) -> list[Loaded]:
        try:
            if self._reader is None:
                self._reader = StoreFile(self._folder, limit=self._limit)
                self._reader.open()
            found, broken = self._reader.load(host, target)
        except StoreError as error:
            reader = self._reader
            self._close_reader()
            if reader is not None:
                self._mend(reader, error)
            return []
        if broken:
            logger.warning("The store held a torn object; it is removed.")
            self.discard(host, target)
            return []
        return found

    def _close_reader(self) -> None:
        if self._reader is not None:
            self._reader.close()
            self._reader = None

    # In the writing thread

    def _write(self) -> None:
        file = StoreFile(self._folder, limit=self._limit)
        owed: list[_Order] = []
        going_on = True
        while going_on:
            batch = [self._orders.get()]
            while len(batch) < BATCH and not self._orders.empty():
                batch.append(self._orders.get())
            orders = [order for order in batch if order is not None]
            going_on = len(orders) == len(batch)
            owed = self._write_batch(file, [*owed, *orders])
        file.close()

    def _write_batch(self, file: StoreFile, orders: list["_Order"]) -> list["_Order"]:
        """Write a batch; give what must be written with the next one because it could not be.

        Objects may be lost, purges not: a later position would say that they were written.
        """
        owed: list[_Order] = []
        try:
            file.open()
            file.write([order.change for order in orders])
            self.state.objects, self.state.size = file.figures()
            if not self.state.ok:
                logger.info("The store takes objects again.")
            self.state.ok, self.state.trouble = True, ""
        except StoreError as error:
            file.close()
            owed = [order for order in orders if order.owed]
            if len(owed) > MOST_OWED or any(order.removes for order in owed):
                error.permanent = True
            if self._mend(file, error):
                owed = []
        for order in orders:
            if order.done is not None and not order.done.done():
                order.done.set_result(None)
        return owed

    def _mend(self, file: StoreFile, error: StoreError) -> bool:
        """Say what is wrong, and put the file aside if it is broken; True: it was."""
        if self.state.ok:
            logger.error("%s", error)
        self.state.ok, self.state.trouble = False, str(error)
        if error.permanent:
            file.put_aside()
        return error.permanent


@dataclass(frozen=True, slots=True)
class _Order:
    """A change that waits to be written.

    `owed`: it must be written before any later position is. `removes`: what it removes must not
    stay, or the whole file goes.
    """

    change: Change
    owed: bool = False
    removes: bool = False
    done: Future[None] | None = None
