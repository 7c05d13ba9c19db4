"""What a campaign's report shows: counts in all, by creative, day and hour, and its pace."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.utils import timezone

from shpalta.campaigns.counting import (
    NOTHING,
    Counts,
    Row,
    by_day,
    by_hour,
    creative_counts,
    read_rows,
)
from shpalta.campaigns.models import Campaign, Creative, Fundraiser, Progress
from shpalta.campaigns.models.campaign import CapUnit
from shpalta.core.counting import this_hour
from shpalta.core.flights import Pace, pace_of
from shpalta.newsroom.figures.charts import Chart, daily_chart, hourly_chart

HOURS = 48
LONGEST_CHART = timedelta(days=92)
_SUMS = 50


@dataclass(frozen=True, slots=True)
class CreativeLine:
    """A creative with what was counted of it."""

    creative: Creative
    counts: Counts


@dataclass(frozen=True, slots=True)
class DayLine:
    """A day of the title's zone."""

    day: date
    counts: Counts


@dataclass(frozen=True, slots=True)
class Report:
    """A campaign's report. The charts show impressions; `cap_counted` is what its cap counts."""

    campaign: Campaign
    counts: Counts
    today: Counts
    creatives: tuple[CreativeLine, ...]
    days: tuple[DayLine, ...]
    hours: Chart
    daily: Chart
    pace: Pace | None
    cap_counted: int
    fundraiser: Fundraiser | None
    progress: tuple[Progress, ...]
    at: datetime


def campaign_report(campaign: Campaign, now: datetime | None = None) -> Report:
    """Read a campaign's report, its title read along."""
    now = now or timezone.now()
    creatives = list(campaign.creatives.all())
    rows = read_rows(creative.pk for creative in creatives)
    days = by_day(rows, campaign.title.zone)
    counts = sum(days.values(), NOTHING)
    counted = counts.seen if campaign.cap_unit == CapUnit.IMPRESSIONS else counts.clicks
    fundraiser = Fundraiser.objects.filter(campaign=campaign).first()
    history = fundraiser.history.select_related("by")[:_SUMS] if fundraiser else ()
    return Report(
        campaign=campaign,
        counts=counts,
        today=days.get(now.astimezone(campaign.title.zone).date(), NOTHING),
        creatives=_creative_lines(creatives),
        days=tuple(DayLine(day, days[day]) for day in sorted(days, reverse=True)),
        hours=_hours(campaign, rows, now),
        daily=_daily(campaign, days, now),
        pace=pace_of(campaign.flight, counted, now),
        cap_counted=counted,
        fundraiser=fundraiser,
        progress=tuple(history),
        at=now,
    )


def _creative_lines(creatives: list[Creative]) -> tuple[CreativeLine, ...]:
    found = creative_counts(creative.pk for creative in creatives)
    return tuple(CreativeLine(creative, found[creative.pk]) for creative in creatives)


def _hours(campaign: Campaign, rows: list[Row], now: datetime) -> Chart:
    until = this_hour(now) + timedelta(hours=1)
    counts = ((hour, one.seen) for hour, one in by_hour(rows).items())
    since = until - timedelta(hours=HOURS)
    return hourly_chart(counts, since=since, until=until, zone=campaign.title.zone)


def _daily(campaign: Campaign, days: dict[date, Counts], now: datetime) -> Chart:
    """Draw the days of the flight up to today; of a long one the last."""
    zone = campaign.title.zone
    end = min(now, campaign.ends_at) if campaign.ends_at else now
    start = max(campaign.starts_at, end - LONGEST_CHART)
    first, last = min([start.astimezone(zone).date(), *days]), end.astimezone(zone).date()
    first = max(first, last - LONGEST_CHART)
    return daily_chart(
        {day: counts.seen for day, counts in days.items()}, first=first, last=max(first, last)
    )
