"""Taking a sister's story, changing how it runs, taking it back: what screens and rules call."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from shpalta.core.visibility import Answer, answer_for
from shpalta.newsroom.announcing.scope import change
from shpalta.newsroom.shares.errors import ShareRefusedError
from shpalta.newsroom.shares.models import Dismissal, ShareRule
from shpalta.newsroom.shares.rules import fitting_rules, modes_for, rules_between
from shpalta.newsroom.stories.announcements import NEWS_LASTS
from shpalta.newsroom.stories.models import Placement, Story
from shpalta.newsroom.titles.models import Edition, Rubric


@change()
def take_story(
    *,
    story_id: int,
    edition_id: int,
    mode: str,
    actor: Any,
    headline: str = "",
    front_headline: str = "",
    rubric_id: int | None = None,
) -> Placement:
    """Run a public story of a sister title in an edition, from now on.

    Without a rubric it stands where the house's rule puts it. Raises ShareRefusedError.
    """
    story, edition = _read(story_id, edition_id)
    placement = Placement.objects.filter(story=story, edition=edition).first()
    if placement is not None and placement.taken_back_at is None:
        raise ShareRefusedError(_("This edition runs the story already."))
    _check_allowed(story, edition, mode)
    placement = placement or Placement(story=story, edition=edition)
    placement.placed_at, placement.taken_back_at = timezone.now(), None
    placement.placed_by, placement.is_automatic = actor, False
    if rubric_id is None:
        rubric_id = _rubric_by_rule(rules_between(story, edition))
    _write(placement, mode, headline, front_headline, rubric_id)
    Dismissal.objects.filter(story=story, edition=edition).delete()
    _log(placement, "shares.take", actor)
    return placement


@change()
def change_placement(
    *,
    placement_id: int,
    mode: str,
    actor: Any,
    headline: str = "",
    front_headline: str = "",
    rubric_id: int | None = None,
) -> Placement:
    """Change how a story of a sister title runs. Raises ShareRefusedError."""
    placement = _running(placement_id)
    if mode != placement.mode:
        _check_allowed(placement.story, placement.edition, mode)
    _write(placement, mode, headline, front_headline, rubric_id)
    _log(placement, "shares.change", actor)
    return placement


@change()
def take_back(*, placement_id: int, actor: Any) -> Placement:
    """Run a story no longer: its page here answers 410, no list here shows it.

    Raises ShareRefusedError.
    """
    placement = _running(placement_id)
    placement.taken_back_at = timezone.now()
    placement.save()
    _log(placement, "shares.take_back", actor)
    return placement


@transaction.atomic
def dismiss_offer(*, story_id: int, edition_id: int, actor: Any) -> None:
    """Offer a story no more to an edition. Raises ShareRefusedError."""
    story, edition = _read(story_id, edition_id)
    Dismissal.objects.get_or_create(story=story, edition=edition, defaults={"made_by": actor})


def place_by_rules(stories: Sequence[Story]) -> None:
    """Run stories that have just come out where rules say so; part of their publishing.

    An archive taken in is no news: it stays where it is.
    """
    fresh = [one for one in stories if (one.published_at or timezone.now()) > _news_from()]
    if not fresh:
        return
    rules = ShareRule.objects.filter(giver_id__in={one.title_id for one in fresh})
    automatic = list(rules.exclude(automatic="").prefetch_related("rubrics"))
    for story in fresh:
        for rule in fitting_rules(story, automatic):
            _place_by_rule(story, rule)


def _news_from() -> datetime:
    return timezone.now() - NEWS_LASTS


def _place_by_rule(story: Story, rule: ShareRule) -> None:
    language = story.edition.language
    edition = Edition.objects.filter(title_id=rule.taker_id, language=language).first()
    if edition is None or Placement.objects.filter(story=story, edition=edition).exists():
        return
    Placement.objects.create(
        story=story,
        edition=edition,
        mode=rule.automatic,
        rubric_id=rule.rubric_id,
        placed_at=story.published_at or timezone.now(),
        is_automatic=True,
    )


def _read(story_id: int, edition_id: int) -> tuple[Story, Edition]:
    story = Story.objects.select_related("edition__title").filter(pk=story_id).first()
    if story is None:
        raise ShareRefusedError(_("This story was deleted."))
    edition = Edition.objects.select_related("title").filter(pk=edition_id).first()
    if edition is None:
        raise ShareRefusedError(_("There is no such edition."), "edition")
    return story, edition


def _running(placement_id: int) -> Placement:
    rows = Placement.objects.select_related("story__edition__title", "edition__title")
    placement = rows.filter(pk=placement_id, taken_back_at__isnull=True).first()
    if placement is None:
        raise ShareRefusedError(_("This edition does not run the story any more."))
    return placement


def _check_allowed(story: Story, edition: Edition, mode: str) -> None:
    if story.title_id == edition.title_id:
        raise ShareRefusedError(_("The story is this title's own."), "edition")
    if story.edition.language != edition.language:
        raise ShareRefusedError(_("This edition is in another language than the story."), "edition")
    if answer_for(story.standing, now=timezone.now()) is not Answer.SHOW:
        raise ShareRefusedError(_("The story is not public: nobody can take it."))
    if mode not in modes_for(story, edition):
        raise ShareRefusedError(_("The house does not let this title run the story so."), "mode")


def _rubric_by_rule(rules: Sequence[ShareRule]) -> int | None:
    return next((rule.rubric_id for rule in rules if rule.rubric_id), None)


def _write(
    placement: Placement, mode: str, headline: str, front_headline: str, rubric_id: int | None
) -> None:
    placement.mode = mode
    placement.headline, placement.front_headline = headline.strip(), front_headline.strip()
    placement.rubric = Rubric.objects.filter(pk=rubric_id).first() if rubric_id else None
    if rubric_id and placement.rubric is None:
        raise ShareRefusedError(_("There is no such rubric."), "rubric")
    try:
        placement.full_clean(validate_unique=False, validate_constraints=False)
    except ValidationError as error:
        field, words = next(iter(error.message_dict.items()))
        raise ShareRefusedError(words[0], field) from error
    placement.save()


def _log(placement: Placement, action: str, actor: Any) -> None:
    where = {"edition": str(placement.edition), "mode": placement.mode}
    log(instance=placement.story, action=action, user=actor, data=where)
