"""Keeping the stages of campaigns in step with dates and counts, to the second.

A trade of the workshop asks every second. What it finds stands in the rows and in the sums alone,
so that after a kill it goes on as if nothing had been: a stage is written together with its entry
in the journal, or not at all.
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import UTC, datetime

from django.db import connection
from django.db.models import Q
from django.utils import timezone

from shpalta.campaigns.models import Campaign, Creative
from shpalta.campaigns.speeds import CapId, Speeds
from shpalta.core.counting import Subject
from shpalta.core.flights import AT_CAP, Stage, Sums, stage_of
from shpalta.core.intervals import Interval
from shpalta.newsroom.announcing.scope import change
from shpalta.newsroom.figures.queries import late_totals, totals

_TURN = Interval(1.0)
SPEEDS = Speeds()
"""Of the campaigns that ran at the last turns of this process."""


def keep_stages_if_time() -> bool:
    """Bring all stages up to date if it is time; a trade of the workshop."""
    if not _TURN.is_due():
        return False
    _TURN.begin()
    keep_stages()
    return False


def keep_stages(now: datetime | None = None) -> int:
    """Bring the stages of all campaigns that are not over up to date; say how many changed.

    What its cap in all stopped is over once nothing of it is under way any more, even if that was
    less than it looked and the cap was not quite reached.
    """
    now = now or timezone.now()
    over = Q(stage=Stage.ENDED) | Q(stage=Stage.CAPPED) & ~Q(pk__in=SPEEDS.unsettled())
    rows = list(Campaign.objects.exclude(over).select_related("title"))
    sums = read_sums(rows, now)
    for row in rows:
        _note_speed(row, sums[row.pk], now)
    stale = [row.pk for row in rows if _stage_now(row, sums[row.pk], now) != row.stage]
    return sum(keep_stage(campaign_id, now) for campaign_id in stale)


def _note_speed(campaign: Campaign, sums: Sums, now: datetime) -> None:
    """Note how fast a campaign is counted, if it has caps: of others nobody knows the sums.

    What came late counts for the cap alone.
    """
    if not _has_caps(campaign):
        return
    total = sums.total - sums.late
    if campaign.stage == Stage.RUNNING:
        SPEEDS.note(_cap_id(campaign), total, day=day_start(campaign, now), now=now)
    elif campaign.stage in AT_CAP:
        SPEEDS.watch(_cap_id(campaign), total, now=now)


def keep_stage(campaign_id: int, now: datetime | None = None) -> bool:
    """Bring one campaign's stage up to date; say whether it changed."""
    now = now or timezone.now()
    with change():
        rows = Campaign.objects.filter(pk=campaign_id).select_related("title")
        if connection.features.has_select_for_update:
            rows = rows.select_for_update(of=("self",))
        campaign = rows.first()
        if campaign is None:
            return False
        stage = _stage_now(campaign, read_sums([campaign], now)[campaign.pk], now)
        if stage == campaign.stage:
            return False
        Campaign.objects.filter(pk=campaign_id).update(stage=stage)
    return True


def _stage_now(campaign: Campaign, sums: Sums, now: datetime) -> Stage:
    coming = SPEEDS.coming(_cap_id(campaign), day=day_start(campaign, now))
    return stage_of(campaign.flight, replace(sums, coming=coming), now)


def _has_caps(campaign: Campaign) -> bool:
    return bool(campaign.daily_cap or campaign.total_cap)


def _cap_id(campaign: Campaign) -> CapId:
    return (campaign.pk, campaign.cap_unit)


def read_sums(campaigns: Iterable[Campaign], now: datetime) -> Mapping[int, Sums]:
    """Add up what was counted of campaigns that have caps; of others nothing is asked.

    Sums are kept by the hour (UTC), so a day begins with the hour that its midnight lies in.
    """
    capped = [row for row in campaigns if _has_caps(row)]
    creatives = _creatives(capped)
    found: dict[int, Sums] = {row.pk: Sums() for row in campaigns}
    groups: dict[tuple[str, datetime], list[Campaign]] = {}
    for row in capped:
        groups.setdefault((row.cap_unit, day_start(row, now)), []).append(row)
    for (unit, since), rows in groups.items():
        subjects = [str(Subject(unit, 0, number)) for row in rows for number in creatives[row.pk]]
        today, in_all, late = totals(subjects, since), totals(subjects), late_totals(subjects)
        for row in rows:
            own = [str(Subject(unit, 0, number)) for number in creatives[row.pk]]
            found[row.pk] = Sums(
                today=sum(today[one] for one in own),
                total=sum(in_all[one] for one in own),
                late=sum(late[one] for one in own),
            )
    return found


def _creatives(campaigns: Iterable[Campaign]) -> dict[int, list[int]]:
    found: dict[int, list[int]] = {row.pk: [] for row in campaigns}
    rows = Creative.objects.filter(campaign_id__in=found).values_list("campaign_id", "pk")
    for campaign_id, number in rows if found else ():
        found[campaign_id].append(number)
    return found


def day_start(campaign: Campaign, now: datetime) -> datetime:
    """Give the beginning (UTC) of the day that it is in the campaign's title."""
    local = now.astimezone(campaign.title.zone)
    return local.replace(hour=0, minute=0, second=0, microsecond=0).astimezone(UTC)
