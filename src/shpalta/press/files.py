"""Files of the public pages: pictures that a public page prints, and the press's own style."""

import mimetypes
from dataclasses import replace
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles import finders
from django.core.exceptions import SuspiciousFileOperation
from django.core.files.storage import default_storage
from django.http import (
    FileResponse,
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseNotFound,
    HttpResponseNotModified,
)
from django.http.response import HttpResponseBase
from django.utils._os import safe_join
from django.utils.cache import get_conditional_response
from django.utils.http import http_date

from shpalta.newsroom.renditions.queries import find_file
from shpalta.newsroom.stories.exhibits import find_exhibition
from shpalta.press.films import film, is_film
from shpalta.press.headers import FOREVER, MOMENTARY, keep_until, tell_surrogate
from shpalta.press.keys import gather
from shpalta.press.pages.origins import PictureOrigin
from shpalta.press.requests import is_from_surrogate

OWN_STATIC = ("shpalta/press/", "shpalta/readers/")


def send_file(request: HttpRequest, file: Path | None, content_type: str) -> HttpResponseBase:
    """Send a file, or 304 (RFC 9110, section 13) to whoever has it as it is."""
    if file is None or not file.is_file():
        raise Http404
    facts = file.stat()
    etag = f'"{facts.st_mtime_ns:x}-{facts.st_size:x}"'
    unchanged = get_conditional_response(request, etag, int(facts.st_mtime))
    # Opened only to be sent: an open file belongs to a response that closes it.
    response = (
        FileResponse(file.open("rb"), content_type=content_type)
        if unchanged is None
        else HttpResponseNotModified()
    )
    response["ETag"] = etag
    response["Last-Modified"] = http_date(facts.st_mtime)
    response["Cache-Control"] = FOREVER
    response["X-Content-Type-Options"] = "nosniff"
    return response


def _hidden(request: HttpRequest, picture_id: int | None) -> HttpResponse:
    """Say that there is no such picture, whether or not there is one that nobody may see yet."""
    response = HttpResponseNotFound("Not found.\n", content_type="text/plain; charset=utf-8")
    response["Cache-Control"] = MOMENTARY
    if picture_id is not None and is_from_surrogate(request):
        tell_surrogate(response, gather(PictureOrigin(picture_id)), is_negative=True)
    return response


def media(request: HttpRequest, path: str) -> HttpResponseBase:
    """Send a file of a picture that a public page prints, or printed a moment ago, or a video's."""
    if is_film(path):
        return film(request, path)
    found = find_file(path)
    exhibition = None if found is None else find_exhibition(found.picture_id)
    if found is None or exhibition is None:
        return _hidden(request, found.picture_id if found else None)
    try:
        response = send_file(request, Path(default_storage.path(path)), found.media_type)
    except (SuspiciousFileOperation, ValueError, Http404):
        return _hidden(request, found.picture_id)
    if exhibition.until is not None:
        keep_until(response, exhibition.until)
    if is_from_surrogate(request):
        gathered = gather(PictureOrigin(found.picture_id))
        tell_surrogate(response, replace(gathered, until=exhibition.until))
    return response


def static_file(request: HttpRequest, path: str) -> HttpResponseBase:
    """Send a file of the pages for readers; the newsroom's are not sent from here."""
    if not path.startswith(OWN_STATIC):
        raise Http404
    try:
        file = Path(safe_join(settings.STATIC_ROOT, path))
        if not file.is_file():
            found = finders.find(path)
            file = Path(found) if isinstance(found, str) else file
    except (SuspiciousFileOperation, ValueError) as error:
        raise Http404 from error
    return send_file(request, file, mimetypes.guess_type(path)[0] or "application/octet-stream")
