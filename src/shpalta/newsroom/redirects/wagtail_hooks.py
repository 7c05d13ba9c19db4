"""Where old addresses meet Wagtail."""

from django.urls import URLPattern, path
from wagtail import hooks
from wagtail.snippets.models import register_snippet

from shpalta.newsroom.redirects import views
from shpalta.newsroom.redirects.models import Redirect
from shpalta.newsroom.redirects.viewsets import RedirectViewSet
from shpalta.newsroom.titles.walls import own

own(Redirect, "title_id")
register_snippet(RedirectViewSet)


@hooks.register("register_admin_urls")
def redirect_urls() -> list[URLPattern]:
    """Add the screens beside the list."""
    return [
        path("addresses/readers/", views.InquiryView.as_view(), name="redirects_inquiry"),
        path("addresses/import/", views.ImportView.as_view(), name="redirects_import"),
        path(
            "addresses/export/<int:title_id>/",
            views.ExportView.as_view(),
            name="redirects_export",
        ),
    ]
