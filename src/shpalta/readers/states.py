"""Moving comments from one state to another: by a moderator, a rule, a ban or their author."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from shpalta.readers.models import Comment, CommentState
from shpalta.readers.sums import Sums, lock_talks


@dataclass(frozen=True, slots=True)
class Moved:
    """A comment that got another state, and the one that it had."""

    comment_id: int
    before: str
    after: str


@transaction.atomic
def move_comments(
    *,
    ids: Iterable[int],
    state: CommentState,
    reasons: Sequence[str] | None = None,
    note: str | None = None,
) -> list[Moved]:
    """Give comments another state; keep the sums, tell the journal; give those that changed.

    `reasons` and `note` replace what was said of them before; None leaves it. What a comment was
    before SHUT is kept in `was_state`. Authors are told by whoever decided.
    """
    wanted = list(set(ids))
    talk_ids = Comment.objects.filter(pk__in=wanted).values_list("talk_id", flat=True)
    sums = Sums(lock_talks(talk_ids))
    moved = []
    for comment in Comment.objects.filter(pk__in=wanted).exclude(state=state).order_by("pk"):
        before, stood = comment.state, comment.stands
        comment.was_state = before if state == CommentState.SHUT else ""
        comment.state = state
        comment.decided_at = timezone.now()
        if reasons is not None:
            comment.reasons = list(reasons)
        if note is not None:
            comment.note = note
        comment.stands = state == CommentState.PUBLIC or comment.public_replies > 0
        comment.save(
            update_fields=["was_state", "state", "decided_at", "reasons", "note", "stands"]
        )
        if comment.parent_id is None and comment.stands != stood:
            sums.note_root(comment.talk_id, 1 if comment.stands else -1)
        sums.note(comment, before)
        moved.append(Moved(comment.pk, before, state))
    sums.save()
    return moved


@transaction.atomic
def restore_comments(*, ids: Iterable[int]) -> list[Moved]:
    """Bring comments that were hidden by a ban back to what they were."""
    by_state: dict[str, list[int]] = {}
    shut = Comment.objects.filter(pk__in=set(ids), state=CommentState.SHUT)
    for comment_id, was in shut.values_list("pk", "was_state"):
        by_state.setdefault(was or CommentState.PUBLIC, []).append(comment_id)
    return [
        moved
        for was, found in sorted(by_state.items())
        for moved in move_comments(ids=found, state=CommentState(was))
    ]
