"""How stories without advertisements are told on the stories' own screens."""

from collections.abc import Mapping, Sequence

from django.db.models import QuerySet
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from shpalta.campaigns.access import may_quiet
from shpalta.campaigns.models import QuietWork
from shpalta.newsroom.stories.models import Story
from shpalta.newsroom.stories.narrowing import narrowed
from shpalta.newsroom.stories.notes import Note

_QUIET = "SELECT s.id FROM stories_story s JOIN campaigns_quietwork q ON q.work_id = s.work_id"


def notes_of(stories: Sequence[Story]) -> Mapping[int, Sequence[Note]]:
    """Say in the list which stories have no advertisements; marks them as `is_quiet`."""
    numbers = {story.number for story in stories}
    quiet = set(QuietWork.objects.filter(work_id__in=numbers).values_list("work_id", flat=True))
    for story in stories:
        story.is_quiet = story.number in quiet  # for its button
    return {story.pk: [Note(_("no advertisements"))] for story in stories if story.number in quiet}


def keep_quiet(stories: "QuerySet[Story]") -> "QuerySet[Story]":
    """Keep the stories that have no advertisements."""
    return narrowed(stories, _QUIET, [])


def notice_above_editor(request: HttpRequest, story: Story) -> SafeString | None:
    """Say above the editor whether the story has advertisements, with the button to change it."""
    row = QuietWork.objects.filter(work_id=story.number).select_related("by").first()
    may_change = may_quiet(request.user, story)
    if row is None and not may_change:
        return None
    context = {"story": story, "row": row, "may_change": may_change}
    return render_to_string("shpalta/campaigns/notice.html", context, request)
