"""What moderation keeps: the rules of each title, lists of words, raids, why something waits."""

from typing import Any

from django.conf import settings
from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from shpalta.newsroom.names import NamesField
from shpalta.newsroom.titles.models import Title
from shpalta.readers.models import Comment, Talk

LONGEST_LIST = 50_000
_DAY = 24 * 60 * 60


class JudgeRules(models.Model):
    """What a title asks of comments; the row without a title has what the whole house lists.

    Of the row of the house only the domains count. A number of 0 switches a rule off.
    """

    title = models.OneToOneField(
        Title,
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="judge_rules",
        verbose_name=pgettext_lazy("newspaper", "title"),
    )
    per_minute = models.PositiveSmallIntegerField(
        _("comments of one author in a minute"), default=5
    )
    per_hour = models.PositiveSmallIntegerField(_("comments of one author in an hour"), default=40)
    network_per_minute = models.PositiveSmallIntegerField(
        _("newcomers' comments from one network in a minute"), default=12
    )
    alike = models.PositiveSmallIntegerField(
        _("newcomers with nearly the same text"),
        default=3,
        help_text=_("From so many on they are held, the first ones too."),
    )
    raid_size = models.PositiveSmallIntegerField(
        _("newcomers' comments under a story in a minute"),
        default=25,
        help_text=_("From so many on, newcomers are held there until it is calm again."),
    )
    reports = models.PositiveSmallIntegerField(
        _("reports that hold a newcomer's comment"), default=3
    )
    most_links = models.PositiveSmallIntegerField(
        _("links in a newcomer's comment"),
        default=1,
        validators=[MaxValueValidator(100)],
        help_text=_("One with more links is held."),
    )
    allowed_domains = models.TextField(
        _("domains that are welcome"),
        max_length=LONGEST_LIST,
        blank=True,
        default="",
        help_text=_("One a line; what is below it is welcome as well."),
    )
    denied_domains = models.TextField(
        _("domains that are refused"), max_length=LONGEST_LIST, blank=True, default=""
    )

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("rules of moderation")
        verbose_name_plural = _("rules of moderation")

    def __str__(self) -> str:
        return str(self.title) if self.title_id else str(_("the whole house"))


class WordSeverity(models.IntegerChoices):
    """What is done with a comment that has a listed word."""

    FLAG = 1, _("publish, and show it to a moderator")
    HOLD = 2, _("hold it for a moderator")
    REFUSE = 3, _("refuse it")


class ListedWords(models.Model):
    """Words of one language that are not wanted in a title, or without a title in the house."""

    title = models.ForeignKey(
        Title,
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=pgettext_lazy("newspaper", "title"),
    )
    language = models.CharField(_("language"), max_length=12)
    severity = models.PositiveSmallIntegerField(
        _("what is done"), choices=WordSeverity, default=WordSeverity.HOLD
    )
    words = models.TextField(
        _("words"),
        max_length=LONGEST_LIST,
        blank=True,
        help_text=_(
            "One a line, in any form: all forms and disguises are found. A star at the end or "
            "the beginning stands for any letters."
        ),
    )
    exceptions = models.TextField(
        _("words that are not meant"),
        max_length=LONGEST_LIST,
        blank=True,
        default="",
        help_text=_("One a line: good words that look like a listed one."),
    )

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("list of words")
        verbose_name_plural = _("lists of words")
        constraints = [
            models.UniqueConstraint(
                fields=["title", "language", "severity"],
                name="one_list_each",
                nulls_distinct=False,
            )
        ]

    def __str__(self) -> str:
        return f"{self.language} {self.severity}"


class RulesVersion(models.Model):
    """One row, whose number rises with each change of what judges go by."""

    number = models.BigIntegerField(default=0)

    def __str__(self) -> str:
        return str(self.number)


class TalkGuard(models.Model):
    """Slow mode of one story: its authors wait between two comments."""

    talk = models.OneToOneField(Talk, on_delete=models.CASCADE, related_name="guard")
    slow_seconds = models.PositiveIntegerField(
        _("seconds between two comments of an author"),
        default=0,
        validators=[MaxValueValidator(_DAY)],
    )

    def __str__(self) -> str:
        return f"{self.talk_id} {self.slow_seconds}"


class Raid(models.Model):
    """A time in which newcomers are held under a story, or without a `talk` in a whole title.

    It began by itself, or somebody (`by`) began it; the same holds for its end.
    """

    title = models.ForeignKey(Title, on_delete=models.CASCADE, related_name="+")
    talk = models.ForeignKey(
        Talk, on_delete=models.CASCADE, null=True, blank=True, related_name="+"
    )
    began_at = models.DateTimeField(default=timezone.now)
    hot_at = models.DateTimeField(default=timezone.now)
    ended_at = models.DateTimeField(null=True, blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )

    objects: Any = models.Manager()

    class Meta:
        verbose_name = _("raid")
        verbose_name_plural = _("raids")
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["title", "talk"],
                condition=Q(ended_at__isnull=True),
                name="one_raid_each",
                nulls_distinct=False,
            )
        ]

    def __str__(self) -> str:
        return f"{self.title_id}/{self.talk_id} {self.began_at:%Y-%m-%d %H:%M}"


class RemovalReason(models.Model):
    """A reason that a title's moderators give, in the languages of its editions."""

    title = models.ForeignKey(Title, on_delete=models.CASCADE, related_name="removal_reasons")
    names = NamesField(_("what the author is told"), max_length=200)
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("reason of removals")
        verbose_name_plural = _("reasons of removals")
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return str(self.names)


class Finding(models.Model):
    """What was found out about a comment that waits, was reported or has a word to look at.

    `details` lists (reason, what was seen), `reasons` the codes for which it was held. `cluster`
    is the same for near-duplicates. `is_open`: a moderator should decide.
    """

    comment = models.OneToOneField(
        Comment, on_delete=models.CASCADE, primary_key=True, related_name="finding"
    )
    cluster = models.CharField(max_length=24, db_index=True)
    priority = models.PositiveSmallIntegerField(default=0)
    reports = models.PositiveSmallIntegerField(default=0)
    details: "models.JSONField[list[list[str]], list[list[str]]]" = models.JSONField(default=list)
    reasons: "models.JSONField[list[str], list[str]]" = models.JSONField(default=list)
    sorted_at = models.DateTimeField(default=timezone.now)
    is_open = models.BooleanField(default=True)

    objects: Any = models.Manager()

    class Meta:
        indexes = [
            models.Index(
                fields=["-priority", "-comment"], name="findings_open", condition=Q(is_open=True)
            )
        ]

    def __str__(self) -> str:
        return f"{self.comment_id} {self.cluster}"
