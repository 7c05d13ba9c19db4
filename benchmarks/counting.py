"""What counting costs the edge, and how many counted views a second one worker serves.

    python benchmarks/counting.py [--rounds 5] [--seconds 4]

One worker on one core serves a story page from memory to 64 connections of wrk on the other.
Rounds alternate between a browser's name, whose readings are counted, and a program's, whose
readings are not; the figure is the median, the ratio counted to uncounted. At the end what wrk
was answered must be what arrived at the origin, to the last one.
"""

import argparse
import re
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
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


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--seconds", type=int, default=4)
    options = parser.parse_args()
    install({"wrk": ["wrk"], "taskset": ["util-linux"]})
    folder = Path(tempfile.mkdtemp())
    press = subprocess.Popen(
        [sys.executable, "-c", _PRESS],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        cwd=_ROOT,
    )
    if press.stdin is None or press.stdout is None:
        sys.exit("the press has no pipes")
    origin, journal = press.stdout.readline().split()
    port = _free_port()
    command = ["taskset", "-c", "0", sys.executable, "-c", _EDGE, origin, journal, str(folder)]
    edge = subprocess.Popen([*command, str(port)], cwd=_ROOT)
    try:
        _wait(port)
        rates: dict[str, list[float]] = {PERSON: [], PROGRAM: []}
        answered = 0
        for _round in range(options.rounds):
            for agent, found in rates.items():
                rate, number = _load(port, agent, options.seconds)
                found.append(rate)
                answered += number if agent == PERSON else 0
        time.sleep(SETTLE_SECONDS)
        press.stdin.write("sum\n")
        press.stdin.flush()
        counted = int(press.stdout.readline())
    finally:
        edge.terminate()
        edge.wait()
        press.kill()
        press.wait()
        shutil.rmtree(folder, ignore_errors=True)
    person, program = (statistics.median(rates[agent]) for agent in (PERSON, PROGRAM))
    print(f"counted views/s, one worker: {person:,.0f} (at least {TARGET:,})")
    print(f"views/s that are not counted: {program:,.0f}; ratio {person / program:.3f}")
    print(f"answered {answered:,}, counted {counted:,}")
    # What wrk cuts off at the end of a round is answered, but not by its own count.
    spare = 64 * options.rounds
    if person < TARGET or not answered <= counted <= answered + spare:
        sys.exit(1)


if __name__ == "__main__":
    main()
