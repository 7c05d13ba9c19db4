"""The Django app of standing pages."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PagesConfig(AppConfig):
    """Standing pages."""

    name = "shpalta.newsroom.pages"
    label = "pages"
    verbose_name = _("Standing pages")

    def ready(self) -> None:
        """Declare what readers see of the rows."""
        from shpalta.newsroom.pages.announcements import declare  # needs the loaded models

        declare()
