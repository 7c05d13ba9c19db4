"""The Django app of siblings."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SiblingsConfig(AppConfig):
    """Keeps what each story last knew of its siblings."""

    name = "shpalta.newsroom.siblings"
    label = "siblings"
    verbose_name = _("Editions of a story")

    def ready(self) -> None:
        """Connect what follows a save and a publishing."""
        from shpalta.newsroom.siblings import receivers  # noqa: F401  needs the loaded models
