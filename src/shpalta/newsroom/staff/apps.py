"""The Django app of the newsroom's accounts."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class StaffConfig(AppConfig):
    """Accounts and roles."""

    name = "shpalta.newsroom.staff"
    label = "staff"
    verbose_name = _("Staff")
