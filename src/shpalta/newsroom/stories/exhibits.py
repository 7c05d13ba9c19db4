"""Which pictures public pages print, so that no other leaves the house.

An `Exhibit` is a row for each picture of each public story. They are written where the public
lists are, in the same transaction.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Exists, OuterRef
from django.utils import timezone

from shpalta.core.visibility import is_public
from shpalta.newsroom.announcing.uses import used_elsewhere
from shpalta.newsroom.media.models import Picture
from shpalta.newsroom.stories.body_pictures import pictures_in
from shpalta.newsroom.stories.doors import public_through
from shpalta.newsroom.stories.models import Exhibit, Story
from shpalta.newsroom.stories.showings import show_things, shown_by, stills_of
from shpalta.newsroom.vocabulary.models import Author


def _pictures_of(story: Story) -> set[int]:
    """Give the ids of what a story prints: its lead picture and those of its body."""
    lead_picture = story.lead_picture_id
    return pictures_in(story.body) | ({lead_picture} if lead_picture else set())


def exhibit_stories(stories: Iterable[Story]) -> None:
    """Note what stories print and show now; those that are not public print nothing."""
    now = timezone.now()
    stories = list(stories)
    public = {story.pk for story in stories if is_public(story.standing, now=now)}
    shown = {
        story.pk: shown_by(story.lead_video_id, story.body) if story.pk in public else frozenset()
        for story in stories
    }
    stills = stills_of(frozenset().union(*shown.values()))
    pictures = {
        story.pk: _pictures_of(story) | {stills[one] for one in shown[story.pk] if one in stills}
        if story.pk in public
        else frozenset()
        for story in stories
    }
    show_things(shown)
    exhibit(pictures)


def exhibit(pictures: Mapping[int, Collection[int]]) -> None:
    """Make the exhibits of some stories, by id, those that are given."""
    if not pictures:
        return
    kept: defaultdict[int, set[int]] = defaultdict(set)
    rows = Exhibit.objects.filter(story_id__in=pictures)
    for story_id, picture_id in rows.values_list("story_id", "picture_id"):
        kept[story_id].add(picture_id)
    wrong = {
        story_id: set(wanted)
        for story_id, wanted in pictures.items()
        if set(wanted) != kept[story_id]
    }
    if not wrong:
        return
    # A body may still name a picture that was deleted.
    named = set().union(*wrong.values())
    there = set(Picture.objects.filter(pk__in=named).values_list("pk", flat=True))
    Exhibit.objects.filter(story_id__in=wrong).delete()
    Exhibit.objects.bulk_create(
        (
            Exhibit(story_id=story_id, picture_id=picture_id)
            for story_id, wanted in wrong.items()
            for picture_id in sorted(wanted & there)
        ),
        batch_size=1000,
    )


@dataclass(frozen=True, slots=True)
class Exhibition:
    """That a picture may be given to everybody; `until` (aware) its rights end, if they do."""

    until: datetime | None


def find_exhibition(picture_id: int, *, now: datetime | None = None) -> Exhibition | None:
    """Find whether a public page prints a picture: that of a story, or an author's portrait.

    Or that of whatever app has declared that it prints pictures. None does whose rights do not
    let the public see it at `now` (aware; default: now).
    """
    now = now or timezone.now()
    printed = Exists(
        Exhibit.objects.filter(public_through("story", now=now), picture_id=OuterRef("pk"))
    ) | Exists(Author.objects.filter(portrait_id=OuterRef("pk")))
    shown = Picture.objects.showable(now).filter(pk=picture_id).annotate(is_printed=printed)
    for until, is_printed in shown.values_list("rights_end_at", "is_printed"):
        if is_printed or used_elsewhere(Picture, [picture_id]):
            return Exhibition(until)
    return None
