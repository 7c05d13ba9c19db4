"""The columns of the newsroom's list of stories."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column

from shpalta.core.visibility import State
from shpalta.newsroom.stories.models import Story


class StateColumn(Column):
    """Draft, published, withdrawn, and whether changes wait to be published."""

    cell_template_name = "shpalta/newsroom/state_cell.html"

    def __init__(self) -> None:
        super().__init__("state", label=_("State"), width="14%")

    def get_cell_context_data(self, instance: Story, parent_context: Any) -> dict[str, Any]:
        """Add what the badge shows."""
        context: dict[str, Any] = super().get_cell_context_data(instance, parent_context)
        context["state"] = instance.state
        context["label"] = instance.get_state_display()
        context["is_changed"] = instance.live and instance.has_unpublished_changes
        context["is_public"] = instance.state == State.PUBLISHED
        context["is_locked"] = instance.locked
        context["notes"] = getattr(instance, "notes", ())
        return context


class DateColumn(Column):
    """When the story was published, or else begun."""

    cell_template_name = "shpalta/newsroom/date_cell.html"

    def __init__(self) -> None:
        super().__init__("listed_at", label=_("Date"), width="12%")


class PlaceColumn(Column):
    """The edition, and under it the rubric and the kind."""

    cell_template_name = "shpalta/newsroom/place_cell.html"

    def __init__(self) -> None:
        super().__init__("edition", label=_("Edition"), width="18%")


def authors_of(story: Story) -> str:
    """List the names over a story; needs prefetched bylines."""
    return ", ".join(str(byline.author) for byline in story.bylines.all())


class AuthorsColumn(Column):
    """The names over the story."""

    def __init__(self) -> None:
        super().__init__("authors", label=_("Authors"), accessor=authors_of, width="16%")
