"""Reading campaigns: as the rules of `shpalta.core.campaigns` see them, for whoever shows them."""

from collections.abc import Iterable
from datetime import datetime

from django.db.models import Q, QuerySet
from django.utils import timezone

from shpalta.campaigns.models import Campaign, Creative, Placement, QuietWork
from shpalta.core.campaigns import CampaignFacts
from shpalta.core.flights import Stage
from shpalta.core.folding import words_of
from shpalta.newsroom.stories.models import Story
from shpalta.newsroom.stories.search import text_of
from shpalta.newsroom.vocabulary.models import Topic


def coming_rows(title_id: int, now: datetime | None = None) -> "QuerySet[Campaign]":
    """Give the campaigns of a title that run or will run, with what the rules ask read along.

    Seven queries when they are read, whatever their number.
    """
    now = now or timezone.now()
    rows = Campaign.objects.filter(Q(title_id=title_id) | Q(other_titles=title_id))
    rows = rows.filter(Q(ends_at__isnull=True) | Q(ends_at__gt=now), is_paused=False)
    related = ("creatives", "placements", "other_titles", "rubrics", "topics")
    found: QuerySet[Campaign] = rows.distinct().order_by("pk").select_related("fundraiser")
    return found.prefetch_related(*related)


def facts_of(campaign: Campaign) -> CampaignFacts:
    """Give a campaign as the rules see it; a partner story that readers cannot see is left out."""
    return campaign.facts(tuple(one.facts() for one in campaign.creatives.all()))


def is_quiet(number: int) -> bool:
    """Tell whether a work is to have no advertisements."""
    return QuietWork.objects.filter(work_id=number).exists()


def story_words(story: Story, topics: Iterable[Topic] = ()) -> list[str]:
    """Give the folded words of a story beside which an advertiser may not want to stand.

    Those of headline, lead and text, and of its topics' names in every language.
    """
    named = " ".join(name for topic in topics for name in topic.names.values())
    return [*words_of(named), *text_of(story).split()]


def named_like(campaigns: "QuerySet[Campaign]", query: str) -> "QuerySet[Campaign]":
    """Keep the campaigns that have some text in their name or their advertiser's.

    Compared here and not by the database, of which one folds Latin letters alone.
    """
    wanted = " ".join(words_of(query))
    rows = campaigns.values_list("pk", "name", "advertiser")
    return campaigns.filter(
        pk__in=[
            pk
            for pk, name, advertiser in rows
            if wanted in " ".join(words_of(" ".join((name, *advertiser.values()))))
        ]
    )


def known_creatives(numbers: set[int]) -> set[int]:
    """Give which of the numbers are creatives: what readers' browsers may report of."""
    return set(Creative.objects.filter(pk__in=numbers).values_list("pk", flat=True))


def unsold(title_id: int, now: datetime | None = None) -> list[Placement]:
    """Give a title's placements in use in which no paid or partner campaign runs now."""
    now = now or timezone.now()
    sold = Campaign.objects.filter(stage=Stage.RUNNING).exclude(kind="house")
    rows = Placement.objects.filter(title_id=title_id, is_active=True)
    return list(rows.exclude(campaigns__in=sold).order_by("position", "code"))


def find_creative(number: int, *, title_id: int) -> Creative | None:
    """Find a creative of a campaign that runs, ran or will run in a title, its campaign along."""
    rows = Creative.objects.filter(pk=number).select_related("campaign")
    runs = Q(campaign__title_id=title_id) | Q(campaign__other_titles=title_id)
    return rows.filter(runs).first()


def campaigns_printing(image: str) -> list[Campaign]:
    """List the campaigns that have an image (its file's name), whenever they run."""
    rows = Campaign.objects.filter(creatives__image=image).select_related("title")
    return list(rows.distinct().order_by("pk"))


def runs_in(campaign: Campaign, placement_id: int) -> bool:
    """Tell whether a campaign is booked in a placement."""
    return campaign.placements.filter(pk=placement_id).exists()
