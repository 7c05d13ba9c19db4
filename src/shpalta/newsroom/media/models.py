"""Pictures: what a newspaper prints with them, what it may do with them, where they come from."""

from datetime import datetime
from typing import Any, Self

from django.core.validators import URLValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.images.models import AbstractImage, AbstractRendition, Filter, Image, ImageQuerySet

from shpalta.core.visibility import PictureStanding, may_show_picture
from shpalta.newsroom.announcing.rows import Announced, AnnouncingQuerySet
from shpalta.newsroom.media.choices import NO_LICENCE, CommonsLicence, Licence, Machine
from shpalta.newsroom.names import NamesField, name_in


class PictureQuerySet(AnnouncingQuerySet["Picture"], ImageQuerySet):
    """Pictures; `showable` says in SQL what `shpalta.core.visibility.may_show_picture` says."""

    def showable(self, now: datetime | None = None) -> Self:
        """Keep those whose rights let the public see them at `now` (aware; default: now)."""
        lasting = Q(rights_end_at__isnull=True) | Q(rights_end_at__gt=now or timezone.now())
        return self.filter(lasting, is_not_for_web=False)


class Picture(Announced, AbstractImage):
    """An uploaded picture: the file as it came, and all that is known of it."""

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
    headline = models.CharField(_("headline"), max_length=300, blank=True)
    creator = models.CharField(
        _("creator"), max_length=300, blank=True, help_text=_("Who pressed the shutter or drew it.")
    )
    taken_at = models.DateTimeField(_("photographed"), null=True, blank=True)
    city = models.CharField(_("city"), max_length=200, blank=True)
    country = models.CharField(_("country"), max_length=200, blank=True)
    persons = models.CharField(
        _("people shown"), max_length=1000, blank=True, help_text=_("Names, separated by commas.")
    )

    licence = models.CharField(_("licence"), max_length=16, choices=Licence, blank=True)
    commons_licence = models.CharField(
        _("Creative Commons licence"), max_length=16, choices=CommonsLicence, blank=True
    )
    copyright_notice = models.CharField(_("copyright notice"), max_length=500, blank=True)
    usage_terms = models.CharField(_("usage terms"), max_length=1000, blank=True)
    web_statement = models.CharField(
        _("address of the terms"),
        max_length=500,
        blank=True,
        validators=[URLValidator(schemes=["https", "http"])],
    )
    rights_end_at = models.DateTimeField(
        _("rights end"),
        null=True,
        blank=True,
        help_text=_("From this moment on it is on no public page. Empty: they do not end."),
    )
    is_not_for_web = models.BooleanField(
        _("not for the web"), default=False, help_text=_("It may be printed on paper alone.")
    )

    machine = models.CharField(
        _("artificial intelligence"),
        max_length=16,
        choices=Machine,
        blank=True,
        default=Machine.NONE,
        help_text=_("Readers are told under the picture."),
    )
    digital_source = models.CharField(max_length=100, blank=True, editable=False)
    """IPTC's Digital Source Type as the file states it, without the code list's address."""
    credentials: "models.JSONField[dict[str, Any], dict[str, Any]]" = models.JSONField(
        default=dict, blank=True, editable=False
    )
    """What the file's C2PA manifest says; see `shpalta.newsroom.media.credentials`."""

    original_name = models.CharField(_("file name"), max_length=255, blank=True, editable=False)
    sha256 = models.CharField(max_length=64, blank=True, editable=False, db_index=True)
    """Of the file's bytes as they were uploaded, in hexadecimal."""
    look = models.BigIntegerField(null=True, editable=False)
    """What it looks like, in 64 bits; see `shpalta.newsroom.media.likeness`."""
    look_0 = models.IntegerField(null=True, editable=False, db_index=True)
    look_1 = models.IntegerField(null=True, editable=False, db_index=True)
    look_2 = models.IntegerField(null=True, editable=False, db_index=True)
    look_3 = models.IntegerField(null=True, editable=False, db_index=True)
    end_told = models.BooleanField(default=False, editable=False)
    """Whether readers' pages were told that the rights ended."""

    objects = PictureQuerySet.as_manager()

    admin_form_fields = (
        *(name for name in Image.admin_form_fields if name != "description"),
        *("alts", "caption", "credit", "headline", "creator", "taken_at", "city", "country"),
        *("persons", "licence", "commons_licence", "copyright_notice", "usage_terms"),
        *("web_statement", "rights_end_at", "is_not_for_web", "machine"),
    )

    class Meta(AbstractImage.Meta):
        verbose_name = _("picture")
        verbose_name_plural = _("pictures")
        permissions = [("choose_image", "Can choose image")]
        indexes = [
            models.Index(fields=["-created_at", "-id"], name="picture_newest"),
            models.Index(fields=["rights_end_at"], name="picture_rights_end"),
            models.Index(
                fields=["rights_end_at"],
                name="picture_end_untold",
                condition=Q(end_told=False, rights_end_at__isnull=False),
            ),
        ]

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save the picture; rights that go on have an end that is still to be told."""
        if self.may_last(timezone.now()):
            self.end_told = False
        super().save(*args, **kwargs)

    def get_indexed_instance(self) -> None:
        """Keep it out of Wagtail's index, which nobody asks: each save would weigh all of it anew.

        What finds pictures is `shpalta.newsroom.picturedesk.search`.
        """
        return

    def may_last(self, now: datetime) -> bool:
        """Tell whether the rights have not ended at `now` (aware)."""
        return self.rights_end_at is None or now < self.rights_end_at

    def create_rendition(self, filter: Filter) -> "Rendition":  # noqa: A002  Wagtail's name
        """Make a copy for the newsroom's screens; the file it is made in is closed here."""
        with self.generate_rendition_file(filter) as file:
            made: Rendition
            made, _is_new = Rendition.objects.get_or_create(
                image=self,
                filter_spec=filter.spec,
                focal_point_key=filter.get_cache_key(self),
                defaults={"file": file},
            )
        return made

    def alt_in(self, language: str) -> str:
        """Give what a screen reader says of it in a language; "" if nobody described it."""
        return name_in(self.alts, language)

    @property
    def standing(self) -> PictureStanding:
        """The facts from which `shpalta.core.visibility` decides whether it may be shown."""
        return PictureStanding(self.rights_end_at, self.is_not_for_web)

    def may_be_shown(self, now: datetime) -> bool:
        """Tell whether its rights let the public see it at `now` (aware)."""
        return may_show_picture(self.standing, now=now)

    @property
    def has_licence(self) -> bool:
        """Whether it is known on what grounds it may be used."""
        return self.licence not in NO_LICENCE


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
