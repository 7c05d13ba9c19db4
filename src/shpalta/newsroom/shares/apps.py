"""The Django app of shared stories."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SharesConfig(AppConfig):
    """Rules, offers, placements."""

    name = "shpalta.newsroom.shares"
    label = "shares"
    verbose_name = _("Shared stories")
    default_auto_field = "django.db.models.BigAutoField"
