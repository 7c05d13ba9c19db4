"""The pages for what is not there and for what went wrong."""

from django.http import HttpRequest, HttpResponse, HttpResponseServerError
from django.http.request import split_domain_port
from django.template.loader import render_to_string

from shpalta.core.languages import direction_of
from shpalta.newsroom.titles.models import Edition
from shpalta.press.absence import NotHere
from shpalta.press.builders.notices import build_not_found
from shpalta.press.headers import NEVER, harden
from shpalta.press.house import last_known_house
from shpalta.press.moved import earliest, find_moved
from shpalta.press.pages.origins import RedirectsOrigin
from shpalta.press.rendering import page_response
from shpalta.press.requests import ReaderRequest, site_for

LAST_RESORT_LANGUAGE = "uk"


def not_found(request: ReaderRequest, exception: Exception) -> HttpResponse:
    """Lead on where the address is an old one; else say the same for all that have no page."""
    if not hasattr(request, "edition"):
        return HttpResponse("Not found.\n", status=404, content_type="text/plain; charset=utf-8")
    why = exception if isinstance(exception, NotHere) else NotHere()
    moved = find_moved(request, why)
    if moved.response is not None:
        return moved.response
    site = site_for(request)
    waits_for = (*why.waits_for, RedirectsOrigin(site.edition.title.code), *moved.waits_for)
    page = build_not_found(site, waits_for, earliest(why.until, moved.until))
    return page_response(request, page, status=404, query=moved.query or why.query)


def _last_known_language(request: HttpRequest) -> str:
    """Find the language of the page that was asked for, without asking the database."""
    edition: Edition | None = getattr(request, "edition", None)
    house = last_known_house()
    if edition is None and house is not None:
        title = house.find_title(split_domain_port(request.get_host())[0])
        edition = house.find_edition(title, request.path_info) if title else None
    return edition.language if edition else LAST_RESORT_LANGUAGE


def server_error(request: HttpRequest) -> HttpResponse:
    """Say that something went wrong; needs no database and no other file."""
    language = _last_known_language(request)
    css = render_to_string("shpalta/press/500.css").strip()
    response = HttpResponseServerError(
        render_to_string(
            "shpalta/press/500.html",
            {"language": language, "direction": direction_of(language), "css": css},
        )
    )
    response["Cache-Control"] = NEVER
    harden(response, inline_css=css)
    return response
