"""What was taken in: one row a piece of copy, so that the same copy makes one story."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from shpalta.newsroom.stories.models import Story
from shpalta.newsroom.titles.models import Title


class TakenCopy(models.Model):
    """A piece of copy and the story that was made of it."""

    title = models.ForeignKey(Title, on_delete=models.CASCADE, related_name="+")
    fingerprint = models.CharField(max_length=64)
    """SHA-256 (hex) of what was read, so that encoding, line ends and ads make no difference."""
    story = models.ForeignKey(Story, on_delete=models.CASCADE, related_name="+")
    name = models.CharField(max_length=500)
    encoding = models.CharField(max_length=20)
    taken_at = models.DateTimeField(auto_now_add=True)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("taken copy")
        verbose_name_plural = _("taken copy")
        constraints = [
            models.UniqueConstraint(fields=["title", "fingerprint"], name="one_story_per_copy")
        ]

    def __str__(self) -> str:
        return self.name
