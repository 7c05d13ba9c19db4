"""Which surrogate keys a page has, and until when it is right if nothing changes.

Both are read off the page's dataclasses: `KEYS` says, type by type, which keys a part gives, and
a part whose text depends on the present moment says in `until` when that ends. Builders know of
neither keys nor headers.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, fields, is_dataclass
from datetime import datetime
from typing import Any

from shpalta.core import keys
from shpalta.press.pages.origins import (
    CampaignsOrigin,
    DayOrigin,
    DaysOrigin,
    DayVideoOrigin,
    EditionOrigin,
    EmbedOrigin,
    PictureOrigin,
    PlacedOrigin,
    QuietOrigin,
    ReadOrigin,
    RedirectsOrigin,
    ShelfOrigin,
    SiblingOrigin,
    StandingOrigin,
    StoryOrigin,
    TalkOrigin,
    VideoOrigin,
    VocabularyOrigin,
    WordOrigin,
    WorkOrigin,
)


def _shelf(origin: ShelfOrigin) -> tuple[str, ...]:
    place = (origin.title, origin.language, origin.shelf)
    newest = (keys.list_key(*place),) if origin.newest else ()
    return (*newest, keys.past_key(*place)) if origin.past else newest


KEYS: Mapping[type, Callable[[Any], tuple[str, ...]]] = {
    EditionOrigin: lambda origin: (
        keys.HOUSE,
        keys.title_key(origin.title),
        keys.edition_key(origin.title, origin.language),
    ),
    SiblingOrigin: lambda origin: (keys.edition_key(origin.title, origin.language),),
    StoryOrigin: lambda origin: (keys.story_key(origin.title, origin.language, origin.number),),
    WorkOrigin: lambda origin: (keys.work_key(origin.number),),
    PlacedOrigin: lambda origin: (keys.placed_key(origin.title, origin.number),),
    ShelfOrigin: _shelf,
    DayOrigin: lambda origin: (keys.day_key(origin.title, origin.language, origin.day),),
    DaysOrigin: lambda origin: (keys.days_key(origin.title, origin.language),),
    WordOrigin: lambda origin: (keys.word_key(origin.vocabulary, origin.word_id),),
    VocabularyOrigin: lambda origin: (keys.words_key(origin.vocabulary),),
    PictureOrigin: lambda origin: (keys.picture_key(origin.picture_id),),
    StandingOrigin: lambda origin: (keys.page_key(origin.page_id),),
    ReadOrigin: lambda origin: (keys.read_key(origin.title, origin.language),),
    TalkOrigin: lambda origin: (keys.talk_key(origin.title, origin.language, origin.number),),
    VideoOrigin: lambda origin: (keys.video_key(origin.video_id),),
    EmbedOrigin: lambda origin: (keys.embed_key(origin.embed_id),),
    DayVideoOrigin: lambda origin: (keys.day_video_key(origin.title, origin.language),),
    CampaignsOrigin: lambda origin: (keys.campaigns_key(origin.title),),
    QuietOrigin: lambda origin: (keys.quiet_key(origin.number),),
    RedirectsOrigin: lambda origin: (keys.redirects_key(origin.title),),
}
"""The keys that each type of part gives; parts of other types give those of what they hold."""


@dataclass(frozen=True, slots=True)
class Gathered:
    """A page's keys in the order of the page, and the moment (aware) that ends it, if any."""

    keys: tuple[str, ...]
    until: datetime | None


_fields: dict[type, tuple[str, ...]] = {}
"""The names of each type's fields, learnt as the types are met; none for what is no dataclass,
and not those that are covered by others (`shpalta.press.pages.origins.COVERED`)."""


def _fields_of(part_type: type) -> tuple[str, ...]:
    if part_type not in _fields:
        known = fields(part_type) if is_dataclass(part_type) else ()
        _fields[part_type] = tuple(one.name for one in known if not one.metadata.get("covered"))
    return _fields[part_type]


def _walk(made: object) -> Iterator[Any]:
    """Give every dataclass in a page that is not covered by others, the page itself first."""
    waiting = [made]
    while waiting:
        part = waiting.pop()
        if isinstance(part, tuple):
            waiting.extend(reversed(part))
            continue
        names = _fields_of(type(part))
        if names:
            yield part
            waiting.extend(getattr(part, name) for name in reversed(names))


def gather(*made: object) -> Gathered:
    """Gather the keys of a page, of several parts or of bare origins, and when they end."""
    found: dict[str, None] = {}
    until: datetime | None = None
    for part in _walk(made):
        give = KEYS.get(type(part))
        if give is not None:
            found.update(dict.fromkeys(give(part)))
        ends: datetime | None = getattr(part, "until", None)
        if ends is not None and (until is None or ends < until):
            until = ends
    return Gathered(tuple(found), until)
