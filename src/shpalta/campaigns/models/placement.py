"""The places on a title's pages in which campaigns may run."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from shpalta.campaigns.models.choices import SpotChoice
from shpalta.core.campaigns import (
    COUNTED_SPOTS,
    CampaignKind,
    CreativeForm,
    PageType,
    PlacementFacts,
    Size,
    Spot,
)
from shpalta.newsroom.announcing.rows import Announced
from shpalta.newsroom.names import NamesField, name_in
from shpalta.newsroom.titles.models import Title, code_validator

HIGHEST = 1200
"""CSS pixels that a placement may reserve: more than a screen belongs to no advertisement."""


def every_kind() -> list[str]:
    """Give all kinds of campaigns."""
    return [str(kind) for kind in CampaignKind]


def every_form() -> list[str]:
    """Give all forms of creatives."""
    return [str(form) for form in CreativeForm]


class Placement(Announced):
    """One place: where it stands, what fits into it, and how much room is kept for it."""

    title = models.ForeignKey(
        Title,
        on_delete=models.CASCADE,
        related_name="campaign_placements",
        verbose_name=pgettext_lazy("newspaper", "title"),
    )
    code = models.CharField(_("code"), max_length=40, validators=[code_validator])
    names = NamesField(_("name"))
    spot = models.CharField(_("where"), max_length=12, choices=SpotChoice)
    pages: "models.JSONField[list[str], list[str]]" = models.JSONField(
        _("on which pages"), default=list, blank=True, help_text=_("None chosen: on all.")
    )
    paragraph = models.PositiveSmallIntegerField(
        _("after paragraph"),
        default=0,
        help_text=_("Only for a place in the text of a story, or after which band of the front."),
    )
    phone_height = models.PositiveSmallIntegerField(
        _("height on phones"), default=0, help_text=_("Kept free, so that nothing jumps.")
    )
    wide_height = models.PositiveSmallIntegerField(_("height on wide screens"), default=0)
    phone_sizes: "models.JSONField[list[list[int]], list[list[int]]]" = models.JSONField(
        _("sizes on phones"), default=list, blank=True
    )
    wide_sizes: "models.JSONField[list[list[int]], list[list[int]]]" = models.JSONField(
        _("sizes on wide screens"), default=list, blank=True
    )
    kinds: "models.JSONField[list[str], list[str]]" = models.JSONField(
        _("what may run"), default=every_kind
    )
    forms: "models.JSONField[list[str], list[str]]" = models.JSONField(
        _("in which form"), default=every_form
    )
    hosts: "models.JSONField[list[str], list[str]]" = models.JSONField(
        _("hosts that HTML here may load from"),
        default=list,
        blank=True,
        help_text=_(
            "Images and scripts of others, inside the frame, by HTTPS: one host a line, such as "
            "cdn.example.net, or *.example.net for all under it. Empty: nothing from outside."
        ),
    )
    is_active = models.BooleanField(_("in use"), default=True)
    position = models.PositiveSmallIntegerField(_("order"), default=0)

    class Meta:
        verbose_name = _("placement of campaigns")
        verbose_name_plural = _("placements of campaigns")
        ordering = ["title__position", "position", "code"]
        constraints = [
            models.UniqueConstraint(
                fields=["title", "code"],
                name="one_placement_per_code",
                violation_error_message=_("The title has a placement with this code."),
            )
        ]

    def __str__(self) -> str:
        return name_in(self.names, get_language() or "uk") or self.code

    def clean(self) -> None:
        """Refuse what is larger than its box, and a place in the text that says not where."""
        super().clean()
        errors: dict[str, Any] = {}
        if self.spot in COUNTED_SPOTS and not self.paragraph:
            errors["paragraph"] = _("Say after which paragraph or band it stands.")
        for device in ("phone", "wide"):
            height, sizes = getattr(self, f"{device}_height"), getattr(self, f"{device}_sizes")
            if height > HIGHEST:
                errors[f"{device}_height"] = _("At most %(number)s.") % {"number": HIGHEST}
            elif any(size[1] > height for size in sizes):
                errors[f"{device}_sizes"] = _("A size is higher than what is kept free for it.")
        if errors:
            raise ValidationError(errors)

    def facts(self, own_hosts: frozenset[str]) -> PlacementFacts:
        """Give the placement as the rules of `shpalta.core.campaigns` see it, in a house's hosts.

        These are `shpalta.campaigns.own_hosts.read_own_hosts()`.
        """
        return PlacementFacts(
            id=self.pk,
            code=self.code,
            spot=Spot(self.spot),
            pages=frozenset(map(PageType, self.pages)),
            paragraph=self.paragraph,
            height=(self.phone_height, self.wide_height),
            phone_sizes=_sizes(self.phone_sizes),
            wide_sizes=_sizes(self.wide_sizes),
            kinds=frozenset(map(CampaignKind, self.kinds)),
            forms=frozenset(map(CreativeForm, self.forms)),
            hosts=tuple(self.hosts),
            own_hosts=own_hosts,
        )


def _sizes(stored: list[list[int]]) -> frozenset[Size]:
    return frozenset((width, height) for width, height in stored)
