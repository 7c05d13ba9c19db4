"""The Django app of pictures."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _
from pillow_heif import register_heif_opener


class MediaConfig(AppConfig):
    """Pictures and their renditions."""

    name = "shpalta.newsroom.media"
    label = "media"
    verbose_name = _("Pictures")

    def ready(self) -> None:
        """Let Pillow open the pictures of phones (HEIC)."""
        register_heif_opener()
