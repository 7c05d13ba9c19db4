"""Reactions: one click each, many saved at once, their sums beside the comment."""

from collections.abc import Sequence

from django.db import transaction

from shpalta.readers.models import Comment, CommentState, Reaction, ReactionKind, Reader
from shpalta.readers.sending import Answered, Felt, Result, problem
from shpalta.readers.sums import Sums, lock_talks

_KINDS = frozenset(ReactionKind.values)


@transaction.atomic
def react_all(felt: Sequence[Felt]) -> list[Answered]:
    """Save reactions in one transaction; the answers, in order, tell the comments' sums."""
    ids = {one.comment_id for one in felt}
    places = Comment.objects.filter(pk__in=ids).values_list("talk_id", flat=True)
    sums = Sums(lock_talks(places))
    comments = Comment.objects.filter(pk__in=ids, state=CommentState.PUBLIC).in_bulk()
    readers = Reader.objects.in_bulk({one.holder.reader_id for one in felt if one.holder.reader_id})
    voters = {one.holder.author_key for one in felt}
    known = {
        (row.comment_id, row.voter): row
        for row in Reaction.objects.filter(comment_id__in=ids, voter__in=voters)
    }
    answers = []
    for one in felt:
        comment = comments.get(one.comment_id)
        refusal = _refuse(one, comment, readers.get(one.holder.reader_id or 0))
        if comment is None or refusal:
            answers.append(problem(refusal))
            continue
        _react(one, comment, known)
        answers.append(
            Answered(
                result=Result.PUBLISHED,
                comment_id=comment.pk,
                reactions=tuple(sorted(comment.reactions.items())),
            )
        )
    for comment in comments.values():
        Comment.objects.filter(pk=comment.pk).update(
            reactions=comment.reactions, reacted=comment.reacted
        )
        sums.touch(comment.talk_id)
    sums.save()
    return answers


def _refuse(one: Felt, comment: Comment | None, reader: Reader | None) -> str:
    if comment is None:
        return "nothing"
    if one.kind and one.kind not in _KINDS:
        return "unknown"
    holder = one.holder
    if holder.reader_id:
        is_good = reader is not None and reader.pass_key == holder.pass_key and not reader.is_shut
        return "" if is_good else "log-in"
    return "" if holder.guest_key else "log-in"


def _react(one: Felt, comment: Comment, known: dict[tuple[int, str], Reaction]) -> None:
    place = (comment.pk, one.holder.author_key)
    row = known.get(place)
    if row is not None:
        _count(comment, row.kind, -1)
        if not one.kind:
            row.delete()
            del known[place]
            return
        row.kind, row.at = one.kind, one.at
        row.save(update_fields=["kind", "at"])
    elif one.kind:
        known[place] = Reaction.objects.create(
            comment=comment, voter=one.holder.author_key, kind=one.kind, at=one.at
        )
    else:
        return
    _count(comment, one.kind, 1)


def _count(comment: Comment, kind: str, change: int) -> None:
    number = comment.reactions.get(kind, 0) + change
    if number > 0:
        comment.reactions[kind] = number
    else:
        comment.reactions.pop(kind, None)
    comment.reacted = max(0, comment.reacted + change)
