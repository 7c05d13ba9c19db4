"""Where the picture desk meets Wagtail: its screens stand before those of Wagtail's images."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.templatetags.static import static
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.images.views.chooser import viewset as chooser_viewset
from wagtail.permissions import policy_registry, register_permission_policy
from wagtail.snippets.models import register_snippet

from shpalta.newsroom.media.models import Picture
from shpalta.newsroom.picturedesk import views
from shpalta.newsroom.picturedesk.chooser import take_over
from shpalta.newsroom.picturedesk.models import PictureRule
from shpalta.newsroom.picturedesk.panel import EndingPanel
from shpalta.newsroom.picturedesk.permissions import PicturePolicy
from shpalta.newsroom.picturedesk.rules import refuse_unfit
from shpalta.newsroom.picturedesk.video_rules import refuse_uncredited
from shpalta.newsroom.picturedesk.viewsets import PictureRuleViewSet
from shpalta.newsroom.picturedesk.warning import warn_after_publishing
from shpalta.newsroom.stories.gates import GATES
from shpalta.newsroom.stories.models import Story
from shpalta.newsroom.titles.walls import own

hooks.register(GATES, refuse_unfit)
hooks.register(GATES, refuse_uncredited)
own(PictureRule, "title_id")
register_permission_policy(Picture, PicturePolicy(), exact_class=True)
register_snippet(PictureRuleViewSet)
take_over(chooser_viewset)


@hooks.register("register_admin_urls", order=-10)
def picture_urls() -> list[URLPattern]:
    """Add our screens at the addresses of Wagtail's, before them."""
    return [
        path("images/", views.PictureIndexView.as_view(), name="pictures"),
        path("images/results/", views.PictureIndexView.as_view(results_only=True)),
        path("images/<int:image_id>/", views.PictureEditView.as_view(), name="picture"),
        path("images/multiple/add/", views.PictureAddView.as_view(), name="pictures_add"),
        path("images/multiple/<int:image_id>/", views.PictureUpdateView.as_view()),
        path("images/from-address/", views.FromAddressView.as_view(), name="picture_from_address"),
        path("images/rights/", views.RightsView.as_view(), name="picture_rights"),
    ]


class _RightsItem(MenuItem):
    """The menu's way to the rights that end soon."""

    def is_shown(self, request: HttpRequest) -> bool:
        """Show it to who works with pictures."""
        policy = policy_registry.get_by_type(Picture)
        return bool(policy.user_has_any_permission(request.user, ["add", "change", "delete"]))


@hooks.register("register_reports_menu_item")
def rights_item() -> MenuItem:
    """Lead to the rights that end soon."""
    address = reverse("picture_rights")
    return _RightsItem(
        _("Rights that end soon"), address, name="picture-rights", icon_name="time", order=400
    )


@hooks.register("construct_homepage_panels")
def homepage(request: HttpRequest, panels: list[Any]) -> None:
    """Say on the first screen that rights end within a week, if they do."""
    policy = policy_registry.get_by_type(Picture)
    if policy.user_has_any_permission(request.user, ["add", "change", "delete"]):
        panels.append(EndingPanel())


@hooks.register("after_create_snippet")
@hooks.register("after_edit_snippet")
def after_saving(request: HttpRequest, instance: Any) -> HttpResponse | None:
    """Warn of what pictures and videos lack."""
    if isinstance(instance, Story):
        warn_after_publishing(request, instance)
    return None


@hooks.register("insert_global_admin_css")
def picture_css() -> SafeString:
    """Add the style of badges and likenesses."""
    address = static("shpalta/picturedesk/picturedesk.css")
    return format_html('<link rel="stylesheet" href="{}">', address)


@hooks.register("insert_editor_js")
def chooser_js() -> SafeString:
    """Add what the window of the chooser needs in the story's editor."""
    address = static("shpalta/picturedesk/uploads.js")
    return format_html('<script type="module" src="{}"></script>', address)
