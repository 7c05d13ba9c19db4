"""The clock as it really runs: a process of its own, on a database of its own."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from tests.migrated import begin_migrated
from tests.scripts import Scripts

SHPALTA = Path(sys.executable).parent / "shpalta"
_DEADLINE = 90.0

_SEED = """
from datetime import timedelta
from django.utils import timezone
from shpalta.newsroom.clock.models import PublishOrder
from shpalta.newsroom.stories.models import Story
from shpalta.newsroom.titles.models import Edition, Title
title = Title.objects.create(code="visnyk", names={{"uk": "Вісник"}})
edition = Edition.objects.create(title=title, language="uk")
due_at = timezone.now().replace(microsecond=0) + timedelta(seconds={due_in})
for number in range({count}):
    story = Story(edition=edition, headline=f"Story {{number}}", lead="Lead. " * 20)
    story.save()
    PublishOrder.objects.create(
        story=story, revision=story.save_revision(), due_at=due_at, action="publish"
    )
"""

_FIGURES = """
from django.db.models import Count
from wagtail.models import ModelLogEntry
from shpalta.newsroom.clock.models import PublishOrder
from shpalta.newsroom.stories.models import ListEntry, Story
published = ModelLogEntry.objects.filter(action="wagtail.publish").values("object_id")
print(
    PublishOrder.objects.filter(state="done").count(),
    Story.objects.filter(state="published").count(),
    ListEntry.objects.filter(shelf="all").count(),
    len(set(published.values_list("object_id", flat=True))),
    published.count(),
)
"""


@dataclass
class Installation:
    """A database with scheduled stories, and the clocks that were started on it."""

    folder: Path
    database: Mapping[str, str] = field(default_factory=dict)
    clocks: list["subprocess.Popen[str]"] = field(default_factory=list)

    @property
    def environment(self) -> dict[str, str]:
        """Give what a process of this installation finds around it."""
        return os.environ | {"DATA": str(self.folder)} | dict(self.database)

    @property
    def log(self) -> Path:
        """Where its clocks write what goes wrong."""
        return self.folder / "clock.log"

    @cached_property
    def scripts(self) -> Scripts:
        """What runs scripts on the database."""
        return Scripts(self.environment)

    def seed(self, *, count: int, due_in: float) -> None:
        """Make the tables, and stories that are all to go out at the same second."""
        begin_migrated(self.folder, database_url=self.database.get("DATABASE_URL", ""))
        script = _SEED.format(count=count, due_in=due_in)
        self.scripts.run(script)

    def start_clock(self) -> "subprocess.Popen[str]":
        """Start one more clock."""
        with self.log.open("a") as log:
            clock = subprocess.Popen(
                [str(SHPALTA), "clock"], env=self.environment, stderr=log, text=True
            )
        self.clocks.append(clock)
        return clock

    def stop(self) -> None:
        """End every clock that still runs."""
        self.scripts.close()
        for clock in self.clocks:
            if clock.poll() is None:
                clock.send_signal(signal.SIGKILL)
            clock.wait()

    def figures(self) -> list[int]:
        """Count: orders done, stories out, stories listed, stories logged, publishings logged."""
        return [int(number) for number in self.scripts.run(_FIGURES).split()]

    def wait_until(self, condition: Callable[[], bool]) -> None:
        """Ask again and again, for a minute and a half at most."""
        until = time.monotonic() + _DEADLINE
        while not condition():
            assert time.monotonic() < until, self.log.read_text()[-3000:]
            time.sleep(0.02)
