"""Crops drawn by hand, what is made of each picture, and what is still to be made."""

from collections.abc import Iterator

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from shpalta.core.crops import RATIOS
from shpalta.newsroom.announcing.rows import Announced
from shpalta.newsroom.media.models import Picture
from shpalta.newsroom.renditions.choices import CropShape, State, Why
from shpalta.newsroom.renditions.plans import Format

FOLDER = "pictures"
"""Where the files lie in the storage; originals lie beside it and are not for the public."""


class Crop(Announced):
    """What somebody chose of a picture for one shape: it wins over the focal point.

    The edges are in parts of the picture; how high it is follows from the shape.
    """

    picture = models.ForeignKey(Picture, on_delete=models.CASCADE, related_name="crops")
    shape = models.CharField(max_length=8, choices=CropShape)
    left = models.FloatField()
    top = models.FloatField()
    width = models.FloatField()

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("crop")
        verbose_name_plural = _("crops")
        constraints = [
            models.UniqueConstraint(fields=["picture", "shape"], name="one_crop_per_shape"),
            models.CheckConstraint(
                condition=models.Q(shape__in=[str(shape) for shape in RATIOS]),
                name="crop_of_a_known_shape",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.picture_id} {self.shape}"


class Preparation(models.Model):
    """How far the files of a picture are; while `is_due`, the workshop has it to do.

    `asked` counts the changes that made it due, so that one which comes while files are being
    made is not lost. `tries` are the beginnings since the last of them: also of those that ended
    with the process.
    """

    picture = models.OneToOneField(
        Picture, on_delete=models.CASCADE, primary_key=True, related_name="preparation"
    )
    is_due = models.BooleanField(default=True)
    asked = models.PositiveIntegerField(default=1)
    asked_at = models.DateTimeField(default=timezone.now)
    tries = models.PositiveSmallIntegerField(default=0)
    retry_at = models.DateTimeField(null=True)
    why = models.CharField(max_length=12, choices=Why, blank=True)
    finished_at = models.DateTimeField(null=True)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("preparation of a picture")
        verbose_name_plural = _("preparations of pictures")
        indexes = [
            models.Index(
                fields=["tries", "-asked_at"],
                condition=models.Q(is_due=True),
                name="preparation_due",
            ),
            models.Index(
                fields=["-asked_at"], condition=~models.Q(why=""), name="preparation_failed"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.picture_id}: {self.state}"

    @property
    def state(self) -> State:
        """How far the files are, as the newsroom says it."""
        if self.why:
            return State.FAILED
        return State.MAKING if self.is_due else State.READY


class Print(Announced):
    """One shape of a picture, made in its widths and formats.

    `digest` covers all that the files depend on, so that a name stands for the same bytes for
    ever. `source` is the original's file; `width` and `height` are those of the largest file.
    `widths` has the widths that were made, by format. Retired ones are not printed any more, and
    are kept for pages that still name them.
    """

    picture = models.ForeignKey(Picture, on_delete=models.CASCADE, related_name="prints")
    shape = models.CharField(max_length=8)
    digest = models.CharField(max_length=16)
    source = models.CharField(max_length=255)
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()
    widths = models.JSONField()
    made_at = models.DateTimeField(default=timezone.now)
    retired_at = models.DateTimeField(null=True)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("print")
        verbose_name_plural = _("prints")
        constraints = [
            models.UniqueConstraint(
                fields=["picture", "shape", "digest"], name="one_print_per_digest"
            )
        ]
        indexes = [
            models.Index(
                fields=["retired_at"],
                condition=models.Q(retired_at__isnull=False),
                name="print_retired",
            )
        ]

    def __str__(self) -> str:
        return f"{self.picture_id} {self.shape} {self.digest}"

    def name_of(self, width: int, file_format: str) -> str:
        """Give the name of a file in the storage."""
        return f"{FOLDER}/{self.picture_id}/{self.digest}/{width}.{file_format}"

    def names(self) -> Iterator[str]:
        """Give the names of all files."""
        for file_format, widths in self.widths.items():
            for width in widths:
                yield self.name_of(width, file_format)

    def has(self, width: int, file_format: Format) -> bool:
        """Tell whether a file of this width and format was made."""
        return width in self.widths.get(file_format, ())
