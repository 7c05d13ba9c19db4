"""Makes the files of a picture, and takes away those that no page names any more."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import models, transaction
from django.utils import timezone

from shpalta.core.crops import EVERYTHING, MIDDLE, Rectangle, Shape, Size, cut, cut_by_hand
from shpalta.newsroom.announcing.scope import change
from shpalta.newsroom.media.embedding import metadata_to_embed
from shpalta.newsroom.media.models import Picture
from shpalta.newsroom.renditions.choices import CropShape, Why
from shpalta.newsroom.renditions.developing import Made, develop, opened, upright_size
from shpalta.newsroom.renditions.errors import UnmakeableError
from shpalta.newsroom.renditions.models import Crop, Preparation, Print
from shpalta.newsroom.renditions.plans import RECIPE, Frame, frame
from shpalta.newsroom.renditions.storing import are_there, remove, remove_all, write

KEPT_FOR = timedelta(days=1)
"""How long files are kept that no page prints any more: as long as a cache may keep a page."""
_DIGITS = 12


@dataclass(frozen=True, slots=True)
class Framing:
    """How somebody wants a picture cut: the focal point, and the rectangles drawn by hand.

    All in parts of the picture; a rectangle is (left, top, width).
    """

    focus: tuple[float, float] | None
    crops: Mapping[Shape, tuple[float, float, float]]


def framing_of(picture: Picture) -> Framing:
    """Read how a picture is to be cut."""
    crops = Crop.objects.filter(picture=picture).order_by("pk")
    return Framing(
        _focus(picture),
        {Shape(row.shape): (row.left, row.top, row.width) for row in crops},
    )


@change()
def set_framing(*, picture_id: int, framing: Framing) -> Picture:
    """Keep how a picture is to be cut; what is made of it follows in the background.

    A focal area that has this point for its middle stays as it is.
    """
    picture = Picture.objects.select_for_update().get(pk=picture_id)
    if framing.focus != _focus(picture):
        _point(picture, framing.focus)
        picture.save()
    wanted = {CropShape(shape): rectangle for shape, rectangle in framing.crops.items()}
    kept = {row.shape: row for row in Crop.objects.filter(picture=picture)}
    for shape in set(kept) - set(wanted):
        kept[shape].delete()
    for shape, (left, top, width) in wanted.items():
        row = kept.get(shape) or Crop(picture=picture, shape=shape)
        if row.pk is None or (row.left, row.top, row.width) != (left, top, width):
            row.left, row.top, row.width = left, top, width
            row.save()
    return picture


def _focus(picture: Picture) -> tuple[float, float] | None:
    if not picture.has_focal_point() or not picture.width or not picture.height:
        return None
    return picture.focal_point_x / picture.width, picture.focal_point_y / picture.height


def _point(picture: Picture, focus: tuple[float, float] | None) -> None:
    at = (
        [round(part * length) for part, length in zip(focus, _size(picture), strict=True)]
        if (focus)
        else [None, None]
    )
    picture.focal_point_x, picture.focal_point_y = at
    picture.focal_point_width = picture.focal_point_height = 1 if focus else None


def _size(picture: Picture) -> Size:
    return max(1, picture.width), max(1, picture.height)


def rectangle_of(shape: Shape, size: Size, framing: Framing) -> Rectangle:
    """Give the part of a picture that a shape shows."""
    if shape == Shape.WHOLE:
        return EVERYTHING
    if shape in framing.crops:
        left, top, width = framing.crops[shape]
        return cut_by_hand(shape, size, left=left, top=top, width=width)
    return cut(shape, size, framing.focus or MIDDLE)


def prepare(picture_id: int) -> None:
    """Make the files of a picture that are not there yet, and have pages print them.

    Nothing is printed before all of it is there. What the picture was printed with before is
    retired. Raises UnmakeableError; OSError and others may pass.
    """
    preparation = Preparation.objects.select_related("picture").get(pk=picture_id)
    picture = preparation.picture
    data, packet = _original(picture), metadata_to_embed(picture)
    framing = framing_of(picture)
    source = hashlib.sha256(data).hexdigest()
    with opened(data) as image:
        size = upright_size(image)
        planned = [frame(shape, rectangle_of(shape, size, framing), size) for shape in Shape]
        frames = {_digest(RECIPE, source, packet, each): each for each in planned}
        there = _whole_ones(picture_id, frames)
        missing = [each for digest, each in frames.items() if digest not in there]
        made = develop(image, missing, packet) if missing else []
    prints = [
        _print(picture, digest, [one for one in made if one.shape == each.shape])
        for digest, each in frames.items()
        if digest not in there
    ]
    _put_up(preparation, prints, digests=set(frames))


def _original(picture: Picture) -> bytes:
    try:
        with picture.file.storage.open(picture.file.name) as file:
            return bytes(file.read())
    except FileNotFoundError as error:
        raise UnmakeableError(Why.MISSING, permanent=False) from error


def _digest(*parts: Any) -> str:
    return hashlib.sha256(repr(parts).encode()).hexdigest()[:_DIGITS]


def _whole_ones(picture_id: int, frames: Mapping[str, Frame]) -> set[str]:
    rows = Print.objects.filter(picture_id=picture_id, digest__in=list(frames))
    return {row.digest for row in rows if are_there(row.names())}


def _print(picture: Picture, digest: str, made: list[Made]) -> Print:
    """Write the files of a shape and give its row, not saved yet."""
    widest = max(made, key=lambda one: one.width)
    widths: dict[str, list[int]] = {}
    for one in sorted(made, key=lambda one: one.width):
        widths.setdefault(one.format, []).append(one.width)
    row = Print(
        picture=picture,
        shape=widest.shape,
        digest=digest,
        source=picture.file.name,
        width=widest.width,
        height=widest.height,
        widths=widths,
    )
    for one in made:
        write(row.name_of(one.width, one.format), one.data)
    return row


@change()
def _put_up(preparation: Preparation, prints: list[Print], *, digests: set[str]) -> None:
    """Have pages print what was made, unless the picture was changed in the meantime."""
    now = timezone.now()
    mine = Preparation.objects.filter(pk=preparation.pk, asked=preparation.asked)
    if not mine.update(is_due=False, finished_at=now, why="", retry_at=None, tries=0):
        # It is due again, and what was written now is there already; or the picture is gone.
        if not Preparation.objects.filter(pk=preparation.pk).exists():
            remove_all(preparation.pk)
        return
    rows = Print.objects.filter(picture_id=preparation.pk)
    rows.filter(digest__in=[row.digest for row in prints]).delete()
    Print.objects.bulk_create(prints)
    rows.filter(digest__in=digests, retired_at__isnull=False).update(retired_at=None)
    rows.filter(digest__in=digests).exclude(source=preparation.picture.file.name).update(
        source=preparation.picture.file.name
    )
    rows.exclude(digest__in=digests).filter(retired_at__isnull=True).update(retired_at=now)


def begin(picture_id: int) -> int:
    """Note that a picture's files are being made, and give how often that was begun."""
    rows = Preparation.objects.filter(pk=picture_id)
    rows.update(tries=models.F("tries") + 1)
    return rows.values_list("tries", flat=True).first() or 0


def note_failure(picture_id: int, *, why: Why, retry_at: datetime | None) -> None:
    """Note that nothing could be made; without `retry_at` nobody tries again by themselves."""
    Preparation.objects.filter(pk=picture_id).update(
        why=why, retry_at=retry_at, is_due=retry_at is not None
    )


@transaction.atomic
def clear_retired(*, now: datetime | None = None, at_most: int = 100) -> int:
    """Take away prints that were retired long enough ago; give how many."""
    before = (now or timezone.now()) - KEPT_FOR
    rows = list(Print.objects.filter(retired_at__lt=before).order_by("retired_at")[:at_most])
    if rows:
        # The rows first: a file without a row is not given to anybody.
        Print.objects.filter(pk__in=[row.pk for row in rows]).delete()
        names = [name for row in rows for name in row.names()]
        transaction.on_commit(lambda: remove(names))
    return len(rows)
