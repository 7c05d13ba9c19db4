"""What a title demands of pictures and videos, and which drafts hold which pictures."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from shpalta.newsroom.media.models import Picture
from shpalta.newsroom.stories.models import Story
from shpalta.newsroom.titles.models import Title


class Demand(models.TextChoices):
    """What happens where a story goes out with a picture or a video that lacks something."""

    OFF = "off", _("nothing")
    WARN = "warn", _("a warning")
    BLOCK = "block", _("it is refused")


class PictureRule(models.Model):
    """A title's demands; one without a row has none."""

    title = models.OneToOneField(
        Title,
        on_delete=models.CASCADE,
        related_name="picture_rule",
        verbose_name=pgettext_lazy("newspaper", "title"),
    )
    missing_credit = models.CharField(
        _("when a picture has no credit"), max_length=8, choices=Demand, default=Demand.OFF
    )
    missing_licence = models.CharField(
        _("when it is not known on what grounds it may be used"),
        max_length=8,
        choices=Demand,
        default=Demand.OFF,
    )
    missing_video_credit = models.CharField(
        _("when a video has no credit"), max_length=8, choices=Demand, default=Demand.OFF
    )

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("demands on pictures and videos")
        verbose_name_plural = _("demands on pictures and videos")
        ordering = ["title__position"]

    def __str__(self) -> str:
        return str(self.title)


class IndexState(models.Model):
    """How far the index of pictures was made by a recipe: one row, kept by `indexing`."""

    recipe = models.PositiveSmallIntegerField(default=0)
    reached = models.BigIntegerField(default=0)
    """The last picture's id of those that were indexed by it, in the order of ids."""
    is_whole = models.BooleanField(default=False)

    wagtail_reference_index_ignore = True

    def __str__(self) -> str:
        return f"recipe {self.recipe}: {'whole' if self.is_whole else self.reached}"


class DraftUse(models.Model):
    """That the newest version of a story holds a picture, whether or not readers see it.

    Written by `shpalta.newsroom.picturedesk.uses` with each version, and by nothing else.
    """

    story = models.ForeignKey(Story, on_delete=models.CASCADE, related_name="+")
    picture = models.ForeignKey(Picture, on_delete=models.CASCADE, related_name="+")

    wagtail_reference_index_ignore = True

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["story", "picture"], name="one_use_per_draft"),
        ]

    def __str__(self) -> str:
        return f"{self.picture_id} {self.story_id}"
