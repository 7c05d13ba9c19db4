"""Reading the sums: of one subject or many, in all or hour by hour."""

from collections.abc import Collection, Iterable
from datetime import datetime
from typing import Any

from django.db.models import QuerySet, Sum

from shpalta.core.counting import Subject, find_subject
from shpalta.newsroom.figures.models import Late, Tally

_AT_ONCE = 500


def _read(text: str) -> Subject:
    subject = find_subject(text)
    if subject is None:
        raise ValueError(text)
    return subject


def _of(subject: Subject) -> QuerySet[Tally]:
    return Tally.objects.filter(kind=subject.kind, place=subject.place, item=subject.item)


def total(subject: str) -> int:
    """Give how often something was counted in all. Raises ValueError for what is no subject."""
    return _of(_read(subject)).aggregate(sum=Sum("count"))["sum"] or 0


def totals(subjects: Iterable[str], since: datetime | None = None) -> dict[str, int]:
    """Give how often each was counted, from an aware moment's hour on; 0 for what never was.

    One query for up to 500 of the same kind and place. Raises ValueError.
    """
    rows: QuerySet[Any] = Tally.objects.all()
    if since is not None:
        rows = rows.filter(hour__gte=since.replace(minute=0, second=0, microsecond=0))
    return _sums(rows, subjects)


def late_totals(subjects: Iterable[str]) -> dict[str, int]:
    """Give how much of `totals` came long after it was counted. Queries and errors as there."""
    return _sums(Late.objects.all(), subjects)


def _sums(rows: "QuerySet[Any]", subjects: Iterable[str]) -> dict[str, int]:
    found = dict.fromkeys(subjects, 0)
    groups: dict[tuple[str, int], list[int]] = {}
    for text in found:
        subject = _read(text)
        groups.setdefault((subject.kind, subject.place), []).append(subject.item)
    for (kind, place), items in groups.items():
        for start in range(0, len(items), _AT_ONCE):
            part = rows.filter(kind=kind, place=place, item__in=items[start : start + _AT_ONCE])
            for item, count in part.values_list("item").annotate(sum=Sum("count")):
                found[str(Subject(kind, place, item))] = count
    return found


def series(subject: str, since: datetime, until: datetime) -> list[tuple[datetime, int]]:
    """Give (hour, count) in order, for the hours in which anything was counted."""
    rows = _of(_read(subject)).filter(hour__gte=since, hour__lt=until).order_by("hour")
    return list(rows.values_list("hour", "count"))


def place_series(
    kind: str,
    place: int,
    since: datetime,
    until: datetime,
    *,
    items: Collection[int] | None = None,
) -> list[tuple[datetime, int]]:
    """Give (hour, count) in order of all items of a kind in a place together, or of some."""
    rows = Tally.objects.filter(kind=kind, place=place, hour__gte=since, hour__lt=until)
    if items is not None:
        rows = rows.filter(item__in=items)
    return list(rows.values_list("hour").annotate(sum=Sum("count")).order_by("hour"))


def most_counted(kind: str, place: int, since: datetime, number: int) -> list[tuple[int, int]]:
    """Give (item, count) of those counted most often since an aware moment, the first ones."""
    rows = Tally.objects.filter(kind=kind, place=place, hour__gte=since).values_list("item")
    return list(rows.annotate(sum=Sum("count")).order_by("-sum", "-item")[:number])
