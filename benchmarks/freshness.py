"""How soon readers see what was published, and what a publish costs the origin.

    python benchmarks/freshness.py [--seconds 30] [--rate 20] [--data FOLDER]

A newsroom publishes important stories in a process of its own, by the action behind the button.
The time runs from the end of the commit to the first answer in which a reader finds the story:
at the top of the front, and in the rail of another story's page. The same is measured behind
Varnish, which hears of changes by the relay. Readers poll every few milliseconds.

Then 64 readers reload 500 hot story pages while one story is published and while the title gets
another name, which is on every page: the requests that reach the origin, as its own log counts
them, must be no more than the pages and fragments that the change made stale.
"""

import argparse
import http.client
import json
import re
import signal
import statistics
import subprocess
import sys
import threading
import time
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

sys.path.insert(0, str(Path(__file__).parent.parent))

from benchmarks.peers.load import CONNECTIONS, compressed, install, measure
from benchmarks.peers.site import (
    HOST,
    ROOT,
    Site,
    make_site,
    running_edge,
    running_press,
    running_relay,
)
from tests.integration.servers.browsing import ask
from tests.integration.servers.varnish import running_varnish

TARGET_P99, AIM_P99 = 100.0, 30.0
HOT = 500
POLL = 0.002
_LINK = re.compile(rb'/([0-9]+)/"')
_PLACES = {
    "front": re.compile(rb"<main.*?</main>", re.DOTALL),
    "rail": re.compile(rb'<aside class="rail".*?</aside>', re.DOTALL),
}


def main() -> None:
    """Measure and print the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=int, default=30)
    parser.add_argument("--rate", type=float, default=20, help="publishes a second")
    parser.add_argument("--data", type=Path, default=Path(".cache/bench-freshness"))
    arguments = parser.parse_args()
    # Ended from outside, it still ends what it has started.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit("stopped"))
    install({"varnishd": ["varnish", "varnish-modules"], "wrk": ["wrk"]})
    paths = make_site(arguments.data.resolve(), HOT)
    count = round(arguments.seconds * arguments.rate)
    _in_newsroom(f"write_drafts({2 * count + 1})", arguments.data)
    with running_press(arguments.data.resolve(), paths, counts_requests=True) as site:
        ours, cost = _at_edge(site, count, arguments.rate)
        theirs = _at_varnish(site, count, arguments.rate)
    print(f"{count} stories published, {arguments.rate:g}/s; commit → in a reader's answer (ms)")
    reached = True
    for place in _PLACES:
        edge, varnish = _percentiles(ours[place]), _percentiles(theirs[place])
        reached = reached and edge.p99 <= TARGET_P99
        print(
            f"  {place:<6} edge p50 {edge.p50:5.0f}  p99 {edge.p99:5.0f} (at most {TARGET_P99:g}, "
            f"aim {AIM_P99:g})   Varnish + relay p50 {varnish.p50:5.0f}  p99 {varnish.p99:5.0f}"
            f"   ratio of p99 {varnish.p99 / edge.p99:.2f}"
        )
    for change, (requests, stale) in cost.items():
        reached = reached and requests <= stale
        print(
            f"  {CONNECTIONS} readers × {HOT} pages, {change}: {requests} requests at the origin, "
            f"{stale} pages and fragments made stale"
        )
    if not reached:
        sys.exit("slower than the targets")


@dataclass(frozen=True)
class _Percentiles:
    p50: float
    p99: float


def _percentiles(seconds: Sequence[float]) -> _Percentiles:
    cuts = statistics.quantiles(seconds, n=100, method="inclusive")
    return _Percentiles(cuts[49] * 1000, cuts[98] * 1000)


# What the newsroom's process does


def write_drafts(count: int) -> None:
    """Bring the number of important drafts of the Ukrainian edition up to `count`."""
    from benchmarks.archive import TITLE
    from shpalta.newsroom.stories.models import Story
    from shpalta.newsroom.titles.models import Edition

    edition = Edition.objects.get(title__code=TITLE, prefix="")
    rubric = edition.title.rubrics.get(position=0)
    have = Story.objects.filter(state="draft", importance="important").count()
    for number in range(have, count):
        story = Story(
            edition=edition,
            rubric=rubric,
            importance="important",
            headline=f"Місто висадило {number} нових дерев",
            lead="Саджанці прижилися на всіх вулицях. " * 3,
        )
        story.save()
        story.save_revision()


def publish(count: int, rate: float) -> None:
    """Publish some drafts, evenly spread; print each number and when it was committed."""
    from shpalta.newsroom.stories.models import Story

    drafts = Story.objects.filter(state="draft", importance="important").order_by("pk")
    stories = list(drafts.select_related("latest_revision")[:count])
    began_at = time.monotonic()
    for place, story in enumerate(stories):
        time.sleep(max(0.0, began_at + place / rate - time.monotonic()))
        if (revision := story.latest_revision) is not None:
            revision.publish()
        print(json.dumps([story.work_id, time.monotonic()]), flush=True)


def rename(_number: int = 0) -> None:
    """Give the title another name."""
    from benchmarks.archive import TITLE
    from shpalta.newsroom.titles.models import Title

    title = Title.objects.get(code=TITLE)
    title.names = title.names | {"uk": f"Архів {time.monotonic():.0f}"}
    title.save()


def _in_newsroom(call: str, data: Path) -> dict[int, float]:
    """Call one of these in a process of its own; give what `publish` prints."""
    code = f"import django; django.setup(); from benchmarks.freshness import *; {call}"
    result = subprocess.run(
        [sys.executable, "-c", code],
        cwd=ROOT,
        env=_environment(data),
        capture_output=True,
        text=True,
        check=False,
    )
    if result.returncode:
        sys.exit(f"the newsroom failed at {call}:\n{result.stderr}")
    return dict(json.loads(line) for line in result.stdout.splitlines())


def _environment(data: Path) -> dict[str, str]:
    import os

    settings = {"DATA": str(data.resolve()), "DJANGO_SETTINGS_MODULE": "shpalta.site.settings"}
    return os.environ | settings


# What readers see


@dataclass
class _Watcher:
    """A reader who asks for one page again and again, and notes when stories first stand there."""

    server: str
    path: str
    place: str
    seen: dict[int, float] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._is_over = threading.Event()
        self._thread = threading.Thread(target=self._watch, daemon=True)

    def __enter__(self) -> "_Watcher":
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._is_over.set()
        self._thread.join()

    def _watch(self) -> None:
        connection = http.client.HTTPConnection(urlsplit(self.server).netloc, timeout=30)
        while not self._is_over.is_set():
            connection.request("GET", self.path, headers={"Host": HOST})
            body = connection.getresponse().read()
            at = time.monotonic()
            part = _PLACES[self.place].search(body)
            for number in _LINK.findall(part[0]) if part else ():
                self.seen.setdefault(int(number), at)
            time.sleep(POLL)
        connection.close()


def _delays(server: str, site: Site, count: int, rate: float) -> dict[str, list[float]]:
    """Publish; give by place the seconds until each story was seen there."""
    of_another = next(path for path in site.paths if not path.startswith(("/rus/", "/eng/")))
    with ExitStack() as stack:
        watchers = [
            stack.enter_context(_Watcher(server, path, place))
            for path, place in (("/", "front"), (of_another, "rail"))
        ]
        time.sleep(1)
        committed = _in_newsroom(f"publish({count}, {rate})", site.data)
        time.sleep(2)
    delays = {}
    for watcher in watchers:
        missing = committed.keys() - watcher.seen.keys()
        if missing:
            sys.exit(f"{len(missing)} stories were never seen on the {watcher.place} of {server}")
        delays[watcher.place] = [watcher.seen[number] - at for number, at in committed.items()]
    return delays


def _at_edge(
    site: Site, count: int, rate: float
) -> tuple[dict[str, list[float]], dict[str, tuple[int, int]]]:
    with running_edge(site, store=site.data / "store") as edge:
        delays = _delays(edge, site, count, rate)
        cost = {
            "one publish": _cost(edge, site, "publish(1, 1)"),
            "a new name of the title": _cost(edge, site, "rename()"),
        }
    return delays, cost


def _at_varnish(site: Site, count: int, rate: float) -> dict[str, list[float]]:
    folder = site.data / "varnish"
    token = site.token_file.read_text()
    port = int(site.address.rpartition(":")[2])
    with (
        running_varnish(folder, origin_port=port, token=token) as varnish,
        running_relay(site, varnish),
    ):
        return _delays(varnish, site, count, rate)


def _cost(edge: str, site: Site, change: str) -> tuple[int, int]:
    """Give the origin's requests and the objects made stale by a change under load."""
    for path in site.paths:
        compressed(edge, path)
    compressed(edge, "/")
    paths = site.data / "paths"
    paths.write_text("\n".join(site.paths) + "\n")
    load = threading.Thread(target=lambda: measure(edge, paths, seconds=8))
    stale, requests = _purged(edge), site.count_requests()
    load.start()
    time.sleep(1)
    _in_newsroom(change, site.data)
    load.join()
    return site.count_requests() - requests, _purged(edge) - stale


def _purged(edge: str) -> int:
    status = json.loads(ask(edge, "/-/status").body)
    return int(status["purged_soft"]) + int(status["purged_hard"])


if __name__ == "__main__":
    main()
