"""Files of pictures that no row names: what is left where a process was killed at the wrong moment.

A file is written before its row is committed, and taken away after; between the two a process may
end. The workshop looks through the storage once a day, a few files at a time. Nothing is touched
that is younger than any transaction, and nothing that a row names. What can be made again is
deleted. An original cannot: it is put aside first, for the case that the rows are those of an older
backup; it comes back if a row names it again, and is deleted after a month.
"""

import contextlib
import logging
import os
import shutil
import time
from collections.abc import Callable, Iterator
from datetime import timedelta
from itertools import islice
from pathlib import Path

from django.core.files.storage import default_storage

from shpalta.core.intervals import Interval
from shpalta.newsroom.media.models import Picture, Rendition
from shpalta.newsroom.renditions.aside import ASIDE, ORIGINALS, clear_aside, is_older, put_aside
from shpalta.newsroom.renditions.models import FOLDER, Print

YOUNG = timedelta(days=1)
KEPT_ASIDE = timedelta(days=30)
THUMBNAILS = "images"
_AT_ONCE = 200

logger = logging.getLogger(__name__)


class _Turn:
    """When this process begins anew, and where it is."""

    interval = Interval(timedelta(days=1).total_seconds())
    under_way: Iterator[int] | None = None


def sweep_if_time() -> bool:
    """Look at the next few files if it is time, and say whether there were any.

    A trade of the workshop.
    """
    if _Turn.under_way is None:
        if not _Turn.interval.is_due():
            return False
        _Turn.interval.begin()
        _Turn.under_way = sweep()
    count = next(_Turn.under_way, None)
    if count is None:
        _Turn.under_way = None
    elif count:
        logger.info("%d files of pictures that no row named were taken away", count)
    return count is not None


def sweep(*, now: float | None = None) -> Iterator[int]:
    """Take away what no row names, a few files at a time; yield how many there were among them.

    `now` is in seconds since 1970; by default, the moment.
    """
    now = time.time() if now is None else now
    old = now - YOUNG.total_seconds()
    for some in _some_of(ASIDE):
        yield clear_aside(some, before=now - KEPT_ASIDE.total_seconds(), old=old)
    for some in _some_of(FOLDER):
        yield _sweep_prints(some, before=old)
    for some in _some_of(THUMBNAILS):
        named = Rendition.objects.filter(file__in=_names(some, THUMBNAILS))
        yield _sweep(some, set(named.values_list("file", flat=True)), _delete, before=old)
    for some in _some_of(ORIGINALS):
        named = Picture.objects.filter(file__in=_names(some, ORIGINALS))
        yield _sweep(some, set(named.values_list("file", flat=True)), put_aside, before=old)


def _some_of(folder: str) -> Iterator[list[Path]]:
    """Give what lies in a folder of the storage, a few at a time; nothing if it is not there."""
    with (
        contextlib.suppress(FileNotFoundError),
        os.scandir(default_storage.path(folder)) as entries,
    ):
        while some := [Path(entry.path) for entry in islice(entries, _AT_ONCE)]:
            yield some


def _names(paths: list[Path], folder: str) -> list[str]:
    return [f"{folder}/{path.name}" for path in paths]


def _sweep(
    paths: list[Path], named: set[str], take: Callable[[Path], None], *, before: float
) -> int:
    stray = [path for path in paths if f"{path.parent.name}/{path.name}" not in named]
    old = [path for path in stray if path.is_file() and is_older(path, before)]
    for path in old:
        take(path)
    return len(old)


def _sweep_prints(folders: list[Path], *, before: float) -> int:
    """Take away the folders of prints without a row, and what was begun and never finished."""
    by_picture = {int(folder.name): folder for folder in folders if folder.name.isdecimal()}
    rows = Print.objects.filter(picture_id__in=list(by_picture))
    named = set(rows.values_list("picture_id", "digest"))
    count = 0
    for picture_id, folder in by_picture.items():
        is_old = is_older(folder, before)  # asked first: taking something out of it makes it young
        for path in _inside(folder):
            if (picture_id, path.name) in named:
                stray = [file for file in _inside(path) if file.name.startswith(".")]
            else:
                stray = [path]
            for one in stray:
                if is_older(one, before):
                    _delete(one)
                    count += 1
        if is_old:
            with contextlib.suppress(OSError):  # there is something in it
                folder.rmdir()
    return count


def _inside(folder: Path) -> list[Path]:
    with contextlib.suppress(FileNotFoundError, NotADirectoryError):
        return list(folder.iterdir())
    return []


def _delete(path: Path) -> None:
    with contextlib.suppress(FileNotFoundError):
        shutil.rmtree(path) if path.is_dir() else path.unlink()
