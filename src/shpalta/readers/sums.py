"""The sums beside comments, kept as comments come and go: what a page reads instead of counting.

`shpalta.readers.recounting` counts the same afresh; a test proves that both agree.
"""

from collections import defaultdict
from collections.abc import Iterable

from django.db import connection
from django.db.models import F

from shpalta.core.keys import talk_key
from shpalta.journal.services import append
from shpalta.readers.models import Comment, CommentState, Talk

FIRST_REPLIES = 3
"""How many replies a page shows below each comment of the first level."""


def lock_talks(talk_ids: Iterable[int]) -> dict[int, Talk]:
    """Read talks with edition and title, and hold them until the transaction ends.

    Whoever writes comments locks their talks first (`shpalta.readers.locking`), so that the sums
    of one are never changed by two at a time.
    """
    rows = Talk.objects.filter(pk__in=set(talk_ids)).order_by("pk")
    if connection.features.has_select_for_update:
        rows = rows.select_for_update(of=("self",), no_key=True)
    return {talk.pk: talk for talk in rows.select_related("edition__title")}


def key_of(talk: Talk) -> str:
    """Name all pages that show comments of a talk."""
    return talk_key(talk.edition.title.code, talk.edition.language, talk.number)


class Sums:
    """What some changes mean for the sums of their talks, which are locked."""

    def __init__(self, talks: dict[int, Talk]) -> None:
        self._talks = talks
        self._comments: dict[int, int] = defaultdict(int)
        self._roots: dict[int, int] = defaultdict(int)
        self._replies: dict[int, int] = defaultdict(int)
        self._touched: set[int] = set()

    def note(self, comment: Comment, before: str | None) -> None:
        """Note that a comment has its state now and had another one, or was not there (None)."""
        was, now = before == CommentState.PUBLIC, comment.state == CommentState.PUBLIC
        if was == now:
            if comment.stands:
                self.touch(comment.talk_id)
            return
        self.touch(comment.talk_id)
        self._comments[comment.talk_id] += 1 if now else -1
        if comment.parent_id is not None:
            self._replies[comment.parent_id] += 1 if now else -1

    def note_root(self, talk_id: int, change: int) -> None:
        """Note that a comment of the first level got a place on the page (1) or lost it (-1)."""
        self._roots[talk_id] += change

    def touch(self, talk_id: int) -> None:
        """Note that the public sees something differently, though no sum changes."""
        self._touched.add(talk_id)

    def save(self) -> None:
        """Write the sums and tell the journal, in the transaction of the changes."""
        self._save_replies()
        for talk_id in sorted({*self._comments, *self._roots}):
            Talk.objects.filter(pk=talk_id).update(
                comments=F("comments") + self._comments[talk_id],
                roots=F("roots") + self._roots[talk_id],
            )
        keys = {key_of(self._talks[talk_id]) for talk_id in self._touched}
        if keys:
            append(keys=keys)

    def _save_replies(self) -> None:
        roots = Comment.objects.filter(pk__in=self._replies).order_by("pk")
        for root in roots.only("pk", "talk", "state", "stands", "public_replies"):
            root.public_replies += self._replies[root.pk]
            stands = root.state == CommentState.PUBLIC or root.public_replies > 0
            if stands != root.stands:
                self.note_root(root.talk_id, 1 if stands else -1)
            Comment.objects.filter(pk=root.pk).update(
                public_replies=root.public_replies,
                first_replies=first_replies(root.pk),
                stands=stands,
            )


def first_replies(root_id: int) -> list[int]:
    """List the ids of the first replies below a comment that the public sees."""
    replies = Comment.objects.filter(parent_id=root_id, stands=True).order_by("pk")
    return list(replies.values_list("pk", flat=True)[:FIRST_REPLIES])
