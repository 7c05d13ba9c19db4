"""The clock as a Django app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ClockConfig(AppConfig):
    """Keeps the orders to publish and to withdraw."""

    name = "shpalta.newsroom.clock"
    label = "clock"
    verbose_name = _("clock")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Connect what follows a publishing or a withdrawal by hand."""
        from shpalta.newsroom.clock import receivers  # noqa: F401  needs the loaded models
