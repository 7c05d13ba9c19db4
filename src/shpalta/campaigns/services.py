"""What is done with campaigns: paused, resumed, duplicated, and stories made quiet."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from shpalta.campaigns.access import ADD, may_change, may_quiet
from shpalta.campaigns.models import Campaign, Fundraiser, QuietWork
from shpalta.campaigns.models.fundraiser import make_secret
from shpalta.campaigns.stages import keep_stage
from shpalta.core.flights import Stage
from shpalta.newsroom.announcing.scope import change
from shpalta.newsroom.stories.models import Story

SAVED, COPIED = "campaigns.save", "campaigns.copy"
_LINKS = ("other_titles", "placements", "rubrics", "topics")
_LONGEST = 120
PAUSE, RESUME = "campaigns.pause", "campaigns.resume"
NEW_KEY = "campaigns.new_key"
QUIET, LOUD = "campaigns.quiet", "campaigns.loud"


@change()
def set_paused(*, campaign: Campaign, is_paused: bool, actor: Any) -> bool:
    """Pause a campaign or let it go on; say whether that was a change.

    Raises PermissionDenied.
    """
    if not may_change(actor, campaign):
        raise PermissionDenied
    if campaign.is_paused == is_paused:
        return False
    campaign.is_paused = is_paused
    campaign.save(update_fields=["is_paused"])
    keep_stage(campaign.pk)
    log(instance=campaign, action=PAUSE if is_paused else RESUME, user=actor)
    return True


@change()
def duplicate(*, campaign: Campaign, actor: Any) -> Campaign:
    """Copy a campaign with its creatives, paused and without an end, and give the copy.

    What was counted and raised stays with the original. Raises PermissionDenied.
    """
    if not (may_change(actor, campaign) and actor.has_perm(ADD)):
        raise PermissionDenied
    copy = Campaign.objects.get(pk=campaign.pk)
    links = {name: list(getattr(copy, name).all()) for name in _LINKS}
    creatives = list(campaign.creatives.all())
    copy.pk = copy.id = None
    copy._state.adding = True  # noqa: SLF001  Django's documented way to copy a row
    copy.name = _("%(name)s (copy)") % {"name": copy.name[: _LONGEST - 20]}
    copy.is_paused, copy.stage = True, Stage.PAUSED
    copy.starts_at, copy.ends_at = timezone.now().replace(microsecond=0), None
    copy.created_at = timezone.now()
    for name, rows in links.items():
        setattr(copy, name, rows)
    for creative in creatives:
        creative.pk = creative.id = None
    copy.creatives = creatives
    copy.save()
    _copy_fundraiser(campaign, copy)
    log(instance=copy, action=COPIED, user=actor, data={"from": campaign.name})
    return copy


def _copy_fundraiser(campaign: Campaign, copy: Campaign) -> None:
    known = Fundraiser.objects.filter(campaign=campaign).first()
    if known is not None:
        Fundraiser.objects.create(campaign=copy, goal=known.goal, currency=known.currency)


@change()
def renew_secret(*, fundraiser: Fundraiser, actor: Any) -> str:
    """Give a partner's service a new secret, which is shown this once; the old one ends.

    Raises PermissionDenied.
    """
    if not may_change(actor, fundraiser.campaign):
        raise PermissionDenied
    fundraiser.hook_secret = make_secret()
    fundraiser.save(update_fields=["hook_secret"])
    log(instance=fundraiser.campaign, action=NEW_KEY, user=actor)
    return fundraiser.hook_secret


@change()
def set_quiet(*, story: Story, is_quiet: bool, actor: Any) -> bool:
    """Take all advertisements off a story, or let them run again; say whether that was a change.

    It holds for every edition of the work, wherever it runs. Raises PermissionDenied.
    """
    if not may_quiet(actor, story):
        raise PermissionDenied
    if is_quiet:
        _row, was_changed = QuietWork.objects.get_or_create(
            work_id=story.number, defaults={"by": actor}
        )
    else:
        was_changed = bool(QuietWork.objects.filter(work_id=story.number).delete()[0])
    if was_changed:
        log(instance=story, action=QUIET if is_quiet else LOUD, user=actor)
    return was_changed
