"""Where parity meets Wagtail and the stories' screens."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.templatetags.static import static
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from shpalta.newsroom.parity import rules, views
from shpalta.newsroom.parity.warning import warn_after_publishing
from shpalta.newsroom.stories import notes
from shpalta.newsroom.stories.gates import GATES
from shpalta.newsroom.stories.models import Story

hooks.register(GATES, rules.refuse_without_original)


@hooks.register(notes.STATES)
def lacking_state() -> notes.ListState:
    """Add what the first edition has not to the states of the list's filter."""
    label = _("not in the first edition")
    return notes.ListState("without-original", label, rules.keep_without_original)


@hooks.register("register_admin_urls")
def parity_urls() -> list[URLPattern]:
    """Add the meter."""
    view = views.MeterView.as_view()
    return [
        path("parity/", view, name="parity"),
        path("parity/<int:title_id>/", view, name="parity_meter"),
    ]


class _ParityItem(MenuItem):
    """The menu's way to the meter, for who reads stories."""

    def is_shown(self, request: HttpRequest) -> bool:
        """Show it to who may read stories."""
        return bool(request.user.has_perm("stories.view_story"))


@hooks.register("register_admin_menu_item")
def menu_item() -> MenuItem:
    """Lead to the meter."""
    return _ParityItem(_("Parity"), reverse("parity"), name="parity", icon_name="table", order=60)


@hooks.register("construct_homepage_panels")
def homepage(request: HttpRequest, panels: list[Any]) -> None:
    """Put today's numbers on the first screen."""
    if request.user.has_perm("stories.view_story"):
        panels.append(views.ParityPanel())


@hooks.register("after_create_snippet")
@hooks.register("after_edit_snippet")
def after_saving(request: HttpRequest, instance: Any) -> HttpResponse | None:
    """Warn where the title wants it."""
    if isinstance(instance, Story):
        warn_after_publishing(request, instance)
    return None


@hooks.register("insert_global_admin_css")
def parity_css() -> SafeString:
    """Add the style of the meter."""
    return format_html('<link rel="stylesheet" href="{}">', static("shpalta/parity/parity.css"))
