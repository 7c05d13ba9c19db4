"""Files of the public pages: pictures as printed, and the press's own stylesheet.

In an installation with a web server in front, that serves both folders itself.
"""

import mimetypes
from pathlib import Path, PurePosixPath

from django.conf import settings
from django.contrib.staticfiles import finders
from django.core.exceptions import SuspiciousFileOperation
from django.core.files.storage import default_storage
from django.http import FileResponse, Http404, HttpRequest
from django.utils._os import safe_join

from shpalta.press.headers import FOREVER

RENDITIONS = "images/"
"""Where Wagtail keeps renditions; originals lie beside it and are not for the public."""
OWN_STATIC = "shpalta/press/"
PICTURE_TYPES = {
    ".avif": "image/avif",
    ".gif": "image/gif",
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".png": "image/png",
    ".webp": "image/webp",
}


def _sent(file: Path | None, content_type: str) -> FileResponse:
    if file is None or not file.is_file():
        raise Http404
    response = FileResponse(file.open("rb"), content_type=content_type)
    response["Cache-Control"] = FOREVER
    response["X-Content-Type-Options"] = "nosniff"
    return response


def media(request: HttpRequest, path: str) -> FileResponse:
    """Send a rendition of a picture."""
    content_type = PICTURE_TYPES.get(PurePosixPath(path).suffix.lower())
    if content_type is None or not path.startswith(RENDITIONS):
        raise Http404
    try:
        return _sent(Path(default_storage.path(path)), content_type)
    except (SuspiciousFileOperation, ValueError) as error:
        raise Http404 from error


def static_file(request: HttpRequest, path: str) -> FileResponse:
    """Send a file of the press's own; the newsroom's are not sent from here."""
    if not path.startswith(OWN_STATIC):
        raise Http404
    try:
        file = Path(safe_join(settings.STATIC_ROOT, path))
        if not file.is_file():
            found = finders.find(path)
            file = Path(found) if isinstance(found, str) else file
    except (SuspiciousFileOperation, ValueError) as error:
        raise Http404 from error
    return _sent(file, mimetypes.guess_type(path)[0] or "application/octet-stream")
