"""Where the stories meet Wagtail: actions, permissions and screens are registered here."""

from typing import Any

from django.http import HttpRequest
from django.templatetags.static import static
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.actions.registry import action_registry
from wagtail.admin.search import SearchArea
from wagtail.permissions import register_permission_policy
from wagtail.rich_text.feature_registry import FeatureRegistry
from wagtail.snippets.models import register_snippet

from shpalta.newsroom.stories import menus
from shpalta.newsroom.stories.actions import StoryPublish, StoryWithdraw
from shpalta.newsroom.stories.dashboard import StoriesPanel
from shpalta.newsroom.stories.links import register_story_links
from shpalta.newsroom.stories.models import Placement, Story
from shpalta.newsroom.stories.passages import register_passages
from shpalta.newsroom.stories.permissions import StoryPolicy
from shpalta.newsroom.stories.viewsets import StoryViewSet
from shpalta.newsroom.titles.walls import own
from shpalta.newsroom.vocabulary.pickers import find_words

own(Story, "title_id", "story_id", "other_id", is_public=StoryPolicy.may_be_pointed_to)
own(Placement, "edition__title_id", "placement_id")
action_registry.register(Story, StoryPublish)
action_registry.register(Story, StoryWithdraw)
# Before the viewset: registering the snippet asks for the policy.
register_permission_policy(Story, StoryPolicy(Story))
register_snippet(StoryViewSet)


@hooks.register("register_admin_urls")
def story_urls() -> list[URLPattern]:
    """Add the look-up of words for the story's editor."""
    return [path("words/<slug:vocabulary>/", find_words, name="stories_words")]


@hooks.register("register_rich_text_features")
def rich_text_features(features: FeatureRegistry) -> None:
    """Add links to stories, and the languages of passages."""
    register_story_links(features)
    register_passages(features)


@hooks.register("construct_snippet_action_menu")
def story_actions(items: list[Any], _request: HttpRequest, context: dict[str, Any]) -> None:
    """Name the story's actions in a newspaper's words."""
    if context["model"] is Story:
        menus.name_actions(items)


@hooks.register("construct_main_menu")
def main_menu(request: HttpRequest, items: list[Any]) -> None:
    """Hide what is not used."""
    menus.hide_unused(request, items)


@hooks.register("construct_help_menu")
def help_menu(request: HttpRequest, items: list[Any]) -> None:
    """Keep the help to what helps here."""
    menus.hide_foreign_help(request, items)


@hooks.register("construct_homepage_panels")
def homepage(_request: HttpRequest, panels: list[Any]) -> None:
    """Put the stories on the first screen."""
    panels.append(StoriesPanel())


@hooks.register("register_admin_search_area")
def story_search() -> SearchArea:
    """Add stories to the search of everything."""
    url = reverse("wagtailsnippets_stories_story:list")
    return SearchArea(_("Stories"), url, name="stories", icon_name="doc-full", order=10)


@hooks.register("insert_global_admin_css")
def newsroom_css() -> SafeString:
    """Add the newsroom's own style."""
    return format_html('<link rel="stylesheet" href="{}">', static("shpalta/newsroom/newsroom.css"))


@hooks.register("insert_global_admin_js")
def lists_js() -> SafeString:
    """Let the lists be read on a phone."""
    address = static("shpalta/newsroom/lists.js")
    return format_html('<script type="module" src="{}"></script>', address)


@hooks.register("insert_editor_js")
def editor_js() -> SafeString:
    """Add what makes the rubrics follow the edition, and a form wait for its autosave."""
    scripts = ("rubrics.js", "submit-after-autosave.js")
    return format_html_join(
        "",
        '<script type="module" src="{}"></script>',
        ((static(f"shpalta/newsroom/{script}"),) for script in scripts),
    )
