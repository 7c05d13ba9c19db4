"""What a change of stories makes stale, and what readers hear of it."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db.models import OuterRef, Subquery
from django.utils import timezone

from shpalta.core import dates, keys
from shpalta.journal.services import Draft
from shpalta.newsroom.announcing.scope import Change, Kind
from shpalta.newsroom.names import name_in
from shpalta.newsroom.stories.exhibits import exhibit
from shpalta.newsroom.stories.faces import Faces, StoryFace, read_faces
from shpalta.newsroom.stories.lists import ALL
from shpalta.newsroom.stories.models import ListEntry
from shpalta.newsroom.stories.printing import still_printed
from shpalta.newsroom.stories.showings import (
    EMBED,
    VIDEO,
    Thing,
    key_of,
    show_things,
    still_shown,
)
from shpalta.newsroom.titles.models import Host

NEWS_LASTS = timedelta(hours=24)
"""How old a story may be for readers to hear of it at once: an archive taken in is no news."""

Place = tuple[int, str]
"""A list: the edition's id and the shelf."""


class Stories(Kind[Faces]):
    """Stories: their pages, the lists and days they stand in, their siblings, their pictures.

    In their own edition as in those of sister titles that run them.
    """

    def read(self, ids: Collection[int], *, lock: bool) -> Mapping[int, Faces]:
        """Read the faces of stories."""
        return read_faces(ids, lock=lock)

    def announce(self, changes: Mapping[int, Change[Faces]]) -> Iterable[Draft]:
        """Put the lists right and give an entry for each story and edition, the oldest first."""
        _relist({story_id: change.after or () for story_id, change in changes.items()})
        show_things(
            {
                story_id: _shown(one.after)
                for story_id, one in changes.items()
                if _shown(one.before) != _shown(one.after)
            }
        )
        exhibit(
            {
                story_id: _pictures(one.after)
                for story_id, one in changes.items()
                if _pictures(one.before) != _pictures(one.after)
            }
        )
        surroundings = _Surroundings(changes)
        steps = [step for one in changes.items() for step in _steps(*one)]
        steps.sort(key=lambda step: (step.face.published_at, step.face.number))
        for step in steps:
            yield step.draft(surroundings)


STORIES = Stories()


def _relist(faces: Mapping[int, Faces]) -> None:
    """Make the list entries say what the faces say, whatever way the stories were changed."""
    kept: defaultdict[int, set[Any]] = defaultdict(set)
    rows = ListEntry.objects.filter(story_id__in=faces)
    for story_id, *row in rows.values_list("story_id", *_ENTRY):
        kept[story_id].add(tuple(row))
    wrong = {
        story_id: wanted
        for story_id, several in faces.items()
        if (wanted := _rows(several)) != kept[story_id]
    }
    if wrong:
        if stale := [story_id for story_id in wrong if kept[story_id]]:
            ListEntry.objects.filter(story_id__in=stale).delete()
        ListEntry.objects.bulk_create(
            ListEntry(story_id=story_id, **dict(zip(_ENTRY, row, strict=True)))
            for story_id, wanted in wrong.items()
            for row in wanted
        )


_ENTRY = ("edition_id", "published_at", "shelf", "placement_id")


def _rows(faces: Faces) -> set[Any]:
    return {
        (face.edition_id, face.published_at, shelf, face.placement_id)
        for face in faces
        for shelf in face.shelves
    }


def _pictures(faces: Faces | None) -> frozenset[int]:
    return frozenset().union(*(face.pictures for face in faces or ()))


def _shown(faces: Faces | None) -> frozenset[Thing]:
    return frozenset().union(*(face.shown for face in faces or ()))


@dataclass
class _Surroundings:
    """What stands around the changed stories: read once for all of them, after the change."""

    changes: Mapping[int, Change[Faces]]
    _newest: dict[Place, int | None] = field(default_factory=dict)
    _days: dict[tuple[int, date], bool] = field(default_factory=dict)
    _printed: set[int] | None = None
    _origins: dict[str, tuple[str, str]] = field(default_factory=dict)

    def is_newest(self, story_id: int, place: Place) -> bool:
        """Tell whether a story is the newest of a list."""
        if place not in self._newest:
            same = ListEntry.objects.filter(edition=OuterRef("edition"), shelf=OuterRef("shelf"))
            newest = same.order_by("-published_at", "-story_id").values("story_id")[:1]
            # All places of the story at once: each query costs as much as the others together.
            rows = ListEntry.objects.filter(story_id=story_id).annotate(newest=Subquery(newest))
            for edition_id, shelf, first in rows.values_list("edition_id", "shelf", "newest"):
                self._newest[edition_id, shelf] = first
        return self._newest.get(place) == story_id

    def has_others(self, face: StoryFace) -> bool:
        """Tell whether a story's day has any that did not come or go with this change."""
        key = face.edition_id, face.day
        if key not in self._days:
            bounds = dates.day_bounds(face.day, ZoneInfo(face.zone))
            rows = ListEntry.objects.filter(
                edition_id=face.edition_id,
                shelf=ALL,
                published_at__gte=bounds.start,
                published_at__lt=bounds.end,
            )
            # At most so many of them can be among the changed; one more is another.
            ids = rows.values_list("story_id", flat=True)[: len(self.changes) + 1]
            self._days[key] = any(not self._moved(story_id, face.edition_id) for story_id in ids)
        return self._days[key]

    def _moved(self, story_id: int, edition_id: int) -> bool:
        change = self.changes.get(story_id)
        if change is None:
            return False
        before, after = (
            {face.published_at for face in faces or () if face.edition_id == edition_id}
            for faces in (change.before, change.after)
        )
        return before != after

    def unprinted(self, pictures: Iterable[int]) -> set[int]:
        """Keep the pictures that no public page prints any more."""
        if self._printed is None:
            lost: set[int] = set()
            for change in self.changes.values():
                lost |= _pictures(change.before)
            self._printed = still_printed(lost)
        return set(pictures) - self._printed

    def unshown(self, things: Iterable[Thing]) -> set[Thing]:
        """Keep the videos and embeds that no public page shows any more."""
        lost = set(things)
        for kind in (VIDEO, EMBED):
            shown = still_shown(kind, (row_id for one, row_id in lost if one == kind))
            lost -= {(kind, row_id) for row_id in shown}
        return lost

    def origin(self, face: StoryFace) -> tuple[str, str]:
        """Give where the title is found whose page a face's lines lead to, and its name."""
        if face.leads_to not in self._origins:
            hosts = Host.objects.filter(title__code=face.leads_to).order_by("-is_canonical", "name")
            host = hosts.select_related("title").first()
            self._origins[face.leads_to] = (
                settings.SHPALTA_READERS.origin(host.name if host else "localhost"),
                name_in(host.title.names, face.language) if host else "",
            )
        return self._origins[face.leads_to]


@dataclass(frozen=True, slots=True)
class _Step:
    """One story's change under one identity: one of several where sister titles run it."""

    story_id: int
    before: StoryFace | None
    after: StoryFace | None

    @property
    def face(self) -> StoryFace:
        """The face that says what is spoken of: the newer one."""
        face = self.after or self.before
        assert face is not None  # noqa: S101  a change has one of them
        return face

    @property
    def comes_or_goes(self) -> bool:
        """Whether the story became public or ceased to be."""
        return self.before is None or self.after is None

    def draft(self, around: _Surroundings) -> Draft:
        """Give the entry."""
        # Days name none of their stories, so that a day of a thousand fits into a header: each
        # change of a story is one of its day.
        own = {keys.story_key(*self.face.identity), *self._days()}
        named = {*own, *self._list_keys(around), *self._days_keys(around)}
        if self.comes_or_goes or (self.before and self.before.path) != self.face.path:
            named.add(self._set_key())
        shown, shown_before = (
            face.pictures if face else frozenset() for face in (self.after, self.before)
        )
        lost = shown_before - shown
        named.update(map(keys.picture_key, shown ^ shown_before))
        gone = {keys.picture_key(picture) for picture in around.unprinted(lost)} if lost else set()
        things, things_before = (
            face.shown if face else frozenset() for face in (self.after, self.before)
        )
        named.update(map(key_of, things ^ things_before))
        gone.update(map(key_of, around.unshown(things_before - things)))
        if self.after is None:
            gone |= own
        return Draft(tuple(named), tuple(gone), self._event(around))

    def _set_key(self) -> str:
        """Name what tells where else the story is found: its siblings, or those of its title."""
        if self.face.placement_id is None:
            return keys.work_key(self.face.number)
        return keys.placed_key(self.face.title, self.face.number)

    def _list_keys(self, around: _Surroundings) -> Iterator[str]:
        before, after = self.before, self.after
        old = set(before.shelves) if before else set()
        new = set(after.shelves) if after else set()
        moved = before is not None and after is not None
        moved = moved and before.published_at != after.published_at  # type: ignore[union-attr]
        for shelf in old | new if moved else old ^ new:
            place = self.face.title, self.face.language, shelf
            yield keys.list_key(*place)
            # Nothing older than the newest story changes when that one comes; but when it goes,
            # pages behind it come to begin with the newest.
            is_new = shelf in new and shelf not in old
            if not (is_new and around.is_newest(self.story_id, (self.face.edition_id, shelf))):
                yield keys.past_key(*place)

    def _days(self) -> Iterator[str]:
        for face in (self.before, self.after):
            if face is not None:
                yield keys.day_key(face.title, face.language, face.day)

    def _days_keys(self, around: _Surroundings) -> Iterator[str]:
        before, after = self.before, self.after
        if before and after and before.published_at == after.published_at:
            return
        for face in (before, after):
            if face is not None and not around.has_others(face):
                yield keys.days_key(face.title, face.language)

    def _event(self, around: _Surroundings) -> dict[str, Any]:
        face, after = self.face, self.after
        event: dict[str, Any] = {
            "type": "withdrawn",
            "title": face.title,
            "edition": face.language,
            "number": face.number,
        }
        if after is None:
            return event
        if after.published_at < timezone.now() - NEWS_LASTS:
            return {}
        zone = ZoneInfo(after.zone)
        origin, name = around.origin(after) if after.leads_to else ("", "")
        if name:
            event["of"] = name
        return event | {
            "type": "published" if self.before is None else "updated",
            "url": origin + after.path,
            "headline": after.headline,
            "at": dates.iso_moment(after.published_at, zone),
            "day": after.day.isoformat(),
            "time": dates.clock(after.published_at, zone),
            "mark": after.mark,
            "importance": after.importance,
        }


def _steps(story_id: int, change: Change[Faces]) -> Iterator[_Step]:
    before, after = (
        {face.identity: face for face in faces or ()} for faces in (change.before, change.after)
    )
    for identity in dict.fromkeys((*before, *after)):
        step = _Step(story_id, before.get(identity), after.get(identity))
        if step.before != step.after or change.before == change.after:
            yield step
