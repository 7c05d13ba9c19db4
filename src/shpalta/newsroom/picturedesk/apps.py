"""The Django app of the picture desk."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PictureDeskConfig(AppConfig):
    """Takes pictures in, finds them, and watches over their rights."""

    name = "shpalta.newsroom.picturedesk"
    label = "picturedesk"
    verbose_name = _("Picture desk")

    def ready(self) -> None:
        """Connect what follows a save."""
        from shpalta.newsroom.picturedesk import receivers  # noqa: F401  needs the loaded models
