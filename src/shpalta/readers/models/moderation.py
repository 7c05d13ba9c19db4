"""What was said against comments, and what was decided about them and their authors."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from shpalta.newsroom.titles.models import Title
from shpalta.readers.models.people import Reader
from shpalta.readers.models.talk import Comment


class ReportReason(models.TextChoices):
    """What a reader objects to."""

    INSULT = "insult", _("It insults somebody")
    HATE = "hate", _("It incites hatred")
    FALSE = "false", _("It is not true")
    SPAM = "spam", _("It is spam or advertising")
    PRIVATE = "private", _("It tells somebody's personal data")
    OTHER = "other", _("Something else")


class Report(models.Model):
    """A reader's objection to a comment. `reporter` is written as `Comment.author_key`."""

    comment = models.ForeignKey(Comment, on_delete=models.CASCADE, related_name="reports")
    reporter = models.CharField(max_length=40)
    reason = models.CharField(max_length=10, choices=ReportReason)
    note = models.CharField(max_length=500, blank=True, default="")
    at = models.DateTimeField(default=timezone.now)
    settled_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("report")
        verbose_name_plural = _("reports")
        constraints = [
            models.UniqueConstraint(fields=["comment", "reporter"], name="one_report_each")
        ]
        indexes = [
            models.Index(
                fields=["comment"], name="open_reports", condition=Q(settled_at__isnull=True)
            )
        ]

    def __str__(self) -> str:
        return f"{self.comment_id} {self.reason}"


class AppealState(models.TextChoices):
    """How an appeal ended."""

    OPEN = "open", pgettext_lazy("appeal", "open")
    GRANTED = "granted", pgettext_lazy("appeal", "granted")
    DECLINED = "declined", pgettext_lazy("appeal", "declined")


class Appeal(models.Model):
    """An author's objection to a decision about a comment: one a comment."""

    comment = models.OneToOneField(Comment, on_delete=models.CASCADE, related_name="appeal")
    text = models.CharField(_("what the author says"), max_length=1000, blank=True, default="")
    at = models.DateTimeField(default=timezone.now)
    state = models.CharField(max_length=10, choices=AppealState, default=AppealState.OPEN)
    answer = models.CharField(_("answer"), max_length=500, blank=True, default="")
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    decided_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("appeal")
        verbose_name_plural = _("appeals")

    def __str__(self) -> str:
        return f"{self.comment_id} {self.state}"


class Ban(models.Model):
    """Somebody may not write: a reader, a guest's key or a network; until a moment, or for good.

    It holds in one title, or where `title` is empty in the whole house. `batch` names what was
    banned by one click, which one click takes back.
    """

    title = models.ForeignKey(
        Title, on_delete=models.CASCADE, null=True, blank=True, related_name="+"
    )
    reader = models.ForeignKey(
        Reader, on_delete=models.CASCADE, null=True, blank=True, related_name="bans"
    )
    guest_key = models.CharField(max_length=32, blank=True, default="", db_index=True)
    network = models.CharField(max_length=32, blank=True, default="", db_index=True)
    reason = models.CharField(max_length=40, blank=True, default="")
    note = models.CharField(max_length=500, blank=True, default="")
    at = models.DateTimeField(default=timezone.now)
    until = models.DateTimeField(null=True, blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    batch = models.UUIDField(default=uuid.uuid4, db_index=True)
    lifted_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("ban")
        verbose_name_plural = _("bans")

    def __str__(self) -> str:
        return f"{self.reader_id or self.guest_key or self.network} {self.at:%Y-%m-%d}"


class ModerationEntry(models.Model):
    """A line of the log: who decided what about which comment or author, and what it was before.

    `actor` is empty where a rule decided. `batch` names what was done by one click.
    """

    at = models.DateTimeField(default=timezone.now, db_index=True)
    title = models.ForeignKey(
        Title, on_delete=models.CASCADE, null=True, blank=True, related_name="+"
    )
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    action = models.CharField(max_length=20)
    comment = models.ForeignKey(
        Comment, on_delete=models.SET_NULL, null=True, blank=True, related_name="log"
    )
    reader = models.ForeignKey(
        Reader, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    before = models.CharField(max_length=10, blank=True, default="")
    after = models.CharField(max_length=10, blank=True, default="")
    reasons: "models.JSONField[list[str], list[str]]" = models.JSONField(default=list, blank=True)
    note = models.CharField(max_length=500, blank=True, default="")
    batch = models.UUIDField(default=uuid.uuid4, db_index=True)
    undone_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("moderation log entry")
        verbose_name_plural = _("moderation log")
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.action}"
