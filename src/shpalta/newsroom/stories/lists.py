"""The public lists: which stories stand in the newsfeed, a rubric, a topic, an author's page.

They are written by `announcements`, in the transaction of whatever changes what is public.
`rebuild_lists` makes everything anew; the two always agree, which a test proves.
"""

from collections.abc import Iterable
from datetime import datetime
from itertools import islice

from django.db import transaction
from django.utils import timezone

from shpalta.core.visibility import Answer, answer_for_placement, is_public
from shpalta.newsroom.stories.exhibits import exhibit_stories
from shpalta.newsroom.stories.models import Exhibit, ListEntry, Showing, Story

ALL = "all"


def rubric_shelf(rubric_id: int) -> str:
    """Name the list of a rubric."""
    return f"rubric:{rubric_id}"


def topic_shelf(topic_id: int) -> str:
    """Name the list of a topic."""
    return f"topic:{topic_id}"


def author_shelf(author_id: int) -> str:
    """Name the list of an author."""
    return f"author:{author_id}"


def entity_shelf(entity_id: int) -> str:
    """Name the list of a person, an organisation or a place."""
    return f"entity:{entity_id}"


def shelves_of(story: Story, *, rubric_id: int | None) -> list[str]:
    """List the names of all lists in which a public story stands under a rubric."""
    return shelves_for(
        rubric_id,
        (topic.pk for topic in story.topics.all()),
        (entity.pk for entity in story.entities.all()),
        (byline.author_id for byline in story.bylines.all()),
    )


def shelves_for(
    rubric_id: int | None, topics: Iterable[int], entities: Iterable[int], authors: Iterable[int]
) -> list[str]:
    """List the names of the lists of a public story that has this rubric and these words."""
    shelves = [ALL]
    if rubric_id:
        shelves.append(rubric_shelf(rubric_id))
    shelves += map(topic_shelf, topics)
    shelves += map(entity_shelf, entities)
    shelves += map(author_shelf, authors)
    return list(dict.fromkeys(shelves))


def entries_of(story: Story) -> list[ListEntry]:
    """Make (unsaved) the entries that a story has now, in all editions that run it.

    There are none if it is not public.
    """
    published_at, now = story.published_at, timezone.now()
    if published_at is None or not is_public(story.standing, now=now):
        return []
    places: list[tuple[int, int | None, datetime, int | None]]
    places = [(story.edition_id, story.rubric_id, published_at, None)]
    places += [
        (placement.edition_id, placement.rubric_id, placement.placed_at, placement.pk)
        for placement in story.placements.all()
        if answer_for_placement(placement.standing, now=now) is Answer.SHOW
    ]
    return [
        ListEntry(
            edition_id=edition_id,
            shelf=shelf,
            published_at=moment,
            story_id=story.pk,
            placement_id=placement_id,
        )
        for edition_id, rubric_id, moment, placement_id in places
        for shelf in shelves_of(story, rubric_id=rubric_id)
    ]


def list_stories(stories: Iterable[Story]) -> None:
    """Put many stories that stand in no list yet into theirs."""
    stories = list(stories)
    exhibit_stories(stories)
    ListEntry.objects.bulk_create(
        (entry for story in stories for entry in entries_of(story)), batch_size=1000
    )


def rebuild_lists() -> None:
    """Make all lists anew from the stories as they stand."""
    with transaction.atomic():
        ListEntry.objects.all().delete()
        Exhibit.objects.all().delete()
        Showing.objects.all().delete()
        stories = Story.objects.public().prefetch_related(
            "topics", "entities", "bylines", "placements__story"
        )
        rows = stories.iterator(chunk_size=500)
        while several := list(islice(rows, 500)):
            list_stories(several)
