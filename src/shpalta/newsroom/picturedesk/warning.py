"""What is said after a story went out with pictures or videos that lack something."""

from datetime import timedelta

from django.http import HttpRequest
from django.utils import timezone
from wagtail.admin import messages

from shpalta.core.visibility import State
from shpalta.newsroom.picturedesk.models import Demand
from shpalta.newsroom.picturedesk.rules import Lack, find_faults
from shpalta.newsroom.picturedesk.video_rules import find_video_faults
from shpalta.newsroom.stories.models import Story

PUBLISH = "action-publish"
SOON = timedelta(days=7)


def warn_after_publishing(request: HttpRequest, story: Story) -> None:
    """Say what the title wants to be warned of, and whose rights end within a week."""
    if PUBLISH not in request.POST:
        return
    # The form's own object does not learn that its version was published: the row is asked.
    row = Story.objects.select_related("edition").filter(pk=story.pk, state=State.PUBLISHED).first()
    if row is None:
        return
    for fault in find_faults([row], at=timezone.now() + SOON):
        if fault.demand == Demand.WARN or fault.lack is Lack.ENDED:
            messages.warning(request, fault.words)
    for lacking in find_video_faults([row]):
        if lacking.demand == Demand.WARN:
            messages.warning(request, lacking.words)
