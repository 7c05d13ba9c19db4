"""Changing the library: a file is taken, words and captions are kept."""

import hashlib
from collections.abc import Iterable
from pathlib import Path, PurePosixPath
from typing import Any

from django.conf import settings
from django.core.files.base import ContentFile, File
from django.core.files.storage import default_storage
from django.db import transaction
from django.utils.translation import gettext as _

from shpalta.newsroom.announcing.scope import change
from shpalta.newsroom.video.captions import read_captions
from shpalta.newsroom.video.choices import State
from shpalta.newsroom.video.errors import VideoError
from shpalta.newsroom.video.making.facts import RefusedError
from shpalta.newsroom.video.models import Captions, Video
from shpalta.newsroom.video.refusals import told
from shpalta.newsroom.video.runner import look

_SUFFIXES = frozenset(
    {".mp4", ".m4v", ".mov", ".webm", ".mkv", ".avi", ".mpg", ".mpeg", ".ts", ".3gp", ".wmv"}
    | {".flv", ".ogv", ".mts", ".m2ts", ".mxf"}
)


def take_video(
    *,
    file: "File[Any]",
    name: str,
    title: str,
    credit: str = "",
    actor: Any = None,
    caption: str = "",
) -> Video:
    """Take a file into the library, where it waits to be made streamable.

    Raises VideoError, whose message says why it is not taken.
    """
    if file.size is not None and file.size > settings.SHPALTA_VIDEO.largest:
        raise VideoError(told("too_large"))
    digest = _digest(file.chunks())
    twin = Video.objects.filter(original_hash=digest).first()
    if twin is not None:
        raise VideoError(_("This very file is here already: “%(title)s”.") % {"title": twin.title})
    suffix = PurePosixPath(name).suffix.lower()
    place = f"original_videos/{digest[:32]}{suffix if suffix in _SUFFIXES else '.bin'}"
    kept = default_storage.save(place, file)
    try:
        look(Path(default_storage.path(kept)))
        return Video.objects.create(
            title=title or PurePosixPath(name).stem[:300],
            caption=caption,
            credit=credit,
            original=kept,
            original_name=PurePosixPath(name).name[:255],
            original_hash=digest,
            added_by=actor,
        )
    except RefusedError as error:
        default_storage.delete(kept)
        raise VideoError(told(error.code)) from error
    except BaseException:
        default_storage.delete(kept)
        raise


def _digest(chunks: Iterable[bytes]) -> str:
    found = hashlib.sha256()
    for chunk in chunks:
        found.update(chunk)
    return found.hexdigest()


def try_again(*, video: Video) -> None:
    """Let a video that failed wait for the workshop once more."""
    failed = Video.objects.filter(pk=video.pk, state=State.FAILED)
    failed.update(state=State.WAITING, failure="", attempts=0, progress=0)


@transaction.atomic
def keep_captions(*, video: Video, language: str, content: bytes) -> Captions:
    """Keep captions of a video in a language, in place of those that there are.

    `content` is WebVTT or SubRip. Raises VideoError.
    """
    track = read_captions(content)
    digest = hashlib.sha256(track.text.encode()).hexdigest()[:32]
    with change():
        Captions.objects.filter(video=video, language=language).delete()
        made = Captions(video=video, language=language, digest=digest, cues=track.cues)
        if not default_storage.exists(made.file_name):
            default_storage.save(made.file_name, ContentFile(track.text.encode()))
        made.save()
    return made


def drop_captions(*, video: Video, language: str) -> None:
    """Take the captions of a language away."""
    Captions.objects.filter(video=video, language=language).delete()
