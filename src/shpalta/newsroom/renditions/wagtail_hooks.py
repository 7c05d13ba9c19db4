"""Where renditions meet Wagtail's screens of pictures."""

from dataclasses import dataclass

from django.http import HttpRequest
from django.templatetags.static import static
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.permissions import policy_registry

from shpalta.newsroom.media.badges import BADGES
from shpalta.newsroom.media.models import Picture
from shpalta.newsroom.renditions import views
from shpalta.newsroom.renditions.queries import badges_of


@hooks.register("register_admin_urls", order=-20)
def urls() -> list[URLPattern]:
    """Add the screens."""
    return [
        path("images/unready/", views.UnreadyView.as_view(), name="pictures_unready"),
        path("images/<int:image_id>/crops/", views.CropsView.as_view(), name="picture_crops"),
        path("images/<int:image_id>/files/", views.FilesView.as_view(), name="picture_files"),
    ]


class _UnreadyItem(MenuItem):
    """The menu's way to what is not ready, for who works with pictures."""

    def is_shown(self, request: HttpRequest) -> bool:
        """Show it to who may add or change pictures."""
        policy = policy_registry.get_by_type(Picture)
        return bool(policy.user_has_any_permission(request.user, ["add", "change"]))


@hooks.register("register_reports_menu_item")
def menu_item() -> MenuItem:
    """Lead to the pictures that are not ready."""
    return _UnreadyItem(
        _("Pictures being made"),
        reverse("pictures_unready"),
        name="pictures-unready",
        icon_name="image",
        order=410,
    )


@dataclass(frozen=True, slots=True)
class _Link:
    """A way from a picture's screen to another one."""

    url: str
    label: object


@hooks.register("picture_links")
def crops_link(picture: Picture) -> _Link:
    """Lead from a picture to its crops."""
    return _Link(reverse("picture_crops", args=[picture.pk]), _("Crops"))


hooks.register(BADGES, badges_of)


@hooks.register("insert_global_admin_css")
def css() -> SafeString:
    """Add the style of these screens."""
    return format_html(
        '<link rel="stylesheet" href="{}">', static("shpalta/renditions/renditions.css")
    )
