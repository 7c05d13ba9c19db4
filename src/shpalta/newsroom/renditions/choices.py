"""What can be chosen, and what can be said, about crops and files of a picture."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from shpalta.core.crops import Shape


class CropShape(models.TextChoices):
    """The shapes that can be cut by hand."""

    WIDE = Shape.WIDE.value, pgettext_lazy("shape of a picture", "16:9")
    CLASSIC = Shape.CLASSIC.value, pgettext_lazy("shape of a picture", "4:3")
    SQUARE = Shape.SQUARE.value, pgettext_lazy("shape of a picture", "1:1")
    CARD = Shape.CARD.value, pgettext_lazy("shape of a picture", "Card")


class State(models.TextChoices):
    """How far a picture's files are."""

    MAKING = "making", pgettext_lazy("files of a picture", "Making")
    READY = "ready", pgettext_lazy("files of a picture", "Ready")
    FAILED = "failed", pgettext_lazy("files of a picture", "Failed")


class Why(models.TextChoices):
    """Why nothing could be made of a picture's file."""

    MISSING = "missing", _("The file is not where it should be.")
    BROKEN = "broken", _("The file is broken or is not a picture. Upload it again.")
    TOO_LARGE = "too large", _("The picture has more points than this house takes.")
    UNEXPECTED = "unexpected", _("Something went wrong. It is in the workshop's log.")
