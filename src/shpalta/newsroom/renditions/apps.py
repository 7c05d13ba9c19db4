"""The Django app of renditions."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class RenditionsConfig(AppConfig):
    """Crops, prints, and what has to be made."""

    name = "shpalta.newsroom.renditions"
    label = "renditions"
    verbose_name = _("Renditions")

    def ready(self) -> None:
        """Have pictures made anew when something about them changes."""
        from shpalta.newsroom.renditions.receivers import connect

        connect()
