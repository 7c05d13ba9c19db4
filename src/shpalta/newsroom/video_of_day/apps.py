"""The Django app of the video of the day."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class VideoOfDayConfig(AppConfig):
    """Which video each edition shows on every page."""

    name = "shpalta.newsroom.video_of_day"
    label = "video_of_day"
    verbose_name = _("Video of the day")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Declare what readers see of the rows."""
        from shpalta.newsroom.video_of_day.announcements import declare  # needs loaded models

        declare()
