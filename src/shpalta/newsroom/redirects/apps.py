"""The Django app of old addresses."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class RedirectsConfig(AppConfig):
    """Redirects, patterns, former names."""

    name = "shpalta.newsroom.redirects"
    label = "redirects"
    verbose_name = _("Old addresses")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Declare what readers see of the rows, and what is remembered of others."""
        from shpalta.newsroom.redirects import receivers  # noqa: F401  needs the loaded models
        from shpalta.newsroom.redirects.announcements import declare

        declare()
