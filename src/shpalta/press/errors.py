"""The pages for what is not there and for what went wrong."""

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseServerError
from django.template.loader import render_to_string

from shpalta.press.builders.notices import build_not_found
from shpalta.press.headers import harden
from shpalta.press.rendering import page_response
from shpalta.press.requests import ReaderRequest, site_for

LAST_RESORT_LANGUAGE = "uk"


def not_found(request: ReaderRequest, exception: Exception) -> HttpResponse:
    """Say that there is no such page, the same for every address that has none."""
    if not hasattr(request, "edition"):
        return HttpResponse("Not found.\n", status=404, content_type="text/plain; charset=utf-8")
    return page_response(build_not_found(site_for(request)), status=404)


def server_error(request: HttpRequest) -> HttpResponse:
    """Say that something went wrong; needs no database and no other file."""
    edition: Any = getattr(request, "edition", None)
    language = edition.language if edition else LAST_RESORT_LANGUAGE
    css = render_to_string("shpalta/press/500.css").strip()
    response = HttpResponseServerError(
        render_to_string("shpalta/press/500.html", {"language": language, "css": css})
    )
    response["Cache-Control"] = "no-store"
    harden(response, inline_css=css)
    return response
