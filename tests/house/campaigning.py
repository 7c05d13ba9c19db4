"""What can happen to the campaigns of a house, and the addresses that they have.

`pick` chooses among what is there, as in `tests.house.changes`.
"""

import time
from datetime import timedelta
from typing import Any

from django.utils import timezone

from shpalta.campaigns.defaults import ensure_placements
from shpalta.campaigns.models import Campaign, Creative, Fundraiser, Placement, QuietWork
from shpalta.campaigns.stages import keep_stage
from shpalta.core.campaigns import CampaignKind, Spot
from shpalta.core.surroundings import Surroundings
from shpalta.newsroom.titles.models import Edition, Title
from shpalta.newsroom.vocabulary.models import Topic
from shpalta.press.framing import digest_of
from tests.factories import make_campaign, make_creative_image, make_placement
from tests.house.changes import names, one, published

_SOON = timedelta(seconds=3)
_PAST = 0.1
HTML = '<a href="{{click}}">A frame</a>'


def open_places() -> None:
    """Give each title its places, and something that stands in them."""
    for title in Title.objects.order_by("pk"):
        ensure_placements(title)
        make_placement(title, "band", spot=Spot.BAND, paragraph=1)
        placements = list(Placement.objects.filter(title=title).order_by("pk"))
        make_campaign(*placements, advertiser=names("Opener"), creatives=[{}, {}])
        appeal = make_campaign(
            *placements,
            kind=CampaignKind.FUNDRAISER,
            advertiser=names("Partner"),
            creatives=[{"form": "appeal"}],
        )
        Fundraiser.objects.create(campaign=appeal, goal=1000, raised=10)


def book(pick: int, word: str) -> int:
    """Book a campaign: now, soon or for a moment; for a topic, or away from a word.

    What begins or ends in a moment has done so at the return: meanwhile an edge fetches what is
    read again, and must have fetched it anew since.
    """
    now = timezone.now()
    soon = now + _SOON if pick % 7 == 0 or pick % 4 == 0 else None
    placements = list(Placement.objects.filter(title=one(Title.objects.all(), pick)).order_by("pk"))
    forms: list[dict[str, Any]] = [
        {"headings": names(word)},
        make_creative_image(),
        {"form": "html", "html": f"{HTML} {word}", "is_third_party": pick % 3 == 0},
        {"form": "story", "story": one(published(), pick), "link": ""},
    ]
    campaign = make_campaign(
        *placements[pick % 3 :],
        kind=list(CampaignKind)[pick % 3],
        advertiser=names(word),
        creatives=[forms[pick % 4], forms[pick // 4 % 4]],
        topics=[one(Topic.objects.all(), pick)] if pick % 5 == 0 else [],
        avoided_forms=[[["opening"]]] if pick % 5 == 1 else [],
        priority=1 + pick % 9,
        starts_at=soon if soon and pick % 7 == 0 else now - timedelta(seconds=1),
        ends_at=soon if soon and pick % 7 else None,
    )
    if soon is not None:
        time.sleep(max(0.0, (soon - timezone.now()).total_seconds()) + _PAST)
    return int(campaign.pk)


def change_campaign(pick: int, word: str) -> int | None:
    """Pause a campaign, let it go on, end it, revive it, change its words, its sums or its aim."""
    campaign = one(Campaign.objects.all(), pick)
    deed = pick % 6
    if deed == 0:
        campaign.is_paused = not campaign.is_paused
    elif deed == 1:
        campaign.ends_at = None if campaign.ends_at else timezone.now()
    elif deed == 2:
        for creative in Creative.objects.filter(campaign=campaign):
            creative.headings = names(word)
            creative.save()
    elif deed == 3:
        Fundraiser.objects.filter(campaign=campaign).update(raised=pick)
    elif deed == 4:
        campaign.topics = [] if campaign.topics.all() else [one(Topic.objects.all(), pick)]
    else:
        campaign.avoided_forms = [] if campaign.avoided_forms else [[[f"{word}*"], ["body"]]]
    campaign.save()
    keep_stage(campaign.pk)
    return int(campaign.pk)


def cancel(pick: int) -> int | None:
    """Delete a campaign."""
    campaign = one(Campaign.objects.all(), pick)
    if campaign is not None:
        campaign.delete()
    return campaign and int(campaign.pk or 0)


def rearrange(pick: int) -> int:
    """Move a place, close it, or let it load from hosts of others."""
    placement = one(Placement.objects.all(), pick)
    if pick % 5 == 0:
        placement.hosts = [] if placement.hosts else ["cdn.example", "*.ads.example"]
    elif pick % 2:
        placement.is_active = not placement.is_active
    else:
        placement.spot, placement.paragraph = [(Spot.UNDER, 0), (Spot.TEXT, 1), (Spot.FOOT, 0)][
            pick % 3
        ]
    placement.save()
    return int(placement.pk)


def silence(pick: int) -> int | None:
    """Take the advertisements off a story, or let them run again."""
    story = one(published(), pick)
    if story is None:
        return None
    _row, is_new = QuietWork.objects.get_or_create(work_id=story.number)
    if not is_new:
        QuietWork.objects.filter(work_id=story.number).delete()
    return int(story.number)


def campaign_paths(edition: Edition) -> set[str]:
    """List the addresses that campaigns have in an edition."""
    prefix = edition.prefix
    rubrics = edition.title.rubrics.values_list("pk", flat=True)
    codes = {Surroundings(rubric=rubric).code for rubric in (None, *rubrics)} | {"q", "all-q"}
    placements = edition.title.campaign_placements.values_list("pk", flat=True)
    paths = {f"{prefix}/-/place/{pk}/{code}/" for pk in placements for code in codes}
    for creative in Creative.objects.all():
        paths.add(f"{prefix}/-/go/{creative.pk}/")
        if creative.html:
            digest = digest_of(creative.html)
            paths |= {f"{prefix}/-/creative/{creative.pk}/{pk}/{digest}/" for pk in placements}
        if creative.image:
            paths.add(f"/media/{creative.image.name}")
    return paths


def campaign_words() -> set[str]:
    """Give the words of the routes of campaigns."""
    words = {str(pk) for pk in Placement.objects.values_list("pk", flat=True)}
    words |= {str(pk) for pk in Creative.objects.values_list("pk", flat=True)}
    words |= {digest_of(html) for html in Creative.objects.values_list("html", flat=True)}
    words |= {image.removeprefix("creatives/") for image in _images()}
    return words | {"q", "r1"}


def _images() -> list[str]:
    return list(Creative.objects.exclude(image="").values_list("image", flat=True))


def clear_campaigns() -> None:
    """End all campaigns, as if there had been none."""
    Campaign.objects.all().delete()


def book_alone(
    campaigns: list[dict[str, Any]], spot: str, hosts: list[str] | None = None
) -> dict[str, Any]:
    """Put nothing but some campaigns of one creative each into one place of the first title.

    HTML there loads from the `hosts` of others, if there are any.
    """
    clear_campaigns()
    placement = Placement.objects.get(title__code="daily", code=spot)
    Placement.objects.filter(pk=placement.pk).update(
        forms=["text", "image", "html"],
        kinds=list(CampaignKind),
        phone_sizes=[[300, 250]],
        wide_sizes=[[300, 250]],
        hosts=hosts or [],
    )
    ids = {}
    for fields in campaigns:
        heading = fields.pop("heading")
        creative: dict[str, Any] = {"headings": {"uk": heading}}
        if "link" in fields:
            creative["link"] = fields.pop("link")
        if "html" in fields:
            creative |= {"form": "html", "html": fields.pop("html"), "is_third_party": bool(hosts)}
        if "image" in fields:
            creative |= make_creative_image(*fields.pop("image"))
        fields["advertiser"] = {"uk": fields.pop("advertiser", "Advertiser")}
        campaign = make_campaign(placement, creatives=[creative], **fields)
        ids[heading] = int(Creative.objects.get(campaign=campaign).pk)
    story = one(published().filter(edition__title__code="daily", edition__language="uk"), 0)
    return {"ids": ids, "path": story.path}


def fill_places() -> None:
    """Book one campaign of texts, and nothing else, into all places of the house."""
    clear_campaigns()
    for title in Title.objects.order_by("pk"):
        placements = list(Placement.objects.filter(title=title).order_by("pk"))
        make_campaign(*placements, kind=CampaignKind.HOUSE, creatives=[{}, {}])


def rename_creatives(word: str) -> None:
    """Give all creatives another heading, as their screen does."""
    for creative in Creative.objects.all():
        creative.headings = names(word)
        creative.save()


def story_paths() -> list[str]:
    """List the paths of the public stories of the first edition, the newest first."""
    rows = published().filter(edition__title__code="daily", edition__language="uk")
    return [story.path for story in rows.order_by("-pk")]
