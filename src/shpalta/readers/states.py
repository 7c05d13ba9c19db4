"""Moving comments from one state to another: by a moderator, a rule, a ban or their author."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils import timezone

from shpalta.readers.models import Comment, CommentState, Talk
from shpalta.readers.notices import notice_replies
from shpalta.readers.sums import Sums, lock_talks

_AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class Moved:
    """A comment that got another state, and the one that it had."""

    comment_id: int
    before: str
    after: str


def lock_talks_of(comment_ids: Iterable[int]) -> dict[int, Talk]:
    """Lock the talks of comments, all at once: whoever changes these does that before all else."""
    talk_ids: set[int] = set()
    for part in _parts(sorted(set(comment_ids))):
        talk_ids.update(Comment.objects.filter(pk__in=part).values_list("talk_id", flat=True))
    return lock_talks(talk_ids)


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
    before SHUT is kept in `was_state`. Authors are told by whoever decided; whom a comment answers
    is told here, once it is public.
    """
    wanted = sorted(set(ids))
    sums = Sums(lock_talks_of(wanted))
    said: dict[str, Any] = {"reasons": list(reasons)} if reasons is not None else {}
    said |= {"note": note} if note is not None else {}
    moved: list[Moved] = []
    for part in _parts(wanted):
        rows = list(Comment.objects.filter(pk__in=part).exclude(state=state).order_by("pk"))
        moved.extend(Moved(row.pk, row.state, state) for row in rows)
        unseen = [row for row in rows if not row.stands and state != CommentState.PUBLIC]
        _move_unseen(unseen, state, said)
        for row in rows:
            if row.stands or state == CommentState.PUBLIC:
                _move(row, state, said, sums)
    sums.save()
    if state == CommentState.PUBLIC:
        for part in _parts([one.comment_id for one in moved]):
            notice_replies(Comment.objects.filter(pk__in=part))
    return moved


def _parts(ids: Sequence[int]) -> Iterator[Sequence[int]]:
    """Cut many ids into as many as one statement takes."""
    return (ids[start : start + _AT_ONCE] for start in range(0, len(ids), _AT_ONCE))


def _move_unseen(rows: Iterable[Comment], state: CommentState, said: Mapping[str, Any]) -> None:
    """Move what has no place on any page and gets none: no sum changes, so all go at once."""
    by_state: dict[str, list[int]] = {}
    for row in rows:
        by_state.setdefault(row.state, []).append(row.pk)
    for before, ids in by_state.items():
        Comment.objects.filter(pk__in=ids).update(
            state=state,
            was_state=before if state == CommentState.SHUT else "",
            decided_at=timezone.now(),
            **said,
        )


def _move(comment: Comment, state: CommentState, said: Mapping[str, Any], sums: Sums) -> None:
    before, stood = comment.state, comment.stands
    comment.was_state = before if state == CommentState.SHUT else ""
    comment.state = state
    comment.decided_at = timezone.now()
    for column, value in said.items():
        setattr(comment, column, value)
    comment.stands = state == CommentState.PUBLIC or comment.public_replies > 0
    comment.save(update_fields=["was_state", "state", "decided_at", "reasons", "note", "stands"])
    if comment.parent_id is None and comment.stands != stood:
        sums.note_root(comment.talk_id, 1 if comment.stands else -1)
    sums.note(comment, before)


@transaction.atomic
def restore_comments(*, ids: Iterable[int]) -> list[Moved]:
    """Bring comments that were hidden by a ban back to what they were."""
    wanted = sorted(set(ids))
    lock_talks_of(wanted)
    by_state: dict[str, list[int]] = {}
    for part in _parts(wanted):
        shut = Comment.objects.filter(pk__in=part, state=CommentState.SHUT)
        for comment_id, was in shut.values_list("pk", "was_state"):
            by_state.setdefault(was or CommentState.PUBLIC, []).append(comment_id)
    return [
        moved
        for was, found in sorted(by_state.items())
        for moved in move_comments(ids=found, state=CommentState(was))
    ]
