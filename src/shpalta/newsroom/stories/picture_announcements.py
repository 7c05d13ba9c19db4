"""What a change of pictures makes stale. Only those count that a public page prints."""

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime

from django.db import models
from django.utils import timezone

from shpalta.core import keys
from shpalta.core.visibility import PictureStanding, may_show_picture
from shpalta.journal.services import Draft
from shpalta.newsroom.announcing.columns import Columns, ColumnsKind
from shpalta.newsroom.announcing.scope import Change, Kind
from shpalta.newsroom.media.models import Picture
from shpalta.newsroom.renditions.models import Print
from shpalta.newsroom.stories.printing import still_printed
from shpalta.newsroom.vocabulary.models import Author


def _may_be_shown(row: Columns, now: datetime) -> bool:
    return may_show_picture(PictureStanding(row["rights_end_at"], row["is_not_for_web"]), now=now)


class Pictures(ColumnsKind):
    """Pictures with their words and their file; how they are cropped shows in their prints."""

    columns = (
        *("alts", "caption", "credit", "file", "file_hash", "width", "height"),
        *("machine", "rights_end_at", "is_not_for_web"),
    )
    model: type[models.Model] = Picture

    def read(self, ids: Collection[int], *, lock: bool) -> Mapping[int, Columns]:
        """Read the faces of those pictures that a public page prints, and may print."""
        printed = still_printed(ids)
        rows = super().read(printed, lock=lock) if printed else {}
        now = timezone.now()
        return {row_id: row for row_id, row in rows.items() if _may_be_shown(row, now)}

    def announce(self, changes: Mapping[int, Change[Columns]]) -> Iterable[Draft]:
        """Give an entry for each picture; one that is printed nowhere any more is gone."""
        for picture_id, change in changes.items():
            named = (keys.picture_key(picture_id),)
            yield Draft(named, gone=() if change.after is not None else named)


PrintFace = frozenset[tuple[str, str]]
"""The prints that pages show of a picture, each as (shape, digest)."""


class Prints(Kind[PrintFace]):
    """What pages print of pictures: made in the background, retired by what is made next."""

    def read(self, ids: Collection[int], *, lock: bool) -> Mapping[int, PrintFace]:
        """Read the prints of those pictures that a public page prints."""
        del lock
        found: dict[int, set[tuple[str, str]]] = {
            picture_id: set() for picture_id in still_printed(ids)
        }
        rows = Print.objects.filter(picture_id__in=list(found), retired_at__isnull=True)
        for picture_id, *one in rows.values_list("picture_id", "shape", "digest"):
            found[picture_id].add((one[0], one[1]))
        return {picture_id: frozenset(prints) for picture_id, prints in found.items()}

    def announce(self, changes: Mapping[int, Change[PrintFace]]) -> Iterable[Draft]:
        """Give an entry for each picture that is printed otherwise now."""
        for picture_id, one in changes.items():
            if one.after is not None:
                yield Draft((keys.picture_key(picture_id),))


class Portraits(ColumnsKind):
    """Which picture is an author's portrait: that is what makes it public."""

    columns = ("portrait_id",)
    model: type[models.Model] = Author

    def announce(self, changes: Mapping[int, Change[Columns]]) -> Iterable[Draft]:
        """Give an entry for each author whose portrait is another one."""
        for change in changes.values():
            new, old = (
                {columns["portrait_id"]} - {None} if columns is not None else set()
                for columns in (change.after, change.before)
            )
            gone = old - new - still_printed(old - new)
            if new ^ old:
                yield Draft(
                    tuple(map(keys.picture_key, new ^ old)), tuple(map(keys.picture_key, gone))
                )


PICTURES, PRINTS, PORTRAITS = Pictures(), Prints(), Portraits()
