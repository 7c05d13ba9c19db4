"""Where sharing meets Wagtail and the stories' screens."""

from typing import Any

from django.http import HttpRequest
from django.templatetags.static import static
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.snippets.models import register_snippet

from shpalta.newsroom.shares import describing, services, views
from shpalta.newsroom.shares.access import may_take
from shpalta.newsroom.shares.viewsets import ShareRuleViewSet
from shpalta.newsroom.stories import notes
from shpalta.newsroom.stories.gates import CAME_OUT

register_snippet(ShareRuleViewSet)
hooks.register(CAME_OUT, services.place_by_rules)
hooks.register(notes.NOTES, describing.notes_of)
hooks.register(notes.NOTICES, describing.notice_above_editor)


@hooks.register(notes.STATES)
def shared_state() -> notes.ListState:
    """Add "runs in a sister title" to the states of the list's filter."""
    return notes.ListState("shared", _("runs in a sister title"), describing.keep_shared)


@hooks.register("register_admin_urls")
def share_urls() -> list[URLPattern]:
    """Add the screens of sharing."""
    offers, running = views.OffersView.as_view(), views.RunningView.as_view()
    one = "shares/<int:edition_id>/<int:offer_id>"
    return [
        path("shares/", offers, name="shares_offers"),
        path("shares/<int:edition_id>/", offers, name="shares_offers_of"),
        path("shares/running/<int:edition_id>/", running, name="shares_running_of"),
        path(f"{one}/take/", views.TakeView.as_view(), name="shares_take"),
        path(f"{one}/headline/", views.take_as_headline, name="shares_headline"),
        path(f"{one}/dismiss/", views.dismiss, name="shares_dismiss"),
        path(
            "shares/placement/<int:placement_id>/",
            views.ChangeView.as_view(),
            name="shares_change",
        ),
        path("shares/placement/<int:placement_id>/back/", views.take_back, name="shares_take_back"),
    ]


class _SharesItem(MenuItem):
    """The menu's way to the offers, for who may publish."""

    def is_shown(self, request: HttpRequest) -> bool:
        """Show it to who may take stories."""
        return may_take(request.user)


@hooks.register("register_admin_menu_item")
def menu_item() -> MenuItem:
    """Lead to the offers."""
    url = reverse("shares_offers")
    return _SharesItem(_("Exchange"), url, name="shares", icon_name="redirect", order=55)


@hooks.register("insert_global_admin_css")
def shares_css() -> SafeString:
    """Add the style of these screens."""
    return format_html('<link rel="stylesheet" href="{}">', static("shpalta/shares/shares.css"))


@hooks.register("register_log_actions")
def log_actions(actions: Any) -> None:
    """Name what is done with shared stories, for the history of a story."""
    actions.register_action(
        "shares.take", _("Take into a sister title"), _("Taken by a sister title")
    )
    actions.register_action(
        "shares.change", _("Change in a sister title"), _("Changed in a sister title")
    )
    actions.register_action(
        "shares.take_back", _("Take back from a sister title"), _("Taken back by a sister title")
    )
