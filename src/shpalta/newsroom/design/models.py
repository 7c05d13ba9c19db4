"""A title's design and contacts; what is left empty is as the house has it."""

from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from shpalta.newsroom.announcing.rows import Announced
from shpalta.newsroom.design.checks import colour_errors
from shpalta.newsroom.design.tokens import Face
from shpalta.newsroom.names import NamesField
from shpalta.newsroom.titles.colours import colour_validator
from shpalta.newsroom.titles.models import Rubric, Title

phone_validator = RegexValidator(
    r"^\+[0-9][0-9 ()-]{5,24}$", _("Write it with the country's code, like +380 44 123 45 67.")
)


class Design(Announced):
    """How one title looks and where it is found."""

    title = models.OneToOneField(
        Title,
        on_delete=models.CASCADE,
        related_name="design",
        verbose_name=pgettext_lazy("newspaper", "title"),
    )
    display_face = models.CharField(
        _("headlines and nameplate"), max_length=16, choices=Face, blank=True, default=Face.HOUSE
    )
    text_face = models.CharField(
        _("running text"), max_length=16, choices=Face, blank=True, default=Face.HOUSE
    )
    tint = models.CharField(
        _("tinted ground"), max_length=7, blank=True, validators=[colour_validator]
    )
    dark_tint = models.CharField(
        _("tinted ground on dark"), max_length=7, blank=True, validators=[colour_validator]
    )
    breaking = models.CharField(
        _("breaking news"), max_length=7, blank=True, validators=[colour_validator]
    )
    dark_breaking = models.CharField(
        _("breaking news on dark"), max_length=7, blank=True, validators=[colour_validator]
    )
    address = NamesField(_("postal address"), blank=True, rows=3, max_length=300)
    editor = NamesField(_("editor in chief"), blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    phone = models.CharField(_("phone"), max_length=30, blank=True, validators=[phone_validator])
    networks: "models.JSONField[list[str], list[str]]" = models.JSONField(
        _("pages in networks"), default=list, blank=True
    )

    class Meta:
        verbose_name = _("design")
        verbose_name_plural = _("designs")
        ordering = ["title__position"]

    def __str__(self) -> str:
        return str(self.title)

    def clean(self) -> None:
        """Refuse colours that some readers could not read; each message stands at its field."""
        super().clean()
        errors: dict[str, Any] = {}
        if self.title_id:
            errors.update(colour_errors(self.title, self))
        if errors:
            raise ValidationError(errors)


class Theme(models.TextChoices):
    """For which ground a nameplate is drawn."""

    LIGHT = "light", _("on light")
    DARK = "dark", _("on dark")


class Nameplate(Announced):
    """A title's name as a drawing or picture: one for each theme, or one for both."""

    design = models.ForeignKey(Design, on_delete=models.CASCADE, related_name="nameplates")
    theme = models.CharField(max_length=8, choices=Theme)
    data = models.BinaryField()
    content_type = models.CharField(max_length=40)
    digest = models.CharField(max_length=64)
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["design", "theme"], name="one_nameplate_per_theme"),
        ]

    def __str__(self) -> str:
        return f"{self.design} {self.theme}"


class FrontSection(Announced):
    """One rubric's band on the front; without any, every rubric has one."""

    design = models.ForeignKey(Design, on_delete=models.CASCADE, related_name="sections")
    rubric = models.ForeignKey(
        Rubric, on_delete=models.CASCADE, related_name="+", verbose_name=_("rubric")
    )
    stories = models.PositiveSmallIntegerField(_("stories"), default=5)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["design", "rubric"], name="one_band_per_rubric"),
        ]

    def __str__(self) -> str:
        return f"{self.rubric} {self.stories}"
