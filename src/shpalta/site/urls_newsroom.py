"""The addresses of the back-office, on its own port and never on the readers'."""

from django.conf import settings
from django.urls import include, path
from django.views.generic import RedirectView
from django.views.static import serve
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.admin.auth import require_admin_access
from wagtail.documents import urls as wagtaildocs_urls

from shpalta.site import health

urlpatterns = [
    path("-/health", health.newsroom_health),
    path("-/health/clock", health.clock_health),
    path("", RedirectView.as_view(url="/newsroom/")),
    path("newsroom/", include(wagtailadmin_urls)),
    path("documents/", include(wagtaildocs_urls)),
    # Originals and renditions of what is not public yet: for those who are logged in.
    path("media/<path:path>", require_admin_access(serve), {"document_root": settings.MEDIA_ROOT}),
]
