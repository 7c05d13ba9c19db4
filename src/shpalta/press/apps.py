"""The Django app of the public pages."""

from django.apps import AppConfig


class PressConfig(AppConfig):
    """Templates and stylesheet of the public pages."""

    name = "shpalta.press"
    label = "press"
