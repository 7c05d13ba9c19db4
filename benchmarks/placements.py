"""What campaigns cost: a page's hits through the edge with and without them, an edit's fetches.

    python benchmarks/placements.py [--rounds 5] [--seconds 3] [--pages 40]

A whole house: press, edge, SQLite. Rounds alternate between a story's page with campaigns in all of
its places and the same page without any; the figure is the ratio of the medians. Then so many pages
are read once, a campaign is edited, and all are read again: the edge must fetch the places' parts,
a few for all pages together, and no page.
"""

import argparse
import re
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))

from benchmarks.peers.load import install
from tests.house.running import House, running_house

TARGET = 0.8
READER = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
_RATE = re.compile(r"Requests/sec:\s+([0-9.]+)")


def _rate(house: House, path: str, seconds: int) -> float:
    """Give the requests/s that 32 connections are answered."""
    command = ["wrk", "-t1", "-c32", f"-d{seconds}s", "-H", "Host: localhost"]
    command += ["-H", f"User-Agent: {READER}", "-H", "Accept-Encoding: gzip"]
    command += [f"http://127.0.0.1:{house.port}{path}"]
    output = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    found = _RATE.search(output)
    if found is None or "Non-2xx" in output:
        sys.exit(output)
    return float(found[1])


def _ready(house: House, path: str) -> int:
    """Have everything fetched; give how many places the page has."""
    house.catch_up()
    house.edge(path)
    return house.edge(path).body.count(b'<aside class="place')


def _compare(house: House, path: str, rounds: int, seconds: int) -> tuple[float, float]:
    """Give the medians with and without campaigns."""
    rates: dict[str, list[float]] = {"fill_places": [], "clear_campaigns": []}
    for _round in range(rounds):
        for change, found in rates.items():
            house.worker.do(change)
            places = _ready(house, path)
            if (places > 0) is (change == "clear_campaigns"):
                sys.exit(f"after {change} the page has {places} places")
            found.append(_rate(house, path, seconds))
    with_them, without = (statistics.median(found) for found in rates.values())
    return with_them, without


def _fetches_of_an_edit(house: House, number: int) -> tuple[int, int]:
    """Edit a campaign with so many pages warm; give the fetches that followed, and the pages."""
    house.worker.do("fill_places")
    for turn in range(number):
        house.worker.do("write", pick=0, headline=f"Warm {turn}", publish=True)
    house.catch_up()
    paths = house.worker.do("story_paths")
    for path in paths:
        house.edge(path)
    before = house.edge_status()["fetches"]
    house.worker.do("rename_creatives", word="edited")
    house.catch_up()
    for path in paths:
        if b"edited" not in house.edge(path).body:
            sys.exit(f"{path} is not as it should be")
    return house.edge_status()["fetches"] - before, len(paths)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--seconds", type=int, default=3)
    parser.add_argument("--pages", type=int, default=40)
    options = parser.parse_args()
    install({"wrk": ["wrk"]})
    with tempfile.TemporaryDirectory() as folder, running_house(Path(folder) / "house") as house:
        path = house.worker.do("story_paths")[0]
        with_them, without = _compare(house, path, options.rounds, options.seconds)
        fetches, pages = _fetches_of_an_edit(house, options.pages)
    ratio = with_them / without
    print(f"pages/s with campaigns {with_them:,.0f}, without {without:,.0f}; ratio {ratio:.3f}")
    print(f"an edit of a campaign with {pages} pages warm: {fetches} fetches")
    if ratio < TARGET or fetches >= pages:
        sys.exit(1)


if __name__ == "__main__":
    main()
