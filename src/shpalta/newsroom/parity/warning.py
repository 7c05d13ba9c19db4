"""The warning after a story went out that the edition at the root has not."""

from django.http import HttpRequest
from django.utils.translation import gettext as _
from wagtail.admin import messages

from shpalta.core.visibility import State
from shpalta.newsroom.parity.models import Mode
from shpalta.newsroom.parity.rules import find_mode, lacks_original
from shpalta.newsroom.stories.models import Story

PUBLISH = "action-publish"


def warn_after_publishing(request: HttpRequest, story: Story) -> None:
    """Say so where the title wants to be warned."""
    if PUBLISH not in request.POST or not story.edition.prefix:
        return
    # The form's own object does not learn that its version was published: the row is asked.
    if not Story.objects.filter(pk=story.pk, state=State.PUBLISHED).exists():
        return
    if find_mode(story.edition.title_id) == Mode.WARN and lacks_original(story):
        messages.warning(
            request,
            _("It is out, but this newspaper's first edition does not have it: publish it there."),
        )
