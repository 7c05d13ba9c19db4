"""In step or not: the marks by which a story knows that its siblings changed.

What counts is the row of a story: the public text of one that is out, the newest draft of one
that is not.
"""

from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from shpalta.core.visibility import State
from shpalta.newsroom.siblings.comparing import Difference, compare
from shpalta.newsroom.siblings.errors import SiblingRefusedError
from shpalta.newsroom.siblings.models import StepMark
from shpalta.newsroom.siblings.pieces import digest_of, pieces_from, pieces_of, snapshot_of
from shpalta.newsroom.stories.models import Story


@dataclass(frozen=True, slots=True)
class Behind:
    """A sibling that changed since a story was in step with it, and what changed."""

    mark: StepMark
    other: Story
    differences: list[Difference]
    digest: str
    """What `mark_in_step` must be told: that this very state was looked at."""


def siblings_of(story: Story) -> Any:
    """Give the other stories of the same work, as a queryset."""
    return Story.objects.filter(work_id=story.work_id).exclude(pk=story.pk)


def is_never_seen(story: Story) -> bool:
    """Tell whether no reader ever saw a story, so that its number may still change."""
    return story.state == State.DRAFT and story.first_published_at is None


def tell_siblings(story: Story) -> None:
    """Note at the siblings whether this story still reads as they know it."""
    marks = list(
        StepMark.objects.filter(other_id=story.pk).values_list("pk", "digest", "is_behind")
    )
    if not marks:
        return
    digest = digest_of(pieces_of(story))
    for pk, known, was_behind in marks:
        if (known != digest) != was_behind:
            StepMark.objects.filter(pk=pk).update(is_behind=known != digest)


def set_mark(*, story_id: int, other: Story, actor: Any, text_of: Story | None = None) -> StepMark:
    """Note that a story is in step with `other` as it reads now, or as `text_of` reads."""
    pieces = pieces_of(text_of or other)
    facts = {
        "snapshot": snapshot_of(pieces),
        "digest": digest_of(pieces),
        "is_behind": False,
        "marked_at": timezone.now(),
        "marked_by": actor,
    }
    mark, _is_new = StepMark.objects.update_or_create(
        story_id=story_id, other_id=other.pk, defaults=facts
    )
    return mark


def begin_marks_of(story: Story) -> None:
    """Let the siblings that never looked at this story begin with it as it is now."""
    others = set(siblings_of(story).values_list("pk", flat=True))
    if others:
        watching = StepMark.objects.filter(other_id=story.pk, story_id__in=others)
        for other_id in others - set(watching.values_list("story_id", flat=True)):
            set_mark(story_id=other_id, other=story, actor=None)


def begin_marks_from(story: Story, *, actor: Any) -> None:
    """Let a story begin in step with all its siblings as they are now."""
    for other in siblings_of(story):
        set_mark(story_id=story.pk, other=other, actor=actor)


def forget_marks_of(story_id: int) -> None:
    """Forget what a story and its former siblings knew of each other."""
    StepMark.objects.filter(story_id=story_id).delete()
    StepMark.objects.filter(other_id=story_id).delete()


def behind_of(story: Story) -> list[Behind]:
    """List the siblings that changed since the story was in step with them, with what changed."""
    marks = StepMark.objects.filter(story_id=story.pk, is_behind=True)
    rows = []
    for mark in marks.select_related("other__edition__title").order_by("other__edition__position"):
        pieces = pieces_of(mark.other)
        differences = compare(pieces_from(mark.snapshot), pieces)
        rows.append(Behind(mark, mark.other, differences, digest_of(pieces)))
    return rows


@transaction.atomic
def mark_in_step(*, story_id: int, other_id: int, digest: str, actor: Any) -> None:
    """Mark two siblings in step again, each with the other.

    `digest` is that of `other` as it was looked at. Raises SiblingRefusedError if it reads
    otherwise by now, or if the two are no siblings.
    """
    rows = Story.objects.select_for_update().filter(pk__in=(story_id, other_id)).order_by("pk")
    found = {row.pk: row for row in rows}
    story, other = found.get(story_id), found.get(other_id)
    if story is None or other is None or story is other or story.work_id != other.work_id:
        raise SiblingRefusedError(_("These two are not editions of one story."))
    if digest_of(pieces_of(other)) != digest:
        raise SiblingRefusedError(
            _("It changed once more while you were reading. Look at the newest changes first.")
        )
    set_mark(story_id=story.pk, other=other, actor=actor)
    if not is_never_seen(story):
        _step_back(story, other, actor)
    log(
        instance=story,
        action="siblings.in_step",
        user=actor,
        data={"other": other.pk},
        content_changed=False,
    )


def _step_back(story: Story, other: Story, actor: Any) -> None:
    """Mark the other side too; one that was never out is watched from its publishing on."""
    # What follows it on this side may still be a draft: it is what the person has before their
    # eyes, and its publishing is no news to the other side.
    newest: Any = story.latest_revision
    mine = newest.as_object() if newest is not None else story
    set_mark(story_id=other.pk, other=story, actor=actor, text_of=mine)
