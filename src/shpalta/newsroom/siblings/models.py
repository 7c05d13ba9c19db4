"""What is kept about siblings beside the stories themselves."""

from typing import Any

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from shpalta.newsroom.stories.models import Story


class StepMark(models.Model):
    """How `other` read when `story` was last in step with it.

    A version of Wagtail's is no such thing: an autosave writes over it. So the texts are kept.
    """

    story = models.ForeignKey(Story, on_delete=models.CASCADE, related_name="step_marks")
    other = models.ForeignKey(Story, on_delete=models.CASCADE, related_name="+")
    snapshot: "models.JSONField[Any, Any]" = models.JSONField()
    """What `pieces.snapshot_of` gives."""
    digest = models.CharField(max_length=64)
    is_behind = models.BooleanField(default=False)
    """Whether `other` reads otherwise now. Written whenever `other` is."""
    marked_at = models.DateTimeField(default=timezone.now)
    marked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("step mark")
        verbose_name_plural = _("step marks")
        constraints = [
            models.UniqueConstraint(fields=["story", "other"], name="one_mark_per_pair"),
            models.CheckConstraint(
                name="no_mark_of_oneself", condition=~models.Q(story=models.F("other"))
            ),
        ]
        indexes = [
            models.Index(fields=["story"], name="mark_behind", condition=models.Q(is_behind=True)),
        ]

    def __str__(self) -> str:
        return f"{self.story_id} ← {self.other_id}"


class MachineDraft(models.Model):
    """That a story's text came from a machine, and who confirmed it."""

    story = models.OneToOneField(Story, on_delete=models.CASCADE, related_name="machine_draft")
    service = models.CharField(max_length=100)
    made_at = models.DateTimeField(default=timezone.now)
    confirmed_at = models.DateTimeField(null=True, blank=True)
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("machine translation")
        verbose_name_plural = _("machine translations")
        indexes = [
            models.Index(
                fields=["story"],
                name="machine_unconfirmed",
                condition=models.Q(confirmed_at__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.story_id} {self.service}"
