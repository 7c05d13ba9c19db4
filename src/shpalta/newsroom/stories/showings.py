"""Which videos and embeds public stories show, so that no other leaves the house.

A `Showing` is a row for each of them and each public story that shows it, written where the
exhibits are. Their posters and stills are pictures like others, and have exhibits.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from datetime import datetime
from typing import Any

from django.utils import timezone

from shpalta.core import keys
from shpalta.newsroom.announcing.uses import used_elsewhere
from shpalta.newsroom.stories.doors import public_through
from shpalta.newsroom.stories.models import Showing
from shpalta.newsroom.video.models import Embed, Video

Thing = tuple[str, int]
"""A video or an embed: which of the two (`VIDEO`, `EMBED`), and its id."""
VIDEO, EMBED = "video", "embed"
FILM_FIELDS = {VIDEO: "video", EMBED: "card"}
"""The block's type, and the field of it that holds the id."""
MODELS: Mapping[str, type[Video] | type[Embed]] = {VIDEO: Video, EMBED: Embed}
STILLS = {VIDEO: "poster_id", EMBED: "still_id"}


def key_of(thing: Thing) -> str:
    """Give the surrogate key of a video or an embed."""
    kind, row_id = thing
    return keys.video_key(row_id) if kind == VIDEO else keys.embed_key(row_id)


def shown_by(lead_video_id: int | None, body: Any) -> frozenset[Thing]:
    """Give what a story shows: its lead video, and what stands in its body as it is stored."""
    found = {(VIDEO, lead_video_id)} if lead_video_id else set()
    for raw in body.raw_data:
        kind = raw.get("type") if isinstance(raw, Mapping) else None
        value = raw.get("value") if kind in FILM_FIELDS else None
        row_id = value.get(FILM_FIELDS[str(kind)]) if isinstance(value, Mapping) else None
        if isinstance(row_id, int):
            found.add((str(kind), row_id))
    return frozenset(found)


def stills_of(things: Collection[Thing]) -> dict[Thing, int]:
    """Give the pictures that stand for videos and embeds, of those that have one."""
    found: dict[Thing, int] = {}
    for kind, model in MODELS.items():
        ids = [row_id for one, row_id in things if one == kind]
        if ids:
            rows = model.objects.filter(pk__in=ids).exclude(**{STILLS[kind]: None})
            for row_id, picture_id in rows.values_list("pk", STILLS[kind]):
                found[kind, row_id] = picture_id
    return found


def show_things(wanted: Mapping[int, Collection[Thing]]) -> None:
    """Make the showings of some stories, by id, those that are given."""
    if not wanted:
        return
    kept: defaultdict[int, set[Thing]] = defaultdict(set)
    rows = Showing.objects.filter(story_id__in=wanted)
    for story_id, video_id, embed_id in rows.values_list("story_id", "video_id", "embed_id"):
        kept[story_id].add((VIDEO, video_id) if video_id else (EMBED, embed_id))
    wrong = {story: set(things) for story, things in wanted.items() if set(things) != kept[story]}
    if not wrong:
        return
    there = _there(set().union(*wrong.values()))
    Showing.objects.filter(story_id__in=wrong).delete()
    Showing.objects.bulk_create(
        (
            Showing(story_id=story_id, **{f"{kind}_id": row_id})
            for story_id, things in wrong.items()
            for kind, row_id in sorted(things & there)
        ),
        batch_size=1000,
    )


def _there(things: Collection[Thing]) -> set[Thing]:
    """Keep what is still in the library: a body may name what was deleted."""
    found: set[Thing] = set()
    for kind, model in MODELS.items():
        ids = [row_id for one, row_id in things if one == kind]
        rows = model.objects.filter(pk__in=ids).values_list("pk", flat=True) if ids else ()
        found |= {(kind, row_id) for row_id in rows}
    return found


def still_shown(kind: str, ids: Iterable[int], *, now: datetime | None = None) -> set[int]:
    """Keep the videos, or embeds, that a public page shows now."""
    wanted = {row_id for row_id in ids if row_id}
    if not wanted:
        return set()
    public = public_through("story", now=now or timezone.now())
    rows = Showing.objects.filter(public, **{f"{kind}_id__in": wanted})
    found = set(rows.values_list(f"{kind}_id", flat=True))
    left = wanted - found
    return found | (used_elsewhere(MODELS[kind], left) if left else set())


def still_stills(pictures: Collection[int], *, now: datetime | None = None) -> set[int]:
    """Keep the pictures that stand for something that a public story shows now."""
    public = public_through("story", now=now or timezone.now())
    found: set[int] = set()
    for kind, column in STILLS.items():
        way = f"{kind}__{column}"
        rows = Showing.objects.filter(public, **{f"{way}__in": pictures})
        found |= set(rows.values_list(way, flat=True))
    return found
