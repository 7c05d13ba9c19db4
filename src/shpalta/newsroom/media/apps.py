"""The Django app of pictures."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class MediaConfig(AppConfig):
    """Pictures and their renditions."""

    name = "shpalta.newsroom.media"
    label = "media"
    verbose_name = _("Pictures")
