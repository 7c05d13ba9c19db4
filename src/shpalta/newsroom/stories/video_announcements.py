"""What a change of videos, captions and embeds makes stale. Only what public pages show counts."""

from collections.abc import Collection, Iterable, Mapping
from typing import Any

from django.db import models

from shpalta.core import keys
from shpalta.journal.services import Draft
from shpalta.newsroom.announcing.columns import Columns, ColumnsKind
from shpalta.newsroom.announcing.scope import Change
from shpalta.newsroom.stories.exhibits import exhibit_stories
from shpalta.newsroom.stories.models import Story
from shpalta.newsroom.stories.printing import still_printed
from shpalta.newsroom.stories.showings import EMBED, STILLS, VIDEO, key_of, still_shown
from shpalta.newsroom.video.models import Captions, Embed, Video


class _Things(ColumnsKind):
    """Videos, or embeds; `kind` says which."""

    kind: str

    def read(self, ids: Collection[int], *, lock: bool) -> Mapping[int, Columns]:
        """Read the faces of those that a public page shows."""
        shown = still_shown(self.kind, ids)
        return super().read(shown, lock=lock) if shown else {}

    def announce(self, changes: Mapping[int, Change[Columns]]) -> Iterable[Draft]:
        """Give an entry for each; what is shown nowhere any more is gone, and so is its still."""
        column = STILLS[self.kind]
        # The still may have come after the story: it is a picture of the story's from now on.
        shown_by = Story.objects.filter(**{f"showings__{self.kind}_id__in": list(changes)})
        exhibit_stories(shown_by.distinct())
        for row_id, change in changes.items():
            own = key_of((self.kind, row_id))
            before, after = (
                {columns[column]} - {None} if columns else set()
                for columns in (change.before, change.after)
            )
            lost: set[Any] = before - after
            gone = {keys.picture_key(one) for one in lost - still_printed(lost)}
            if change.after is None or _files_of(change.before) - _files_of(change.after):
                # The files' old addresses are never shown again.
                gone.add(own)
            yield Draft((own, *map(keys.picture_key, before ^ after)), tuple(gone))


def _files_of(columns: Columns | None) -> set[Any]:
    return {columns.get("folder")} - {None, ""} if columns else set()


class Videos(_Things):
    """Own videos with their words and what can be played of them."""

    kind = VIDEO
    columns = (
        *("title", "caption", "credit", "transcript", "poster_id", "state", "folder"),
        *("duration", "width", "height", "size", "created_at"),
    )
    model: type[models.Model] = Video


class Embeds(_Things):
    """Cards of what lives elsewhere."""

    kind = EMBED
    columns = (
        *("title", "author", "text", "language", "still_id", "address", "provider"),
        *("width", "height", "gone_at"),
    )
    model: type[models.Model] = Embed


class CaptionFiles(ColumnsKind):
    """Captions, of which each has a file of its own."""

    columns = ("video_id", "language", "digest")
    model: type[models.Model] = Captions

    def announce(self, changes: Mapping[int, Change[Columns]]) -> Iterable[Draft]:
        """Name the videos; a file that is no longer there is gone."""
        for change in changes.values():
            videos = {one["video_id"] for one in (change.before, change.after) if one}
            shown = still_shown(VIDEO, videos)
            if shown:
                named = tuple(map(keys.video_key, shown))
                yield Draft(named, named if change.before else ())


VIDEOS, EMBEDS, CAPTIONS = Videos(), Embeds(), CaptionFiles()
