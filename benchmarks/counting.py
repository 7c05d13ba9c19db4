"""What counting costs the edge, and how many views and impressions a second one worker counts.

    python benchmarks/counting.py [--rounds 5] [--seconds 4]

One worker on one core serves a story page from memory to 64 connections of wrk on the other.
Rounds alternate between a browser's name, whose readings are counted, and a program's, whose
readings are not; the ratio is that of the medians. Then, as where campaigns run, browsers report
what was seen: alone, and beside the views, whose rate is compared with that of uncounted views
beside the same reports. At the end what was answered must be what arrived at the origin, to the
last one.
"""

import argparse
import itertools
import re
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from dataclasses import dataclass, field
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))

from benchmarks.peers.load import install
from tests.integration.edge.press import STORIES
from tests.integration.edge.readers import HOST
from tests.unit.edge.journals import TOKEN

TARGET = 10_000
PERSON = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
PROGRAM = "curl/8.5.0"
SETTLE_SECONDS = 3.0
_RATE = re.compile(r"Requests/sec:\s+([0-9.]+)")
_ANSWERED = re.compile(r"(\d+) requests in")
_ROOT = Path(__file__).parent.parent
_EDGE = f"""
import sys
from pathlib import Path
from shpalta.edge.configuration import Configuration
from shpalta.edge.server import run_edge
origin, journal, store, port = sys.argv[1:]
run_edge(
    Configuration(
        origin=origin, journal=journal, token={TOKEN!r}, store=Path(store), port=int(port)
    )
)
"""
_PRESS = """
import asyncio, sys
from tests.integration.edge.test_counting import CountingPress
async def main():
    async with CountingPress() as press:
        print(press.origin.url, press.journal.url, flush=True)
        loop = asyncio.get_running_loop()
        while await loop.run_in_executor(None, sys.stdin.readline):
            print(sum(press.sums.values()), flush=True)
asyncio.run(main())
"""


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _load(port: int, agent: str, seconds: int) -> tuple[float, int]:
    """Give the requests/s and the number of answers under one name."""
    command = ["taskset", "-c", "1", "wrk", "-t1", "-c64", f"-d{seconds}s"]
    command += ["-H", f"Host: {HOST}", "-H", f"User-Agent: {agent}"]
    command += ["-H", "Accept-Encoding: gzip", f"http://127.0.0.1:{port}{STORIES[0]}"]
    output = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    rate, answered = _RATE.search(output), _ANSWERED.search(output)
    if rate is None or answered is None or "Non-2xx" in output:
        sys.exit(output)
    return float(rate[1]), int(answered[1])


def _wait(port: int) -> None:
    for _ in range(100):
        request = urllib.request.Request(
            f"http://127.0.0.1:{port}{STORIES[0]}", headers={"Host": HOST, "User-Agent": PROGRAM}
        )
        try:
            with urllib.request.urlopen(request, timeout=2):  # noqa: S310  our own server
                return
        except OSError:
            time.sleep(0.1)
    sys.exit("the edge did not start")


class _Worker:
    """One worker of the edge on core 0, and the press behind it that adds the counts up."""

    def __init__(self, folder: Path) -> None:
        self._press = subprocess.Popen(
            [sys.executable, "-c", _PRESS],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            cwd=_ROOT,
        )
        origin, journal = self._said().split()
        self.port = _free_port()
        command = ["taskset", "-c", "0", sys.executable, "-c", _EDGE, origin, journal, str(folder)]
        self._edge = subprocess.Popen([*command, str(self.port)], cwd=_ROOT)

    def _said(self) -> str:
        if self._press.stdout is None:
            sys.exit("the press has no pipes")
        return self._press.stdout.readline()

    def counted(self) -> int:
        """Give what arrived at the origin in all."""
        time.sleep(SETTLE_SECONDS)
        if self._press.stdin is not None:
            self._press.stdin.write("sum\n")
            self._press.stdin.flush()
        return int(self._said())

    def close(self) -> None:
        """Stop both."""
        self._edge.terminate()
        self._edge.wait()
        self._press.kill()
        self._press.wait()


class _Reports:
    """Browsers that report what was seen, from core 1; `turn` gives them other addresses."""

    def __init__(self, port: int, seconds: int, turn: int) -> None:
        script = str(_ROOT / "benchmarks" / "peers" / "reporter.py")
        command = ["taskset", "-c", "1", sys.executable, script, str(port), HOST]
        self._process = subprocess.Popen(
            [*command, str(seconds), str(turn)], stdout=subprocess.PIPE, text=True
        )

    def finish(self) -> tuple[float, int]:
        """Wait for their end; give the rate a second, and the number."""
        output, _errors = self._process.communicate()
        if self._process.returncode or not output:
            sys.exit("the reports broke off")
        number, seconds = output.split()
        return int(number) / float(seconds), int(number)


@dataclass
class _Found:
    """What the rounds found: rates of views by name and company, rates of reports, the sum."""

    alone: dict[str, list[float]] = field(default_factory=lambda: {PERSON: [], PROGRAM: []})
    beside: dict[str, list[float]] = field(default_factory=lambda: {PERSON: [], PROGRAM: []})
    reports: list[float] = field(default_factory=list)
    reports_beside: list[float] = field(default_factory=list)
    answered: int = 0


def _measure(port: int, rounds: int, seconds: int) -> _Found:
    found = _Found()
    turns = itertools.count(1)
    for _round in range(rounds):
        rate, number = _Reports(port, seconds, next(turns)).finish()
        found.reports.append(rate)
        found.answered += number
        for agent in (PERSON, PROGRAM):
            rate, number = _load(port, agent, seconds)
            found.alone[agent].append(rate)
            found.answered += number if agent == PERSON else 0
            reports = _Reports(port, seconds, next(turns))
            rate, number = _load(port, agent, seconds)
            found.beside[agent].append(rate)
            found.answered += number if agent == PERSON else 0
            rate, number = reports.finish()
            found.reports_beside.append(rate)
            found.answered += number
    return found


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--seconds", type=int, default=4)
    options = parser.parse_args()
    install({"wrk": ["wrk"], "taskset": ["util-linux"]})
    folder = Path(tempfile.mkdtemp())
    worker = _Worker(folder)
    try:
        _wait(worker.port)
        found = _measure(worker.port, options.rounds, options.seconds)
        counted = worker.counted()
    finally:
        worker.close()
        shutil.rmtree(folder, ignore_errors=True)
    median = statistics.median
    person, program = (median(found.alone[agent]) for agent in (PERSON, PROGRAM))
    print(f"counted views/s, one worker: {person:,.0f} (at least {TARGET:,})")
    print(f"views/s that are not counted: {program:,.0f}; ratio {person / program:.3f}")
    reports, both = median(found.reports), median(found.beside[PERSON])
    together = both + median(found.reports_beside)
    print(f"impressions reported and counted/s, nothing else: {reports:,.0f}")
    beside = both / median(found.beside[PROGRAM])
    print(f"views and impressions counted/s at once: {together:,.0f} (at least {TARGET:,})")
    print(f"beside the same reports, counted views to uncounted: {beside:.3f}")
    print(f"answered {found.answered:,}, counted {counted:,}")
    # What wrk cuts off at the end of a round is answered, but not by its own count.
    spare = 64 * 2 * options.rounds
    is_whole = found.answered <= counted <= found.answered + spare
    if min(person, together) < TARGET or not is_whole:
        sys.exit(1)


if __name__ == "__main__":
    main()
