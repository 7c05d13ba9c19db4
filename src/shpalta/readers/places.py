"""Where what readers say under a story belongs: the edition's own talk, or a shared one.

A story that a title took from a sister is a page of the title that took it, so by itself readers
talk there as under its own stories; the title's rules may say otherwise (`UnderTaken`).
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from django.db.models import Exists, OuterRef

from shpalta.newsroom.stories.choices import PlacementMode
from shpalta.newsroom.stories.models import Placement, Story
from shpalta.newsroom.titles.models import Edition
from shpalta.readers.models import Talk, TalkRules, UnderTaken

_COLUMNS = ("pk", "edition", "work", "kind", "headline", "published_at")


class Asked(NamedTuple):
    """A story as a reader names it: by the edition that runs it, its own or taken."""

    edition_id: int
    number: int


class TalkKey(NamedTuple):
    """A talk: by the edition that has it, which for a shared one is the story's own."""

    edition_id: int
    number: int

    @classmethod
    def of(cls, talk: Talk) -> "TalkKey":
        """Give that of a row."""
        return cls(talk.edition_id, talk.number)


@dataclass(frozen=True, slots=True)
class Place:
    """Whose talk stands under a story: that of `edition`, with its title, whose rules hold.

    `published_at` (aware) is when the story came out there; None: it did not yet. `path` and
    `headline` are those of the page that readers see.
    """

    edition: Edition
    number: int
    published_at: datetime | None
    path: str = ""
    headline: str = ""

    @property
    def talk_key(self) -> TalkKey:
        """Which talk it is."""
        return TalkKey(self.edition.pk, self.number)


def own_place(edition: Edition, story: Story) -> Place:
    """Give the place of the comments under a story of the edition itself."""
    return Place(edition, story.number, story.published_at, story.path, story.headline)


def taken_place(placement: Placement, *, origin: Edition, rules: TalkRules | None) -> Place | None:
    """Give the place of the comments on the page of a taken story; None where it has none.

    `origin` is the story's own edition, `rules` are those of the title that took it.
    """
    if rules is None or not rules.is_on or placement.mode != PlacementMode.PAGE:
        return None
    if rules.under_taken == UnderTaken.NONE:
        return None
    is_shared = rules.under_taken == UnderTaken.SHARED
    return Place(
        edition=origin if is_shared else placement.edition,
        number=placement.story.number,
        published_at=placement.story.published_at if is_shared else placement.placed_at,
        path=placement.path,
        headline=placement.printed_headline,
    )


def find_places(asked: Iterable[tuple[Edition, int]]) -> dict[Asked, Place]:
    """Find where comments under public stories belong, many by few statements.

    Stories are asked for by an edition (with its title) and their number; what the public does
    not see has no place.
    """
    editions: dict[int, Edition] = {}
    wanted: set[Asked] = set()
    for edition, number in asked:
        editions[edition.pk] = edition
        wanted.add(Asked(edition.pk, number))
    found: dict[Asked, Place] = {}
    numbers = {number for _edition, number in wanted}
    # A batch of comments need not read what the stories say.
    rows = Story.objects.public().only(*_COLUMNS)
    for story in rows.filter(edition_id__in=editions, work_id__in=numbers):
        story.edition = editions[story.edition_id]
        found[Asked(story.edition_id, story.number)] = own_place(story.edition, story)
    missing = wanted - found.keys()
    if missing:
        found |= _taken({pk: editions[pk] for pk, _number in missing}, missing)
    return {key: place for key, place in found.items() if key in wanted}


def _taken(editions: Mapping[int, Edition], wanted: Iterable[Asked]) -> dict[Asked, Place]:
    numbers = {number for _edition, number in wanted}
    own = Story.objects.filter(
        edition_id=OuterRef("edition_id"), work_id=OuterRef("story__work_id")
    )
    rows = Placement.objects.public().filter(
        ~Exists(own), edition_id__in=editions, story__work_id__in=numbers
    )
    titles = {edition.title_id for edition in editions.values()}
    rules = {row.title_id: row for row in TalkRules.objects.filter(title_id__in=titles)}
    found: dict[Asked, Place] = {}
    for placement in rows.select_related("story__edition__title").defer(
        "story__body", "story__lead"
    ):
        placement.edition = editions[placement.edition_id]
        place = taken_place(
            placement,
            origin=placement.story.edition,
            rules=rules.get(placement.edition.title_id),
        )
        if place is not None:
            found[Asked(placement.edition_id, placement.story.number)] = place
    return found


def find_place(edition: Edition, number: int) -> Place | None:
    """Find where comments under one public story of an edition belong."""
    return find_places([(edition, number)]).get(Asked(edition.pk, number))


def find_headlines(talks: Iterable[TalkKey]) -> dict[TalkKey, tuple[int | None, str]]:
    """Give the headlines over talks, public or not.

    Before each stands the id of the edition's own story; None: it was taken from a sister title.
    """
    wanted = set(talks)
    editions = {edition for edition, _number in wanted}
    numbers = {number for _edition, number in wanted}
    found: dict[TalkKey, tuple[int | None, str]] = {}
    taken = Placement.objects.filter(edition_id__in=editions, story__work_id__in=numbers)
    for placement in taken.select_related("story").only(
        "edition", "headline", "story__headline", "story__work"
    ):
        key = TalkKey(placement.edition_id, placement.story.number)
        found[key] = (None, placement.printed_headline)
    own = Story.objects.filter(edition_id__in=editions, work_id__in=numbers)
    for pk, edition_id, number, headline in own.values_list(
        "pk", "edition_id", "work_id", "headline"
    ):
        found[TalkKey(edition_id, number)] = (pk, headline)
    return {key: told for key, told in found.items() if key in wanted}
