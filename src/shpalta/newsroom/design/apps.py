"""The Django app of the titles' designs."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DesignConfig(AppConfig):
    """Designs."""

    name = "shpalta.newsroom.design"
    label = "design"
    verbose_name = _("Design")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Declare what readers see of the rows."""
        from shpalta.newsroom.design.announcements import declare  # needs the loaded models

        declare()
