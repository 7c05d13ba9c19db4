"""What the rules of the house allow: of one story, and of all that could be offered."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from shpalta.newsroom.shares.models import Dismissal, ShareRule
from shpalta.newsroom.stories.models import Placement, Story
from shpalta.newsroom.titles.models import Edition

OFFERED_AT_ONCE = 25


def _fits(rule: ShareRule, story: Story, rubrics: Iterable[int]) -> bool:
    wanted = set(rubrics)
    return (not rule.kinds or story.kind in rule.kinds) and (
        not wanted or story.rubric_id in wanted
    )


def fitting_rules(story: Story, rules: Iterable[ShareRule]) -> list[ShareRule]:
    """Keep the rules that speak of a story (their rubrics should be fetched already)."""
    return [
        rule
        for rule in rules
        if rule.giver_id == story.title_id
        and _fits(rule, story, (rubric.pk for rubric in rule.rubrics.all()))
    ]


def rules_between(story: Story, edition: Edition) -> list[ShareRule]:
    """List the rules by which an edition may take a story."""
    rules = ShareRule.objects.filter(giver_id=story.title_id, taker_id=edition.title_id)
    return fitting_rules(story, rules.prefetch_related("rubrics"))


def modes_for(story: Story, edition: Edition) -> frozenset[str]:
    """Give the ways in which an edition may run a story; none where no rule allows it."""
    return frozenset().union(*(rule.modes for rule in rules_between(story, edition)))


@dataclass(frozen=True, slots=True)
class Place:
    """A place in the list of offers: after the story of this id that came out at this moment."""

    published_at: datetime
    story_id: int


def offers_for(
    edition: Edition, *, after: Place | None = None, giver_id: int | None = None
) -> list[Story]:
    """List public stories of sister titles that an edition may take, the newest first.

    What it took once, or does not want, is not offered again. One more than a page holds is
    given where there are more. `giver_id` keeps those of one title.
    """
    rules = ShareRule.objects.filter(taker_id=edition.title_id).prefetch_related("rubrics")
    allowed = _allowed(edition, [r for r in rules if giver_id in (None, r.giver_id)])
    if allowed is None:
        return []
    stories = Story.objects.public().filter(allowed, ~Q(pk__in=_settled(edition)))
    if after is not None:
        same = Q(published_at=after.published_at, pk__lt=after.story_id)
        stories = stories.filter(Q(published_at__lt=after.published_at) | same)
    rows = stories.select_related("edition__title", "rubric").defer("body")
    return list(rows.order_by("-listed_at", "-pk")[: OFFERED_AT_ONCE + 1])


def _allowed(edition: Edition, rules: Sequence[ShareRule]) -> Q | None:
    """Say in SQL what `fitting_rules` says of one story; None where nothing is allowed."""
    givers = Edition.objects.filter(language=edition.language)
    ids = dict(givers.values_list("title_id", "pk"))
    whole = Q()
    for rule in rules:
        if rule.giver_id not in ids:
            continue
        one = Q(edition_id=ids[rule.giver_id])
        if rule.kinds:
            one &= Q(kind__in=rule.kinds)
        if rubrics := [rubric.pk for rubric in rule.rubrics.all()]:
            one &= Q(rubric_id__in=rubrics)
        whole |= one
    return whole or None


def _settled(edition: Edition) -> "QuerySet[Any, Any]":
    story = OuterRef("pk")
    taken = Placement.objects.filter(edition=edition, story=story)
    unwanted = Dismissal.objects.filter(edition=edition, story=story)
    return Story.objects.filter(Q(Exists(taken)) | Q(Exists(unwanted))).values("pk")
