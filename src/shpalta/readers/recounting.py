"""The sums of a talk counted afresh: what `shpalta.readers.sums` keeps step by step."""

from collections import Counter
from dataclasses import dataclass

from shpalta.readers.models import Comment, CommentState, Reaction, Talk
from shpalta.readers.sums import first_replies


@dataclass(frozen=True, slots=True)
class RootSums:
    """The sums beside one comment."""

    stands: bool
    public_replies: int
    first_replies: tuple[int, ...]
    reactions: tuple[tuple[str, int], ...]
    reacted: int


@dataclass(frozen=True, slots=True)
class TalkSums:
    """The sums of a talk and of each of its comments, by their ids."""

    comments: int
    roots: int
    entries: tuple[tuple[int, RootSums], ...]


def kept_sums(talk_id: int) -> TalkSums:
    """Read the sums as they are kept."""
    talk = Talk.objects.get(pk=talk_id)
    entries = tuple(
        (
            row.pk,
            RootSums(
                stands=row.stands,
                public_replies=row.public_replies,
                first_replies=tuple(row.first_replies),
                reactions=tuple(sorted(row.reactions.items())),
                reacted=row.reacted,
            ),
        )
        for row in Comment.objects.filter(talk_id=talk_id).order_by("pk")
    )
    return TalkSums(talk.comments, talk.roots, entries)


def fresh_sums(talk_id: int) -> TalkSums:
    """Count the same from the comments and reactions themselves."""
    rows = list(Comment.objects.filter(talk_id=talk_id).order_by("pk"))
    public = [row for row in rows if row.state == CommentState.PUBLIC]
    below = Counter(row.parent_id for row in public if row.parent_id is not None)
    entries = []
    for row in rows:
        felt = Counter(Reaction.objects.filter(comment=row).values_list("kind", flat=True))
        sums = RootSums(
            stands=row.state == CommentState.PUBLIC or below[row.pk] > 0,
            public_replies=below[row.pk],
            first_replies=tuple(first_replies(row.pk)),
            reactions=tuple(sorted(felt.items())),
            reacted=felt.total(),
        )
        entries.append((row.pk, sums))
    roots = sum(
        sums.stands for row, (_pk, sums) in zip(rows, entries, strict=True) if not row.parent_id
    )
    return TalkSums(len(public), roots, tuple(entries))
