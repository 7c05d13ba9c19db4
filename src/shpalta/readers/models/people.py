"""Readers who have an account, and what they are told."""

from datetime import timedelta

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class TrustLevel(models.IntegerChoices):
    """How far somebody is known. Guests stay at the first level for ever."""

    GUEST = 0, _("guest")
    NEW = 1, _("new")
    KNOWN = 2, _("known")
    TRUSTED = 3, _("trusted")


class Reader(models.Model):
    """Somebody who reads the titles of the house and has an account.

    `account` is how they log in; an erased reader has none, and no name. What `is_shut` says
    follows from the bans (`shpalta.readers.models.Ban`), whoever changes them keeps it.
    """

    account = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        related_name="reader",
        verbose_name=_("account"),
    )
    name = models.CharField(_("name"), max_length=40)
    folded_name = models.CharField(max_length=80, blank=True, default="", db_index=True)
    """The name as `shpalta.readers.wording.folded` gives it: no two readers share one."""
    level = models.PositiveSmallIntegerField(_("trust"), choices=TrustLevel, default=TrustLevel.NEW)
    is_shut = models.BooleanField(_("banned"), default=False)
    joined_at = models.DateTimeField(_("joined"), default=timezone.now)
    mails_replies = models.BooleanField(_("e-mail me about replies"), default=False)
    mails_decisions = models.BooleanField(_("e-mail me what moderators decide"), default=True)
    erased_at = models.DateTimeField(null=True, blank=True)
    pass_key = models.CharField(max_length=32, default="", blank=True)
    """Part of what is signed in a pass; another one ends all passes that were given out."""

    class Meta:
        verbose_name = _("reader")
        verbose_name_plural = _("readers")

    def __str__(self) -> str:
        return self.name or f"#{self.pk}"

    @property
    def age(self) -> timedelta:
        """How long the account has been there."""
        return timezone.now() - self.joined_at


class NoticeKind(models.TextChoices):
    """Why an author is told something."""

    REPLY = "reply", _("a reply")
    DECISION = "decision", _("a moderator's decision")
    APPEAL = "appeal", _("an answer to an appeal")


class Notice(models.Model):
    """What a reader is told of one comment: a reply (that comment), or a decision (their own)."""

    reader = models.ForeignKey(Reader, on_delete=models.CASCADE, related_name="notices")
    kind = models.CharField(max_length=10, choices=NoticeKind)
    comment = models.ForeignKey("Comment", on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    mail_due = models.BooleanField(default=False, db_index=True)
    """Whether an e-mail about it is still to be sent."""
    is_read = models.BooleanField(default=False)
    """Whether it was on a page that the reader was shown."""

    class Meta:
        ordering = ["-pk"]
        indexes = [
            models.Index(fields=["reader", "-id"], name="notices_of_reader"),
            models.Index(fields=["reader"], name="notices_unread", condition=Q(is_read=False)),
        ]

    def __str__(self) -> str:
        return f"{self.reader_id} {self.kind} {self.comment_id}"
