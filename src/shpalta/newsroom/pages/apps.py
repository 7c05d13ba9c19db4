"""The Django app of standing pages."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PagesConfig(AppConfig):
    """Standing pages."""

    name = "shpalta.newsroom.pages"
    label = "pages"
    verbose_name = _("Standing pages")
