"""What a change of the schedule makes stale: the part that every page of the edition has."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.db import models

from shpalta.core import keys
from shpalta.journal.services import Draft
from shpalta.newsroom.announcing.columns import Columns, ColumnsKind
from shpalta.newsroom.announcing.rows import show
from shpalta.newsroom.announcing.scope import Change
from shpalta.newsroom.announcing.uses import declare_use
from shpalta.newsroom.media.models import Picture
from shpalta.newsroom.stories.printing import still_printed
from shpalta.newsroom.stories.showings import EMBED, VIDEO, key_of, still_shown
from shpalta.newsroom.video.models import Embed, Video
from shpalta.newsroom.video_of_day.models import DayVideo
from shpalta.newsroom.video_of_day.queries import shown_embeds, shown_pictures, shown_videos


class DayVideos(ColumnsKind):
    """The entries of the schedules: also one to come, for it ends the one before it."""

    columns = (
        *("edition__title__code", "edition__language", "begins_at", "headline", "story_id"),
        *("video_id", "embed_id", "video__poster_id", "embed__still_id"),
    )
    model: type[models.Model] = DayVideo

    def announce(self, changes: Mapping[int, Change[Columns]]) -> Iterable[Draft]:
        """Give an entry for each."""
        for change in changes.values():
            sides = [columns for columns in (change.before, change.after) if columns]
            yield draft_of(sides)


def draft_of(sides: Iterable[Mapping[str, Any]]) -> Draft:
    """Give the journal's entry for what was, is or will be shown; what no page shows is gone."""
    named: set[str] = set()
    gone: set[str] = set()
    for one in sides:
        named.add(keys.day_video_key(one["edition__title__code"], one["edition__language"]))
        for kind in (VIDEO, EMBED):
            row_id = one[f"{kind}_id"]
            if row_id:
                (named if still_shown(kind, [row_id]) else gone).add(key_of((kind, row_id)))
        for picture in {one["video__poster_id"], one["embed__still_id"]} - {None}:
            key = keys.picture_key(picture)
            (named if still_printed([picture]) else gone).add(key)
    return Draft(tuple(named | gone), tuple(gone))


DAY_VIDEOS = DayVideos()


def declare() -> None:
    """Declare that changes of the schedule are announced, and what the schedule shows."""
    show(DayVideo, DAY_VIDEOS, unseen=("created_at", "created_by", "begun_at"))
    declare_use(Video, "video of the day", shown_videos)
    declare_use(Embed, "video of the day", shown_embeds)
    declare_use(Picture, "video of the day", shown_pictures)
