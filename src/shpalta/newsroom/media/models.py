"""Pictures with the fields a newspaper prints: caption and credit, each on its own."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.images.models import AbstractImage, AbstractRendition, Image, ImageQuerySet

from shpalta.newsroom.announcing.rows import Announced, AnnouncingQuerySet
from shpalta.newsroom.names import NamesField, name_in


class PictureQuerySet(AnnouncingQuerySet["Picture"], ImageQuerySet):
    """Pictures: searched as Wagtail does it, announced as all that readers see."""


class Picture(Announced, AbstractImage):
    """An uploaded picture."""

    alts = NamesField(
        _("description"),
        blank=True,
        max_length=300,
        help_text=_("What a screen reader says instead of the picture, in each language."),
    )
    caption = models.CharField(
        _("caption"), max_length=500, blank=True, help_text=_("What a reader sees under it.")
    )
    credit = models.CharField(
        _("credit"), max_length=300, blank=True, help_text=_("Who made it, as it is printed.")
    )

    objects = PictureQuerySet.as_manager()

    admin_form_fields = (
        *(name for name in Image.admin_form_fields if name != "description"),
        "alts",
        "caption",
        "credit",
    )

    class Meta(AbstractImage.Meta):
        verbose_name = _("picture")
        verbose_name_plural = _("pictures")
        permissions = [("choose_image", "Can choose image")]

    def alt_in(self, language: str) -> str:
        """Give what a screen reader says of it in a language; "" if nobody described it."""
        return name_in(self.alts, language)


class Rendition(Announced, AbstractRendition):
    """A picture cut and scaled for one place on the page."""

    image = models.ForeignKey(
        Picture, on_delete=models.CASCADE, related_name="renditions", verbose_name=_("picture")
    )

    class Meta:
        verbose_name = _("rendition")
        verbose_name_plural = _("renditions")
        constraints = [
            models.UniqueConstraint(
                fields=["image", "filter_spec", "focal_point_key"],
                name="one_rendition_per_picture_and_filter",
            )
        ]
        indexes = [models.Index(fields=["file"], name="rendition_file")]
