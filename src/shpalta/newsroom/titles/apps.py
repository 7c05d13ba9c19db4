"""The Django app of titles, editions and rubrics."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class TitlesConfig(AppConfig):
    """Titles, editions, rubrics."""

    name = "shpalta.newsroom.titles"
    label = "titles"
    verbose_name = _("Titles")

    def ready(self) -> None:
        """Declare what readers see of the rows."""
        from shpalta.newsroom.titles.announcements import declare  # needs the loaded models

        declare()
