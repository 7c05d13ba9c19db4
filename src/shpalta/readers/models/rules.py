"""What a title asks of those who comment on its stories."""

from django.core.validators import MaxValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from shpalta.newsroom.announcing.rows import Announced
from shpalta.newsroom.names import NamesField
from shpalta.newsroom.titles.models import Title

LONGEST_EDIT_MINUTES = 24 * 60


class Moderating(models.TextChoices):
    """When a moderator looks at a comment that no rule objects to."""

    AFTER = "after", _("after it is published")
    BY_TRUST = "trust", _("before, unless its author is trusted")
    BEFORE = "before", _("before it is published")


class UnderTaken(models.TextChoices):
    """Which comments stand under a story that was taken from a sister title."""

    OWN = "own", _("the newspaper's own, by these rules")
    SHARED = "shared", _("those of the newspaper it is from, by its rules")
    NONE = "none", _("none")


class TalkRules(Announced):
    """A title's rules of comments; a title without a row has no comments."""

    title = models.OneToOneField(
        Title,
        on_delete=models.CASCADE,
        related_name="talk_rules",
        verbose_name=pgettext_lazy("newspaper", "title"),
    )
    is_on = models.BooleanField(
        _("comments"),
        default=True,
        help_text=_("Without them no comment is shown under any story of the newspaper."),
    )
    opens = models.BooleanField(
        _("open under new stories"),
        default=True,
        help_text=_("Each story can be opened or closed by itself."),
    )
    guests_may_write = models.BooleanField(_("guests may write"), default=False)
    moderating = models.CharField(
        _("a moderator looks"), max_length=8, choices=Moderating, default=Moderating.BY_TRUST
    )
    trusted_from = models.PositiveSmallIntegerField(
        _("trusted from level"), default=2, validators=[MaxValueValidator(3)]
    )
    under_taken = models.CharField(
        _("comments under shared stories"),
        max_length=8,
        choices=UnderTaken,
        default=UnderTaken.OWN,
        help_text=_("Under those of another newspaper that run here on a page of their own."),
    )
    closes_after_days = models.PositiveSmallIntegerField(
        _("closes after days"), default=14, help_text=_("0: never.")
    )
    edit_minutes = models.PositiveSmallIntegerField(
        _("minutes for corrections"),
        default=5,
        validators=[MaxValueValidator(LONGEST_EDIT_MINUTES)],
        help_text=_("How long an author may change a comment."),
    )
    rules_slug = models.SlugField(
        _("page with the rules"),
        max_length=60,
        blank=True,
        default="",
        help_text=_("The slug of the standing page, the same in each edition."),
    )
    invitations = NamesField(
        _("words before the comments"),
        blank=True,
        max_length=300,
        help_text=_("Empty: a request to keep to the rules."),
    )

    class Meta:
        verbose_name = _("rules of comments")
        verbose_name_plural = _("rules of comments")
        ordering = ["title__position"]

    def __str__(self) -> str:
        return str(self.title)
