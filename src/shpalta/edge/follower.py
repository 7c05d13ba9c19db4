"""Follows the journal over HTTP and hands on what it says, in order, each entry once.

The stream is described in `docs/reference/journal.md`. Whatever breaks it (a cut line, a
restarted server, an entry out of order), the follower connects again and resumes after the
last entry that was taken.
"""

import asyncio
import logging
import random
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

import aiohttp

from shpalta.core.entries import ENTRY, READY, RESET, START, Entry, Position
from shpalta.core.errors import ShpaltaError
from shpalta.edge.sse import EventParser, EventStreamError, ServerSentEvent

logger = logging.getLogger(__name__)

_CLOCK = getattr(time, "CLOCK_BOOTTIME", time.CLOCK_MONOTONIC)


class JournalUnavailableError(ShpaltaError):
    """The journal cannot be followed just now. The message says why."""

    permanent = False


class TokenRefusedError(ShpaltaError):
    """The journal does not take our token. Somebody has to correct the configuration."""


@dataclass(frozen=True, slots=True)
class Patience:
    """How long a follower waits, in seconds."""

    connect: float = 2.0
    silence: float = 5.0
    """Without a word for so long, the connection is taken as cut."""
    first_pause: float = 0.05
    longest_pause: float = 2.0
    refused_pause: float = 15.0
    """Between attempts with a token that was refused."""


def elapsed() -> float:
    """Give seconds of a clock that never goes back, and goes on while the machine sleeps."""
    return time.clock_gettime(_CLOCK)


class Follower:
    """One connection to a journal, for as long as the process lives.

    What it is told with: `on_entry` takes each entry; `on_reset` the position from which it
    goes on when all earlier is to be taken as stale (also the very first one, if `position`
    was None); `on_ready` the position up to which everything has been said; `on_state` whether
    it is following. They may be coroutines; then nothing is read before they are done. An entry
    counts as taken when `on_entry` has returned; if that raises, the entry comes again.

    `position` is that of the last entry taken, `heard_at` the moment (see `elapsed`) at which
    anything was last heard, `delay` the seconds that the last entry was under way.
    """

    def __init__(
        self,
        url: str,
        token: str,
        *,
        position: Position | None,
        on_entry: Callable[[Entry], Awaitable[None] | None],
        on_reset: Callable[[Position], Awaitable[None] | None],
        on_ready: Callable[[Position], Awaitable[None] | None] = lambda position: None,
        on_state: Callable[[bool], Awaitable[None] | None] = lambda following: None,
        patience: Patience | None = None,
    ) -> None:
        self.position = position
        self.heard_at = 0.0
        self.delay = 0.0
        self._url = url
        self._token = token
        self._on_entry, self._on_reset = on_entry, on_reset
        self._on_ready, self._on_state = on_ready, on_state
        self._patience = patience or Patience()
        self._ready = self._told = False
        self._gap: tuple[Position, int] | None = None
        self._waiting: list[tuple[int, asyncio.Future[None]]] = []
        self._complaint = ""

    @property
    def following(self) -> bool:
        """Whether the journal has told us everything and was heard within the last seconds."""
        return self._ready and elapsed() - self.heard_at <= self._patience.silence

    async def run(self) -> None:
        """Follow until cancelled."""
        pause = self._patience.first_pause
        timeout = aiohttp.ClientTimeout(total=None, sock_connect=self._patience.connect)
        async with aiohttp.ClientSession(timeout=timeout, auto_decompress=False) as session:
            while True:
                try:
                    await self._follow(session)
                except TokenRefusedError as error:
                    self._complain(logging.ERROR, str(error))
                    pause = self._patience.refused_pause
                except (ShpaltaError, aiohttp.ClientError, TimeoutError, OSError) as error:
                    self._complain(logging.WARNING, str(error) or type(error).__name__)
                except Exception:
                    logger.exception("An entry of the journal could not be taken; it is read again")
                finally:
                    was_ready = self._ready
                    await self._set_ready(ready=False)
                pause = self._patience.first_pause if was_ready else pause
                # Jitter, so that all followers of a restarted journal do not come at once.
                await asyncio.sleep(pause * random.uniform(0.5, 1.0))  # noqa: S311  no secret
                pause = min(pause * 2, self._patience.longest_pause)

    async def wait_for(self, sequence: int, timeout: float) -> None:  # noqa: ASYNC109
        """Wait until an entry with this number or a later one was taken.

        Raises TimeoutError after `timeout` seconds.
        """
        if self.position is not None and self.position.sequence >= sequence:
            return
        reached: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._waiting.append((sequence, reached))
        async with asyncio.timeout(timeout):
            await reached

    async def _follow(self, session: aiohttp.ClientSession) -> None:
        """Follow one connection to its end. It never ends well: always raises."""
        headers = {"Accept": "text/event-stream", "Authorization": f"Bearer {self._token}"}
        headers["Cache-Control"] = "no-store"
        if self.position is not None:
            headers["Last-Event-ID"] = str(self.position)
        asking = session.get(self._url, headers=headers, allow_redirects=False)
        async with asyncio.timeout(self._patience.silence):
            response = await asking
        async with response:
            self._check(response)
            self.heard_at = elapsed()
            parser = EventParser()
            while chunk := await self._read(response.content):
                for event in parser.feed(chunk):
                    await self._take(event)
        message = f"The journal at {self._url} ended the stream."
        raise JournalUnavailableError(message)

    def _check(self, response: aiohttp.ClientResponse) -> None:
        if response.status in {401, 403}:
            message = (
                f"The journal at {self._url} refuses our token ({response.status}). Give the edge "
                "the same SHPALTA_JOURNAL_TOKEN as the newsroom, or its journal-token file."
            )
            raise TokenRefusedError(message)
        if response.status != 200 or response.content_type != "text/event-stream":  # noqa: PLR2004
            message = (
                f"The journal at {self._url} answers {response.status} {response.content_type}, "
                "not a stream of events. Check its address."
            )
            raise JournalUnavailableError(message)

    async def _read(self, content: aiohttp.StreamReader) -> bytes:
        # Not by `wait_for`: in Python 3.11 that one loses a cancellation which comes together with
        # the answer, and the process then never stops.
        try:
            async with asyncio.timeout(self._patience.silence):
                chunk = await content.readany()
        except TimeoutError:
            chunk = b""
        now = elapsed()
        # Also when the machine slept, or this process was busy: what comes now may be old.
        if now - self.heard_at > self._patience.silence:
            message = f"Nothing was heard of the journal at {self._url} for too long."
            raise JournalUnavailableError(message)
        self.heard_at = now
        return chunk

    async def _take(self, event: ServerSentEvent) -> None:
        if event.name not in {ENTRY, RESET, START, READY}:
            return
        position = Position.parse(event.event_id)
        if event.name == ENTRY:
            await self._take_entry(position, event.data)
        elif event.name == READY:
            if self.position is None or position != self.position:
                self._accuse(position)
                await self._reset(position)
            await self._set_ready(ready=True)
            await _done(self._on_ready(position))
        else:
            await self._reset(position)
        # A callback may have taken long; the journal was not silent meanwhile, we were deaf.
        self.heard_at = elapsed()

    async def _take_entry(self, position: Position, data: str) -> None:
        if self.position is None or position.sequence != self.position.sequence + 1:
            self._accuse(position)
            await self._reset(position)
            return
        entry = Entry.from_json(position, data)
        await _done(self._on_entry(entry))
        self._gap = None
        self.delay = max(0.0, time.time() - entry.at.timestamp())
        self._move(position)

    def _accuse(self, position: Position) -> None:
        """Refuse what does not follow on our position.

        The first time a new connection shall mend it. If the journal says the same once more,
        its numbers really have a gap, and whatever was in there is unknown: returns, for a reset.
        """
        expected = self.position.sequence + 1 if self.position else 0
        gap = (position, expected)
        again, self._gap = self._gap == gap, gap
        message = f"The journal at {self._url} went on with {position}; {expected} was expected."
        if not again:
            raise EventStreamError(message)
        logger.error("%s Everything is taken as stale.", message)

    async def _reset(self, position: Position) -> None:
        await _done(self._on_reset(position))
        self._gap = None
        self._move(position)

    def _move(self, position: Position) -> None:
        self.position = position
        if not self._waiting:
            return
        still = []
        for sequence, reached in self._waiting:
            if sequence > position.sequence and not reached.done():
                still.append((sequence, reached))
            elif not reached.done():
                reached.set_result(None)
        self._waiting = still

    async def _set_ready(self, *, ready: bool) -> None:
        self._ready = ready
        if ready:
            self._complaint = ""
        if ready != self._told:
            self._told = ready
            if ready:
                logger.info("Following the journal at %s from %s", self._url, self.position)
            await _done(self._on_state(ready))

    def _complain(self, level: int, complaint: str) -> None:
        """Log a trouble once, not at each attempt."""
        if complaint != self._complaint:
            self._complaint = complaint
            logger.log(level, "%s Trying again.", complaint)


async def _done(result: Awaitable[None] | None) -> None:
    if result is not None:
        await result
