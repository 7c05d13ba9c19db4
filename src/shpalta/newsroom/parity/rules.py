"""The rule itself: what goes out elsewhere stands in the edition at the root already.

That edition is the one that opens at `/`. docs/adr/0016 says what the law asks and what follows.
"""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from shpalta.core.visibility import State
from shpalta.newsroom.parity.models import Mode, ParityRule
from shpalta.newsroom.stories.gates import NotYetError
from shpalta.newsroom.stories.models import Story
from shpalta.newsroom.titles.models import Edition


def find_mode(title_id: int) -> Mode:
    """Find a title's rule."""
    mode = ParityRule.objects.filter(title_id=title_id).values_list("mode", flat=True).first()
    return Mode(mode or Mode.OFF)


def without_original(stories: "QuerySet[Story]") -> "QuerySet[Story]":
    """Keep the stories of other editions that the edition at their title's root has not."""
    root = Edition.objects.filter(title_id=OuterRef("title_id"), prefix="")
    original = Story.objects.public().filter(
        work_id=OuterRef("work_id"), title_id=OuterRef("title_id"), edition__prefix=""
    )
    return stories.exclude(edition__prefix="").filter(Exists(root), ~Exists(original))


def keep_without_original(stories: "QuerySet[Story]") -> "QuerySet[Story]":
    """Keep the public stories that the edition at the root has not, for the list's filter."""
    return without_original(stories & Story.objects.public())


def lacks_original(story: Story) -> bool:
    """Tell whether a story that goes out has no public counterpart at the root."""
    return bool(_lacking([story]))


def _lacking(stories: Sequence[Story]) -> list[Story]:
    """Give those of some stories, saved or not, that have no public counterpart at the root."""
    elsewhere = [story for story in stories if story.edition.prefix]
    titles = {story.edition.title_id for story in elsewhere}
    if not titles:
        return []
    roots = Edition.objects.filter(title_id__in=titles, prefix="")
    rooted = set(roots.values_list("title_id", flat=True))
    there = _public_works(rooted, {story.work_id for story in elsewhere if story.work_id})
    return [
        story
        for story in elsewhere
        if story.edition.title_id in rooted and (story.edition.title_id, story.work_id) not in there
    ]


def _public_works(titles: Collection[int], works: Collection[int]) -> set[tuple[int, Any]]:
    if not works:
        return set()
    rows = Story.objects.public().filter(work_id__in=works, title_id__in=titles, edition__prefix="")
    return set(rows.values_list("title_id", "work_id"))


def refuse_without_original(stories: Sequence[Story], *, at: datetime, is_prepared: bool) -> None:
    """Refuse what the edition at the root has not, where the title's rule says so.

    Corrections of what is out already are never refused. For a moment still to come nothing is
    said: by then the other may be out. Raises NotYetError.
    """
    del is_prepared  # The other may have been withdrawn since: it is asked anew each time.
    new = [story for story in stories if story.edition.prefix and story.state != State.PUBLISHED]
    if not new or at > timezone.now():
        return
    titles = {story.edition.title_id for story in new}
    strict = set(
        ParityRule.objects.filter(title_id__in=titles, mode=Mode.BLOCK).values_list(
            "title_id", flat=True
        )
    )
    lacking = _lacking([story for story in new if story.edition.title_id in strict])
    if lacking:
        raise NotYetError(
            _(
                "“%(headline)s” cannot go out yet: this newspaper publishes in other languages "
                "only what its first edition has. Publish it there first."
            ),
            code="parity",
            params={"headline": lacking[0].headline},
        )
