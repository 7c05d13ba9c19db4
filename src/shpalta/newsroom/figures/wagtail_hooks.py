"""Where the figures meet Wagtail and the stories' screens."""

from collections.abc import Iterator
from typing import Any

from django.http import HttpRequest
from django.templatetags.static import static
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.widgets.button import Button

from shpalta.newsroom.figures import views
from shpalta.newsroom.stories.models import Story


@hooks.register("register_admin_urls")
def figures_urls() -> list[URLPattern]:
    """Add the screens."""
    edition = views.EditionFiguresView.as_view()
    rubric, story = views.RubricFiguresView.as_view(), views.StoryFiguresView.as_view()
    return [
        path("figures/", edition, name="figures"),
        path("figures/<int:edition_id>/", edition, name="figures_edition"),
        path("figures/<int:edition_id>/<int:rubric_id>/", rubric, name="figures_rubric"),
        path("figures/story/<int:story_id>/", story, name="figures_story"),
    ]


class _FiguresItem(MenuItem):
    """The menu's way to the figures, for who reads stories."""

    def is_shown(self, request: HttpRequest) -> bool:
        """Show it to who may read stories."""
        return bool(request.user.has_perm("stories.view_story"))


@hooks.register("register_admin_menu_item")
def menu_item() -> MenuItem:
    """Lead to the figures."""
    return _FiguresItem(
        _("Figures"), reverse("figures"), name="figures", icon_name="view", order=55
    )


@hooks.register("register_snippet_listing_buttons")
def listing_buttons(instance: Any, user: Any, _next_url: str | None = None) -> Iterator[Button]:
    """Lead from the list to a story's figures."""
    if isinstance(instance, Story) and user.has_perm("stories.view_story"):
        url = reverse("figures_story", args=[instance.pk])
        yield Button(_("Figures"), url=url, icon_name="view", priority=35)


@hooks.register("insert_global_admin_css")
def figures_css() -> SafeString:
    """Add the style of these screens."""
    return format_html('<link rel="stylesheet" href="{}">', static("shpalta/figures/figures.css"))
