"""How punctual the clock is: many stories due in the same second, against publishing each plainly.

    python benchmarks/clock.py [--orders 200] [--runs 3]

Each run makes a fresh database (SQLite, synchronous=FULL) in a temporary folder. The peer is the
publish action of the screens, repeated on the same stories, on the same machine in the same run.
A watcher reads the database file as another process would: a story counts as out when it sees it.
"""

import argparse
import os
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
from contextlib import closing
from pathlib import Path
from typing import Any

TARGET = 2.0
HEADSTART = 15.0
_SEEN = "SELECT story_id, due_at FROM clock_publishorder WHERE state = 'done'"


def seed(count: int) -> None:
    """Make a newsroom with twice `count` drafts, each with all that a story usually has."""
    from shpalta.newsroom.stories.models import Attribution, Byline, Story
    from shpalta.newsroom.titles.models import Edition, Rubric, Title
    from shpalta.newsroom.vocabulary.models import Author, Topic

    title = Title.objects.create(code="test", names={"uk": "Проба"})
    edition = Edition.objects.create(title=title, language="uk")
    rubric = Rubric.objects.create(title=title, slug="city", names={"uk": "Місто"})
    author = Author.objects.create(slug="author", names={"uk": "Авторка"})
    topics = [Topic.objects.create(slug=f"t{n}", names={"uk": f"Тема {n}"}) for n in range(3)]
    for number in range(2 * count):
        story = Story(edition=edition, rubric=rubric, headline=f"Новина номер {number}")
        story.lead = "Місто отримало нові дерева на вулиці Тихій. " * 4
        story.body = [("paragraph", f"<p>{'Саджанці прижилися. ' * 30}</p>")] * 6
        story.bylines = [Byline(author=author)]  # type: ignore[misc]
        story.attributions = [Attribution(name='"Міський листок"')]  # type: ignore[misc]
        story.topics = topics
        story.save()
        story.save_revision()


def publish_plainly(count: int) -> None:
    """Publish the first `count` drafts one after the other; print the milliseconds of each."""
    from shpalta.newsroom.stories.models import Story

    revisions: list[Any] = [
        story.latest_revision
        for story in Story.objects.select_related("latest_revision").order_by("pk")[:count]
    ]
    for revision in revisions:
        began = time.perf_counter()
        revision.publish()
        print((time.perf_counter() - began) * 1000)


def order_all(headstart: float) -> None:
    """Order every draft for one and the same second; print that second (Unix time)."""
    from datetime import timedelta

    from django.utils import timezone

    from shpalta.newsroom.clock.models import PublishOrder
    from shpalta.newsroom.stories.models import Story

    due_at = timezone.now().replace(microsecond=0) + timedelta(seconds=headstart)
    PublishOrder.objects.bulk_create(
        PublishOrder(story=story, revision=story.latest_revision, due_at=due_at, next_try_at=due_at)
        for story in Story.objects.filter(state="draft").select_related("latest_revision")
    )
    print(due_at.timestamp())


def run(data: Path, call: str) -> list[float]:
    """Call a function of this file on the data folder, in a process of its own."""
    code = f"import django; django.setup(); from benchmarks.clock import *; {call}"
    said = subprocess.run(
        [sys.executable, "-c", code], env=_environment(data), check=True, capture_output=True
    )
    return [float(line) for line in said.stdout.split()]


def _environment(data: Path) -> dict[str, str]:
    return os.environ | {
        "DATA": str(data),
        "DJANGO_SETTINGS_MODULE": "shpalta.site.settings",
        "PYTHONPATH": str(Path(__file__).resolve().parent.parent),
    }


def watch(data: Path, due_at: float, count: int) -> list[float]:
    """Give by how many seconds each order was late, as seen by another reader of the database."""
    late: dict[int, float] = {}
    until = due_at + 120
    with closing(sqlite3.connect(f"file:{data / 'shpalta.sqlite3'}?mode=ro", uri=True)) as database:
        while len(late) < count and time.time() < until:
            for story_id, _due in database.execute(_SEEN):
                late.setdefault(story_id, time.time() - due_at)
            time.sleep(0.005)
    return sorted(late.values())


def measure(count: int) -> tuple[list[float], list[float]]:
    """Make one run: the lateness of each order (s), the time of each plain publishing (ms)."""
    with tempfile.TemporaryDirectory(prefix="shpalta-clock-") as folder:
        data = Path(folder)
        shpalta = str(Path(sys.executable).parent / "shpalta")
        environment = _environment(data)
        subprocess.run([shpalta, "manage", "migrate", "-v0"], env=environment, check=True)
        run(data, f"seed({count})")
        plain = run(data, f"publish_plainly({count})")
        clock = subprocess.Popen([shpalta, "clock"], env=environment)
        try:
            (due_at,) = run(data, f"order_all({HEADSTART})")
            late = watch(data, due_at, count)
        finally:
            clock.terminate()
            clock.wait()
    return late, plain


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--orders", type=int, default=200)
    parser.add_argument("--runs", type=int, default=3)
    options = parser.parse_args()
    count = options.orders
    print(f"{count} stories due in the same second; SQLite, synchronous=FULL")
    worst = 0.0
    for number in range(1, options.runs + 1):
        late, plain = measure(count)
        if len(late) < count:
            sys.exit(f"run {number}: only {len(late)} of {count} went out")
        p50, p99 = late[count // 2], late[min(count - 1, round(count * 0.99))]
        each, peer = late[-1] * 1000 / count, statistics.median(plain)
        worst = max(worst, p99)
        print(
            f"run {number}: late p50 {p50:.2f} s, p99 {p99:.2f} s; "
            f"{each:.1f} ms an order, plain publishing {peer:.1f} ms: ratio {each / peer:.2f}"
        )
    print(f"p99 at most {TARGET:.0f} s: {'yes' if worst <= TARGET else 'NO'} ({worst:.2f} s)")
    if worst > TARGET:
        sys.exit("the clock is later than the target")


if __name__ == "__main__":
    main()
