"""Taking counts in: each batch of an edge once, whatever was sent twice or came late."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import astuple
from datetime import UTC, datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone
from django.utils.module_loading import import_string

from shpalta.core.counting import Batch, CountingError, Subject, find_subject
from shpalta.newsroom.figures.errors import FiguresError
from shpalta.newsroom.figures.models import TakenSpool, Tally

Known = Callable[[set[int]], set[int]]

MOST_BATCHES = 1000
LONGEST_NAME = 80
_FORGOTTEN_AFTER = timedelta(days=30)
BY_HOUR_FOR = timedelta(days=35)
"""How long sums are kept by the hour; older ones are kept by the day."""
_ADD = """
INSERT INTO figures_tally (kind, place, item, hour, count) VALUES (%s, %s, %s, %s, %s)
ON CONFLICT (kind, place, item, hour) DO UPDATE SET count = figures_tally.count + excluded.count
"""

_ADD_LATE = """
INSERT INTO figures_late (kind, place, item, count) VALUES (%s, %s, %s, %s)
ON CONFLICT (kind, place, item) DO UPDATE SET count = figures_late.count + excluded.count
"""


def take_report(document: object) -> int:
    """Take what an edge reports, as parsed JSON; give the highest batch taken of its spool.

    Raises FiguresError for what is no report; then nothing of it was taken.
    """
    try:
        if not isinstance(document, dict):
            raise TypeError
        name, raw = str(document["spool"]), list(document["batches"])
    except (KeyError, TypeError) as error:
        message = "A report must have spool and batches."
        raise FiguresError(message) from error
    if not 0 < len(name) <= LONGEST_NAME or len(raw) > MOST_BATCHES:
        message = f"A report names its spool and holds at most {MOST_BATCHES} batches."
        raise FiguresError(message)
    try:
        batches = [Batch.of(one) for one in raw]
    except CountingError as error:
        raise FiguresError(str(error)) from error
    sent_at = document.get("sent_at")
    known = float(sent_at) if isinstance(sent_at, int | float) else None
    return take_batches(spool=name, batches=batches, sent_at=known)


@transaction.atomic
def take_batches(*, spool: str, batches: Sequence[Batch], sent_at: float | None = None) -> int:
    """Add the batches that were not taken before; give the highest one taken of the spool.

    `sent_at` is by the clock by which they were written, None if nobody knows.
    """
    TakenSpool.objects.get_or_create(pk=spool, defaults={"at": timezone.now()})
    known = TakenSpool.objects.select_for_update().get(pk=spool)
    fresh = [batch for batch in batches if batch.number > known.taken]
    if not fresh:
        return known.taken
    sums: Counter[tuple[str, datetime]] = Counter()
    late: Counter[str] = Counter()
    for batch in fresh:
        for subject, count in batch.counts.items():
            sums[subject, batch.hour] += count
        if batch.is_late(sent_at):
            late.update(batch.counts)
    add_counts(sums)
    _add_late(late)
    known.taken = max(batch.number for batch in fresh)
    known.at = timezone.now()
    known.save(update_fields=["taken", "at"])
    return known.taken


def add_counts(counts: Mapping[tuple[str, datetime], int]) -> None:
    """Add to the sums: (subject, hour) to number. What is no subject, or unknown, is left out."""
    rows = [(subject, hour, n) for (text, hour), n in counts.items() for subject in _read(text)]
    wanted = _known(subject for subject, _hour, _number in rows)
    adapt = connection.ops.adapt_datetimefield_value
    # In one order for all: two reports at once must not wait for each other's rows.
    values = sorted(
        (*astuple(subject), hour, number) for subject, hour, number in rows if subject in wanted
    )
    _put(_ADD, [(*names, adapt(hour), number) for *names, hour, number in values])


def _add_late(counts: Mapping[str, int]) -> None:
    """Note of counts that were added that they came late."""
    rows = [(subject, number) for text, number in counts.items() for subject in _read(text)]
    wanted = _known(subject for subject, _number in rows)
    _put(_ADD_LATE, sorted((*astuple(one), number) for one, number in rows if one in wanted))


def _put(statement: str, values: Sequence[tuple[Any, ...]]) -> None:
    if values:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.executemany(statement, values)


def _read(text: str) -> Iterator[Subject]:
    subject = find_subject(text)
    if subject is not None:
        yield subject


def _known(subjects: Iterable[Subject]) -> set[Subject]:
    """Keep of what browsers report only what there is."""
    found = set(subjects)
    existing = _existing(found)
    return {one for one in found if one.kind not in existing or one.item in existing[one.kind]}


def _existing(subjects: Iterable[Subject]) -> dict[str, set[int]]:
    """Give, for the kinds that browsers report, which of the numbers there are."""
    asked: dict[str, set[int]] = {}
    for subject in subjects:
        if subject.kind in settings.SHPALTA_COUNTED:
            asked.setdefault(subject.kind, set()).add(subject.item)
    found = {}
    for kind, items in asked.items():
        known: Known = import_string(settings.SHPALTA_COUNTED[kind])
        found[kind] = known(items)
    return found


def tidy(now: datetime | None = None) -> None:
    """Add old hours up to days, a day at a time, and forget spools that ended long ago."""
    now = now or timezone.now()
    TakenSpool.objects.filter(at__lt=now - _FORGOTTEN_AFTER).delete()
    limit = (now - BY_HOUR_FOR).astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
    while True:
        # Hours of the day are those of the active zone, days of the sums those of UTC.
        with timezone.override(UTC):
            old = Tally.objects.filter(hour__lt=limit).exclude(hour__hour=0)
            first = old.order_by("hour").values_list("hour", flat=True).first()
        if first is None:
            return
        _add_up(first.replace(hour=0, minute=0, second=0, microsecond=0))


@transaction.atomic
def _add_up(day: datetime) -> None:
    """Make the sums of one day (UTC) out of those of its hours."""
    rows = Tally.objects.filter(hour__gt=day, hour__lt=day + timedelta(days=1))
    sums: dict[tuple[str, int, int], int] = {}
    for kind, place, item, count in rows.values_list("kind", "place", "item", "count"):
        key = (kind, place, item)
        sums[key] = sums.get(key, 0) + count
    rows.delete()
    with connection.cursor() as cursor:
        start = connection.ops.adapt_datetimefield_value(day)
        cursor.executemany(_ADD, [(*key, start, count) for key, count in sorted(sums.items())])
