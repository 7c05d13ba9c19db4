"""The app of the figures."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class FiguresConfig(AppConfig):
    """Sums of what readers read."""

    name = "shpalta.newsroom.figures"
    label = "figures"
    verbose_name = _("figures")
