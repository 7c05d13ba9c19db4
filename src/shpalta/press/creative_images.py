"""The images of campaigns: sent from the moment at which their campaign begins."""

from pathlib import Path, PurePosixPath

from django.core.exceptions import SuspiciousFileOperation
from django.core.files.storage import default_storage
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotFound
from django.http.response import HttpResponseBase
from django.utils import timezone

from shpalta.campaigns.models import Campaign
from shpalta.campaigns.models.creative import FOLDER
from shpalta.campaigns.queries import campaigns_printing
from shpalta.press.files import send_file
from shpalta.press.headers import MOMENTARY, tell_surrogate
from shpalta.press.keys import gather
from shpalta.press.pages.origins import CampaignsOrigin
from shpalta.press.requests import is_from_surrogate

TYPES = {".avif": "image/avif", ".gif": "image/gif", ".jpeg": "image/jpeg"}
TYPES |= {".png": "image/png", ".webp": "image/webp"}
"""By the ends of names that `shpalta.campaigns.images` gives."""


def image(request: HttpRequest, name: str) -> HttpResponseBase:
    """Send the image of a creative; one of several campaigns that have it must have begun."""
    content_type = TYPES.get(PurePosixPath(name).suffix.lower())
    printing = campaigns_printing(f"{FOLDER}{name}") if content_type else []
    has_begun = any(campaign.starts_at <= timezone.now() for campaign in printing)
    response: HttpResponseBase | None = None
    if has_begun:
        try:
            file = Path(default_storage.path(f"{FOLDER}{name}"))
            response = send_file(request, file, str(content_type))
        except (SuspiciousFileOperation, ValueError, Http404):
            response = None
    answer = response or _not_found()
    if printing and is_from_surrogate(request):
        titles = tuple(CampaignsOrigin(code) for code in _codes(printing))
        tell_surrogate(answer, gather(titles), is_negative=response is None)
    return answer


def _codes(campaigns: list[Campaign]) -> list[str]:
    return list(dict.fromkeys(campaign.title.code for campaign in campaigns))


def _not_found() -> HttpResponse:
    response = HttpResponseNotFound("Not found.\n", content_type="text/plain; charset=utf-8")
    response["Cache-Control"] = MOMENTARY
    return response
