"""Reads of what was made of pictures."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Case, Q, QuerySet, When
from django.utils.translation import gettext as _

from shpalta.newsroom.media.badges import CRITICAL, NOTICE, Badge
from shpalta.newsroom.media.models import Picture
from shpalta.newsroom.renditions.models import FOLDER, Preparation, Print
from shpalta.newsroom.renditions.plans import Format

_NAME = re.compile(
    rf"{FOLDER}/(?P<picture>[1-9]\d{{0,17}})/(?P<digest>[0-9a-f]{{12}})/"
    rf"(?P<width>[1-9]\d{{0,4}})\.(?P<format>{'|'.join(Format)})"
)


@dataclass(frozen=True, slots=True)
class FoundFile:
    """Of which picture a file is, and what it is."""

    picture_id: int
    media_type: str


def find_file(name: str) -> FoundFile | None:
    """Find which picture a file shows, by its name in the storage; also one that is retired."""
    parts = _NAME.fullmatch(name)
    if parts is None:
        return None
    picture_id, file_format = int(parts["picture"]), Format(parts["format"])
    rows = Print.objects.filter(picture_id=picture_id, digest=parts["digest"])
    if not any(row.has(int(parts["width"]), file_format) for row in rows):
        return None
    return FoundFile(picture_id, file_format.media_type)


def badges_of(pictures: Sequence[Picture]) -> Mapping[int, Badge]:
    """Say of which pictures the files are being made or could not be, and why; by id."""
    rows = _unready().filter(picture__in=pictures)
    return {
        row.picture_id: Badge(
            _("no files for readers") if row.why else _("files are being made"),
            CRITICAL if row.why else NOTICE,
            row.get_why_display() if row.why else "",
        )
        for row in rows
    }


def _unready() -> "QuerySet[Preparation]":
    return Preparation.objects.filter(Q(is_due=True) | ~Q(why=""))


def unready_of(pictures: "QuerySet[Picture]") -> "QuerySet[Preparation]":
    """List, of some pictures, those whose files are not ready: first those that failed."""
    rows = _unready().filter(picture__in=pictures)
    has_failed = Case(When(why="", then=0), default=1)
    return rows.select_related("picture").order_by(has_failed.desc(), "-asked_at", "-pk")
