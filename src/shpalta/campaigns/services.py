"""What is done with campaigns: paused, resumed, duplicated, and stories made quiet."""

from typing import Any

from django.core.exceptions import PermissionDenied
from wagtail.log_actions import log

from shpalta.campaigns.access import may_change, may_quiet
from shpalta.campaigns.models import Campaign, QuietWork
from shpalta.campaigns.stages import keep_stage
from shpalta.newsroom.announcing.scope import change
from shpalta.newsroom.stories.models import Story

PAUSE, RESUME = "campaigns.pause", "campaigns.resume"
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
