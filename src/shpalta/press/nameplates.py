"""The files of nameplates. Their names change with their content, so they are kept for ever."""

from django.http import HttpResponse

from shpalta.newsroom.design.models import Nameplate
from shpalta.press.absence import NotHere
from shpalta.press.headers import FOREVER
from shpalta.press.looks import SUFFIXES
from shpalta.press.rendering import label_bare
from shpalta.press.requests import ReaderRequest, site_for

_POLICY = "default-src 'none'; style-src 'none'; sandbox"
"""Opened by itself, a drawing may load and run nothing either."""


def nameplate(request: ReaderRequest, digest: str, suffix: str) -> HttpResponse:
    """Give a nameplate of the edition's title."""
    title_id = request.edition.title_id
    plate = Nameplate.objects.filter(design__title_id=title_id, digest=digest).first()
    if plate is None or SUFFIXES.get(plate.content_type) != suffix:
        raise NotHere
    response = HttpResponse(bytes(plate.data), content_type=plate.content_type)
    response["Cache-Control"] = FOREVER
    response["Content-Security-Policy"] = _POLICY
    return label_bare(request, response, site_for(request).origin)
