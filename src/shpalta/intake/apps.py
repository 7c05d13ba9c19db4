"""The Django app that remembers which copy was taken."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class IntakeConfig(AppConfig):
    """Incoming copy."""

    name = "shpalta.intake"
    label = "intake"
    verbose_name = _("Incoming copy")
