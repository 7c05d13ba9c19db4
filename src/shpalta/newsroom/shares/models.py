"""What each title may take of its sisters, and what it does not want."""

from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from shpalta.newsroom.stories.choices import KindChoice, PlacementMode
from shpalta.newsroom.stories.models import Story
from shpalta.newsroom.titles.models import Edition, Rubric, Title


class Automatic(models.TextChoices):
    """What happens by itself when a story comes out."""

    NO = "", _("nothing: the desk takes what it wants")
    HEADLINE = PlacementMode.HEADLINE.value, _("it runs as a headline")
    PAGE = PlacementMode.PAGE.value, _("it runs on a page of its own")


class ShareRule(models.Model):
    """That a title may take stories of another one, and which. Without a rule it takes none.

    A story may be taken if any rule allows it.
    """

    giver = models.ForeignKey(
        Title, on_delete=models.CASCADE, related_name="+", verbose_name=_("stories of")
    )
    taker = models.ForeignKey(
        Title, on_delete=models.CASCADE, related_name="+", verbose_name=_("may run in")
    )
    rubrics = models.ManyToManyField(
        Rubric,
        blank=True,
        related_name="+",
        verbose_name=_("only of these rubrics"),
        help_text=_("None chosen: of all."),
    )
    kinds: "models.JSONField[list[str], list[str]]" = models.JSONField(
        _("only of these kinds"), default=list, blank=True, help_text=_("None chosen: of all.")
    )
    allows_headline = models.BooleanField(_("as a headline that leads to the origin"), default=True)
    allows_page = models.BooleanField(_("on a page of its own"), default=True)
    automatic = models.CharField(
        _("when a story comes out"),
        max_length=16,
        choices=Automatic,
        default=Automatic.NO,
        blank=True,
    )
    rubric = models.ForeignKey(
        Rubric,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("under the rubric"),
        help_text=_("Where it stands in the title that takes it, unless the desk says otherwise."),
    )

    class Meta:
        verbose_name = _("rule of sharing")
        verbose_name_plural = _("rules of sharing")
        ordering = ["taker__position", "giver__position", "id"]

    def __str__(self) -> str:
        return f"{self.giver} → {self.taker}"

    @property
    def modes(self) -> frozenset[str]:
        """The ways in which the rule lets a story run."""
        allowed = {
            PlacementMode.HEADLINE: self.allows_headline,
            PlacementMode.PAGE: self.allows_page,
        }
        return frozenset(mode.value for mode, is_allowed in allowed.items() if is_allowed)

    def clean(self) -> None:
        """Refuse a rule that could not be followed; each message stands at its field."""
        super().clean()
        errors: dict[str, Any] = {}
        if self.giver_id and self.giver_id == self.taker_id:
            errors["taker"] = _("A title has its own stories already: choose another one.")
        if not self.modes:
            errors["allows_headline"] = _("Allow at least one way.")
        elif self.automatic and self.automatic not in self.modes:
            errors["automatic"] = _("The rule does not allow this way.")
        if self.rubric and self.rubric.title_id != self.taker_id:
            errors["rubric"] = _("This rubric belongs to another title.")
        unknown = set(self.kinds or []) - set(KindChoice.values)
        if unknown:
            errors["kinds"] = _("There is no such kind.")
        if errors:
            raise ValidationError(errors)


class Dismissal(models.Model):
    """That an edition does not want a story that it is offered."""

    story = models.ForeignKey(Story, on_delete=models.CASCADE, related_name="+")
    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="+")
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )

    wagtail_reference_index_ignore = True

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["edition", "story"], name="one_dismissal_per_story"),
        ]

    def __str__(self) -> str:
        return f"{self.edition_id} {self.story_id}"
