"""Where things live on a title's site: the paths that readers bookmark and that never change."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from zoneinfo import ZoneInfo


class Kind(StrEnum):
    """What sort of story it is."""

    NEWS = "news"
    ARTICLE = "article"
    INTERVIEW = "interview"
    COLUMN = "column"
    PHOTO = "photo"
    VIDEO = "video"
    LIVE = "live"


SEGMENTS: dict[Kind, str] = {
    Kind.NEWS: "news",
    Kind.ARTICLE: "articles",
    Kind.INTERVIEW: "interviews",
    Kind.COLUMN: "columns",
    Kind.PHOTO: "photo",
    Kind.VIDEO: "video",
    Kind.LIVE: "live",
}
"""The part of a story's path that names its kind."""

RESERVED = frozenset(
    {
        *SEGMENTS.values(),
        *("date", "rubric", "topic", "author", "about", "page", "media", "static"),
    }
)
"""First parts of paths under which pages of the edition at the root stand."""

KINDS: dict[str, Kind] = {segment: kind for kind, segment in SEGMENTS.items()}


@dataclass(frozen=True, slots=True)
class StoryAddress:
    """The parts of a story's path. Only `number` identifies the story within its edition."""

    kind: Kind
    day: date
    number: int


def story_path(
    prefix: str, *, kind: Kind, published_at: datetime, zone: ZoneInfo, number: int
) -> str:
    """Give the path of a story, such as `/rus/news/2024/04/10/7450714/`.

    `prefix` is the edition's ("" or "/rus"); the date is the calendar day in the title's
    `zone` at which `published_at` (aware) fell.
    """
    day = published_at.astimezone(zone).date()
    return f"{prefix}/{SEGMENTS[kind]}/{day:%Y/%m/%d}/{number}/"


def front_path(prefix: str) -> str:
    """Give the path of an edition's front page."""
    return f"{prefix}/"


def day_path(prefix: str, day: date) -> str:
    """Give the path of one day of an edition's newsfeed."""
    return f"{prefix}/date/{day:%Y/%m/%d}/"


def newsfeed_path(prefix: str) -> str:
    """Give the path that always shows the newest day of an edition's newsfeed."""
    return f"{prefix}/date/"


def rubric_path(prefix: str, slug: str) -> str:
    """Give the path of a rubric."""
    return f"{prefix}/rubric/{slug}/"


def topic_path(prefix: str, slug: str) -> str:
    """Give the path of a topic."""
    return f"{prefix}/topic/{slug}/"


def author_path(prefix: str, slug: str) -> str:
    """Give the path of an author's page."""
    return f"{prefix}/author/{slug}/"


def entity_path(prefix: str, slug: str) -> str:
    """Give the path of the page of a person, an organisation or a place."""
    return f"{prefix}/about/{slug}/"


def page_path(prefix: str, slug: str) -> str:
    """Give the path of a standing page, such as the rules of commenting."""
    return f"{prefix}/page/{slug}/"
