"""The Django app of the house's vocabularies."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class VocabularyConfig(AppConfig):
    """Topics, entities, authors, sources."""

    name = "shpalta.newsroom.vocabulary"
    label = "vocabulary"
    verbose_name = _("Vocabulary")

    def ready(self) -> None:
        """Declare what readers see of the rows."""
        from shpalta.newsroom.vocabulary.announcements import declare  # needs the loaded models

        declare()
