"""The story's action menu and the newsroom's main menu, in a newspaper's words."""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail.snippets.action_menu import PublishMenuItem, UnpublishMenuItem

HIDDEN = {"documents"}
"""Menu entries of parts that the newspaper does not use."""

FOREIGN_HELP = {"editor-guide"}


class PublishStoryItem(PublishMenuItem):
    """Publish, or publish the changes of a story that is out already."""

    template_name = "shpalta/newsroom/publish_item.html"

    def get_context_data(self, parent_context: dict[str, Any]) -> dict[str, Any]:
        """Say whether readers have the story already."""
        context: dict[str, Any] = super().get_context_data(parent_context)
        instance = parent_context.get("instance")
        context["is_update"] = bool(instance and instance.live)
        return context


class WithdrawItem(UnpublishMenuItem):
    """Take the story back."""

    label = _("Withdraw")
    icon_name = "undo"


def name_actions(items: list[Any]) -> None:
    """Replace Wagtail's items for publishing and unpublishing by ours, in place."""
    ours = {"action-publish": PublishStoryItem, "action-unpublish": WithdrawItem}
    for place, item in enumerate(items):
        if item.name in ours:
            items[place] = ours[item.name](order=item.order)


def hide_unused(_request: HttpRequest, items: list[Any]) -> None:
    """Take out of the main menu what this newsroom has no use for."""
    items[:] = [item for item in items if item.name not in HIDDEN]


def hide_foreign_help(_request: HttpRequest, items: list[Any]) -> None:
    """Take out of the help what speaks of Wagtail rather than of this newsroom."""
    items[:] = [
        item for item in items if item.name not in FOREIGN_HELP and "wagtail" not in item.name
    ]


def new_story_url(edition_id: int | None = None) -> str:
    """Give the address at which a new story is begun."""
    url = reverse("wagtailsnippets_stories_story:add")
    return f"{url}?edition={edition_id}" if edition_id else url
