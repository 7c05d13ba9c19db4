"""The pages for what is not there and for what went wrong."""

from datetime import datetime

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseServerError
from django.http.request import split_domain_port
from django.template.loader import render_to_string

from shpalta.newsroom.titles.models import Edition
from shpalta.press.builders.notices import build_not_found
from shpalta.press.headers import NEVER, NO_QUERY, harden
from shpalta.press.house import last_known_house
from shpalta.press.pages.origins import Origin
from shpalta.press.rendering import page_response
from shpalta.press.requests import ReaderRequest, site_for

LAST_RESORT_LANGUAGE = "uk"


class NotHere(Http404):
    """There is no such page. Says what would make one: a change of an origin, or time (`until`).

    `query` names what of the query the answer depends on.
    """

    def __init__(
        self, *waits_for: Origin, until: datetime | None = None, query: str = NO_QUERY
    ) -> None:
        super().__init__()
        self.waits_for = waits_for
        self.until = until
        self.query = query


def not_found(request: ReaderRequest, exception: Exception) -> HttpResponse:
    """Say that there is no such page, the same for every address that has none."""
    if not hasattr(request, "edition"):
        return HttpResponse("Not found.\n", status=404, content_type="text/plain; charset=utf-8")
    why = exception if isinstance(exception, NotHere) else NotHere()
    page = build_not_found(site_for(request), why.waits_for, why.until)
    return page_response(request, page, status=404, query=why.query)


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
        render_to_string("shpalta/press/500.html", {"language": language, "css": css})
    )
    response["Cache-Control"] = NEVER
    harden(response, inline_css=css)
    return response
