"""The Django app of stories."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class StoriesConfig(AppConfig):
    """Stories and the public lists they stand in."""

    name = "shpalta.newsroom.stories"
    label = "stories"
    verbose_name = _("Stories")

    def ready(self) -> None:
        """Connect what follows a save, and declare what readers see of the rows."""
        from shpalta.newsroom.stories import receivers  # noqa: F401  needs the loaded models
        from shpalta.newsroom.stories.announced import declare  # needs them as well

        declare()
