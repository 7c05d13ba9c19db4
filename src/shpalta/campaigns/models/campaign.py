"""A campaign: for whom, when, where, beside what, and how much of it."""

from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from modelcluster.fields import ParentalManyToManyField
from modelcluster.models import ClusterableModel

from shpalta.campaigns.models.choices import KindChoice, StageChoice
from shpalta.campaigns.models.placement import Placement
from shpalta.core.campaigns import CampaignFacts, CampaignKind, CreativeFacts, Device
from shpalta.core.flights import AT_CAP, Flight, Stage
from shpalta.newsroom.announcing.rows import Announced
from shpalta.newsroom.names import NamesField
from shpalta.newsroom.titles.models import Rubric, Title
from shpalta.newsroom.vocabulary.models import Topic

MOST_WEIGHT = 100
MOST_PRIORITY = 9


class CapUnit(models.TextChoices):
    """What caps count."""

    IMPRESSIONS = "seen", _("impressions")
    CLICKS = "click", _("clicks")


def _up_to(most: int) -> list[Any]:
    return [MinValueValidator(1), MaxValueValidator(most)]


class Campaign(Announced, ClusterableModel):
    """One campaign. It belongs to a title, and may run in others as well."""

    title = models.ForeignKey(
        Title,
        on_delete=models.PROTECT,
        related_name="campaigns",
        verbose_name=pgettext_lazy("newspaper", "title"),
    )
    other_titles = ParentalManyToManyField(
        Title, blank=True, related_name="+", verbose_name=_("also in")
    )
    kind = models.CharField(pgettext_lazy("campaign", "kind"), max_length=12, choices=KindChoice)
    name = models.CharField(
        _("name"), max_length=120, help_text=_("For the newsroom: readers do not see it.")
    )
    advertiser = NamesField(
        _("advertiser or partner"), blank=True, help_text=_("As readers read it.")
    )

    starts_at = models.DateTimeField(_("begins"), default=timezone.now)
    ends_at = models.DateTimeField(
        _("ends"), null=True, blank=True, help_text=_("Empty: when somebody ends it.")
    )
    is_paused = models.BooleanField(_("paused"), default=False)
    stage = models.CharField(
        _("state"), max_length=16, choices=StageChoice, default=Stage.PLANNED, editable=False
    )
    """Kept by `shpalta.campaigns.services.keep_stage`: what was last told to readers."""

    placements = ParentalManyToManyField(
        Placement, blank=True, related_name="campaigns", verbose_name=_("placements")
    )
    priority = models.PositiveSmallIntegerField(
        _("priority"),
        default=5,
        validators=_up_to(MOST_PRIORITY),
        help_text=_("From 1 to 9: the greater goes first."),
    )
    weight = models.PositiveSmallIntegerField(
        _("weight"),
        default=10,
        validators=_up_to(MOST_WEIGHT),
        help_text=_("From 1 to 100: the share among campaigns of the same priority."),
    )
    is_exclusive = models.BooleanField(
        pgettext_lazy("campaign", "exclusive"),
        default=False,
        help_text=_("No other runs beside it in its placements."),
    )
    cap_unit = models.CharField(
        _("caps count"), max_length=8, choices=CapUnit, default=CapUnit.IMPRESSIONS
    )
    daily_cap = models.PositiveBigIntegerField(
        _("cap a day"), default=0, help_text=_("0: none. The day is that of the title's zone.")
    )
    total_cap = models.PositiveBigIntegerField(_("cap in all"), default=0, help_text=_("0: none."))
    frequency = models.PositiveSmallIntegerField(
        _("times a day for one reader"),
        default=0,
        help_text=_("0: no limit. It is kept in the reader's browser and nowhere else."),
    )

    languages: "models.JSONField[list[str], list[str]]" = models.JSONField(
        _("editions"), default=list, blank=True, help_text=_("None chosen: in all.")
    )
    rubrics = ParentalManyToManyField(
        Rubric, blank=True, related_name="+", verbose_name=_("rubrics")
    )
    topics = ParentalManyToManyField(Topic, blank=True, related_name="+", verbose_name=_("topics"))
    devices: "models.JSONField[list[str], list[str]]" = models.JSONField(
        _("devices"), default=list, blank=True, help_text=_("None chosen: on all.")
    )
    avoided = models.TextField(
        _("words to avoid"),
        blank=True,
        help_text=_(
            "One word or phrase a line, in any form. A star stands for any end: crash*. "
            "It does not run on stories that have one of them."
        ),
    )
    avoided_forms: "models.JSONField[list[list[list[str]]], list[list[list[str]]]]" = (
        models.JSONField(default=list, blank=True, editable=False)
    )
    """The forms of `avoided`: phrases of words of forms, as `shpalta.core.avoiding` has them."""
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        verbose_name = _("campaign")
        verbose_name_plural = _("campaigns")
        ordering = ["-starts_at", "-pk"]
        indexes = [models.Index(fields=["stage", "title"], name="campaign_stage")]

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        """Refuse an end before the beginning, and an advertiser whom readers do not learn of."""
        super().clean()
        errors: dict[str, Any] = {}
        if self.ends_at is not None and self.starts_at and self.ends_at <= self.starts_at:
            errors["ends_at"] = _("It ends before it begins.")
        if self.kind in (KindChoice.ADVERTISING, KindChoice.FUNDRAISER) and not self.advertiser:
            errors["advertiser"] = _("Readers must learn who pays for it or asks for it.")
        if self.total_cap and self.daily_cap > self.total_cap:
            errors["daily_cap"] = _("The cap a day is above the cap in all.")
        if errors:
            raise ValidationError(errors)

    @property
    def flight(self) -> Flight:
        """When it runs and what it may not exceed."""
        return Flight(
            starts_at=self.starts_at,
            ends_at=self.ends_at,
            is_paused=self.is_paused,
            daily_cap=self.daily_cap,
            total_cap=self.total_cap,
        )

    @property
    def title_ids(self) -> frozenset[int]:
        """The ids of all titles in which it runs."""
        return frozenset({self.title_id, *(title.pk for title in self.other_titles.all())})

    def facts(self, creatives: tuple[CreativeFacts, ...]) -> CampaignFacts:
        """Give the campaign as the rules see it; what it is related to should be read along.

        A flight that the workshop has not yet announced is judged by its dates all the same.
        """
        return CampaignFacts(
            id=self.pk,
            kind=CampaignKind(self.kind),
            titles=self.title_ids,
            placements=frozenset(row.pk for row in self.placements.all()),
            creatives=creatives,
            starts_at=self.starts_at,
            ends_at=self.ends_at,
            is_held=self.is_paused or self.stage in AT_CAP,
            priority=self.priority,
            weight=self.weight,
            is_exclusive=self.is_exclusive,
            frequency=self.frequency,
            languages=frozenset(self.languages),
            rubrics=frozenset(row.pk for row in self.rubrics.all()),
            topics=frozenset(row.pk for row in self.topics.all()),
            devices=frozenset(map(Device, self.devices)),
            avoided=tuple(tuple(map(frozenset, phrase)) for phrase in self.avoided_forms),
        )
