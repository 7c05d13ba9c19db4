"""How many comments a second a house takes through its edge, and what pages notice of it.

    python benchmarks/comments.py [--rounds 3] [--seconds 4] [--postgresql]

Rounds alternate between our room, whose waiting comments share a transaction, and the same room
with a transaction for each (the peer); both sit behind an edge of their own, on one database. Then
readers of the front and of the very story ask for pages at a steady pace, with and without a flood
of comments at the target's rate, and with one in another house on this machine. Every comment that
was answered must be in the database. The judge is the title's own rule: what the rules of
moderation cost is measured by themselves.
"""

import argparse
import asyncio
import contextlib
import itertools
import os
import statistics
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import partial
from multiprocessing import get_context
from pathlib import Path

import aiohttp

sys.path.insert(0, str(Path(__file__).parent.parent))

from shpalta.site.supervisor import Service, free_port, granian, is_well, launch, step_aside
from tests.house.running import ROOT, House, wait_until
from tests.postgresql import running_postgresql

TARGETS = {"sqlite": 200.0, "postgresql": 1_000.0}
MOST_SLOWER = 1.2
AT_ONCE = 192
PAGES_A_SECOND = 120
STORY = "Opening 0"
PAGES = ("other pages", "the story's own page")
FAST = ("--readers-a-minute", "1000000", "--proxies", "1")
HOST = {"Host": "localhost"}
JUDGE = {"SHPALTA_JUDGE": "shpalta.readers.judging.judge_by_trust"}


@dataclass
class Place:
    """Where comments are sent: an edge's port and a story."""

    port: int
    number: int


class Flood:
    """Guests who send comments, each from an address of its own."""

    def __init__(self, place: Place) -> None:
        self.place = place
        self._turn = itertools.count(int(time.time() * 1000) % 10**9)
        self.saved = 0
        self.refused = 0

    async def run(self, seconds: float, rate: float | None = None) -> float:
        """Send for some seconds, at a rate or as fast as they are answered; give those a second."""
        until, began = time.monotonic() + seconds, time.monotonic()
        connector = aiohttp.TCPConnector(limit=AT_ONCE)
        saved = self.saved
        async with aiohttp.ClientSession(connector=connector) as session:
            due = (began + turn / rate for turn in itertools.count()) if rate else None
            await asyncio.gather(*(self._guest(session, until, due) for _one in range(AT_ONCE)))
        return (self.saved - saved) / (time.monotonic() - began)

    async def _guest(
        self, session: aiohttp.ClientSession, until: float, due: Iterator[float] | None
    ) -> None:
        while time.monotonic() < until:
            if due is not None:
                await asyncio.sleep(max(0.0, next(due) - time.monotonic()))
            turn = next(self._turn)
            address = f"10.{turn >> 16 & 255}.{turn >> 8 & 255}.{turn & 255}"
            headers = {**HOST, "Sec-Fetch-Site": "same-origin", "X-Forwarded-For": address}
            body = {"story": self.place.number, "text": f"Word {turn}", "name": f"Guest {turn}"}
            url = f"http://127.0.0.1:{self.place.port}/-/readers/comments/"
            async with session.post(url, json=body, headers=headers) as answer:
                told = await answer.json(content_type=None)
            good = answer.status == 200 and told["result"] in {"published", "held"}  # noqa: PLR2004
            self.saved += good
            self.refused += not good


async def page_times(port: int, paths: list[str], seconds: float) -> dict[str, list[float]]:
    """Ask for pages in turn at a steady pace and give the seconds that each took, by path."""
    times: dict[str, list[float]] = {path: [] for path in paths}

    async def ask(session: aiohttp.ClientSession, path: str) -> None:
        began = time.perf_counter()
        async with session.get(f"http://127.0.0.1:{port}{path}", headers=HOST) as answer:
            await answer.read()
        times[path].append(time.perf_counter() - began)

    async with aiohttp.ClientSession() as session:
        asked = []
        until = time.monotonic() + seconds
        for path in itertools.cycle(paths):
            asked.append(asyncio.ensure_future(ask(session, path)))
            await asyncio.sleep(1 / PAGES_A_SECOND)
            if time.monotonic() > until:
                break
        await asyncio.gather(*asked)
    return times


@contextlib.contextmanager
def peer(house: House, data: Path) -> Iterator[int]:
    """Run the peer's room and an edge before it; give the edge's port."""
    room, port = free_port(), free_port()
    environment = house.environment | {"SHPALTA_ROOM": "readers"}
    application = "benchmarks.peers.one_by_one:application"
    command = granian(application, interface="asgi", host="127.0.0.1", port=room, workers=1)
    edge = [sys.executable, "-m", "shpalta.site", "edge", "--listen", f"127.0.0.1:{port}"]
    edge += ["--origin", f"http://127.0.0.1:{house.press_port}", *FAST]
    edge += ["--readers", f"http://127.0.0.1:{room}", "--store", str(data / "edge-of-the-peer")]
    edge += ["--token-file", str(house.data / "journal-token")]
    processes = [
        launch(Service("readers", command, steps_aside=True), env=environment, cwd=ROOT),
        launch(Service("edge", edge), env=house.environment, cwd=ROOT),
    ]
    try:
        for one in (room, port):
            wait_until(partial(is_well, f"http://127.0.0.1:{one}/-/health"), "the peer is well")
        yield port
    finally:
        for process in processes:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(process.pid, 9)
            process.wait()


def p99(times: list[float]) -> float:
    """Give the time that 99 of 100 stay below."""
    return statistics.quantiles(times, n=100)[98]


def measure_rate(house: House, data: Path, options: argparse.Namespace, kind: str) -> list[str]:
    """Measure how many comments are taken, and print it; give what is short of its target."""
    ours = Flood(Place(house.port, number_of_story(house)))
    with peer(house, data) as peer_port:
        theirs = Flood(Place(peer_port, ours.place.number))
        rates: list[tuple[float, float]] = []
        for _round in range(options.rounds):
            pair = [rate_of(one, options.seconds) for one in (ours, theirs)]
            rates.append((pair[0], pair[1]))
            print(f"  {pair[0]:7.0f} comments/s, one transaction each {pair[1]:7.0f}")
    rate = statistics.median(one for one, _other in rates)
    ratio = statistics.median(one / other for one, other in rates)
    print(f"{kind}: {rate:.0f} comments/s (target {TARGETS[kind]:.0f}), {ratio:.2f}x the peer")
    kept, answered = house.worker.do("comments_kept"), ours.saved + theirs.saved
    print(f"{kind}: {answered} were answered as saved, {kept} are there, {ours.refused} refused")
    short = [f"{kind}: comments/s"] if rate < TARGETS[kind] else []
    return [*short, f"{kind}: comments lost"] if kept < answered else short


def rate_of(flood: Flood, seconds: float) -> float:
    """Send comments as fast as they are answered, and give how many that were a second."""
    with ProcessPoolExecutor(1, get_context("spawn"), _sit_elsewhere) as pool:
        saved, refused, rate = pool.submit(_send, flood.place, seconds, None).result()
    flood.saved += saved
    flood.refused += refused
    return rate


def measure_pages(
    house: House, neighbour: House, options: argparse.Namespace, kind: str
) -> list[str]:
    """Measure what readers of pages notice, and print it; give what is short of its target.

    A neighbour that is flooded alike shares nothing but the machine: what its flood costs, no
    edge could save.
    """
    paths = ["/", house.worker.do("path_of", pk=house.worker.do("row_of", headline=STORY))]
    floods = {one: Flood(Place(one.port, number_of_story(one))) for one in (neighbour, house)}
    asyncio.run(page_times(house.port, paths, 1.0))
    ratios: dict[tuple[str, str], list[float]] = defaultdict(list)
    for _round in range(options.rounds):
        quiet = asyncio.run(page_times(house.port, paths, options.seconds))
        loud = {}
        for name, one in (("the neighbour", neighbour), ("its own house", house)):
            with flooded(floods[one], options.seconds, TARGETS[kind]):
                loud[name] = asyncio.run(page_times(house.port, paths, options.seconds))
        for path, page in zip(paths, PAGES, strict=True):
            told = [f"quiet {p99(quiet[path]) * 1e3:.1f} ms"]
            for name, times in loud.items():
                ratios[page, name].append(p99(times[path]) / p99(quiet[path]))
                told.append(f"{name} flooded {p99(times[path]) * 1e3:.1f} ms")
            print(f"  p99 of {page}: {', '.join(told)}")
    for (page, name), found in ratios.items():
        print(f"{kind}: p99 of {page} while {name} is flooded: {statistics.median(found):.2f}x")
    slower = statistics.median(ratios[PAGES[0], "its own house"])
    return [f"{kind}: p99 of pages"] if slower > MOST_SLOWER else []


def number_of_story(house: House) -> int:
    """Give the number of the story under which comments are written."""
    pk = house.worker.do("row_of", headline=STORY)
    (number,) = house.worker.do("numbers_of", pks=[pk])
    return int(number)


@contextlib.contextmanager
def flooded(flood: Flood, seconds: float, rate: float) -> Iterator[None]:
    """Send comments from a process of its own, so that sending them delays no reader here."""
    with ProcessPoolExecutor(1, get_context("spawn"), _sit_elsewhere) as pool:
        pool.submit(os.getpid).result()
        sending = pool.submit(_send, flood.place, seconds, rate)
        yield
        saved, refused, _rate = sending.result()
    flood.saved += saved
    flood.refused += refused


def _sit_elsewhere() -> None:
    """Take little from the machine under measure: who floods a house has machines of their own."""
    os.setsid()
    step_aside(os.getpid())


def _send(place: Place, seconds: float, rate: float | None) -> tuple[int, int, float]:
    flood = Flood(place)
    found = asyncio.run(flood.run(seconds, rate))
    return flood.saved, flood.refused, found


def main() -> None:
    """Measure each database that is asked for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--seconds", type=float, default=4.0)
    parser.add_argument("--postgresql", action="store_true", help="PostgreSQL as well")
    options = parser.parse_args()
    short: list[str] = []
    for kind in ["sqlite", "postgresql"][: 1 + options.postgresql]:
        with contextlib.ExitStack() as stack:
            data = Path(stack.enter_context(tempfile.TemporaryDirectory()))
            house = started_house(stack, data / "house", kind)
            short += measure_rate(house, data, options, kind)
            neighbour = started_house(stack, data / "neighbour", kind)
            short += measure_pages(house, neighbour, options, kind)
    if short:
        sys.exit(f"short: {', '.join(short)}")


def started_house(stack: contextlib.ExitStack, folder: Path, kind: str) -> House:
    """Start a small house on a database of its own; the stack stops it."""
    server = stack.enter_context(running_postgresql()) if kind == "postgresql" else None
    house = House(folder, database_url=server.url if server else "", environment=JUDGE)
    stack.callback(house.close)
    house.worker.do("make_house")
    house.set_command("edge", [*house.services["edge"].command, *FAST])
    for name in ("press", "readers", "edge"):
        house.start(name)
    return house


if __name__ == "__main__":
    main()
