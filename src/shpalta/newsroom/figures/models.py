"""Sums of what was counted, what each edge's spool was taken up to, and what is most read."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from shpalta.newsroom.titles.models import Edition


class Tally(models.Model):
    """How often something was read or seen within an hour (UTC); see `core.counting.Subject`."""

    kind = models.CharField(max_length=12)
    place = models.BigIntegerField(default=0)
    item = models.BigIntegerField()
    hour = models.DateTimeField()
    count = models.BigIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "place", "item", "hour"], name="one_tally_per_subject_and_hour"
            )
        ]
        indexes = [models.Index(fields=["kind", "place", "hour"], name="tally_hour")]

    def __str__(self) -> str:
        return f"{self.kind}/{self.place}/{self.item} {self.hour:%Y-%m-%dT%H}: {self.count}"


class Late(models.Model):
    """How much of the sums came long after it was counted: it says nothing of speed."""

    kind = models.CharField(max_length=12)
    place = models.BigIntegerField(default=0)
    item = models.BigIntegerField()
    count = models.BigIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["kind", "place", "item"], name="one_late_per_subject")
        ]

    def __str__(self) -> str:
        return f"{self.kind}/{self.place}/{self.item}: {self.count}"


class TakenSpool(models.Model):
    """Up to which batch a spool of an edge is in the sums."""

    name = models.CharField(max_length=80, primary_key=True)
    taken = models.BigIntegerField(default=0)
    at = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return f"{self.name}: {self.taken}"


class MostRead(models.Model):
    """A story among the most read of an edition; `rank` begins with 1."""

    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="+")
    rank = models.PositiveSmallIntegerField()
    number = models.BigIntegerField()

    class Meta:
        ordering = ["edition", "rank"]
        constraints = [
            models.UniqueConstraint(fields=["edition", "rank"], name="one_story_per_rank")
        ]
        verbose_name = _("most read story")

    def __str__(self) -> str:
        return f"{self.edition_id} {self.rank}: {self.number}"
