"""What the public can see of a story, as plain data: by it two states of a story are compared."""

import hashlib
import json
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.db import connection, models

from shpalta.core.addresses import Kind, story_path
from shpalta.newsroom.stories.lists import shelves_for
from shpalta.newsroom.stories.models import Attribution, Byline, Story

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
_TEXT = ("lead", "lead_picture_id", "lead_caption", "lead_credit", "updated_at")
_CHAIN = ("role", "name", "wording", "url", "source_id")


@dataclass(frozen=True, slots=True)
class StoryFace:
    """A public story. `headline` is the one of ticker and front; `digest` covers all the rest."""

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

    @property
    def identity(self) -> tuple[str, str, int]:
        """What its key is made of."""
        return self.title, self.language, self.number

    @property
    def day(self) -> date:
        """The day of the newsfeed that it stands in."""
        return self.published_at.astimezone(ZoneInfo(self.zone)).date()


def pictures_in(body: Any) -> set[int]:
    """Give the ids of the pictures in a story's body, as it is stored."""
    blocks = (raw for raw in body.raw_data if isinstance(raw, Mapping))
    values = (raw.get("value") for raw in blocks if raw.get("type") == "picture")
    found = (value.get("picture") for value in values if isinstance(value, Mapping))
    return {picture for picture in found if isinstance(picture, int)}


def read_faces(ids: Collection[int], *, lock: bool) -> dict[int, StoryFace]:
    """Read the faces of stories in five queries; those that are not public are absent.

    `lock` holds the rows, public or not, until the transaction ends.
    """
    if lock and connection.features.has_select_for_update:
        # Also those that are not public: another change may just be making them so.
        held = Story.objects.select_for_update().filter(pk__in=ids).order_by("pk")
        list(held.values_list("pk"))
    stories = Story.objects.public().filter(pk__in=ids)
    rows = list(stories.values_list(*_PLACE, *_TITLE, *_LINE, *_TEXT, "body"))
    parts = _read_parts([row[0] for row in rows]) if rows else {}
    return {row[0]: _face(row, parts) for row in rows}


_Parts = Mapping[str, Mapping[int, list[Any]]]


def _read_parts(ids: Collection[int]) -> _Parts:
    through_topics: type[models.Model] = Story.topics.through
    through_entities: type[models.Model] = Story.entities.through
    return {
        "topics": _by_story(through_topics, ids, "topic_id"),
        "entities": _by_story(through_entities, ids, "entity_id"),
        "authors": _by_story(Byline, ids, "sort_order", "id", "author_id"),
        "sources": _by_story(Attribution, ids, "sort_order", "id", *_CHAIN),
    }


def _by_story(
    model: type[models.Model], ids: Collection[int], *columns: str
) -> Mapping[int, list[Any]]:
    """Read some columns by story, in the order of the columns."""
    found: defaultdict[int, list[Any]] = defaultdict(list)
    rows = model._base_manager.filter(story_id__in=ids).order_by(*columns[:2])  # noqa: SLF001
    for story_id, *values in rows.values_list("story_id", *columns):
        found[story_id].append(values[-1] if len(values) <= 3 else values[2:])  # noqa: PLR2004
    return found


def _face(row: tuple[Any, ...], parts: _Parts) -> StoryFace:
    story_id, number, edition_id, language, prefix, title, zone, *rest = row
    kind, published_at, rubric_id, headline, front_headline, mark, importance, *text = rest
    *words, body = text
    topics, entities, authors, sources = (
        parts[name].get(story_id, []) for name in ("topics", "entities", "authors", "sources")
    )
    pictures = pictures_in(body) | ({words[1]} if words[1] else set())
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
        digest=_digest(headline, words, list(body.raw_data), authors, sources),
    )


def _digest(*seen: Iterable[Any]) -> str:
    text = json.dumps(seen, default=str, ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()
