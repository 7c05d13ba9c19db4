"""One worker's engine: its parts put together, started and stopped."""

import asyncio
import os

from shpalta.core.entries import Position
from shpalta.edge.asgi import Receive, Scope, Send
from shpalta.edge.beacon import PATH, Beacon
from shpalta.edge.configuration import MIB, Configuration
from shpalta.edge.counting import Counts
from shpalta.edge.door import Door
from shpalta.edge.follower import Follower, elapsed
from shpalta.edge.freshening import Freshening
from shpalta.edge.keys import PurgeLog
from shpalta.edge.live import LiveHub
from shpalta.edge.metrics import Metrics
from shpalta.edge.origin import Origin
from shpalta.edge.partners import PartnersDoor, is_of_partners
from shpalta.edge.plain import PlainEngine
from shpalta.edge.purging import Purging
from shpalta.edge.readers import ReadersDoor
from shpalta.edge.reporting import Reporter
from shpalta.edge.requests import Request
from shpalta.edge.routes import is_of_readers
from shpalta.edge.shelves import Shelves
from shpalta.edge.slicing import Slicing
from shpalta.edge.status import HEALTH, is_about_us, send_health, send_status
from shpalta.edge.store import Disk
from shpalta.edge.stored import Key
from shpalta.edge.surrogate import SurrogateEngine

LIVE = "/-/live/"
TOUCH_SECONDS = 300.0
"""How often the disk hears which objects are in use."""


class Engine:
    """All of one worker but the door to its readers (see `app`)."""

    def __init__(self, configuration: Configuration) -> None:
        self.metrics = Metrics()
        self.shelves = Shelves(configuration, self.metrics)
        self.door = Door(self.shelves, self.metrics)
        self.origin = Origin(configuration, self.metrics)
        self.disk = _disk(configuration)
        self.live = LiveHub(limit=configuration.live_readers)
        self.follower: Follower | None = None
        self._configuration = configuration
        self._tasks: list[asyncio.Task[None]] = []
        self._plain: PlainEngine | None = None
        parts = (configuration, self.shelves, self.origin, self.metrics, self.disk)
        self.freshening = Freshening(*parts)
        self.counts = Counts(self.metrics)
        self._beacon = Beacon(self.counts, proxies=configuration.proxies)
        self._partners = PartnersDoor(configuration, self.origin)
        self._reporter: Reporter | None = None
        self._pages = SurrogateEngine(
            configuration,
            self.shelves,
            self.freshening,
            self.metrics,
            self.counts,
            Slicing(configuration, self.origin, self.metrics),
        )
        self._readers = ReadersDoor(configuration, self.metrics) if configuration.readers else None
        if configuration.plain:
            self._plain = PlainEngine(*parts)

    async def start(self) -> None:
        """Open the store, and begin to follow the journal from where the store is."""
        self.origin.open()
        if self._readers is not None:
            self._readers.origin.open()
        position = self.disk.open() if self.disk is not None else None
        if not self._configuration.plain:
            self._follow(position)
            self._report()
        if self.disk is not None:
            self._tasks.append(asyncio.ensure_future(self._touch()))

    def _follow(self, position: Position | None) -> None:
        sequence = position.sequence if position else 0
        self.shelves.purges = PurgeLog(sequence)
        self.freshening.place.removals = PurgeLog(sequence)
        self.freshening.place.sequence = sequence
        self.live = LiveHub(limit=self._configuration.live_readers, position=position)
        purging = Purging(
            self._configuration, self.shelves, self.freshening, self.metrics, self.live, self.disk
        )
        self.follower = Follower(
            self._configuration.journal_url,
            self._configuration.token or "",
            position=position,
            on_entry=purging.take,
            on_reset=purging.reset,
            on_state=purging.set_following,
        )
        self.freshening.place.follower = self.door.journal = self.follower
        self._tasks.append(asyncio.ensure_future(self.follower.run()))

    def _report(self) -> None:
        store = self._configuration.store
        folder = None if store is None else store / "counts"
        token = self._configuration.token or ""
        self._reporter = Reporter(self.counts, self.origin, token, folder)
        self._reporter.start()

    async def stop(self) -> None:
        """End what is under way, and write what waits for the disk."""
        self.live.close()
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        await self.freshening.flights.stop()
        if self._plain is not None:
            await self._plain.stop()
        if self._reporter is not None:
            await self._reporter.stop()
        await self.origin.close()
        if self._readers is not None:
            await self._readers.origin.close()
        if self.disk is not None:
            await self.disk.close()

    async def serve(self, request: Request, send: Send) -> None:
        """Answer a request. Raises RefusedError."""
        if is_about_us(request):
            return await self._tell(request, send)
        if self._plain is not None:
            return await self._plain.serve(request, send)
        if request.path == PATH:
            return await self._beacon.take(request, send, elapsed())
        if is_of_partners(request.path):
            return await self._partners.serve(request, send, elapsed())
        if self._readers is not None and is_of_readers(request.path.decode("latin-1")):
            return await self._readers.serve(request, send, elapsed())
        return await self._pages.serve(request, send)

    async def stream(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a reader of a live stream, for as long as it stays."""
        await self.live.stream(scope, receive, send)

    async def _tell(self, request: Request, send: Send) -> None:
        gauges = self.gauges()
        if request.path == HEALTH:
            return await send_health(request, send, gauges)
        facts = {
            "worker": os.getpid(),
            "origin": self._configuration.base,
            "plain": self._configuration.plain,
            "position": str(self.follower.position) if self.follower else None,
            "store_trouble": self.disk.state.trouble if self.disk else "",
        }
        return await send_status(request, send, self._configuration, self.metrics, gauges, facts)

    def gauges(self) -> dict[str, float]:
        """Give the figures that are looked up when somebody asks; see `metrics.GAUGES`."""
        state = self.disk.state if self.disk is not None else None
        follower = self.follower
        position = follower.position if follower else None
        return {
            "objects": len(self.shelves),
            "memory_bytes": self.shelves.size,
            "memory_limit_bytes": self._configuration.memory_mib * MIB,
            "store_ok": state.ok if state else True,
            "store_objects": state.objects if state else 0,
            "store_bytes": state.size if state else 0,
            "journal_position": position.sequence if position else 0,
            "journal_lag_seconds": (
                round(elapsed() - follower.heard_at, 3) if follower and follower.heard_at else 0
            ),
            "journal_delay_seconds": round(follower.delay, 3) if follower else 0,
            "following": follower.following if follower else False,
            "live_readers": self.live.readers,
            "live_dropped": self.live.dropped,
            "live_refused": self.live.refused,
        }

    async def _touch(self) -> None:
        """Tell the disk from time to time what is read, so that other things go first."""
        known: dict[Key, int] = {}
        while self.disk is not None:
            await asyncio.sleep(TOUCH_SECONDS)
            used = {stored.key: stored.hits for stored in self.shelves.found}
            self.disk.touch([key for key, hits in used.items() if hits > known.get(key, 0)])
            known = used


def _disk(configuration: Configuration) -> Disk | None:
    if configuration.store is None:
        return None
    return Disk(configuration.store, limit=configuration.store_mib * MIB)
