"""The demo's campaigns: one of each sort, with some days' counts behind them."""

import io
import random
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from shpalta.campaigns.defaults import ensure_placements
from shpalta.campaigns.fundraising import tell_progress
from shpalta.campaigns.images import keep_image, read_image
from shpalta.campaigns.inflection import phrases_of
from shpalta.campaigns.models import Campaign, Creative, Fundraiser, Placement
from shpalta.campaigns.stages import keep_stage
from shpalta.core.campaigns import CreativeForm
from shpalta.core.counting import this_hour
from shpalta.demo.drawing.advert import draw_advert
from shpalta.demo.reading import Content, Entry
from shpalta.newsroom.figures.services import add_counts
from shpalta.newsroom.stories.models import Story
from shpalta.newsroom.titles.models import Title

_PLAIN = ("priority", "daily_cap", "total_cap", "frequency", "avoided")
_TEXTS = ("form", "headings", "texts", "buttons", "alts", "link", "html")

_MORNING, _BY_NIGHT, _BY_DAY = 7, 12, 90
"""The hour from which people read, and about how often something is seen in an hour."""


def add_demo_campaigns(content: Content, now: datetime) -> None:
    """Give each title its placements, and book what runs in them as of `now` (aware)."""
    for title in Title.objects.all():
        ensure_placements(title)
    for entry in content.campaigns:
        _book(entry, now.replace(minute=0, second=0, microsecond=0))


def _book(entry: Entry, now: datetime) -> None:
    title = Title.objects.get(code=entry["title"])
    begins, *ends = entry["days"]
    campaign = Campaign(
        title=title,
        kind=entry["kind"],
        name=entry["name"],
        advertiser=entry.get("advertiser", {}),
        starts_at=now + timedelta(days=begins),
        ends_at=now + timedelta(days=ends[0]) if ends else None,
        avoided_forms=phrases_of(entry.get("avoided", "")),
        **{name: entry[name] for name in _PLAIN if name in entry},
    )
    campaign.placements = list(Placement.objects.filter(title=title, code__in=entry["placements"]))
    campaign.full_clean()
    campaign.save()
    for part in entry["creative"]:
        _add_creative(campaign, part)
    if "goal" in entry:
        _add_sums(campaign, entry, now)
    _add_counts(campaign, now)
    keep_stage(campaign.pk)


def _add_creative(campaign: Campaign, part: Entry) -> None:
    fields: dict[str, Any] = {name: part[name] for name in _TEXTS if name in part}
    fields["width"], fields["height"] = part.get("size", (0, 0))
    creative = Creative(campaign=campaign, **fields)
    if creative.form == CreativeForm.IMAGE:
        buffer = io.BytesIO()
        draw_advert(2 * creative.width, 2 * creative.height).save(buffer, "PNG")
        image = read_image("advert.png", buffer.getvalue())
        creative.image.name = keep_image(image)
        creative.digest, creative.image_type = image.digest, image.media_type
    if creative.form == CreativeForm.STORY:
        creative.story = _partner_story(campaign)
    creative.full_clean()
    creative.save()


def _partner_story(campaign: Campaign) -> Story | None:
    """Give the oldest article of the title's first edition: nobody misses it elsewhere."""
    stories = Story.objects.public().filter(title=campaign.title, kind="article")
    return stories.order_by("edition__position", "listed_at").first()


def _add_sums(campaign: Campaign, entry: Entry, now: datetime) -> None:
    fundraiser = Fundraiser.objects.create(
        campaign=campaign, goal=entry["goal"], deadline=campaign.ends_at
    )
    for day, raised in entry["sums"]:
        at = now + timedelta(days=day)
        tell_progress(fundraiser=fundraiser, raised=Decimal(raised), at=at)


def _add_counts(campaign: Campaign, now: datetime) -> None:
    """Have the campaign seen since it began, more by day than by night."""
    # Chance here only makes bars of different heights; nothing secret depends on it.
    chance = random.Random(f"shpalta/{campaign.name}")  # noqa: S311
    counts: dict[tuple[str, datetime], int] = {}
    hour = max(this_hour(campaign.starts_at), this_hour(now) - timedelta(days=14))
    creatives = list(campaign.creatives.values_list("pk", flat=True))
    while hour < now:
        local = hour.astimezone(campaign.title.zone).hour
        for number in creatives:
            seen = round(
                chance.uniform(0.6, 1.0)
                * (_BY_NIGHT if local < _MORNING else _BY_DAY)
                / len(creatives)
            )
            counts[f"seen/{number}", hour] = seen
            counts[f"click/{number}", hour] = round(seen * chance.uniform(0, 0.03))
        hour += timedelta(hours=1)
    add_counts(counts)
