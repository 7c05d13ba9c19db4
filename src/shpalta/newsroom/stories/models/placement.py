"""A story of one title that runs in another."""

from datetime import datetime
from typing import Any, Self

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from shpalta.core.addresses import Kind, story_path
from shpalta.core.visibility import PlacementStanding, State
from shpalta.newsroom.announcing.rows import Announced, AnnouncingQuerySet
from shpalta.newsroom.stories.choices import PlacementMode
from shpalta.newsroom.stories.models.story import Story
from shpalta.newsroom.titles.models import Edition, Rubric


class PlacementQuerySet(AnnouncingQuerySet["Placement"]):
    """Placements; `public` says in SQL what `shpalta.core.visibility` says of one."""

    def public(self, now: datetime | None = None) -> Self:
        """Keep what the public may see at `now` (aware; default: now)."""
        now = now or timezone.now()
        free = Q(story__embargo_until__isnull=True) | Q(story__embargo_until__lte=now)
        return self.filter(
            free,
            story__state=State.PUBLISHED,
            story__published_at__lte=now,
            placed_at__lte=now,
            taken_back_at__isnull=True,
        )


class Placement(Announced):
    """That an edition of another title runs a story: as a headline or on a page of its own.

    It names the origin itself and never another placement, so that no story can come back to
    where it came from. What it does not say otherwise is the origin's.
    """

    story = models.ForeignKey(Story, on_delete=models.CASCADE, related_name="placements")
    edition = models.ForeignKey(
        Edition, on_delete=models.PROTECT, related_name="placements", verbose_name=_("edition")
    )
    mode = models.CharField(_("runs as"), max_length=16, choices=PlacementMode)
    headline = models.CharField(
        _("headline"), max_length=300, blank=True, help_text=_("Empty: the origin's.")
    )
    front_headline = models.CharField(
        _("front headline"),
        max_length=300,
        blank=True,
        help_text=_("For the front and the ticker, when it should differ."),
    )
    rubric = models.ForeignKey(
        Rubric,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("rubric"),
    )
    placed_at = models.DateTimeField(_("taken"), default=timezone.now)
    """Aware; by it the story stands in the lists of the edition, and in its address there."""
    placed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    is_automatic = models.BooleanField(_("by rule"), default=False)
    taken_back_at = models.DateTimeField(_("taken back"), null=True, blank=True)

    objects = PlacementQuerySet.as_manager()

    class Meta:
        verbose_name = _("shared story")
        verbose_name_plural = _("shared stories")
        constraints = [
            models.UniqueConstraint(
                fields=["edition", "story"],
                name="one_placement_per_edition",
                violation_error_message=_("This edition runs the story already."),
            ),
        ]
        indexes = [models.Index(fields=["edition", "-placed_at", "-id"], name="placement_order")]

    def __str__(self) -> str:
        return self.printed_headline

    @property
    def printed_headline(self) -> str:
        """The headline over its page and in lists."""
        return self.headline or self.story.headline

    @property
    def printed_front_headline(self) -> str:
        """The headline of front and ticker, "" where that is the one of lists."""
        return self.front_headline or ("" if self.headline else self.story.front_headline)

    @property
    def standing(self) -> PlacementStanding:
        """The facts from which `shpalta.core.visibility` decides who may see it."""
        return PlacementStanding(self.story.standing, self.placed_at, self.taken_back_at)

    @property
    def path(self) -> str:
        """The path of its page, should it have one."""
        return story_path(
            self.edition.prefix,
            kind=Kind(self.story.kind),
            published_at=self.placed_at,
            zone=self.edition.title.zone,
            number=self.story.number,
        )

    def clean(self) -> None:
        """Refuse what no edition could run; each message stands at its field."""
        super().clean()
        errors: dict[str, Any] = {}
        if self.edition.title_id == self.story.edition.title_id:
            errors["edition"] = _("The story is this title's own.")
        elif self.edition.language != self.story.edition.language:
            errors["edition"] = _("This edition is in another language than the story.")
        if self.rubric and self.rubric.title_id != self.edition.title_id:
            errors["rubric"] = _("This rubric belongs to another title.")
        if errors:
            raise ValidationError(errors)
