"""Brings what was counted to the origin: onto disk within half a second, on from there.

What an edge counted reaches the figures exactly once, whenever the origin can be reached again:
`POST /-/counts` with the journal's token, answered by the highest number taken of the spool.
"""

import asyncio
import contextlib
import json
import logging
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import UTC, datetime
from http import HTTPStatus
from pathlib import Path

from shpalta.core.counting import Batch, this_hour
from shpalta.edge.counting import Counts
from shpalta.edge.errors import OriginError
from shpalta.edge.origin import Origin
from shpalta.edge.spool import Spool

COUNTS = b"/-/counts"
FLUSH_SECONDS = 0.5
"""How long a count is in memory alone."""
LOOK_SECONDS = 30.0
"""How often it is looked for what others left behind."""
LONGEST_REST = 10.0
STOP_SECONDS = 2.0
_ANSWER_LIMIT = 1000
_ANSWER_SECONDS = 10.0

logger = logging.getLogger(__name__)


@dataclass(slots=True)
class _Unkept:
    """A batch on its way where there is no disk: what is counted meanwhile waits in memory."""

    name: str
    batch: Batch | None = None
    number: int = 0


class Reporter:
    """Writes and sends the counts of one worker, and of those that were killed."""

    def __init__(self, counts: Counts, origin: Origin, token: str, folder: Path | None) -> None:
        self._counts = counts
        self._origin = origin
        self._token = token.encode()
        self._folder = folder
        self._spool: Spool | None = None
        self._memory = _Unkept(f"memory-{id(self):x}-{datetime.now(UTC).timestamp():.6f}")
        self._stopping = asyncio.Event()
        self._tasks: list[asyncio.Task[None]] = []
        self._look_at = 0.0
        self._trouble = ""

    def start(self) -> None:
        """Begin. Writing does not wait for an origin that takes its time."""
        self._tasks = [asyncio.ensure_future(self._keep_writing())]
        self._tasks.append(asyncio.ensure_future(self._keep_sending()))

    async def _keep_writing(self) -> None:
        while not await self._stops_within(FLUSH_SECONDS):
            await self.flush()

    async def _keep_sending(self) -> None:
        loop, rest = asyncio.get_running_loop(), 0.0
        while not await self._stops_within(max(rest, FLUSH_SECONDS)):
            done = await self._send_all(adopting=loop.time() >= self._look_at)
            rest = 0.0 if done else min(max(1.0, rest * 2), LONGEST_REST)

    async def _stops_within(self, seconds: float) -> bool:
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                await self._stopping.wait()
        return self._stopping.is_set()

    async def stop(self) -> None:
        """Keep what is still in memory, and try once to send it."""
        self._stopping.set()
        _done, late = await asyncio.wait(self._tasks, timeout=STOP_SECONDS)
        for task in late:
            task.cancel()
        await asyncio.gather(*late, return_exceptions=True)
        await self.flush()
        try:
            async with asyncio.timeout(STOP_SECONDS):
                done = not late and await self._send_all(adopting=False)
        except TimeoutError:
            done = False
        spool, self._spool = self._spool, None
        if spool is not None:
            await asyncio.to_thread(spool.remove if done else spool.close)

    async def flush(self) -> None:
        """Write what was counted to disk."""
        if self._folder is None:
            return
        counts = self._counts.take()
        if not counts:
            return
        try:
            await asyncio.to_thread(self._write, self._folder, counts)
        except OSError as error:
            self._counts.put_back(counts)
            self._complain(f"the counts cannot be written to {self._folder}: {error}")

    def _write(self, folder: Path, counts: dict[str, int]) -> None:
        if self._spool is None:
            self._spool = Spool.begin(folder)
        self._spool.write(counts, datetime.now(UTC))

    async def _send_all(self, *, adopting: bool) -> bool:
        """Send what waits; say whether the origin took it all."""
        if self._folder is None:
            return await self._send_from_memory()
        spool = self._spool
        if spool is not None and not spool.is_empty and not await self._send(spool):
            return False
        if adopting:
            self._look_at = asyncio.get_running_loop().time() + LOOK_SECONDS
            return await self._send_left_behind(self._folder)
        return True

    async def _send_left_behind(self, folder: Path) -> bool:
        left = await asyncio.to_thread(lambda: list(Spool.left_behind(folder)))
        done = True
        for spool in left:
            done = done and await self._send(spool)
            await asyncio.to_thread(spool.remove if done else spool.close)
        return done

    async def _send(self, spool: Spool) -> bool:
        while batches := await asyncio.to_thread(spool.waiting):
            taken = await self._post(spool.name, batches)
            if taken is None or taken < batches[0].number:
                return False
            try:
                await asyncio.to_thread(spool.acknowledge, taken)
            except OSError as error:
                self._complain(f"{spool.name} cannot be shortened: {error}")
                return False
        return True

    async def _send_from_memory(self) -> bool:
        memory = self._memory
        if memory.batch is None:
            counts = self._counts.take()
            if not counts:
                return True
            memory.number += 1
            now = datetime.now(UTC)
            memory.batch = Batch(memory.number, this_hour(now), counts, round(now.timestamp(), 1))
        taken = await self._post(memory.name, [memory.batch])
        if taken is None or taken < memory.number:
            return False
        memory.batch = None
        return True

    async def _post(self, name: str, batches: list[Batch]) -> int | None:
        """Send batches; give the highest number that the origin has of the spool."""
        lines = ",".join(batch.line() for batch in batches)
        sent_at = round(datetime.now(UTC).timestamp(), 1)
        head = f'"spool":{json.dumps(name)},"sent_at":{sent_at}'
        body = f'{{{head},"batches":[{lines}]}}'.encode()
        fields = [
            (b"authorization", b"Bearer " + self._token),
            (b"content-type", b"application/json"),
            (b"content-length", b"%d" % len(body)),
            (b"host", b"localhost"),
        ]
        try:
            upstream = await self._origin.ask("POST", COUNTS, fields, _once(body))
        except OriginError:
            return None
        try:
            if upstream.status != HTTPStatus.OK:
                self._complain(f"the origin takes no counts, it answers {upstream.status}")
                return None
            answer = await upstream.read(_ANSWER_LIMIT, _ANSWER_SECONDS)
            self._trouble = ""
            return int(json.loads(answer or b"")["taken"])
        except (OriginError, ValueError, KeyError, TypeError):
            return None
        finally:
            upstream.close()

    def _complain(self, trouble: str) -> None:
        if trouble != self._trouble:
            logger.warning("Counting: %s. Trying again.", trouble)
        self._trouble = trouble


async def _once(body: bytes) -> AsyncIterator[bytes]:
    yield body
