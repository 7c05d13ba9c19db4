"""The one reader of the journal in a process: a thread with a database connection of its own.

It hands what was committed to all followers at once. What a new follower has missed is read in
the same thread, so that nothing can come between the backlog and what is live.
"""

import logging
import os
import threading
import time
from asyncio import AbstractEventLoop, Future, get_running_loop
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from queue import Empty, SimpleQueue

from django.db import Error, connection

from shpalta.core.entries import READY, RESET, START, EntryError, Position
from shpalta.journal.following import Follower, entry_event, position_event
from shpalta.journal.numbering import number_committed
from shpalta.journal.queries import entries_after, head, knows
from shpalta.journal.watching import Watch, make_wake_pipe, make_watch

WELL_SECONDS = 2.0
"""After how long without a look into the database the reader counts as cut off from it."""
_RETRY_SECONDS = 0.2

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Page:
    """A part of the backlog: what to send, up to where it reaches, whether live events follow."""

    events: bytes
    position: Position
    is_live: bool


class Tailer:
    """Reads the journal for all followers of this process. Its thread starts with the first."""

    def __init__(self, make_watch: Callable[[], Watch] = make_watch) -> None:
        self._make_watch = make_watch
        self._jobs: SimpleQueue[Callable[[], None]] = SimpleQueue()
        self._followers: set[Follower] = set()
        self._position: Position | None = None
        self._looked_at = 0.0
        self._start = threading.Lock()
        self._thread: threading.Thread | None = None
        self._wake_reading = self._wake_writing = -1

    @property
    def is_well(self) -> bool:
        """Whether the database was looked into just now: only then is silence no news."""
        return time.monotonic() - self._looked_at < WELL_SECONDS

    async def first_page(self, follower: Follower, asked: str | None) -> Page:
        """Give what a follower gets first; it asks for what follows the position `asked`.

        Raises OSError or django.db.Error if the database cannot be read.
        """
        return await self._run(lambda: self._greet(follower, asked))

    async def next_page(self, follower: Follower, after: Position) -> Page:
        """Give the next part of the backlog. Raises like `first_page`."""
        return await self._run(lambda: self._resume(follower, after))

    def leave(self, follower: Follower) -> None:
        """Hand a follower nothing more."""
        self._put(lambda: self._followers.discard(follower))

    async def _run(self, read: Callable[[], Page]) -> Page:
        loop = get_running_loop()
        future: Future[Page] = loop.create_future()
        self._put(lambda: _settle(loop, future, read))
        return await future

    def _put(self, job: Callable[[], None]) -> None:
        with self._start:
            if self._thread is None:
                self._wake_reading, self._wake_writing = make_wake_pipe()
                self._thread = threading.Thread(target=self._work, name="journal", daemon=True)
                self._thread.start()
        self._jobs.put(job)
        # A full pipe wakes as well.
        with suppress(BlockingIOError):
            os.write(self._wake_writing, b".")

    def _work(self) -> None:
        watch = self._make_watch()
        while True:
            try:
                if not self._followers:
                    self._position = None
                    self._jobs.put(self._jobs.get())
                is_new = watch.wait(self._wake_reading)
                with suppress(BlockingIOError):
                    os.read(self._wake_reading, 4096)
                if is_new or self._position is None:
                    self._poll()
                self._looked_at = time.monotonic()
                self._do_jobs()
            except (Error, OSError) as error:
                log.warning("The journal cannot be read now: %s", error)
                self._recover()
            except Exception:
                log.exception("The journal's reader stumbled and goes on.")
                self._recover()

    def _recover(self) -> None:
        # The position stays: when the database is back, it is asked whether it still knows it.
        with suppress(Exception):
            connection.close()
        time.sleep(_RETRY_SECONDS)

    def _do_jobs(self) -> None:
        with suppress(Empty):
            while True:
                self._jobs.get_nowait()()

    def _poll(self) -> None:
        """Hand on what was committed since the last time."""
        number_committed()
        if self._position is None:
            self._position = head()
            return
        if not knows(self._position):
            self._position = head()
            self._hand([position_event(RESET, self._position)])
            return
        while page := entries_after(self._position):
            self._hand([entry_event(entry) for entry in page])
            self._position = page[-1].position

    def _hand(self, events: list[bytes]) -> None:
        for follower in list(self._followers):
            try:
                follower.hand(events)
            except RuntimeError:  # its event loop has ended
                self._followers.discard(follower)

    def _greet(self, follower: Follower, asked: str | None) -> Page:
        if asked is None:
            return self._attach(follower, START)
        try:
            return self._resume(follower, Position.parse(asked))
        except EntryError:
            return self._attach(follower, RESET)

    def _attach(self, follower: Follower, first: str = "", events: bytes = b"") -> Page:
        """Let a follower hear what is committed from now on."""
        position = self._here()
        if not follower.is_cut:
            self._followers.add(follower)
        greeting = position_event(first, position) if first else b""
        ready = position_event(READY, position)
        return Page(greeting + events + ready, position, is_live=True)

    def _resume(self, follower: Follower, after: Position) -> Page:
        self._poll()
        here = self._here()
        if after.sequence > here.sequence or not knows(after):
            return self._attach(follower, RESET)
        page = [entry for entry in entries_after(after) if entry.position.sequence <= here.sequence]
        events = b"".join(entry_event(entry) for entry in page)
        last = page[-1].position if page else after
        if last.sequence >= here.sequence:
            return self._attach(follower, events=events)
        return Page(events, last, is_live=False)

    def _here(self) -> Position:
        if self._position is None:
            self._position = head()
        return self._position


def _settle(loop: AbstractEventLoop, future: "Future[Page]", read: Callable[[], Page]) -> None:
    """Carry out a job of the event loop and give it what came of it."""

    def give(page: Page | None, error: BaseException | None) -> None:
        if future.done():
            return
        if error is not None:
            future.set_exception(error)
        elif page is not None:
            future.set_result(page)

    page, failure = None, None
    try:
        page = read()
    except Exception as error:
        failure = error
        raise
    finally:
        with suppress(RuntimeError):  # the loop has ended, nobody waits
            loop.call_soon_threadsafe(give, page, failure)
