"""Originals that no row names: put aside for a month, for they cannot be made again.

The rows may be those of an older backup, and name them once the newer one is back. By then an
upload may have taken the free name, or left it again. So a file lies aside under its content, and
comes back only to a row that says it was these bytes. It is not deleted while such a row misses it.
"""

import contextlib
import hashlib
import logging
import os
import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from django.core.files.storage import default_storage

from shpalta.newsroom.announcing.scope import change
from shpalta.newsroom.media.models import Picture, Rendition
from shpalta.newsroom.renditions.asking import ask_for

ORIGINALS, ASIDE = "original_images", "original_images_aside"
_NAME = re.compile(r"([0-9a-f]{64})-(.+)", re.DOTALL)

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class _Kept:
    """A file that lies aside: its content, and where it lay."""

    path: Path
    sha256: str
    name: str

    @property
    def place(self) -> Path:
        return Path(default_storage.path(self.name))


def put_aside(path: Path) -> None:
    """Move an original aside; its month begins."""
    aside = Path(default_storage.path(ASIDE))
    aside.mkdir(parents=True, exist_ok=True)
    with contextlib.suppress(FileNotFoundError):
        os.utime(path.replace(aside / f"{_sha256_of(path)}-{path.name}"))


def clear_aside(paths: Iterable[Path], *, before: float, old: float) -> int:
    """Put back what a row misses, delete what none does; give how many were deleted.

    `before`: what was put aside later stays; `old`: what was written later may be under way. Both
    in seconds since 1970.
    """
    kept = []
    for path in paths:
        if found := _NAME.fullmatch(path.name):
            kept.append(_Kept(path, found[1], f"{ORIGINALS}/{found[2]}"))
        elif path.is_file():
            put_aside(path)  # by hand, or by an older Shpalta
    rows = _rows_by_file({one.name for one in kept})
    count = 0
    for one in kept:
        named = rows.get(one.name, [])
        if _is_missed(one, named):
            _put_back(one, named, old=old)
        elif is_older(one.path, before):
            one.path.unlink(missing_ok=True)
            count += 1
    return count


def _rows_by_file(names: set[str]) -> dict[str, list[Picture]]:
    rows: dict[str, list[Picture]] = {}
    for row in Picture.objects.filter(file__in=names):
        rows.setdefault(row.file.name, []).append(row)
    return rows


def _is_missed(one: _Kept, named: list[Picture]) -> bool:
    """Tell whether a row names it and has other bytes or none; one that knows none takes any."""
    if any(row.sha256 == one.sha256 for row in named):
        return not one.place.exists() or _sha256_of(one.place) != one.sha256
    return any(not row.sha256 for row in named) and not one.place.exists()


def _put_back(one: _Kept, named: list[Picture], *, old: float) -> None:
    """Lay a file where it lay; what has taken its place goes aside, unless it belongs there too."""
    if one.place.exists():
        there = _sha256_of(one.place)
        if not is_older(one.place, old) or any(row.sha256 in {there, ""} for row in named):
            logger.warning("%s is missed, but another original has its name", one.path.name)
            return
        put_aside(one.place)
    one.place.parent.mkdir(parents=True, exist_ok=True)
    one.path.replace(one.place)
    _make_anew([row.pk for row in named])
    logger.info("%s is back: a row names it again", one.name)


@change()
def _make_anew(picture_ids: list[int]) -> None:
    """Have all that is made of originals made once more: it may be gone, or of other bytes."""
    ask_for(picture_ids)
    Rendition.objects.filter(image_id__in=picture_ids).delete()


def is_older(path: Path, moment: float) -> bool:
    """Tell whether a file or a folder is there and was last changed before a moment."""
    try:
        return path.stat().st_mtime < moment
    except FileNotFoundError:
        return False


def _sha256_of(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
