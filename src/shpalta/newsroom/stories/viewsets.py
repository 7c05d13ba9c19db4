"""The story's screens put together."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail.snippets.views.snippets import SnippetViewSet

from shpalta.newsroom.stories.choosers import StoryChooserViewSet
from shpalta.newsroom.stories.listing import StoryIndexView
from shpalta.newsroom.stories.models import Story
from shpalta.newsroom.stories.panels import story_panels
from shpalta.newsroom.stories.views import (
    NotHereView,
    StoryCreateView,
    StoryDeleteView,
    StoryEditView,
    StoryWithdrawView,
)


class StoryViewSet(SnippetViewSet):
    """Everything one can do with stories in the newsroom."""

    model = Story
    icon = "doc-full"
    menu_label = _("Stories")
    menu_name = "stories"
    menu_order = 50
    add_to_admin_menu = True
    copy_view_enabled = False
    list_per_page = 20
    chooser_per_page = 15

    index_view_class = StoryIndexView
    add_view_class = StoryCreateView
    edit_view_class = StoryEditView
    delete_view_class = StoryDeleteView
    unpublish_view_class = StoryWithdrawView
    revisions_unschedule_view_class = NotHereView
    chooser_viewset_class = StoryChooserViewSet

    edit_handler: Any = story_panels()

    def get_templates(self, name: str = "index", fallback: str = "") -> Any:
        """Use our own templates where we have them."""
        ours = {
            "edit": "shpalta/newsroom/edit_story.html",
            "unpublish": "shpalta/newsroom/withdraw.html",
            "index_results": "shpalta/newsroom/story_results.html",
        }
        templates = super().get_templates(name, fallback)
        return [ours[name], *templates] if name in ours else templates
