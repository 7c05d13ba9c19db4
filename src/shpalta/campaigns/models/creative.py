"""What of a campaign readers see."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey

from shpalta.campaigns.links import validate_link
from shpalta.campaigns.markup import outside_of
from shpalta.campaigns.models.campaign import MOST_WEIGHT, Campaign
from shpalta.campaigns.models.choices import FormChoice
from shpalta.core.campaigns import CreativeFacts, CreativeForm
from shpalta.newsroom.announcing.rows import Announced
from shpalta.newsroom.names import NamesField
from shpalta.newsroom.stories.models import Story

FOLDER = "creatives/"
"""Where their files lie, under the name of their content (`digest`)."""


class Creative(Announced):
    """One image, frame, text or story of a campaign."""

    campaign = ParentalKey(Campaign, on_delete=models.CASCADE, related_name="creatives")
    form = models.CharField(_("form"), max_length=8, choices=FormChoice, default=CreativeForm.TEXT)
    weight = models.PositiveSmallIntegerField(
        _("weight"),
        default=10,
        validators=[MinValueValidator(1), MaxValueValidator(MOST_WEIGHT)],
    )
    languages: "models.JSONField[list[str], list[str]]" = models.JSONField(
        _("editions"), default=list, blank=True, help_text=_("None chosen: in all.")
    )
    link = models.CharField(
        _("link"),
        max_length=500,
        blank=True,
        validators=[validate_link],
        help_text=_("Beginning with https://, or a path of the house like /page/about/."),
    )
    headings = NamesField(_("heading"), blank=True)
    texts = NamesField(_("text"), blank=True, rows=2, max_length=400)
    buttons = NamesField(_("button"), blank=True, max_length=40)

    image = models.FileField(_("image"), upload_to=FOLDER, blank=True)
    digest = models.CharField(max_length=64, blank=True, editable=False)
    """SHA-256 of the image's file, in hexadecimal digits."""
    image_type = models.CharField(max_length=40, blank=True, editable=False)
    """Its media type, such as image/webp."""
    alts = NamesField(
        _("description of the image"),
        blank=True,
        max_length=300,
        help_text=_("What a screen reader says instead of it, in each language."),
    )
    width = models.PositiveSmallIntegerField(_("width"), default=0, blank=True)
    """CSS pixels; 0 for a form that takes the width there is."""
    height = models.PositiveSmallIntegerField(_("height"), default=0, blank=True)

    html = models.TextField(_("HTML"), blank=True)
    is_third_party = models.BooleanField(
        _("loads from outside"),
        default=False,
        help_text=_("Only placements that let in all its hosts show such a creative."),
    )
    story = models.ForeignKey(
        Story,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("partner story"),
    )

    class Meta:
        verbose_name = _("creative")
        verbose_name_plural = _("creatives")
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.get_form_display()} {self.pk or ''}".strip()

    @property
    def has_size(self) -> bool:
        """Tell whether it is shown in pixels of its own."""
        return self.form in (CreativeForm.IMAGE, CreativeForm.HTML)

    def facts(self) -> CreativeFacts:
        """Give the creative as the rules see it."""
        is_third_party = self.form == CreativeForm.HTML and self.is_third_party
        return CreativeFacts(
            id=self.pk,
            form=CreativeForm(self.form),
            weight=self.weight,
            size=(self.width, self.height) if self.has_size else None,
            languages=frozenset(self.languages),
            is_third_party=is_third_party,
            hosts=outside_of(self.html).hosts if is_third_party else (),
        )
