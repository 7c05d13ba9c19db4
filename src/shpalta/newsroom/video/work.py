"""What the workshop does with videos: one at a time is made streamable, in a process beside it.

A trade must not hold the others up, so each call only looks how far the process is. Everything
stands in the row: who finds one whose maker is silent begins it again from its original.
"""

import contextlib
import hashlib
import io
import logging
import shutil
import time
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from django.core.files.images import ImageFile
from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from shpalta.newsroom.media.models import Picture
from shpalta.newsroom.video.choices import State
from shpalta.newsroom.video.making.facts import Facts, RefusedError
from shpalta.newsroom.video.models import FILES, MOVIE, Video
from shpalta.newsroom.video.runner import Maker

SILENCE = timedelta(seconds=8)
"""A row that is worked on and whose maker was not heard for so long has none."""
BEAT = timedelta(seconds=2)
_GLANCE_SECONDS = 0.05
MOST_ATTEMPTS = 3
"""How often a file is begun that takes its maker down each time."""
_MAKING = "videos_in_making/"

logger = logging.getLogger(__name__)


@dataclass
class _Bench:
    """What this workshop has in hand."""

    video_id: int
    maker: Maker
    folder: Path
    attempt: int


class _Hands:
    """This process's bench, if it is at work."""

    bench: _Bench | None = None


def make_streamable() -> bool:
    """Look after the video in hand, or take one that waits; a trade of the workshop.

    True if it began or ended one: while one is merely under way there is nothing to do.
    """
    bench = _Hands.bench
    if bench is None:
        _Hands.bench = _begin()
        return _Hands.bench is not None
    if bench.maker.is_working():
        if not _beat(bench):
            # The video was deleted, or somebody else has it.
            bench.maker.stop()
            _Hands.bench = None
            _clear(bench.folder)
        return False
    _Hands.bench = None
    _end(bench)
    return True


def work_off() -> None:
    """Make all that waits streamable, here and now: for who loads a house and can wait."""
    while make_streamable() or _Hands.bench is not None:
        if _Hands.bench is not None:
            time.sleep(_GLANCE_SECONDS)


def _begin() -> _Bench | None:
    """Take the oldest video that waits, or that a maker has left behind."""
    now = timezone.now()
    left = Q(state=State.WORKING) & (Q(beat_at__lt=now - SILENCE) | Q(beat_at=None))
    free = Video.objects.filter(Q(state=State.WAITING) | left)
    # Each turn ends with a row that is no longer free: ours, somebody else's, or given up.
    while (video := free.only("attempts", "original").order_by("pk").first()) is not None:
        bench = _take(video, free.filter(pk=video.pk, attempts=video.attempts), now)
        if bench is not None:
            return bench
    return None


def _take(video: Video, mine: "QuerySet[Video]", now: datetime) -> _Bench | None:
    """Begin a video, unless `mine`, which is its row while nobody else has it, is gone."""
    attempt = video.attempts + 1
    if attempt > MOST_ATTEMPTS:
        mine.update(state=State.FAILED, failure="crashed")
        return None
    if not mine.update(state=State.WORKING, attempts=attempt, beat_at=now, progress=0):
        return None
    # A maker that was left behind may still write into its own for a moment.
    for old in Path(default_storage.path(_MAKING)).glob(f"{video.pk}-*"):
        _clear(old)
    source = Path(default_storage.path(str(video.original)))
    if not source.is_file():
        Video.objects.filter(pk=video.pk).update(state=State.FAILED, failure="lost")
        return None
    folder = Path(default_storage.path(f"{_MAKING}{video.pk}-{attempt}"))
    folder.mkdir(parents=True)
    return _Bench(video.pk, Maker(source, folder), folder, attempt)


def _mine(bench: _Bench) -> "QuerySet[Video]":
    return Video.objects.filter(pk=bench.video_id, state=State.WORKING, attempts=bench.attempt)


def _beat(bench: _Bench) -> bool:
    """Tell in the row that somebody works on it; say whether it is still ours."""
    now = timezone.now()
    row = _mine(bench).values_list("beat_at", flat=True).first()
    if row is None:
        return False
    if now - row >= BEAT:
        _mine(bench).update(beat_at=now, progress=min(99, bench.maker.progress))
    return True


def _end(bench: _Bench) -> None:
    """Keep what was made, or say why there is nothing. What is half made is removed."""
    try:
        facts = bench.maker.facts()
        _keep(bench, facts)
    except RefusedError as error:
        logger.warning("video %d: %s", bench.video_id, error.code)
        if error.code == "crashed" and bench.attempt < MOST_ATTEMPTS:
            _mine(bench).update(state=State.WAITING)
        else:
            _mine(bench).update(state=State.FAILED, failure=error.code)
    finally:
        _clear(bench.folder)


def _keep(bench: _Bench, facts: Facts) -> None:
    """Put what was made where readers find it, and say in the row that it is ready."""
    video = _mine(bench).first()
    if video is None:
        return
    still = bench.folder / "still.jpg"
    poster = None if video.poster_id else _poster(video, still, facts)
    still.unlink()
    name = _content_name(bench.folder)
    place = Path(default_storage.path(f"{FILES}{name}"))
    place.parent.mkdir(parents=True, exist_ok=True)
    size = (bench.folder / MOVIE).stat().st_size
    if not place.exists():
        bench.folder.rename(place)
    with transaction.atomic():
        if poster is not None:
            poster.save()
            video.poster = poster
        video.state, video.failure, video.progress = State.READY, "", 100
        video.folder, video.size = name, size
        video.duration, video.width, video.height = facts.duration, facts.width, facts.height
        video.save()
    if poster is not None:
        poster.file.close()


def _poster(video: Video, still: Path, facts: Facts) -> Picture:
    """Make a picture of the still, not saved yet."""
    return Picture(
        title=_("Still: %(title)s") % {"title": video.title[:200]},
        credit=video.credit,
        file=ImageFile(io.BytesIO(still.read_bytes()), name=f"still-{video.pk}.jpg"),
        width=facts.width,
        height=facts.height,
        uploaded_by_user=video.added_by,
    )


def _content_name(folder: Path) -> str:
    """Name a folder by the hash of everything in it."""
    found = hashlib.sha256()
    for file in sorted(path for path in folder.rglob("*") if path.is_file()):
        found.update(str(file.relative_to(folder)).encode() + b"\0")
        with file.open("rb") as opened:
            while chunk := opened.read(1024 * 1024):
                found.update(chunk)
    return found.hexdigest()[:32]


def _clear(folder: Path) -> None:
    with contextlib.suppress(FileNotFoundError):
        shutil.rmtree(folder)
