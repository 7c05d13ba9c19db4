"""Figures of moderation: how much waits, how long it took, how much is held, by the hour."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from statistics import median

from django.db.models import Count, Min, Q
from django.db.models.functions import TruncHour
from django.utils import timezone

from shpalta.core.counting import this_hour
from shpalta.newsroom.figures.charts import Chart, hourly_chart
from shpalta.readers.models import Comment, CommentState, ModerationEntry
from shpalta.readers.moderation.queue import waiting

HOURS = 48
_MOST_TIMED = 2000
_BY_HAND = ("approve", "remove", "ban")


@dataclass(frozen=True, slots=True)
class Figures:
    """The figures of some titles; delays are in minutes, `held_share` in percent of a day."""

    waiting: int
    longest_wait: int | None
    delay: int | None
    written: int
    held_share: int
    written_chart: Chart
    held_chart: Chart


def moderation_figures(title_ids: Collection[int], now: datetime | None = None) -> Figures:
    """Count the figures of some titles."""
    now = now or timezone.now()
    hour = this_hour(now)
    since, until = hour - timedelta(hours=HOURS - 1), hour + timedelta(hours=1)
    comments = Comment.objects.filter(talk__edition__title_id__in=title_ids)
    lately = comments.filter(created_at__gte=since)
    held = Q(state=CommentState.HELD) | ~Q(finding__reasons=[]) & Q(finding__isnull=False)
    hourly = list(
        lately.annotate(hour=TruncHour("created_at", tzinfo=now.tzinfo))
        .order_by()
        .values("hour")
        .annotate(written=Count("pk"), held=Count("pk", filter=held))
    )
    day_start = hour - timedelta(hours=23)
    of_day = [one for one in hourly if one["hour"] >= day_start]
    written = sum(one["written"] for one in of_day)
    number_held = sum(one["held"] for one in of_day)
    open_rows = waiting(title_ids).filter(comment__state=CommentState.HELD)
    oldest = open_rows.aggregate(oldest=Min("comment__created_at"))["oldest"]
    zone = timezone.get_current_timezone()
    charts = [
        hourly_chart(
            [(one["hour"], one[name]) for one in hourly],
            since=since,
            until=until,
            zone=zone,
        )
        for name in ("written", "held")
    ]
    return Figures(
        waiting=waiting(title_ids).order_by().count(),
        longest_wait=_minutes(now - oldest) if oldest else None,
        delay=_delay(title_ids, day_start),
        written=written,
        held_share=round(100 * number_held / written) if written else 0,
        written_chart=charts[0],
        held_chart=charts[1],
    )


def _minutes(span: timedelta) -> int:
    return max(0, round(span.total_seconds() / 60))


def _delay(title_ids: Collection[int], since: datetime) -> int | None:
    """Give the median of the minutes that the last decisions of a day and a night took."""
    entries = ModerationEntry.objects.filter(
        title_id__in=title_ids,
        before=CommentState.HELD,
        action__in=_BY_HAND,
        at__gte=since,
        comment__isnull=False,
    ).order_by("-pk")
    spans = entries.values_list("at", "comment__created_at")[:_MOST_TIMED]
    return round(median(_minutes(at - created) for at, created in spans)) if spans else None
