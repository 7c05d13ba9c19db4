"""The journal as a Django app."""

from django.apps import AppConfig


class JournalConfig(AppConfig):
    """Keeps the entries."""

    name = "shpalta.journal"
    label = "journal"
    default_auto_field = "django.db.models.BigAutoField"
