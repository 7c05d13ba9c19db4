"""Which entry of the schedule counts, and when the next one begins."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.db.models import OuterRef, Q, QuerySet, Subquery
from django.utils import timezone

from shpalta.newsroom.stories.doors import public_through
from shpalta.newsroom.titles.models import Edition
from shpalta.newsroom.video.models import Embed
from shpalta.newsroom.video_of_day.models import DayVideo


@dataclass(frozen=True, slots=True)
class Current:
    """What an edition shows (None: nothing), and the moment (aware) at which that may change."""

    entry: DayVideo | None
    until: datetime | None


def current_of(edition_id: int, now: datetime | None = None) -> Current:
    """Read what an edition shows at `now` (aware; default: now).

    One query tells an edition that has no schedule, or nothing to show.
    """
    now = now or timezone.now()
    of_edition = {"edition_id": OuterRef("pk")}
    later = DayVideo.objects.filter(**of_edition, begins_at__gt=now).order_by("begins_at")
    rows = Edition.objects.filter(pk=edition_id).annotate(
        current_id=Subquery(_begun(now).filter(**of_edition).values("pk")[:1]),
        until=Subquery(later.values("begins_at")[:1]),
    )
    for entry_id, until in rows.values_list("current_id", "until"):
        entry = _begun(now).filter(pk=entry_id).first() if entry_id is not None else None
        is_shown = entry is not None and not entry.is_empty and _is_playable(entry)
        return Current(entry if is_shown else None, until)
    return Current(None, None)


def _begun(now: datetime) -> "QuerySet[DayVideo]":
    """Give what has begun and may be seen, the newest first.

    An entry that leads to a story which is not public does not count: the one before it stands.
    """
    public = Q(story__isnull=True) | public_through("story", now=now)
    rows = DayVideo.objects.filter(public, begins_at__lte=now)
    return rows.select_related("video", "embed", "story").order_by("-begins_at", "-pk")


def _is_playable(entry: DayVideo) -> bool:
    return entry.video is None or entry.video.is_ready


def find_played(edition_id: int, embed_id: int, now: datetime | None = None) -> Embed | None:
    """Find what lives elsewhere and is, or was, an edition's video of the day with no story."""
    now = now or timezone.now()
    played = {"days__edition_id": edition_id, "days__story": None, "days__begins_at__lte": now}
    return Embed.objects.filter(pk=embed_id, **played).first()


def next_played(edition_id: int, embed_id: int, now: datetime) -> datetime | None:
    """Give the moment after `now` from which on `find_played` may find it; None: not by time."""
    rows = DayVideo.objects.filter(edition_id=edition_id, embed_id=embed_id, begins_at__gt=now)
    return rows.order_by("begins_at").values_list("begins_at", flat=True).first()


def all_current(now: datetime | None = None) -> list[DayVideo]:
    """Read what all editions show now: one entry each, without those that show nothing."""
    found: dict[int, DayVideo] = {}
    for entry in _begun(now or timezone.now()):
        found.setdefault(entry.edition_id, entry)
    return [one for one in found.values() if not one.is_empty and _is_playable(one)]


def shown_videos(ids: Collection[int]) -> set[int]:
    """Keep the videos that are some edition's video of the day now."""
    return _kept(ids, "video_id")


def shown_embeds(ids: Collection[int]) -> set[int]:
    """Keep the embeds that are some edition's video of the day now."""
    return _kept(ids, "embed_id")


def _kept(ids: Collection[int], column: str) -> set[int]:
    if not DayVideo.objects.filter(**{f"{column}__in": ids}).exists():
        return set()
    return {getattr(entry, column) for entry in all_current()} & set(ids)


def shown_pictures(ids: Collection[int]) -> set[int]:
    """Keep the pictures that stand for some edition's video of the day now."""
    poster, still = Q(video__poster__in=ids), Q(embed__still__in=ids)
    if not DayVideo.objects.filter(poster | still).exists():
        return set()
    stills = {
        entry.video.poster_id if entry.video else entry.embed.still_id if entry.embed else None
        for entry in all_current()
    }
    return {one for one in stills if one is not None} & set(ids)
