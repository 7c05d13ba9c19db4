"""What is most read: worked out in the workshop, announced only when it is another list."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from shpalta.core.intervals import Interval
from shpalta.core.keys import read_key
from shpalta.journal.services import append
from shpalta.newsroom.figures.models import MostRead
from shpalta.newsroom.figures.queries import most_counted
from shpalta.newsroom.figures.services import tidy
from shpalta.newsroom.stories.doors import placed_through, public_through
from shpalta.newsroom.stories.lists import ALL
from shpalta.newsroom.stories.models import ListEntry
from shpalta.newsroom.titles.models import Edition

STORY = "story"
"""The kind under which the reading of a story is counted, in the place of its edition."""
WINDOW = timedelta(hours=24)
KEPT = 10
"""More than a page prints: one that is withdrawn leaves no gap."""
LEAST = 2
"""Readings without which a story is not among the most read."""
_RANKING, _TIDYING = Interval(30.0), Interval(3600.0)


def rank_if_time() -> bool:
    """Work the lists out if it is time; a trade of the workshop."""
    if not _RANKING.is_due():
        return False
    _RANKING.begin()
    for edition in Edition.objects.select_related("title"):
        rank(edition)
    if _TIDYING.is_due():
        _TIDYING.begin()
        tidy()
    return True


@transaction.atomic
def rank(edition: Edition, now: datetime | None = None) -> bool:
    """Work out an edition's list (its title read along); say whether it is another one."""
    since = (now or timezone.now()) - WINDOW
    counted = most_counted(STORY, edition.pk, since, 3 * KEPT)
    enough = [number for number, count in counted if count >= LEAST]
    public = _public(edition, enough, now or timezone.now())
    numbers = [number for number in enough if number in public][:KEPT]
    known = MostRead.objects.filter(edition=edition).order_by("rank")
    if list(known.values_list("number", flat=True)) == numbers:
        return False
    known.delete()
    MostRead.objects.bulk_create(
        MostRead(edition=edition, rank=rank, number=number)
        for rank, number in enumerate(numbers, start=1)
    )
    append(keys=[read_key(edition.title.code, edition.language)])
    return True


def _public(edition: Edition, numbers: list[int], now: datetime) -> set[int]:
    """Give which of the works an edition runs in public now, its own or placed."""
    entries = ListEntry.objects.filter(
        public_through("story", now=now),
        placed_through("placement", now=now),
        edition_id=edition.pk,
        shelf=ALL,
        story__work_id__in=numbers,
    )
    return set(entries.values_list("story__work_id", flat=True))
