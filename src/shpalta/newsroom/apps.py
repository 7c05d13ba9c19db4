"""The newsroom as one Django app: templates, static files and messages of all its desks."""

from django.apps import AppConfig


class NewsroomConfig(AppConfig):
    """What belongs to the newsroom as a whole."""

    name = "shpalta.newsroom"
    label = "newsroom"
