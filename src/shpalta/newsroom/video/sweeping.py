"""Files that no row names any more: they go, a day later."""

import contextlib
import shutil
import time
from pathlib import Path

from django.core.files.storage import default_storage

from shpalta.core.intervals import Interval
from shpalta.newsroom.video.models import CAPTIONS, FILES, Captions, Video

_TURN = Interval(3600.0)
KEPT_SECONDS = 24 * 3600.0
_ORIGINALS = "original_videos/"


def sweep_if_time() -> bool:
    """Remove what no row names; a trade of the workshop."""
    if not _TURN.is_due():
        return False
    _TURN.begin()
    return sweep(time.time() - KEPT_SECONDS) > 0


def sweep(before: float) -> int:
    """Remove files that no row names and that are older than `before` (seconds since 1970).

    Gives how many there were.
    """
    folders = set(Video.objects.exclude(folder="").values_list("folder", flat=True))
    originals = {Path(name).name for name in Video.objects.values_list("original", flat=True)}
    tracks = {f"{digest}.vtt" for digest in Captions.objects.values_list("digest", flat=True)}
    count = 0
    for place, kept in ((FILES, folders), (_ORIGINALS, originals), (CAPTIONS, tracks)):
        folder = Path(default_storage.path(place))
        found = sorted(folder.iterdir()) if folder.is_dir() else []
        for path in found:
            if path.name not in kept and path.stat().st_mtime < before:
                _remove(path)
                count += 1
    return count


def _remove(path: Path) -> None:
    with contextlib.suppress(FileNotFoundError):
        shutil.rmtree(path) if path.is_dir() else path.unlink()
