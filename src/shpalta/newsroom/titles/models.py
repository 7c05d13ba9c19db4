"""Titles, their hosts and editions, and the rubrics that their stories are filed under."""

from typing import Any
from zoneinfo import ZoneInfo, available_timezones

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from shpalta.newsroom.announcing.rows import Announced
from shpalta.newsroom.names import NamesField, name_in
from shpalta.newsroom.titles.checks import refuse_bad_edition
from shpalta.newsroom.titles.colours import accent_errors, colour_validator

DATE_LINE_PATTERN = "EEEE, d MMMM y, HH:mm"
"""How a date line is printed: a CLDR pattern (UTS 35, Date Format Patterns)."""
DAY_PATTERN = "d MMMM y"

code_validator = RegexValidator(
    r"^[a-z][a-z0-9-]*$", _("Use lower-case Latin letters, digits and hyphens, a letter first.")
)
host_validator = RegexValidator(
    r"^[a-z0-9]([a-z0-9.-]*[a-z0-9])?$", _("A host name alone, without https:// and port.")
)
prefix_validator = RegexValidator(
    r"^(/[a-z][a-z0-9-]*)?$", _("Leave it empty, or write it like /rus.")
)


def validate_time_zone(value: str) -> None:
    """Refuse a name that the IANA time zone database does not have."""
    if value not in available_timezones():
        raise ValidationError(
            _("There is no time zone “%(value)s”. Write it like Europe/Kyiv."),
            params={"value": value},
        )


class Title(Announced):
    """One newspaper of the house."""

    code = models.CharField(_("code"), max_length=40, unique=True, validators=[code_validator])
    names = NamesField(_("name"))
    taglines = NamesField(_("tagline"), blank=True)
    time_zone = models.CharField(
        _("time zone"), max_length=64, default="Europe/Kyiv", validators=[validate_time_zone]
    )
    colour = models.CharField(
        _("colour"), max_length=7, default="#9b1c1c", validators=[colour_validator]
    )
    dark_colour = models.CharField(
        _("colour on dark"), max_length=7, default="#ff9b8f", validators=[colour_validator]
    )
    answers_unknown_hosts = models.BooleanField(
        _("answers unknown hosts"),
        default=False,
        help_text=_("Readers who come by an address that no title claims get this one."),
    )
    position = models.PositiveSmallIntegerField(_("order"), default=0)

    class Meta:
        verbose_name = pgettext_lazy("newspaper", "title")
        verbose_name_plural = pgettext_lazy("newspaper", "titles")
        ordering = ["position", "code"]
        constraints = [
            models.UniqueConstraint(
                fields=["answers_unknown_hosts"],
                condition=models.Q(answers_unknown_hosts=True),
                name="one_title_answers_unknown_hosts",
                violation_error_message=_("Another title answers unknown hosts already."),
            )
        ]
        permissions = [("work_in_every_title", _("Can work in every title of the house"))]

    def __str__(self) -> str:
        return name_in(self.names, "uk") or self.code

    def clean(self) -> None:
        """Refuse an accent that some readers could not read."""
        super().clean()
        errors: dict[str, Any] = dict(accent_errors(self))
        if errors:
            raise ValidationError(errors)

    @property
    def zone(self) -> ZoneInfo:
        """The zone in which this title's days begin and its times are printed."""
        return ZoneInfo(self.time_zone)


class Host(Announced):
    """A host name under which a title answers."""

    title = models.ForeignKey(
        Title,
        on_delete=models.CASCADE,
        related_name="hosts",
        verbose_name=pgettext_lazy("newspaper", "title"),
    )
    name = models.CharField(_("host"), max_length=253, unique=True, validators=[host_validator])
    is_canonical = models.BooleanField(
        _("canonical"), default=False, help_text=_("The one that is printed in addresses.")
    )

    class Meta:
        verbose_name = _("host")
        verbose_name_plural = _("hosts")
        ordering = ["-is_canonical", "name"]
        constraints = [
            models.UniqueConstraint(
                fields=["title"],
                condition=models.Q(is_canonical=True),
                name="one_canonical_host_per_title",
                violation_error_message=_("A title has one canonical host."),
            )
        ]

    def __str__(self) -> str:
        return self.name


class Edition(Announced):
    """A title in one language."""

    title = models.ForeignKey(
        Title,
        on_delete=models.PROTECT,
        related_name="editions",
        verbose_name=pgettext_lazy("newspaper", "title"),
    )
    language = models.CharField(_("language"), max_length=12)
    prefix = models.CharField(
        _("URL prefix"), max_length=20, blank=True, validators=[prefix_validator]
    )
    position = models.PositiveSmallIntegerField(_("order"), default=0)
    date_line_pattern = models.CharField(
        _("date line"),
        max_length=60,
        default=DATE_LINE_PATTERN,
        help_text=_("A CLDR pattern, such as “EEEE, d MMMM y, HH:mm”."),
    )
    day_pattern = models.CharField(_("day"), max_length=60, default=DAY_PATTERN)
    labels: "models.JSONField[dict[str, str], dict[str, str]]" = models.JSONField(
        _("labels"),
        default=dict,
        blank=True,
        help_text=_("Own wording of block labels and ticker marks, by their code."),
    )

    class Meta:
        verbose_name = _("edition")
        verbose_name_plural = _("editions")
        ordering = ["title__position", "position"]
        constraints = [
            models.UniqueConstraint(fields=["title", "language"], name="one_edition_per_language"),
            models.UniqueConstraint(fields=["title", "prefix"], name="one_edition_per_prefix"),
        ]

    def __str__(self) -> str:
        return f"{self.title} · {self.language}"

    def clean(self) -> None:
        """Refuse a language that nobody speaks, and patterns that print no date."""
        super().clean()
        refuse_bad_edition(self)

    @property
    def name(self) -> str:
        """The title's name in this edition's language."""
        return name_in(self.title.names, self.language)


class Rubric(Announced):
    """A section of a title. The same rubric serves each edition under its own name."""

    title = models.ForeignKey(
        Title,
        on_delete=models.PROTECT,
        related_name="rubrics",
        verbose_name=pgettext_lazy("newspaper", "title"),
    )
    slug = models.SlugField(_("slug"), max_length=60)
    names = NamesField(_("name"))
    position = models.PositiveSmallIntegerField(_("order"), default=0)

    class Meta:
        verbose_name = _("rubric")
        verbose_name_plural = _("rubrics")
        ordering = ["title__position", "position", "slug"]
        constraints = [
            models.UniqueConstraint(fields=["title", "slug"], name="one_rubric_per_slug"),
        ]

    def __str__(self) -> str:
        return name_in(self.names, "uk") or self.slug


class Desk(models.Model):
    """People who work for a title. `shpalta.newsroom.titles.walls` says what follows from it."""

    title = models.ForeignKey(
        Title,
        on_delete=models.CASCADE,
        related_name="desks",
        verbose_name=pgettext_lazy("newspaper", "title"),
    )
    names = NamesField(_("name"))
    members: "models.ManyToManyField[Any, Any]" = models.ManyToManyField(
        settings.AUTH_USER_MODEL,
        blank=True,
        related_name="desks",
        verbose_name=_("who works here"),
    )

    class Meta:
        verbose_name = pgettext_lazy("newsroom", "desk")
        verbose_name_plural = pgettext_lazy("newsroom", "desks")
        ordering = ["title__position", "id"]

    def __str__(self) -> str:
        return name_in(self.names, "uk") or str(self.pk)
