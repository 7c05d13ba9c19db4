"""The Django app of the readers' room."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ReadersConfig(AppConfig):
    """Comments and accounts."""

    name = "shpalta.readers"
    label = "readers"
    verbose_name = _("Readers")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Declare what readers see of the rows."""
        from shpalta.readers.announcements import declare  # needs the loaded models

        declare()
