"""The words of the screens for what `shpalta.core` knows by code."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from shpalta.core.campaigns import CampaignKind, CreativeForm, Device, PageType, Spot
from shpalta.core.flights import Stage


class KindChoice(models.TextChoices):
    """What a campaign is for."""

    FUNDRAISER = CampaignKind.FUNDRAISER, _("partner fundraiser")
    HOUSE = CampaignKind.HOUSE, _("house promotion")
    ADVERTISING = CampaignKind.ADVERTISING, _("advertising")


class FormChoice(models.TextChoices):
    """What is shown."""

    TEXT = CreativeForm.TEXT, _("text")
    IMAGE = CreativeForm.IMAGE, _("image")
    HTML = CreativeForm.HTML, _("HTML in a closed frame")
    STORY = CreativeForm.STORY, _("partner story")
    APPEAL = CreativeForm.APPEAL, _("appeal with the fundraiser's progress")


class SpotChoice(models.TextChoices):
    """Where on a page."""

    BANNER = Spot.BANNER, _("over the content of every page")
    TOP = Spot.TOP, _("above the front and the lists")
    RAIL = Spot.RAIL, _("in the rail")
    TEXT = Spot.TEXT, _("in the text of a story")
    UNDER = Spot.UNDER, _("under a story")
    BAND = Spot.BAND, _("between the bands of the front")
    FOOT = Spot.FOOT, _("before the foot of the page")


class PageChoice(models.TextChoices):
    """On which pages."""

    FRONT = PageType.FRONT, pgettext_lazy("page type", "front")
    STORY = PageType.STORY, pgettext_lazy("page type", "stories")
    RUBRIC = PageType.RUBRIC, pgettext_lazy("page type", "rubrics")
    TOPIC = PageType.TOPIC, pgettext_lazy("page type", "topics")
    AUTHOR = PageType.AUTHOR, pgettext_lazy("page type", "authors")
    ENTITY = PageType.ENTITY, pgettext_lazy("page type", "people, organisations, places")
    NEWSFEED = PageType.NEWSFEED, pgettext_lazy("page type", "newsfeed")
    DAY = PageType.DAY, pgettext_lazy("page type", "days of the archive")
    STANDING = PageType.STANDING, pgettext_lazy("page type", "standing pages")


class DeviceChoice(models.TextChoices):
    """Read on what."""

    PHONE = Device.PHONE, _("phone")
    WIDE = Device.WIDE, _("computer and tablet")


class StageChoice(models.TextChoices):
    """Where a campaign stands."""

    PLANNED = Stage.PLANNED, pgettext_lazy("campaign", "planned")
    RUNNING = Stage.RUNNING, pgettext_lazy("campaign", "running")
    PAUSED = Stage.PAUSED, pgettext_lazy("campaign", "paused")
    CAPPED_TODAY = Stage.CAPPED_TODAY, pgettext_lazy("campaign", "at today's cap")
    CAPPED = Stage.CAPPED, pgettext_lazy("campaign", "at its cap")
    ENDED = Stage.ENDED, pgettext_lazy("campaign", "ended")
