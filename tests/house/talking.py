"""What readers and moderators do under the stories of a house: each function is one change."""

from dataclasses import replace

from django.db import models
from django.utils import timezone

from shpalta.newsroom.stories.models import Placement
from shpalta.newsroom.titles.models import Edition, Host, Title
from shpalta.readers.changing import change_wording
from shpalta.readers.models import (
    Comment,
    CommentState,
    Opening,
    ReactionKind,
    Talk,
    TalkRules,
    UnderTaken,
)
from shpalta.readers.passes import Pass
from shpalta.readers.reacting import react_all
from shpalta.readers.recounting import fresh_sums, kept_sums
from shpalta.readers.saving import save_all
from shpalta.readers.sending import Felt, Sent
from shpalta.readers.states import move_comments
from shpalta.readers.talking import set_talk
from tests.house.changes import one, published

STATES = (
    CommentState.HELD,
    CommentState.REMOVED,
    CommentState.PUBLIC,
    CommentState.WITHDRAWN,
    CommentState.SHUT,
)


def guest(pick: int) -> Pass:
    """Give one of a few guests."""
    return Pass(guest_key=f"guest-{pick % 5}", name=f"Guest {pick % 5}")


def _sent(pick: int, edition: Edition, **what: object) -> Sent:
    return Sent(
        holder=guest(pick),
        host=Host.objects.get(title=edition.title_id).name,
        prefix=edition.prefix,
        network=f"network-{pick % 3}",
        at=timezone.now(),
        **what,  # type: ignore[arg-type]
    )


def say(pick: int, text: str) -> str:
    """Comment on a story, own or taken, or reply to somebody; gives what became of it."""
    placed = one(Placement.objects.public(), pick) if pick % 3 == 0 else None
    story = placed.story if placed else one(published(), pick)
    if story is None:
        return ""
    there = Comment.objects.filter(talk__number=story.number, state=CommentState.PUBLIC)
    answered = one(there, pick // 2) if pick % 2 else None
    edition = placed.edition if placed else story.edition
    sent = _sent(pick, edition, number=story.number, text=text, answers=answered and answered.pk)
    return str(save_all([sent])[0].result)


def say_at_once(pick: int, text: str, count: int) -> int:
    """Have many comment on some stories in one transaction; gives how many are public."""
    stories = list(published().order_by("pk"))
    sent = [
        _sent(
            turn,
            stories[(pick + turn) % len(stories)].edition,
            number=stories[(pick + turn) % len(stories)].number,
            text=f"{text} {turn}",
        )
        for turn in range(count)
    ]
    return sum(answer.result == "published" for answer in save_all(sent))


def reword(pick: int, text: str) -> str:
    """Have an author change a comment."""
    row = one(Comment.objects.filter(state=CommentState.PUBLIC), pick)
    if row is None:
        return ""
    holder = Pass(guest_key=row.guest_key, name=row.name)
    sent = _sent(pick, row.talk.edition, text=text, edits=row.pk)
    return str(change_wording(replace(sent, holder=holder)).result)


def feel(pick: int) -> str:
    """React to a comment, otherwise than before, or take it back."""
    row = one(Comment.objects.filter(state=CommentState.PUBLIC), pick)
    if row is None:
        return ""
    kind = [*ReactionKind.values, ""][pick % 5]
    felt = Felt(holder=guest(pick // 5), comment_id=row.pk, kind=kind, at=timezone.now())
    return str(react_all([felt])[0].result)


def decide(pick: int) -> int:
    """Have a moderator give some comments another state."""
    rows: models.QuerySet[Comment] = Comment.objects.all()
    ids = [row.pk for turn in range(1 + pick % 3) if (row := one(rows, pick + turn))]
    return len(move_comments(ids=ids, state=STATES[pick % len(STATES)]))


def open_or_close(pick: int) -> str:
    """Open or close the comments under a story, own or taken."""
    placed = one(Placement.objects.public(), pick) if pick % 2 == 0 else None
    story = placed.story if placed else one(published(), pick)
    if story is None:
        return ""
    edition = placed.edition if placed else story.edition
    talk = set_talk(
        story=story,
        edition=edition,
        opening=list(Opening)[pick // 2 % 3],
        moderating="",
        actor=None,
    )
    return str(talk.opening)


def change_rules(pick: int) -> int:
    """Change a title's rules of comments, or switch them off and on."""
    rules, _is_new = TalkRules.objects.get_or_create(title=one(Title.objects.all(), pick))
    rules.is_on = bool(pick % 4)
    rules.invitations = {"uk": f"Прошу {pick % 7}"}
    rules.under_taken = UnderTaken.values[pick % 3]
    rules.save()
    return int(rules.pk)


def talks_that_miscount() -> list[int]:
    """Name the talks whose sums are not what counting afresh gives."""
    ids = Talk.objects.order_by("pk").values_list("pk", flat=True)
    return [pk for pk in ids if kept_sums(pk) != fresh_sums(pk)]


def comments_kept() -> int:
    """Count the comments that are there."""
    return Comment.objects.count()


def comments_missing(ids: list[int]) -> list[int]:
    """Name those of some comments that are not there."""
    there = set(Comment.objects.filter(pk__in=ids).values_list("pk", flat=True))
    return sorted(set(ids) - there)
