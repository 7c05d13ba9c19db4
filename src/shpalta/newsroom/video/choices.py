"""The closed vocabularies of videos, with the names that editors see."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class State(models.TextChoices):
    """How far a file is on its way to readers."""

    WAITING = "waiting", pgettext_lazy("video", "waiting")
    WORKING = "working", _("being made streamable")
    READY = "ready", pgettext_lazy("video", "ready")
    FAILED = "failed", pgettext_lazy("video", "failed")


class Provider(models.TextChoices):
    """Where an embed lives. Names are names: they are not translated."""

    YOUTUBE = "youtube", "YouTube"
    VIMEO = "vimeo", "Vimeo"
    FACEBOOK = "facebook", "Facebook"
    TELEGRAM = "telegram", "Telegram"
    X = "x", "X"
