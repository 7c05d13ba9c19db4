"""What is said under a story: the talk, its comments, and what others feel about them.

Whoever changes a comment's state or the reactions goes through `shpalta.readers.states` and
`shpalta.readers.reacting`: the sums beside them are kept there, and the journal is told.
"""

from typing import Any

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from shpalta.newsroom.titles.models import Edition
from shpalta.readers.models.people import Reader
from shpalta.readers.models.rules import Moderating

LONGEST_TEXT = 3000
LONGEST_NAME = 40


class Opening(models.TextChoices):
    """Whether comments can be written under one story."""

    AS_TITLE = "", _("as the newspaper has it")
    OPEN = "open", pgettext_lazy("comments", "open")
    CLOSED = "closed", pgettext_lazy("comments", "closed")


class Talk(models.Model):
    """All that is said under one story of an edition; made with the first comment or decision.

    `comments` counts those that the public sees, replies included; `roots` those of the first
    level that stand there, also as a mere “removed” over replies.
    """

    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="+")
    number = models.BigIntegerField()
    opening = models.CharField(_("comments"), max_length=8, choices=Opening, blank=True, default="")
    moderating = models.CharField(
        _("a moderator looks"),
        max_length=8,
        choices=Moderating,
        blank=True,
        default="",
        help_text=_("Empty: as the newspaper's rules say."),
    )
    comments = models.PositiveIntegerField(default=0)
    roots = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = _("comments under a story")
        verbose_name_plural = _("comments under stories")
        constraints = [
            models.UniqueConstraint(fields=["edition", "number"], name="one_talk_per_story")
        ]

    def __str__(self) -> str:
        return f"{self.edition_id}/{self.number}"


class CommentState(models.TextChoices):
    """Where a comment stands. Only PUBLIC ones leave the house."""

    PUBLIC = "public", _("published")
    HELD = "held", _("waits for a moderator")
    REFUSED = "refused", _("refused")
    REMOVED = "removed", _("removed by a moderator")
    SHUT = "shut", _("hidden, its author is banned")
    WITHDRAWN = "withdrawn", _("removed by its author")


class Comment(models.Model):
    """One comment. Its text is plain text.

    `parent` is the comment of the first level above a reply, `answers` the one that it answers,
    which may be a reply as well.

    An author is a reader, or a guest with a name and a key that only their browser has.
    `stands` says whether it has a place on the page: it is public, or others replied to it.
    """

    talk = models.ForeignKey(Talk, on_delete=models.CASCADE, related_name="entries")
    parent = models.ForeignKey(
        "self", on_delete=models.CASCADE, null=True, blank=True, related_name="replies"
    )
    answers = models.ForeignKey(
        "self", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    reader = models.ForeignKey(
        Reader, on_delete=models.SET_NULL, null=True, blank=True, related_name="comments"
    )
    name = models.CharField(_("author"), max_length=LONGEST_NAME)
    guest_key = models.CharField(max_length=32, blank=True, default="", db_index=True)
    text = models.TextField(_("text"), max_length=LONGEST_TEXT)
    state = models.CharField(_("state"), max_length=10, choices=CommentState)
    stands = models.BooleanField(default=False)
    was_state = models.CharField(max_length=10, blank=True, default="")
    """What it was before its author was banned."""
    reasons: "models.JSONField[list[str], list[str]]" = models.JSONField(
        _("reasons"), default=list, blank=True
    )
    """Codes of `shpalta.readers.reasons`: why it is not public, or why it was held."""
    note = models.CharField(_("note to the author"), max_length=500, blank=True, default="")
    created_at = models.DateTimeField(_("written"), default=timezone.now)
    edited_at = models.DateTimeField(_("edited"), null=True, blank=True)
    decided_at = models.DateTimeField(_("decided"), null=True, blank=True)
    network = models.CharField(max_length=32, blank=True, default="", db_index=True)
    """Keyed hash of the truncated address; emptied after some days."""

    public_replies = models.PositiveIntegerField(default=0)
    first_replies: "models.JSONField[list[int], list[int]]" = models.JSONField(
        default=list, blank=True
    )
    """The ids of the first replies that stand, so that a page reads no more of them."""
    reactions: "models.JSONField[dict[str, int], dict[str, int]]" = models.JSONField(
        default=dict, blank=True
    )
    reacted = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = _("comment")
        verbose_name_plural = _("comments")
        indexes = [
            models.Index(
                fields=["talk", "-id"],
                name="roots_by_time",
                condition=Q(parent__isnull=True, stands=True),
            ),
            models.Index(
                fields=["talk", "-reacted", "-id"],
                name="roots_by_reactions",
                condition=Q(parent__isnull=True, stands=True),
            ),
            models.Index(
                fields=["parent", "id"],
                name="replies_by_time",
                condition=Q(parent__isnull=False, stands=True),
            ),
            models.Index(fields=["reader", "-id"], name="comments_of_reader"),
            models.Index(fields=["state", "-id"], name="comments_by_state"),
        ]
        permissions = [("moderate_comment", _("Can moderate comments"))]

    def __str__(self) -> str:
        return f"#{self.pk} {self.name}"

    @property
    def author_key(self) -> str:
        """Who wrote it: `r:` and a reader's id, or `g:` and a guest's key."""
        return f"r:{self.reader_id}" if self.reader_id else f"g:{self.guest_key}"


class ReactionKind(models.TextChoices):
    """The few things that one click can say of a comment."""

    AGREE = "agree", pgettext_lazy("reaction", "I agree")
    THANKS = "thanks", pgettext_lazy("reaction", "Thank you")
    SAD = "sad", pgettext_lazy("reaction", "Sad")
    DISAGREE = "disagree", pgettext_lazy("reaction", "I disagree")


class Reaction(models.Model):
    """What somebody said of a comment by one click: one at a time, it can be taken back."""

    comment = models.ForeignKey(Comment, on_delete=models.CASCADE, related_name="+")
    voter = models.CharField(max_length=40)
    """As `Comment.author_key`."""
    kind = models.CharField(max_length=10, choices=ReactionKind)
    at = models.DateTimeField(default=timezone.now)

    objects: Any = models.Manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["comment", "voter"], name="one_reaction_each")
        ]
        indexes = [models.Index(fields=["voter"], name="reactions_of_voter")]

    def __str__(self) -> str:
        return f"{self.voter} {self.kind} {self.comment_id}"
