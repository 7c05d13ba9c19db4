"""What a change of a picture has made anew: asked for in the transaction of the change."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db import models
from django.utils import timezone

from shpalta.journal.services import Draft
from shpalta.newsroom.announcing.rows import show
from shpalta.newsroom.announcing.scope import Change, Kind
from shpalta.newsroom.media.embedding import metadata_to_embed
from shpalta.newsroom.media.models import Picture
from shpalta.newsroom.renditions.models import Crop, Preparation


@dataclass(frozen=True, slots=True)
class Made:
    """What a picture's files are made from."""

    file: str
    focus: tuple[int | None, ...]
    packet: bytes
    crops: tuple[tuple[Any, ...], ...]


class Making(Kind[Made]):
    """Pictures with what their files depend on. Readers hear of it when the files are there."""

    def read(self, ids: Collection[int], *, lock: bool) -> Mapping[int, Made]:
        """Read what the files of some pictures depend on."""
        del lock
        crops: dict[int, list[tuple[Any, ...]]] = {picture_id: [] for picture_id in ids}
        rows = Crop.objects.filter(picture_id__in=ids).order_by("shape")
        for picture_id, *crop in rows.values_list("picture_id", "shape", "left", "top", "width"):
            crops[picture_id].append(tuple(crop))
        return {
            picture.pk: Made(
                picture.file.name,
                (
                    *(picture.focal_point_x, picture.focal_point_y),
                    *(picture.focal_point_width, picture.focal_point_height),
                ),
                metadata_to_embed(picture),
                tuple(crops[picture.pk]),
            )
            for picture in Picture.objects.filter(pk__in=ids)
        }

    def announce(self, changes: Mapping[int, Change[Made]]) -> Iterable[Draft]:
        """Ask for the files of what changed; what was drawn on another file is no crop of this."""
        ask_for([picture_id for picture_id, one in changes.items() if one.after is not None])
        replaced = [
            picture_id
            for picture_id, one in changes.items()
            if one.before and one.after and one.before.file != one.after.file
        ]
        if replaced:
            Crop.objects.filter(picture_id__in=replaced).delete()
        return ()


MAKING = Making()


def ask_for(picture_ids: Collection[int]) -> None:
    """Have the files of pictures made, those that are there already checked."""
    known = Preparation.objects.filter(picture_id__in=picture_ids)
    there = set(known.values_list("picture_id", flat=True))
    now = timezone.now()
    known.update(
        is_due=True, asked=models.F("asked") + 1, asked_at=now, tries=0, retry_at=None, why=""
    )
    Preparation.objects.bulk_create(
        Preparation(picture_id=picture_id, asked_at=now)
        for picture_id in picture_ids
        if picture_id not in there
    )


def declare() -> None:
    """Declare what asks for files: changes of pictures and of their crops."""
    show(Picture, MAKING, unseen=("title", "description", "collection", "tags", "file_size"))
    show(Crop, MAKING, "picture_id")
