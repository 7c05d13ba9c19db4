"""What authors may do with what they wrote: word it anew for some minutes, or take it back."""

from datetime import datetime, timedelta

from django.db.models import QuerySet
from django.utils import timezone

from shpalta.readers.drafting import STATES, draft_of, refuse_text, told_of, verdict_of
from shpalta.readers.judging import find_judge
from shpalta.readers.models import Comment, CommentState, Reader, TalkRules
from shpalta.readers.passes import Pass
from shpalta.readers.sending import Answered, Result, Sent, problem
from shpalta.readers.states import move_comments
from shpalta.readers.sums import Sums, lock_talks
from shpalta.readers.wording import plain_words

_ALIVE = (CommentState.PUBLIC, CommentState.HELD)


def is_author(holder: Pass, comment: Comment) -> bool:
    """Tell whether whoever holds a pass wrote a comment; a reader's pass must still be good."""
    if holder.reader_id:
        reader: Reader | None = comment.reader
        return (
            reader is not None
            and reader.pk == holder.reader_id
            and reader.pass_key == holder.pass_key
        )
    return bool(holder.guest_key) and holder.guest_key == comment.guest_key


def changeable(
    rows: "QuerySet[Comment]", rules: TalkRules | None, at: datetime
) -> "QuerySet[Comment]":
    """Keep the comments that their authors may still word anew at a moment (aware)."""
    return rows.filter(state__in=_ALIVE, created_at__gte=at - _window(rules))


def may_change(comment: Comment, rules: TalkRules | None, at: datetime) -> bool:
    """Tell whether the author of a comment may still word it anew at a moment (aware)."""
    return comment.state in _ALIVE and at <= comment.created_at + _window(rules)


def _window(rules: TalkRules | None) -> timedelta:
    return timedelta(minutes=rules.edit_minutes if rules else 0)


def _hold_own(holder: Pass, comment_id: int) -> tuple[Comment, Sums] | None:
    """Lock the talk of a comment, and give the comment as it is then, if the holder wrote it.

    What was read before the lock may be what a moderator has just decided otherwise.
    """
    rows = Comment.objects.select_related("reader", "talk__edition__title").filter(pk=comment_id)
    known = rows.first()
    if known is None or not is_author(holder, known):
        return None
    sums = Sums(lock_talks([known.talk_id]))
    comment = rows.first()
    return (comment, sums) if comment is not None and is_author(holder, comment) else None


def change_wording(one: Sent) -> Answered:
    """Give a comment another wording, within the title's minutes. Runs in a transaction.

    It is judged anew; what waited for a moderator goes on waiting.
    """
    held = _hold_own(one.holder, one.edits or 0)
    if held is None:
        return problem("not-yours")
    comment, sums = held
    edition = comment.talk.edition
    rules = TalkRules.objects.filter(title_id=edition.title_id).first()
    if not may_change(comment, rules, one.at):
        return problem("late")
    if refusal := refuse_text(one.text):
        return problem(refusal)
    before, stood = comment.state, comment.stands
    comment.text, comment.edited_at = plain_words(one.text), timezone.now()
    draft = draft_of(comment, edition, network=one.network, at=one.at)
    verdict = verdict_of(find_judge()([draft])[0], comment.reader)
    if not verdict.is_saved:
        return told_of(comment, verdict)
    state = STATES[verdict.outcome]
    waits_on = before == CommentState.HELD and state == CommentState.PUBLIC
    comment.state = CommentState.HELD if waits_on else state
    if verdict.reasons:
        comment.reasons = list(verdict.reasons)
    comment.stands = comment.state == CommentState.PUBLIC or comment.public_replies > 0
    comment.save(update_fields=["text", "edited_at", "state", "reasons", "stands"])
    if comment.parent_id is None and comment.stands != stood:
        sums.note_root(comment.talk_id, 1 if comment.stands else -1)
    sums.note(comment, before)
    sums.save()
    result = Result.HELD if waits_on else told_of(comment, verdict).result
    return Answered(result=result, comment_id=comment.pk, name=comment.name)


def withdraw(one: Sent) -> Answered:
    """Take a comment back: its text goes for good. Runs in a transaction."""
    held = _hold_own(one.holder, one.removes or 0)
    if held is None:
        return problem("not-yours")
    comment, _sums = held
    move_comments(ids=[comment.pk], state=CommentState.WITHDRAWN)
    Comment.objects.filter(pk=comment.pk).update(text="")
    return Answered(result=Result.REMOVED, comment_id=comment.pk)
