"""How sharing is told on the stories' own screens: in the list, above the editor."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from shpalta.newsroom.shares.access import may_take
from shpalta.newsroom.stories.models import Placement, Story
from shpalta.newsroom.stories.narrowing import narrowed
from shpalta.newsroom.stories.notes import Note
from shpalta.newsroom.titles.walls import is_open_to

_SHARED = "SELECT story_id FROM stories_placement WHERE taken_back_at IS NULL"


def notes_of(stories: Sequence[Story]) -> Mapping[int, Sequence[Note]]:
    """Say in the list where else stories run."""
    rows = _running([story.pk for story in stories])
    names: defaultdict[int, list[str]] = defaultdict(list)
    for placement in rows:
        names[placement.story_id].append(str(placement.edition.title))
    return {
        story_id: [Note(_("runs in %(titles)s") % {"titles": ", ".join(titles)})]
        for story_id, titles in names.items()
    }


def keep_shared(stories: "QuerySet[Story]") -> "QuerySet[Story]":
    """Keep the stories that sister titles run."""
    return narrowed(stories, _SHARED, [])


def notice_above_editor(request: HttpRequest, story: Story) -> SafeString | None:
    """Say above the editor where else the story runs."""
    placements = list(_running([story.pk]))
    if not placements:
        return None
    user = request.user
    rows: list[dict[str, Any]] = [
        {
            "placement": placement,
            "may_change": may_take(user) and is_open_to(user, placement.edition.title_id),
        }
        for placement in placements
    ]
    context = {"rows": rows, "is_public": story.live}
    return render_to_string("shpalta/shares/notice.html", context, request)


def _running(story_ids: Sequence[int]) -> "QuerySet[Placement]":
    rows = Placement.objects.filter(story_id__in=story_ids, taken_back_at__isnull=True)
    return rows.select_related("edition__title").order_by("edition__title__position", "pk")
