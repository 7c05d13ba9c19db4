"""The meter: how much each edition published on each day, and what lacks its counterpart.

Every number is read as it is now, from ranges of indexes: an archive of any size costs the same.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Count, Q
from django.db.models.functions import TruncDate
from django.utils import timezone

from shpalta.core import dates
from shpalta.newsroom.parity.models import Mode, ParityRule
from shpalta.newsroom.parity.rules import without_original
from shpalta.newsroom.siblings.models import StepMark
from shpalta.newsroom.stories.lists import ALL
from shpalta.newsroom.stories.models import ListEntry, Story
from shpalta.newsroom.titles.models import Edition, Title

DAYS = 14
SHOWN = 20


@dataclass(frozen=True, slots=True)
class DayCount:
    """How much an edition published on a day; `is_less` tells that another has more."""

    number: int
    is_less: bool


@dataclass(frozen=True, slots=True)
class Day:
    """A day of the title's zone, with a count for each edition in their order."""

    day: date
    counts: tuple[DayCount, ...]


@dataclass(frozen=True, slots=True)
class Meter:
    """One title's meter; the newest day first. `lacking` and `behind` are numbers of stories."""

    title: Title
    mode: Mode
    editions: tuple[Edition, ...]
    days: tuple[Day, ...]
    lacking: int
    behind: int


def read_meters(titles: Sequence[Title], *, days: int = DAYS) -> list[Meter]:
    """Read the meters of titles that have several editions: some queries, however many they are."""
    editions = _editions_of(titles)
    titles = [title for title in titles if len(editions[title.pk]) > 1]
    if not titles:
        return []
    starts = {title.pk: _start(title, days) for title in titles}
    counts = _counts(titles, starts)
    lacking = _numbers(lacking_since(starts).values("title_id").annotate(n=Count("pk")))
    behind = _numbers(
        StepMark.objects.filter(is_behind=True, story__title_id__in=starts)
        .values("story__title_id")
        .annotate(n=Count("story_id", distinct=True)),
        "story__title_id",
    )
    rules = ParityRule.objects.filter(title_id__in=starts)
    modes: dict[int, str] = dict(rules.values_list("title_id", "mode"))
    return [
        Meter(
            title=title,
            mode=Mode(modes.get(title.pk, Mode.OFF)),
            editions=editions[title.pk],
            days=_days(title, editions[title.pk], counts, days),
            lacking=lacking.get(title.pk, 0),
            behind=behind.get(title.pk, 0),
        )
        for title in titles
    ]


def lacking_since(starts: dict[int, datetime]) -> Any:
    """Give what went out since a moment for each title and has no counterpart at the root."""
    wanted = Q(pk__in=[])
    for title_id, start in starts.items():
        wanted |= Q(title_id=title_id, listed_at__gte=start)
    return without_original(Story.objects.public().filter(wanted))


def newest_lacking(title: Title, *, days: int = DAYS) -> list[Story]:
    """List the newest stories that the edition at the root has not."""
    rows = lacking_since({title.pk: _start(title, days)}).select_related("edition")
    return list(rows.defer("body", "lead").order_by("-listed_at", "-pk")[:SHOWN])


def newest_behind(title: Title) -> list[StepMark]:
    """List the stories that are out of step, those that are so for the shortest time first."""
    marks = StepMark.objects.filter(is_behind=True, story__title_id=title.pk)
    rows = marks.select_related("story__edition", "other__edition")
    return list(rows.defer("snapshot", "story__body", "other__body").order_by("-pk")[:SHOWN])


def _editions_of(titles: Sequence[Title]) -> dict[int, tuple[Edition, ...]]:
    """Give the editions of titles, the one at the root first."""
    found: defaultdict[int, list[Edition]] = defaultdict(list)
    rows = Edition.objects.filter(title__in=titles).order_by("position", "pk")
    for edition in rows:
        found[edition.title_id].append(edition)
    return {
        title.pk: tuple(sorted(found[title.pk], key=lambda edition: bool(edition.prefix)))
        for title in titles
    }


def _today(title: Title) -> date:
    return timezone.now().astimezone(title.zone).date()


def _start(title: Title, days: int) -> datetime:
    return dates.day_bounds(_today(title) - timedelta(days=days - 1), title.zone).start


def _counts(titles: Sequence[Title], starts: dict[int, datetime]) -> dict[tuple[int, date], int]:
    """Count what is public now by edition and day; one query for each time zone."""
    by_zone: defaultdict[str, list[Title]] = defaultdict(list)
    for title in titles:
        by_zone[title.time_zone].append(title)
    found: dict[tuple[int, date], int] = {}
    for several in by_zone.values():
        rows = (
            ListEntry.objects.filter(
                edition__title__in=several, shelf=ALL, published_at__gte=starts[several[0].pk]
            )
            .annotate(day=TruncDate("published_at", tzinfo=several[0].zone))
            .values_list("edition_id", "day")
            .annotate(n=Count("pk"))
            .order_by()
        )
        found |= {(edition_id, day): number for edition_id, day, number in rows}
    return found


def _days(
    title: Title,
    editions: Sequence[Edition],
    counts: dict[tuple[int, date], int],
    days: int,
) -> tuple[Day, ...]:
    today = _today(title)
    rows = []
    for back in range(days):
        day = today - timedelta(days=back)
        numbers = [counts.get((edition.pk, day), 0) for edition in editions]
        is_less = numbers[0] < max(numbers)
        told = tuple(
            DayCount(number, is_less and not place) for place, number in enumerate(numbers)
        )
        rows.append(Day(day, told))
    return tuple(rows)


def _numbers(rows: Any, key: str = "title_id") -> dict[int, int]:
    return {row[key]: row["n"] for row in rows}
