"""The closed vocabularies of a story, with the names that editors see."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class KindChoice(models.TextChoices):
    """`shpalta.core.addresses.Kind` with names for people."""

    NEWS = "news", _("news")
    ARTICLE = "article", _("article")
    INTERVIEW = "interview", _("interview")
    COLUMN = "column", _("column")
    PHOTO = "photo", _("photo story")
    VIDEO = "video", _("video story")
    LIVE = "live", _("live coverage")


class StateChoice(models.TextChoices):
    """`shpalta.core.visibility.State` with names for people."""

    DRAFT = "draft", _("draft")
    PUBLISHED = "published", _("published")
    WITHDRAWN = "withdrawn", _("withdrawn")


class Importance(models.TextChoices):
    """How loud a headline stands in the ticker and on the front."""

    NORMAL = "normal", _("normal")
    IMPORTANT = "important", _("important")
    BREAKING = "breaking", _("breaking")


class Mark(models.TextChoices):
    """The word before a headline in the ticker. What readers see is the edition's label."""

    NONE = "", _("none")
    PHOTO = "photo", _("photo")
    VIDEO = "video", _("video")
    INTERVIEW = "interview", _("interview")
    COLUMN = "column", _("column")
    EXCLUSIVE = "exclusive", _("exclusive")
    ANALYSIS = "analysis", _("analysis")
    EXPLAINER = "explainer", _("explainer")
    LIVE = "live", pgettext_lazy("ticker mark", "live")
    UPDATE = "update", _("update")


class PlacementMode(models.TextChoices):
    """How a story of a sister title runs in an edition."""

    HEADLINE = "headline", _("headline that leads to the origin")
    PAGE = "page", _("page of its own")


class Role(models.TextChoices):
    """How a source stands in the chain."""

    REPORTING = "reporting", _("reports it")
    CITED = "cited", _("is cited by the one before")
