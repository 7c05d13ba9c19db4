"""The first screen after logging in: what I wrote last, what waits to be published."""

from datetime import timedelta
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.utils import timezone
from wagtail.admin.ui.components import Component
from wagtail.models import ModelLogEntry

from shpalta.core.visibility import State
from shpalta.newsroom.stories.menus import new_story_url
from shpalta.newsroom.stories.models import Story
from shpalta.newsroom.stories.notes import add_notes
from shpalta.newsroom.titles.models import Edition
from shpalta.newsroom.titles.walls import keep_open

SHOWN = 7
_ENTRIES_READ = 60
_RECENT = timedelta(days=30)


def recent_stories_of(user: Any) -> list[Story]:
    """List the stories that this person touched last, the newest touch first."""
    numbers = (
        ModelLogEntry.objects.filter(
            user=user,
            content_type=ContentType.objects.get_for_model(Story),
            timestamp__gte=timezone.now() - _RECENT,
        )
        .order_by("-timestamp")
        .values_list("object_id", flat=True)[:_ENTRIES_READ]
    )
    ids = [int(number) for number in dict.fromkeys(numbers)][:SHOWN]
    stories = keep_open(_rows(), user).in_bulk(ids)
    return [stories[pk] for pk in ids if pk in stories]


def newest_drafts(user: Any) -> list[Story]:
    """List the newest drafts of all titles that are open to somebody."""
    drafts = keep_open(_rows().filter(state=State.DRAFT), user)
    return list(drafts.order_by("-listed_at", "-pk")[:SHOWN])


def _rows() -> Any:
    return Story.objects.select_related("edition__title", "rubric", "latest_revision").defer(
        "body", "lead", "latest_revision__content"
    )


class StoriesPanel(Component):
    """A button for a new story and two short lists."""

    name = "stories"
    order = 10
    template_name = "shpalta/newsroom/dashboard.html"

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        """Read the lists for the person who is logged in."""
        user = parent_context["request"].user
        editions = keep_open(Edition.objects.select_related("title"), user)
        mine, drafts = recent_stories_of(user), newest_drafts(user)
        add_notes([*mine, *drafts])
        return {
            "can_write": user.has_perm("stories.add_story"),
            "editions": [(str(edition), new_story_url(edition.pk)) for edition in editions],
            "mine": mine,
            "drafts": drafts,
        }
