"""Where videos meet Wagtail."""

from django.templatetags.static import static
from django.urls import URLPattern, path
from django.utils.html import format_html
from django.utils.safestring import SafeString
from wagtail import hooks

from shpalta.newsroom.video import views


@hooks.register("register_admin_urls")
def video_urls() -> list[URLPattern]:
    """Add what stands beside the list's own screens."""
    return [
        path("videos/<int:video_id>/again/", views.again, name="video_again"),
        path("videos/<int:video_id>/state/", views.state, name="video_state"),
    ]


@hooks.register("insert_global_admin_css")
def video_css() -> SafeString:
    """Add the style of these screens."""
    return format_html('<link rel="stylesheet" href="{}">', static("shpalta/video/video.css"))


@hooks.register("insert_global_admin_js")
def video_js() -> SafeString:
    """Add the progress of uploads and of the workshop."""
    return format_html('<script type="module" src="{}"></script>', static("shpalta/video/video.js"))
