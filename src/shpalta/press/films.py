"""The files of videos that a public page shows, and their captions; no others leave the house."""

import re
from pathlib import Path

from django.core.files.storage import default_storage
from django.http import HttpRequest, HttpResponseNotFound
from django.http.response import HttpResponseBase

from shpalta.newsroom.stories.showings import VIDEO, still_shown
from shpalta.newsroom.video.choices import State
from shpalta.newsroom.video.models import CAPTIONS, FILES, Captions, Video
from shpalta.press.headers import FOREVER, MOMENTARY, tell_surrogate
from shpalta.press.keys import gather
from shpalta.press.pages.origins import VideoOrigin
from shpalta.press.ranges import send_file
from shpalta.press.requests import is_from_surrogate

_FILE = re.compile(
    rf"{FILES}(?P<folder>[0-9a-f]{{32}})/(?P<name>video\.mp4|hls/(?:[a-z]{{1,8}}/)?[0-9a-z]+\.\w+)"
)
_TRACK = re.compile(rf"{CAPTIONS}(?P<digest>[0-9a-f]{{32}})\.vtt")
TYPES = {
    ".mp4": "video/mp4",
    ".m4s": "video/iso.segment",
    ".m3u8": "application/vnd.apple.mpegurl",
    ".vtt": "text/vtt; charset=utf-8",
}


def is_film(path: str) -> bool:
    """Tell whether a path of the media is that of a video or of captions."""
    return path.startswith((FILES, CAPTIONS))


def film(request: HttpRequest, path: str) -> HttpResponseBase:
    """Send a file of a video that a public page shows; it may be asked for in parts."""
    if found := _FILE.fullmatch(path):
        rows = Video.objects.filter(folder=found["folder"], state=State.READY)
        ids = list(rows.values_list("pk", flat=True))
        etag = f'"{found["folder"]}-{found["name"]}"'
    elif found := _TRACK.fullmatch(path):
        tracks = Captions.objects.filter(digest=found["digest"])
        ids = list(tracks.values_list("video_id", flat=True))
        etag = f'"{found["digest"]}"'
    else:
        return _hidden(request, [])
    content_type = TYPES.get(Path(path).suffix)
    file = Path(default_storage.path(path))
    if content_type is None or not still_shown(VIDEO, ids) or not file.is_file():
        return _hidden(request, ids)
    response = send_file(request, file, content_type, etag)
    response["Cache-Control"] = FOREVER
    response["X-Content-Type-Options"] = "nosniff"
    if is_from_surrogate(request):
        tell_surrogate(response, gather(*map(VideoOrigin, ids)))
    return response


def _hidden(request: HttpRequest, ids: list[int]) -> HttpResponseBase:
    """Say that there is no such file, whether or not there is one that nobody may see yet."""
    response = HttpResponseNotFound("Not found.\n", content_type="text/plain; charset=utf-8")
    response["Cache-Control"] = MOMENTARY
    if ids and is_from_surrogate(request):
        tell_surrogate(response, gather(*map(VideoOrigin, ids)), is_negative=True)
    return response
