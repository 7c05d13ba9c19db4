"""Objects on disk: what the workers of an edge share, and what a restart begins with.

One SQLite file (see docs/adr). Each worker writes to it in a thread of its own, many changes a
transaction, and reads in another; nobody who answers readers waits for a write. Losing the file
loses nothing but warmth: whatever is wrong with it, it is put aside and begun anew.

An object on disk is stale if one of its keys was purged after the position it was fetched at:
`purges` holds the last position for each key, so that a purge writes a few lines, however many
objects it hits.
"""

import asyncio
import contextlib
import logging
import queue
import threading
from collections.abc import Callable, Iterable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path

from shpalta.core.entries import EntryError, Position
from shpalta.edge.errors import StoreError
from shpalta.edge.store_file import StoreFile
from shpalta.edge.store_objects import Loaded, Written
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
    """What status tells: whether objects are taken, how many there are, and their bytes.

    `begun` is how often the file was begun anew since this worker started.
    """

    ok: bool = True
    objects: int = 0
    size: int = 0
    trouble: str = ""
    begun: int = 0


class Disk:
    """The store as a worker's event loop sees it."""

    def __init__(self, folder: Path, *, limit: int) -> None:
        self.state = StoreState()
        self.epoch = ""
        self.on_begun: Callable[[], None] = lambda: None
        """Called in the event loop when the file was begun anew: it holds nothing any more."""
        self._folder = folder
        self._limit = limit
        self._orders: queue.SimpleQueue[_Order | None] = queue.SimpleQueue()
        self._reading = ThreadPoolExecutor(1, thread_name_prefix="store-read")
        self._writer = threading.Thread(target=self._write, name="store-write", daemon=True)
        self._reader: StoreFile | None = None
        self._loop: asyncio.AbstractEventLoop | None = None
        self._identity = ""
        self._taken: tuple[str, Position] | None = None
        """The epoch and the last position in what was written until now."""

    def open(self) -> Position | None:
        """Begin; give the position up to which purges have been written, if there is one.

        Needs a running event loop.
        """
        self._loop = asyncio.get_running_loop()
        file = StoreFile(self._folder, limit=self._limit)
        position = None
        try:
            file.open()
            self._identity = file.identity
            self.epoch, text = file.where()
            position = Position.parse(text)
            self._taken = (self.epoch, position)
        except StoreError as error:
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

    @property
    def is_full(self) -> bool:
        """Whether so much waits to be written that no further object is taken."""
        return self._orders.qsize() >= MOST_WAITING

    async def load(self, host: bytes, target: bytes) -> list[Loaded]:
        """Give all variants of an address, whole and checked; none if the store has trouble."""
        return await asyncio.wrap_future(self._reading.submit(self._load, host, target))

    def save(self, stored: Stored, *, position: int | None = None) -> None:
        """Write an object soon; `position` is up to where no purge hit it, if not as received."""
        if self.is_full:
            return
        written = Written.of(stored)
        if position is not None:
            written = replace(written, position=position)
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
            taken=(epoch, position),
            removes=bool(removed),
            done=done,
        )
        self._orders.put(order)
        return asyncio.wrap_future(done)

    def reset(self, position: Position) -> None:
        """Take all that was written until now as stale."""
        self.epoch = epoch = str(position)
        taken = (epoch, position)
        self._orders.put(_Order(lambda file: file.reset(epoch, position), taken=taken))

    def _wake(self) -> None:
        """Have a new file begun in place of a broken one, though nothing else is to be written."""
        self._orders.put(_Order(lambda _file: None))

    # In the reading thread

    def _load(self, host: bytes, target: bytes) -> list[Loaded]:
        try:
            if self._reader is None:
                self._reader = StoreFile(self._folder, limit=self._limit)
                self._reader.open()
            found, broken = self._reader.load(host, target)
        except StoreError as error:
            if self._reader is not None:
                self._mend(self._reader, error)
                self._reader = None
            if error.permanent:
                self._wake()
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
            changes = [order.change for order in orders]
            begun = file.identity != self._identity
            if begun and self._taken is not None:
                epoch, position = self._taken
                changes.insert(0, lambda file: file.join(epoch, position))
            file.write(changes)
            self._note_success(file, orders)
            if begun:
                self._take_up(file)
        except StoreError as error:
            if error.permanent:
                self._wake()
            owed = [order for order in orders if order.taken]
            if len(owed) > MOST_OWED or any(order.removes for order in owed):
                error.permanent = True
            self._mend(file, error)
            if len(owed) > MOST_OWED:
                self._taken, owed = owed[-1].taken, []
        for order in orders:
            if order.done is not None and not order.done.done():
                order.done.set_result(None)
        return owed

    def _note_success(self, file: StoreFile, orders: list["_Order"]) -> None:
        for order in orders:
            self._taken = order.taken or self._taken
        self.state.objects, self.state.size = file.figures()
        if not self.state.ok:
            logger.info("The store takes objects again.")
        self.state.ok, self.state.trouble = True, ""

    def _take_up(self, file: StoreFile) -> None:
        """Have a file filled that was begun anew, here or by another worker."""
        self._identity = file.identity
        self.state.begun += 1
        # One that counts from another reset would take all of ours as stale.
        if self._loop is not None and (self._taken is None or file.where()[0] == self._taken[0]):
            with contextlib.suppress(RuntimeError):  # The loop is closed: we are stopping.
                self._loop.call_soon_threadsafe(self.on_begun)

    def _mend(self, file: StoreFile, error: StoreError) -> None:
        """Say what is wrong, and let go of the file; one that is broken is put aside."""
        if self.state.ok:
            logger.error("%s", error)
        self.state.ok, self.state.trouble = False, str(error)
        if error.permanent:
            file.put_aside()
        else:
            file.close()


@dataclass(frozen=True, slots=True)
class _Order:
    """A change that waits to be written.

    `taken`: the epoch and the position that are in the file with it; such an order is owed: it
    must be written before any later position is. `removes`: what it removes must not stay, or the
    whole file goes.
    """

    change: Change
    taken: tuple[str, Position] | None = None
    removes: bool = False
    done: Future[None] | None = None
