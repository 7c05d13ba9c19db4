"""The Django app of campaigns."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CampaignsConfig(AppConfig):
    """Placements, campaigns and their creatives."""

    name = "shpalta.campaigns"
    label = "campaigns"
    verbose_name = _("Campaigns")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Declare what readers see of the rows."""
        from shpalta.campaigns.announcements import declare  # needs the loaded models

        declare()
