"""What was counted of campaigns: impressions and clicks, from the sums of the figures."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.db.models import Sum

from shpalta.campaigns.models import CapUnit, Creative
from shpalta.newsroom.figures.models import Tally

SEEN, CLICK = str(CapUnit.IMPRESSIONS), str(CapUnit.CLICKS)


@dataclass(frozen=True, slots=True)
class Counts:
    """Impressions that were in view, and clicks."""

    seen: int = 0
    clicks: int = 0

    def __add__(self, other: "Counts") -> "Counts":
        return Counts(self.seen + other.seen, self.clicks + other.clicks)

    @property
    def rate(self) -> float | None:
        """Clicks for each hundred impressions; None where nothing was seen."""
        return 100 * self.clicks / self.seen if self.seen else None


NOTHING = Counts()
Row = tuple[str, int, datetime, int]
"""kind, number of the creative, hour (UTC), count"""


def counts_of(campaign_ids: Collection[int]) -> Mapping[int, Counts]:
    """Add up what was counted of campaigns. Two queries."""
    rows = Creative.objects.filter(campaign_id__in=campaign_ids).values_list("pk", "campaign_id")
    owners = dict(rows)
    found = dict.fromkeys(campaign_ids, NOTHING)
    for number, counts in creative_counts(owners).items():
        found[owners[number]] += counts
    return found


def creative_counts(numbers: Iterable[int]) -> Mapping[int, Counts]:
    """Add up what was counted of creatives. One query."""
    wanted = list(numbers)
    found = dict.fromkeys(wanted, NOTHING)
    tallies = Tally.objects.filter(kind__in=(SEEN, CLICK), place=0, item__in=wanted)
    for kind, item, count in tallies.values_list("kind", "item").annotate(sum=Sum("count")):
        found[item] += _one(kind, count)
    return found


def _one(kind: str, count: int) -> Counts:
    return Counts(seen=count) if kind == SEEN else Counts(clicks=count)


def read_rows(numbers: Iterable[int]) -> list[Row]:
    """Read the sums of creatives hour by hour, in order. One query.

    Hours older than `figures.services.BY_HOUR_FOR` stand together in their day's first (UTC).
    """
    tallies = Tally.objects.filter(kind__in=(SEEN, CLICK), place=0, item__in=list(numbers))
    return list(tallies.order_by("hour").values_list("kind", "item", "hour", "count"))


def by_hour(rows: Iterable[Row]) -> dict[datetime, Counts]:
    """Add rows up by the hour."""
    found: defaultdict[datetime, Counts] = defaultdict(Counts)
    for kind, _item, hour, count in rows:
        found[hour] += _one(kind, count)
    return dict(found)


def by_day(rows: Iterable[Row], zone: ZoneInfo) -> dict[date, Counts]:
    """Add rows up by the day of a zone."""
    found: defaultdict[date, Counts] = defaultdict(Counts)
    for kind, _item, hour, count in rows:
        found[hour.astimezone(zone).date()] += _one(kind, count)
    return dict(found)
