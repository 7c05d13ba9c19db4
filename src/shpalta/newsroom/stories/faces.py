"""What the public can see of a story, as plain data: by it two states of a story are compared.

A story has a face in its own edition, and one in each edition of a sister title that runs it.
"""

import hashlib
import json
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.db import connection
from django.utils import timezone

from shpalta.core.addresses import Kind, story_path
from shpalta.newsroom.stories.body_pictures import pictures_in
from shpalta.newsroom.stories.choices import PlacementMode
from shpalta.newsroom.stories.lists import shelves_for
from shpalta.newsroom.stories.models import Placement, Story
from shpalta.newsroom.stories.showings import Thing, shown_by, stills_of

UNSEEN = (
    *("latest_revision", "live_revision", "has_unpublished_changes", "live", "title"),
    *("first_published_at", "last_published_at", "go_live_at", "expire_at", "expired"),
    *("locked", "locked_at", "locked_by", "withdrawn_at", "created_at", "listed_at"),
    "is_substantive",
)
"""Columns of a story that no reader sees."""

_PLACE = ("pk", "work_id", "edition_id", "edition__language", "edition__prefix")
_TITLE = ("edition__title__code", "edition__title__time_zone")
_LINE = ("kind", "published_at", "rubric_id", "headline", "front_headline", "mark", "importance")
_TEXT = ("lead", "lead_picture_id", "lead_caption", "lead_credit", "updated_at", "lead_video_id")


@dataclass(frozen=True, slots=True)
class StoryFace:
    """A public story in one edition. `headline` is that of ticker and front.

    `digest` covers all the rest that stands on pages of the edition. `placement_id` is that of a
    story of a sister title; `leads_to` then the title, by its code, whose page its lines lead to,
    "" if it has one in this edition.
    """

    title: str
    language: str
    number: int
    edition_id: int
    path: str
    zone: str
    published_at: datetime
    shelves: tuple[str, ...]
    headline: str
    mark: str
    importance: str
    pictures: frozenset[int]
    digest: str
    shown: frozenset[Thing] = frozenset()
    """The videos and embeds on its page; their stills are among the pictures."""
    placement_id: int | None = None
    leads_to: str = ""

    @property
    def identity(self) -> tuple[str, str, int]:
        """What its key is made of."""
        return self.title, self.language, self.number

    @property
    def day(self) -> date:
        """The day of the newsfeed that it stands in."""
        return self.published_at.astimezone(ZoneInfo(self.zone)).date()


Faces = tuple[StoryFace, ...]
"""The faces of one story: first that of its own edition."""


def read_faces(ids: Collection[int], *, lock: bool) -> dict[int, Faces]:
    """Read the faces of stories in two queries; those that are not public are absent.

    Where a sister title runs one of them, it takes a third query.

    `lock` holds the rows, public or not, until the transaction ends.
    """
    if lock and connection.features.has_select_for_update:
        # Also those that are not public: another change may just be making them so.
        held = Story.objects.select_for_update().filter(pk__in=ids).order_by("pk")
        list(held.values_list("pk"))
    stories = Story.objects.public().filter(pk__in=ids)
    rows = list(stories.values_list(*_PLACE, *_TITLE, *_LINE, *_TEXT, "body"))
    if not rows:
        return {}
    parts = _read_parts([row[0] for row in rows])
    placed = _read_placements(parts["placements"]) if parts["placements"] else {}
    shown = {row[0]: shown_by(*row[-2:]) for row in rows}
    stills = stills_of(frozenset().union(*shown.values()))
    return {
        row[0]: _faces(row, parts, placed.get(row[0], ()), _Seen(shown[row[0]], stills))
        for row in rows
    }


@dataclass(frozen=True, slots=True)
class _Seen:
    """The videos and embeds of a story, and the pictures that stand for them."""

    things: frozenset[Thing]
    stills: Mapping[Thing, int]

    @property
    def pictures(self) -> set[int]:
        """The pictures of those of the story."""
        return {self.stills[thing] for thing in self.things if thing in self.stills}


_Parts = Mapping[str, Mapping[int, list[Any]]]
_PARTS = """
SELECT 'topics' AS part, story_id, topic_id AS place, id,
       topic_id AS word_id, '' AS role, '' AS name, '' AS wording, '' AS url, 0 AS source_id
FROM stories_story_topics WHERE story_id IN ({ids})
UNION ALL SELECT 'entities', story_id, entity_id, id, entity_id, '', '', '', '', 0
FROM stories_story_entities WHERE story_id IN ({ids})
UNION ALL SELECT 'authors', story_id, sort_order, id, author_id, '', '', '', '', 0
FROM stories_byline WHERE story_id IN ({ids})
UNION ALL SELECT 'sources', story_id, sort_order, id, 0, role, name, wording, url, source_id
FROM stories_attribution WHERE story_id IN ({ids})
UNION ALL SELECT 'placements', story_id, id, id, id, '', '', '', '', 0
FROM stories_placement WHERE story_id IN ({ids}) AND taken_back_at IS NULL
ORDER BY 1, 2, 3, 4
"""
"""One statement instead of four: most of what a small one costs is making and sending it."""


def _read_parts(ids: Collection[int]) -> _Parts:
    """Give by part and story the ids of its words, and the columns of its sources, in order."""
    found: defaultdict[str, defaultdict[int, list[Any]]]
    found = defaultdict(lambda: defaultdict(list))
    listed = ",".join(str(int(story_id)) for story_id in ids)
    with connection.cursor() as cursor:
        cursor.execute(_PARTS.format(ids=listed))
        for part, story_id, _place, _id, word_id, *source in cursor:
            found[part][story_id].append(source if part == "sources" else word_id)
    return found


def _read_placements(story_ids: Iterable[int]) -> Mapping[int, list[Placement]]:
    """Give the placements of public stories that readers see, by story, in their order."""
    found: defaultdict[int, list[Placement]] = defaultdict(list)
    now = timezone.now()
    rows = Placement.objects.filter(
        story_id__in=list(story_ids), taken_back_at__isnull=True, placed_at__lte=now
    )
    for placement in rows.select_related("edition__title").order_by("pk"):
        found[placement.story_id].append(placement)
    return found


def _faces(
    row: tuple[Any, ...], parts: _Parts, placements: Iterable[Placement], seen: _Seen
) -> Faces:
    own = _face(row, parts, seen)
    *_rest, kind, _published_at, _rubric_id, headline, front_headline, mark, importance = row[:14]
    lead, lead_picture_id = row[14:16]
    line = (own.path, headline, front_headline, mark, importance, lead, lead_picture_id)
    words = [parts[name].get(row[0], []) for name in ("topics", "entities", "authors")]
    return own, *(_placed(own, placement, kind, line, words) for placement in placements)


def _placed(
    own: StoryFace, placement: Placement, kind: str, line: tuple[Any, ...], words: list[list[int]]
) -> StoryFace:
    """Give the face of a story in an edition that runs it.

    Its pictures and videos count for its own edition: whatever prints them elsewhere changes
    with the face.
    """
    edition, title = placement.edition, placement.edition.title
    has_page = placement.mode == PlacementMode.PAGE
    mine = placement.headline, placement.front_headline, placement.rubric_id, placement.mode
    _path, headline, front_headline, *_rest = line
    fallback = "" if placement.headline else front_headline
    return replace(
        own,
        title=title.code,
        language=edition.language,
        edition_id=edition.pk,
        path=story_path(
            edition.prefix,
            kind=Kind(kind),
            published_at=placement.placed_at,
            zone=title.zone,
            number=own.number,
        )
        if has_page
        else own.path,
        zone=title.time_zone,
        published_at=placement.placed_at,
        shelves=tuple(shelves_for(placement.rubric_id, *words)),
        headline=placement.front_headline or fallback or placement.headline or headline,
        pictures=frozenset(),
        shown=frozenset(),
        digest=_digest(mine, [own.digest, own.path] if has_page else line),
        placement_id=placement.pk,
        leads_to="" if has_page else own.title,
    )


def _face(row: tuple[Any, ...], parts: _Parts, seen: _Seen) -> StoryFace:
    story_id, number, edition_id, language, prefix, title, zone, *rest = row
    kind, published_at, rubric_id, headline, front_headline, mark, importance, *text = rest
    *words, body = text
    topics, entities, authors, sources = (
        parts[name].get(story_id, []) for name in ("topics", "entities", "authors", "sources")
    )
    pictures = pictures_in(body) | ({words[1]} if words[1] else set()) | seen.pictures
    return StoryFace(
        title=title,
        language=language,
        number=number,
        edition_id=edition_id,
        path=story_path(
            prefix,
            kind=Kind(kind),
            published_at=published_at,
            zone=ZoneInfo(zone),
            number=number,
        ),
        zone=zone,
        published_at=published_at,
        shelves=tuple(shelves_for(rubric_id, topics, entities, authors)),
        headline=front_headline or headline,
        mark=mark,
        importance=importance,
        pictures=frozenset(pictures),
        shown=seen.things,
        digest=_digest(headline, words, list(body.raw_data), authors, sources),
    )


def _digest(*seen: Iterable[Any]) -> str:
    text = json.dumps(seen, default=str, ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()
