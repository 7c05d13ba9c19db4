"""The schedule: which video an edition shows on every page, from which moment on."""

from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from shpalta.newsroom.announcing.rows import Announced
from shpalta.newsroom.stories.models import Story
from shpalta.newsroom.titles.models import Edition
from shpalta.newsroom.video.models import Embed, Video


class DayVideo(Announced):
    """From `begins_at` on an edition shows this video, until the next entry begins.

    An entry without a video ends the one before it. Of those that have begun the newest counts.
    """

    edition = models.ForeignKey(
        Edition, on_delete=models.CASCADE, related_name="day_videos", verbose_name=_("edition")
    )
    begins_at = models.DateTimeField(pgettext_lazy("video of the day", "from"))
    video = models.ForeignKey(
        Video,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="days",
        verbose_name=_("video"),
    )
    embed = models.ForeignKey(
        Embed,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="days",
        verbose_name=_("embed"),
        help_text=_("A video that lives elsewhere, in place of an own one."),
    )
    headline = models.CharField(
        _("headline"), max_length=300, blank=True, help_text=_("Empty: the story's.")
    )
    story = models.ForeignKey(
        Story,
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("story"),
        help_text=_("Where it leads. Empty: it plays where it stands."),
    )
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
    )
    begun_at = models.DateTimeField(null=True, editable=False)
    """When it was announced that it had begun."""

    class Meta:
        verbose_name = _("video of the day")
        verbose_name_plural = _("videos of the day")
        ordering = ["-begins_at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["edition", "begins_at"],
                name="one_video_of_day_per_moment",
                violation_error_message=_("Another entry begins at this very moment."),
            ),
            models.CheckConstraint(
                name="own_video_or_embed",
                condition=models.Q(video__isnull=True) | models.Q(embed__isnull=True),
            ),
        ]
        indexes = [models.Index(fields=["edition", "-begins_at"], name="day_video_order")]

    def __str__(self) -> str:
        return self.printed_headline or str(_("none"))

    @property
    def is_empty(self) -> bool:
        """Whether it shows nothing."""
        return self.video_id is None and self.embed_id is None

    @property
    def printed_headline(self) -> str:
        """What stands under the still."""
        if self.headline:
            return self.headline
        if self.story is not None:
            return self.story.front_headline or self.story.headline
        shown = self.video or self.embed
        return shown.title if shown is not None else ""

    def clean(self) -> None:
        """Refuse what no edition could show; each message stands at its field."""
        super().clean()
        errors: dict[str, Any] = {}
        if self.video_id and self.embed_id:
            errors["embed"] = _("Choose an own video or an embed, not both.")
        if self.story_id and self.edition_id and self.story.edition_id != self.edition_id:  # type: ignore[union-attr]
            errors["story"] = _("This story is not of this edition.")
        if self.story_id and self.is_empty:
            errors["story"] = _("An entry without a video leads nowhere.")
        if errors:
            raise ValidationError(errors)
