"""What is kept until the journal names one of its keys always equals what is read afresh.

The model of a press: pages as plain values, each with the keys that it depends on by
docs/reference/journal.md. Random changes are made in many ways; after each, what a cache would
still serve must be right.
"""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import transaction
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from shpalta.core import dates, keys
from shpalta.journal.models import JournalEntry
from shpalta.newsroom.stories.faces import StoryFace, read_faces
from shpalta.newsroom.stories.lists import rubric_shelf, topic_shelf
from shpalta.newsroom.stories.models import Byline, ListEntry, Placement, Story
from shpalta.newsroom.stories.services import add_stories
from shpalta.newsroom.titles.models import Edition, Rubric
from shpalta.newsroom.vocabulary.models import Topic
from tests.factories import (
    build_story,
    make_author,
    make_edition,
    make_rubric,
    make_story,
    make_title,
    make_topic,
)

pytestmark = pytest.mark.django_db

Value = Any
Page = tuple[Value, frozenset[str]]
FaceOf = dict[tuple[int, int], StoryFace]
"""Faces by edition and story."""
LENGTH = 2


class Press:
    """A small press: it makes pages, and keeps them until one of their keys is named."""

    def __init__(self, editions: list[Edition], shelves: list[str]) -> None:
        self.editions = editions
        self.shelves = shelves
        self.cursors: set[tuple[datetime, int]] = set()
        self.days = {timezone.now().date()}
        self.identities: set[tuple[str, str, int]] = set()
        self.kept: dict[Any, Page] = {}
        self.heard = 0

    def hear(self) -> None:
        for entry in JournalEntry.objects.filter(sequence__gt=self.heard).order_by("sequence"):
            self.heard = entry.sequence or 0
            stale = set(entry.keys)
            self.kept = {name: page for name, page in self.kept.items() if not page[1] & stale}

    def pages(self) -> dict[Any, Callable[[], Page]]:
        """Name every page that has ever been asked for, with how it is made."""
        read = read_faces(list(Story.objects.values_list("pk", flat=True)), lock=False)
        faces = {(face.edition_id, pk): face for pk, several in read.items() for face in several}
        self.cursors |= {(face.published_at, pk) for (_edition, pk), face in faces.items()}
        self.identities |= {face.identity for face in faces.values()}
        self.days |= {face.day for face in faces.values()}
        rows = list(Story.objects.select_related("edition__title"))
        made: dict[Any, Callable[[], Page]] = {}
        for story in rows:
            self.identities.add((story.edition.title.code, story.edition.language, story.number))
            made["work", story.work_id] = lambda story=story: self.work(story, faces)  # type: ignore[misc]
            for edition in self.editions:
                made["placed", edition.title_id, story.work_id] = lambda e=edition, s=story: (  # type: ignore[misc]
                    self.placed(e, s, faces)
                )
        # A story that moves to another edition leaves its address, and comes to another.
        for identity in self.identities:
            made["story", identity] = lambda identity=identity: self.story(identity, faces)  # type: ignore[misc]
        for edition in self.editions:
            for shelf in self.shelves:
                made[edition.pk, shelf] = lambda e=edition, s=shelf: self.shelf(e, s, None, faces)  # type: ignore[misc]
                for cursor in self.cursors:
                    made[edition.pk, shelf, cursor] = lambda e=edition, s=shelf, c=cursor: (  # type: ignore[misc]
                        self.shelf(e, s, c, faces)
                    )
            for day in self.days:
                made[edition.pk, day] = lambda e=edition, d=day: self.day(e, d, faces)  # type: ignore[misc]
            made[edition.pk, "days"] = lambda e=edition: self.all_days(e, faces)  # type: ignore[misc]
        return made

    def story(self, identity: tuple[str, str, int], faces: FaceOf) -> Page:
        shown = [face for face in faces.values() if face.identity == identity]
        return shown, frozenset({keys.story_key(*identity)})

    def work(self, story: Story, faces: FaceOf) -> Page:
        siblings = Story.objects.filter(work_id=story.work_id).values_list("edition_id", "pk")
        paths = sorted(faces[place].path for place in siblings if place in faces)
        return paths, frozenset({keys.work_key(story.number)})

    def placed(self, edition: Edition, story: Story, faces: FaceOf) -> Page:
        code = edition.title.code
        paths = sorted(
            face.path
            for face in faces.values()
            if face.placement_id and face.title == code and face.number == story.number
        )
        return paths, frozenset({keys.placed_key(code, story.number)})

    def _card(self, face: StoryFace) -> tuple[Value, str]:
        return (face.path, face.headline, face.published_at), keys.story_key(*face.identity)

    def shelf(
        self,
        edition: Edition,
        shelf: str,
        cursor: tuple[datetime, int] | None,
        faces: FaceOf,
    ) -> Page:
        place = edition.title.code, edition.language, shelf
        rows = ListEntry.objects.filter(edition=edition, shelf=shelf)
        every = [
            pk for (pk,) in rows.order_by("-published_at", "-story_id").values_list("story_id")
        ]
        here = {pk: faces[edition.pk, pk] for pk in every}
        mine = [pk for pk in every if cursor is None or (here[pk].published_at, pk) < cursor]
        cards = [self._card(here[pk]) for pk in mine[:LENGTH]]
        depends = {key for _, key in cards}
        if cursor is None or mine[:1] == every[:1]:
            depends.add(keys.list_key(*place))
        if cursor is not None or len(mine) > LENGTH:
            depends.add(keys.past_key(*place))
        return ([card for card, _ in cards], len(mine) > LENGTH), frozenset(depends)

    def day(self, edition: Edition, day: Any, faces: FaceOf) -> Page:
        place = edition.title.code, edition.language
        mine = [
            self._card(face)
            for face in sorted(faces.values(), key=lambda face: face.number)
            if face.edition_id == edition.pk and face.day == day
        ]
        return [card for card, _ in mine], frozenset({keys.day_key(*place, day)})

    def all_days(self, edition: Edition, faces: FaceOf) -> Page:
        days = {face.day for face in faces.values() if face.edition_id == edition.pk}
        return days, frozenset({keys.days_key(edition.title.code, edition.language)})

    def check(self) -> None:
        """Compare all that is kept with what would be made now, and keep the rest."""
        self.hear()
        for name, make in self.pages().items():
            fresh = make()
            if name in self.kept:
                assert self.kept[name][0] == fresh[0], (name, self.kept[name][1])
            self.kept[name] = self.kept.get(name, fresh)


class Desk:
    """Somebody who changes stories in every way there is."""

    def __init__(self, editions: list[Edition], rubrics: list[Rubric], topics: list[Topic]) -> None:
        self.editions, self.rubrics, self.topics = editions, rubrics, topics
        self.sister = make_edition(make_title())
        self.author = make_author()
        self.now = timezone.now()

    def share(self, story: Story, step: str, choice: int) -> None:
        """Let the sister run a story in one way or another, or not any more."""
        if story.edition != self.editions[0]:
            return
        placement = story.placements.first() or Placement(story=story, edition=self.sister)
        placement.mode = ["headline", "page"][choice % 2]
        placement.headline = f"{choice}" if choice % 3 else ""
        placement.placed_at = self.moment(choice % 4)
        placement.taken_back_at = self.now if step == "take back" else None
        placement.save()

    def moment(self, choice: int) -> datetime:
        return self.now - timedelta(hours=7 * choice)

    def do(self, step: str, choice: int) -> None:
        ids = list(Story.objects.order_by("pk").values_list("pk", flat=True))
        if step in {"new", "draft", "many", "sibling"} or not ids:
            self.make(step, choice, ids)
        else:
            self.alter(Story.objects.get(pk=ids[choice % len(ids)]), step, choice)

    def make(self, step: str, choice: int, ids: list[int]) -> None:
        edition = self.editions[choice % 2]
        fields: dict[str, Any] = {
            "rubric": self.rubrics[choice % 2],
            "published_at": self.moment(choice),
        }
        if step == "many":
            add_stories([build_story(edition, **fields) for _ in range(2)], publish=choice != 3)
        elif step == "sibling" and ids:
            work = Story.objects.get(pk=ids[choice % len(ids)]).work
            free = [one for one in self.editions if not one.stories.filter(work=work).exists()]
            if free:
                make_story(free[0], work=work, **fields)
        else:
            make_story(
                edition, published=step != "draft", topics=self.topics[choice % 3 :], **fields
            )

    def alter(self, story: Story, step: str, choice: int) -> None:
        draft = story.get_latest_revision_as_object()
        draft.headline = f"{step} {choice}"
        if step in {"take", "take back"}:
            self.share(story, step, choice)
        elif step == "edit":
            draft.save_revision()
        elif step == "publish":
            draft.rubric = self.rubrics[choice % 2]
            draft.topics = self.topics[choice % 3 :]
            draft.kind = ["news", "article"][choice % 2]
            draft.save_revision().publish()
        elif step == "withdraw":
            story.unpublish()
        elif step == "delete":
            Story.objects.filter(pk=story.pk).delete()
        elif step == "save":
            story.rubric = self.rubrics[choice % 2]
            story.front_headline = f"{choice}"
            story.save()
        elif step == "move" and story.published_at:
            moment = self.moment(choice)
            Story.objects.filter(pk=story.pk).update(published_at=moment, updated_at=None)
        elif step == "edition":
            self.move(story)
        elif step == "byline":
            Byline.objects.create(story_id=story.pk, author=self.author)

    def move(self, story: Story) -> None:
        edition = next(one for one in self.editions if one.pk != story.edition_id)
        if not edition.stories.filter(work_id=story.work_id).exists():
            Story.objects.filter(pk=story.pk).update(edition=edition)


STEPS = (
    *("new", "new", "draft", "many", "sibling"),
    *("edit", "publish", "withdraw", "delete", "save", "move", "edition", "byline"),
    *("take", "take", "take back"),
)


@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(st.lists(st.tuples(st.sampled_from(STEPS), st.integers(0, 5)), max_size=12))
def test_what_is_kept_by_the_journal_equals_what_is_read_afresh(
    steps: list[tuple[str, int]],
) -> None:
    with transaction.atomic():
        title = make_title()
        editions = [make_edition(title), make_edition(title, language="ru")]
        rubrics = [make_rubric(title, slug) for slug in ("city", "sport")]
        topics = [make_topic() for _ in range(3)]
        desk = Desk(editions, rubrics, topics)
        shelves = ["all", *(rubric_shelf(one.pk) for one in rubrics), topic_shelf(topics[2].pk)]
        press = Press([*editions, desk.sister], shelves)
        press.check()
        for step in steps:
            desk.do(*step)
            press.check()
        transaction.set_rollback(True)


def test_days_are_those_of_the_titles_zone() -> None:
    edition = make_edition(make_title(time_zone="Pacific/Kiritimati"))
    moment = dates.day_bounds(timezone.now().date(), edition.title.zone).start - timedelta(days=2)
    story = make_story(edition, published_at=moment - timedelta(minutes=1))

    [face] = read_faces([story.pk], lock=False)[story.pk]

    assert face.day == moment.astimezone(edition.title.zone).date() - timedelta(days=1)
    assert f"/{face.day:%Y/%m/%d}/" in face.path
