"""How many stories a second the journal takes while an edge follows it.

    python benchmarks/journal.py [--stories 3000] [--rounds 3] [--data FOLDER]

On SQLite and on PostgreSQL. Each story's entry, with its keys and its event, is appended in a
transaction of its own that also changes a row, as a publish does; the peer is the same
transaction without the journal, in the same run, in turns. All the while a real edge follows a
real press; then it is told how far behind the edge was when the last one was committed. Beside
it stands the publish action behind the button, one story after the other, whose own work
(revision, log, lists, search) is what costs there.
"""

import argparse
import json
import os
import signal
import statistics
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))

from benchmarks.peers.site import ROOT, Site, running_edge, running_press
from tests.integration.servers.browsing import ask
from tests.postgresql import running_postgresql

TARGET, AIM = 500, 2000
PUBLISHES = 60
_CHANGE = "UPDATE stories_story SET lead = %s WHERE id = %s"


def main() -> None:
    """Measure and print the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--stories", type=int, default=3000, help="in each round")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--data", type=Path, default=Path(".cache/bench-journal"))
    arguments = parser.parse_args()
    # Ended from outside, it still ends what it has started.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit("stopped"))
    slow = []
    for name in ("SQLite", "PostgreSQL"):
        data = (arguments.data / name.lower()).resolve()
        data.mkdir(parents=True, exist_ok=True)
        with _database(name), _followed(data) as edge:
            rate, plain, behind = _rates(edge, arguments.stories, arguments.rounds)
            (published,) = _in_newsroom(f"publish_some({PUBLISHES})")
        print(
            f"{name}: {rate:,.0f} stories/s while an edge follows (at least {TARGET}, aim {AIM}); "
            f"without the journal {plain:,.0f}/s, ratio {rate / plain:.2f}; "
            f"the edge had all of them {behind:.2f} s after the last commit; "
            f"by the publish action {published:.0f}/s"
        )
        if rate < TARGET:
            slow.append(name)
    if slow:
        sys.exit(f"slower than the target on {' and '.join(slow)}")


@contextmanager
def _database(name: str) -> Iterator[None]:
    """Let the processes that follow use this database."""
    with running_postgresql() if name == "PostgreSQL" else nullcontext() as server:
        if server is not None:
            os.environ["DATABASE_URL"] = server.url
        try:
            yield
        finally:
            os.environ.pop("DATABASE_URL", None)


@contextmanager
def _followed(data: Path) -> Iterator[str]:
    """Run a press and an edge over a prepared house; give the edge's address."""
    os.environ |= {"DATA": str(data), "DJANGO_SETTINGS_MODULE": "shpalta.site.settings"}
    _in_newsroom("seed()")
    with running_press(data, ()) as site, _following(site) as edge:
        yield edge


@contextmanager
def _following(site: Site) -> Iterator[str]:
    with running_edge(site, store=site.data / "store") as edge:
        _wait_for(edge, _head())
        yield edge


def _rates(edge: str, stories: int, rounds: int) -> tuple[float, float, float]:
    """Give stories/s with the journal and without, and how far behind the edge was at worst (s)."""
    with_journal, without, behind = [], [], []
    for _ in range(rounds):
        watch = _Watch(edge)
        rate, ended_at, head = _in_newsroom(f"append_many_times({stories})")
        behind.append(watch.until(int(head)) - ended_at)
        with_journal.append(rate)
        without.append(_in_newsroom(f"append_many_times({stories}, journal=False)")[0])
    return statistics.median(with_journal), statistics.median(without), max(behind)


def _head() -> int:
    (head,) = _in_newsroom("print_head()")
    return int(head)


def _position(edge: str) -> int:
    return int(json.loads(ask(edge, "/-/status").body)["journal_position"])


def _wait_for(edge: str, sequence: int) -> None:
    until = time.monotonic() + 60
    while _position(edge) < sequence:
        if time.monotonic() > until:
            sys.exit("the edge does not follow")
        time.sleep(0.005)


class _Watch:
    """Notes when the edge reached which position, while something else is going on."""

    def __init__(self, edge: str) -> None:
        self._edge = edge
        self._noted: list[tuple[float, int]] = []
        self._is_over = threading.Event()
        self._thread = threading.Thread(target=self._note, daemon=True)
        self._thread.start()

    def _note(self) -> None:
        while not self._is_over.wait(0.02):
            self._noted.append((time.monotonic(), _position(self._edge)))

    def until(self, sequence: int) -> float:
        """Wait until it is there; give the moment at which it was first seen there."""
        _wait_for(self._edge, sequence)
        time.sleep(0.05)
        self._is_over.set()
        self._thread.join()
        return next(at for at, position in self._noted if position >= sequence)


# What the newsroom's process does


def seed() -> None:
    """Make a title with drafts to publish."""
    from shpalta.newsroom.stories.models import Story
    from shpalta.newsroom.titles.models import Edition, Title
    from shpalta.site.preparation import prepare

    prepare()
    title, _is_new = Title.objects.get_or_create(code="bench", names={"uk": "Проба"})
    edition, _is_new = Edition.objects.get_or_create(title=title, language="uk")
    for number in range(PUBLISHES):
        story = Story(edition=edition, headline=f"Новина номер {number}", lead="Дерева. " * 20)
        story.save()
        story.save_revision()


def append_many_times(count: int, *, journal: bool = True) -> None:
    """Change a row and append its entry, each time in a transaction; print how many a second.

    Then the moment (monotonic) of the last commit, and the newest entry's sequence.
    """
    from django.db import connection, transaction

    from shpalta.journal.services import append
    from shpalta.newsroom.stories.models import Story

    first = Story.objects.values_list("pk", flat=True)[0]
    began_at = time.perf_counter()
    for number in range(count):
        with transaction.atomic():
            # Another value each time: a row that stays as it is costs SQLite no commit.
            with connection.cursor() as cursor:
                cursor.execute(_CHANGE, [f"{number} {began_at}", first])
            if journal:
                append(keys=_keys(number), event=_event(number))
    print(count / (time.perf_counter() - began_at), time.monotonic(), _sequence(), sep="\n")


def _keys(number: int) -> list[str]:
    lists = [f"list:bench:uk:{shelf}" for shelf in ("all", "rubric:3", "topic:12", "author:7")]
    return [*lists, f"story:bench:uk:{number}", f"work:{number}", "day:bench:uk:2026-01-01"]


def _event(number: int) -> dict[str, object]:
    return {
        "type": "published",
        "title": "bench",
        "edition": "uk",
        "number": number,
        "url": f"/news/2026/01/01/{number}/",
        "headline": "Умєров і Кащюнас обговорили підготовку українських військових",
        "at": "2026-01-01T12:49:00+02:00",
        "time": "12:49",
        "mark": "",
        "importance": "normal",
    }


def publish_some(count: int) -> None:
    """Publish drafts by the action behind the button; print how many a second."""
    from shpalta.newsroom.stories.models import Story

    drafts = Story.objects.filter(state="draft").select_related("latest_revision").order_by("pk")
    revisions = [story.latest_revision for story in drafts[:count]]
    began_at = time.perf_counter()
    for revision in revisions:
        if revision is not None:
            revision.publish()
    print(count / (time.perf_counter() - began_at))


def print_head() -> None:
    """Print the sequence of the newest entry."""
    print(_sequence())


def _sequence() -> int:
    from shpalta.journal.queries import head

    return head().sequence


def _in_newsroom(call: str) -> list[float]:
    """Call one of these in a process of its own; give the figures that it prints."""
    code = f"import django; django.setup(); from benchmarks.journal import *; {call}"
    result = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False
    )
    if result.returncode:
        sys.exit(f"the newsroom failed at {call}:\n{result.stderr}")
    return [float(line) for line in result.stdout.splitlines()]


if __name__ == "__main__":
    main()
