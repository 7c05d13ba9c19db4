"""Reading lists and stories for public pages.

Every list is one range of one index of `ListEntry`; every query also asks the story itself
whether it is public, so a stale entry could cost a line but never leak one.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any

from django.db import connection
from django.db.models import QuerySet
from django.utils import timezone

from shpalta.newsroom.stories.choices import PlacementMode
from shpalta.newsroom.stories.doors import placed_through, public_through
from shpalta.newsroom.stories.lists import ALL
from shpalta.newsroom.stories.models import ListEntry, Placement, Story
from shpalta.press.cursors import Cursor

_COLUMNS = (
    "story_id",
    "edition_id",
    "published_at",
    "story__work_id",
    "story__kind",
    "story__rubric_id",
    "story__headline",
    "story__front_headline",
    "story__mark",
    "story__importance",
)
_PLACED = (
    "placement_id",
    "placement__mode",
    "placement__headline",
    "placement__front_headline",
    "placement__rubric_id",
    "story__edition_id",
    "story__published_at",
)
_FULL = ("story__lead", "story__lead_picture_id")
_ANY_EDITION, _ANY_SHELF = -1, "any shelf"
"""Stand in a statement where the values will; the epoch stands there for the moment."""
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Listed:
    """A public story as lists need it; the fields are those of the model."""

    story_id: int
    edition_id: int
    published_at: datetime
    number: int
    kind: str
    rubric_id: int | None
    headline: str
    front_headline: str
    mark: str
    importance: str
    lead: str = ""
    picture_id: int | None = None
    origin: "TakenFrom | None" = None

    @property
    def leads_to_origin(self) -> bool:
        """Whether the story runs here as a headline alone."""
        return self.origin is not None and not self.origin.has_page


@dataclass(frozen=True, slots=True)
class TakenFrom:
    """Where a story that runs here comes from; `has_page`: it has a page of its own here too."""

    edition_id: int
    published_at: datetime
    has_page: bool


def _entries(edition_id: int, shelf: str, now: datetime) -> "QuerySet[ListEntry]":
    return ListEntry.objects.filter(
        public_through("story", now=now),
        placed_through("placement", now=now),
        edition_id=edition_id,
        shelf=shelf,
        published_at__lte=now,
    ).order_by("-published_at", "-story_id")


def _columns(full: bool) -> tuple[str, ...]:
    return (*_COLUMNS, *_PLACED, *(_FULL if full else ()))


def _listed(entries: "QuerySet[ListEntry]", *, full: bool) -> list[Listed]:
    return [_line(row) for row in entries.values_list(*_columns(full))]


def _line(row: Sequence[Any]) -> Listed:
    """Make a line of a row of a list, in the words of the edition that runs it."""
    own, placed, full = row[:10], row[10:17], row[17:]
    line = Listed(own[0], own[1], _aware(own[2]), *own[3:], *full)
    placement_id, mode, headline, front_headline, rubric_id, edition_id, published_at = placed
    if placement_id is None:
        return line
    return replace(
        line,
        rubric_id=rubric_id,
        headline=headline or line.headline,
        front_headline=front_headline or ("" if headline else line.front_headline),
        origin=TakenFrom(edition_id, _aware(published_at), mode == PlacementMode.PAGE),
    )


def newest(
    edition_id: int, shelf: str, limit: int, *, full: bool = False, own_only: bool = False
) -> list[Listed]:
    """List the newest of a shelf; `full` also reads leads and pictures.

    `own_only`: without what the edition took from sister titles.
    """
    sql, parameters = _statement_of_newest(connection.vendor, limit, full, own_only)
    as_time = connection.ops.adapt_datetimefield_value
    given = {_ANY_EDITION: edition_id, _ANY_SHELF: shelf, as_time(_EPOCH): as_time(timezone.now())}
    filled: list[Any] = [given.get(one, one) for one in parameters]
    with connection.cursor() as cursor:
        cursor.execute(sql, filled)
        rows: list[tuple[Any, ...]] = cursor.fetchall()
    return [_line(row) for row in rows]


@dataclass(frozen=True, slots=True)
class Wish:
    """The newest of one shelf, so many of them; see `newest`."""

    edition_id: int
    shelf: str
    limit: int
    own_only: bool = False


def newest_of_many(wishes: Sequence[Wish]) -> list[list[Listed]]:
    """List the newest of many shelves in one query, with leads and pictures, in their order.

    A house of many titles costs no more queries than one of one.
    """
    if not wishes:
        return []
    as_time = connection.ops.adapt_datetimefield_value
    now, parts = as_time(timezone.now()), []
    filled: list[Any] = []
    for place, wish in enumerate(wishes):
        sql, parameters = _statement_of_newest(connection.vendor, wish.limit, True, wish.own_only)
        given = {_ANY_EDITION: wish.edition_id, _ANY_SHELF: wish.shelf, as_time(_EPOCH): now}
        filled += [given.get(one, one) for one in parameters]
        parts.append(f"SELECT {place} AS place, wish{place}.* FROM ({sql}) AS wish{place}")  # noqa: S608  ours
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(parts), filled)
        rows: list[tuple[Any, ...]] = cursor.fetchall()
    found: list[list[Listed]] = [[] for _wish in wishes]
    for place, *row in rows:
        found[place].append(_line(row))
    for lines in found:
        lines.sort(key=lambda line: (line.published_at, line.story_id), reverse=True)
    return found


@lru_cache(maxsize=256)
def _statement_of_newest(
    _vendor: str, limit: int, full: bool, own_only: bool
) -> tuple[str, tuple[Any, ...]]:
    """Write the statement once: that takes longer than asking it, and a front asks ten times."""
    entries = _entries(_ANY_EDITION, _ANY_SHELF, _EPOCH)
    if own_only:
        entries = entries.filter(placement__isnull=True)
    query: Any = entries[:limit].values_list(*_columns(full)).query
    sql, parameters = query.sql_with_params()
    return sql, parameters


def _aware(moment: datetime) -> datetime:
    # SQLite's own column has no zone; Django keeps UTC there.
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def older_than(cursor: Cursor, edition_id: int, shelf: str, limit: int) -> list[Listed]:
    """List the newest of a shelf that stand after a place in it, with leads and pictures."""
    entries = _entries(edition_id, shelf, timezone.now()).filter(
        published_at__lte=cursor.published_at
    )
    # The range on the moment is what the index serves; the few of the same moment are sorted out.
    same = entries.exclude(published_at=cursor.published_at, story_id__gte=cursor.story_id)
    return _listed(same[:limit], full=True)


def has_newer(cursor: Cursor, edition_id: int, shelf: str) -> bool:
    """Tell whether a shelf has anything before a place in it, the story there included."""
    entries = _entries(edition_id, shelf, timezone.now()).filter(
        published_at__gte=cursor.published_at
    )
    lower = {"published_at": cursor.published_at, "story_id__lt": cursor.story_id}
    return entries.exclude(**lower).exists()


def between(start: datetime, end: datetime, edition_id: int, shelf: str) -> list[Listed]:
    """List all of a shelf from `start` (included) to `end` (excluded)."""
    entries = _entries(edition_id, shelf, timezone.now())
    return _listed(entries.filter(published_at__gte=start, published_at__lt=end), full=False)


def find_moment_before(moment: datetime, edition_id: int, shelf: str) -> datetime | None:
    """Find when the newest story before `moment` was published."""
    entries = _entries(edition_id, shelf, timezone.now()).filter(published_at__lt=moment)
    return entries.values_list("published_at", flat=True).first()


def find_moment_from(moment: datetime, edition_id: int, shelf: str) -> datetime | None:
    """Find when the oldest story at or after `moment` was published."""
    entries = _entries(edition_id, shelf, timezone.now()).filter(published_at__gte=moment)
    oldest = entries.order_by("published_at", "story_id")
    return oldest.values_list("published_at", flat=True).first()


def editions_with(shelf: str, edition_ids: Iterable[int]) -> set[int]:
    """Tell which of some editions have anything on a shelf."""
    now = timezone.now()
    return {edition_id for edition_id in edition_ids if _entries(edition_id, shelf, now).exists()}


def editions_between(
    start: datetime, end: datetime, edition_ids: Iterable[int], shelf: str
) -> set[int]:
    """Tell which of some editions have anything on a shelf from `start` to `end` (excluded)."""
    now = timezone.now()
    return {
        edition_id
        for edition_id in edition_ids
        if _entries(edition_id, shelf, now)
        .filter(published_at__gte=start, published_at__lt=end)
        .exists()
    }


def listed_by_id(story_ids: Iterable[int]) -> dict[int, Listed]:
    """Read public stories by their ids; what is not public is absent."""
    ids = set(story_ids)
    if not ids:
        return {}
    rows: Iterable[tuple[Any, ...]] = (
        Story.objects.public()
        .filter(pk__in=ids)
        .values_list(
            "pk",
            "edition_id",
            "published_at",
            "work_id",
            "kind",
            "rubric_id",
            "headline",
            "front_headline",
            "mark",
            "importance",
            "lead",
            "lead_picture_id",
        )
    )
    return {row[0]: Listed(*row) for row in rows}


def listed_by_number(
    edition_id: int, numbers: Iterable[int], *, full: bool = False
) -> dict[int, Listed]:
    """Read what an edition runs in public of some works, by their numbers, its own or taken."""
    entries = _entries(edition_id, ALL, timezone.now()).filter(story__work_id__in=set(numbers))
    return {line.number: line for line in _listed(entries, full=full)}


def works_of(story_ids: Iterable[int]) -> list[int]:
    """Give the works of stories, public or not: what a page waits for that points to them."""
    ids = set(story_ids)
    if not ids:
        return []
    return list(Story.objects.filter(pk__in=ids).order_by("pk").values_list("work_id", flat=True))


def public_siblings(work_id: int) -> list[tuple[int, str, datetime]]:
    """List the public stories of a work as (edition id, kind, publication)."""
    rows = Story.objects.public().filter(work_id=work_id)
    return [
        (edition_id, kind, published_at)
        for edition_id, kind, published_at in rows.values_list("edition_id", "kind", "published_at")
        if published_at is not None
    ]


def placed_siblings(work_id: int, edition_ids: Iterable[int]) -> list[tuple[int, str, datetime]]:
    """List where else a work has pages in editions that took it, as (edition, kind, moment)."""
    rows = Placement.objects.public().filter(
        story__work_id=work_id, edition_id__in=edition_ids, mode=PlacementMode.PAGE
    )
    return list(rows.values_list("edition_id", "story__kind", "placed_at"))
