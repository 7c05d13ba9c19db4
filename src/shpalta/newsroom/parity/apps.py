"""The Django app of parity."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ParityConfig(AppConfig):
    """Keeps the titles' rules of parity."""

    name = "shpalta.newsroom.parity"
    label = "parity"
    verbose_name = _("Parity of languages")
