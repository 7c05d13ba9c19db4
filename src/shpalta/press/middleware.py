"""Which edition a request is for: by its host the title, by its path's prefix the edition."""

from collections.abc import Callable
from typing import cast

from django.http import (
    HttpRequest,
    HttpResponse,
    HttpResponseNotAllowed,
    HttpResponsePermanentRedirect,
)
from django.http.request import split_domain_port
from django.http.response import HttpResponseBase

from shpalta.core.keys import HOUSE
from shpalta.newsroom.titles.models import Edition, Title
from shpalta.press.absence import NotHere
from shpalta.press.errors import not_found
from shpalta.press.headers import FRESH, MOMENTARY, harden, tell_surrogate
from shpalta.press.house import House, current_house
from shpalta.press.keys import Gathered, gather
from shpalta.press.moved import find_moved
from shpalta.press.pages.origins import RedirectsOrigin
from shpalta.press.requests import ReaderRequest, is_from_surrogate, site_for
from shpalta.press.words import speaking

READING_METHODS = ("GET", "HEAD")
COUNTS = "/-/counts"
"""Where edges bring what they counted; no edge lets it through."""
FUNDRAISERS = "/-/fundraiser/"
"""Where partners' services report the sums of fundraisers."""
_POSTED = (COUNTS, FUNDRAISERS)
OF_NO_EDITION = ("/static/", "/media/", "/-/health", *_POSTED)
"""Files, and the question of supervisors, who come by any host name."""
MOVED = "/-/moved"
"""Before a path: the question where an old address leads. `shpalta.edge.routes` asks it."""
NO_TITLE = "No newspaper is published at this address.\n"


class EditionMiddleware:
    """Finds the edition, cuts its prefix from the path, speaks its language and keeps its time.

    Anonymous pages: no cookie is read or set, and only reading is allowed.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer a request."""
        response = self._answer(request)
        harden(response)
        if request.method == "HEAD" and isinstance(response, HttpResponse):
            # RFC 9110 section 9.3.2: the headers of GET, and no content.
            response["Content-Length"] = str(len(response.content))
            response.content = b""
        return response

    def _answer(self, request: HttpRequest) -> HttpResponseBase:
        is_posted = request.path_info.startswith(_POSTED)
        if not is_posted and request.method not in READING_METHODS:
            return HttpResponseNotAllowed(
                READING_METHODS,
                "Pages can only be read.\n",
                content_type="text/plain; charset=utf-8",
            )
        if request.path_info.startswith(OF_NO_EDITION):
            return self.get_response(request)
        house = current_house()
        host = split_domain_port(request.get_host())[0]
        if elsewhere := house.find_elsewhere(host):
            return _at_canonical_host(request, house.origin(elsewhere.pk))
        title = house.find_title(host)
        if request.path_info.startswith(MOVED):
            return self._old_address(request, house, title)
        edition = house.find_edition(title, request.path_info) if title else None
        request.house = house  # type: ignore[attr-defined]  # see ReaderRequest
        if edition is None:
            return self._no_edition(request, house.default_edition(title.pk) if title else None)
        request.edition = edition  # type: ignore[attr-defined]
        request.path_info = request.path_info[len(edition.prefix) :] or "/"
        with speaking(edition):
            return self.get_response(request)

    def _old_address(
        self, request: HttpRequest, house: House, title: Title | None
    ) -> HttpResponseBase:
        """Answer for an address that could be an old one: lead on, or say that there is none.

        Surrogates ask so for what no page of ours looks like; no page is shown under it.
        """
        request.path = request.path_info = request.path_info.removeprefix(MOVED) or "/"
        request.house = house  # type: ignore[attr-defined]
        nearest = house.find_edition(title, request.path_info) if title else None
        if nearest is None and title is not None:
            nearest = house.default_edition(title.pk)
        if nearest is None:
            return self._no_title(request, Gathered((HOUSE,), None))
        request.edition = nearest  # type: ignore[attr-defined]
        request.path_info = request.path_info.removeprefix(nearest.prefix) or "/"
        with speaking(nearest):
            return not_found(cast("ReaderRequest", request), NotHere())

    def _no_edition(self, request: HttpRequest, nearest: Edition | None) -> HttpResponseBase:
        """Answer for an address under no edition's prefix: lead on if it is an old one."""
        if nearest is None:
            return self._no_title(request, Gathered((HOUSE,), None))
        request.edition = nearest  # type: ignore[attr-defined]
        moved = find_moved(cast("ReaderRequest", request), NotHere())
        if moved.response is not None:
            return moved.response
        origins = (site_for(cast("ReaderRequest", request)).origin, *moved.waits_for)
        redirects = RedirectsOrigin(nearest.title.code)
        return self._no_title(request, gather(*origins, redirects))

    @staticmethod
    def _no_title(request: HttpRequest, gathered: Gathered) -> HttpResponse:
        response = HttpResponse(
            NO_TITLE,
            status=404,
            content_type="text/plain; charset=utf-8",
            headers={"Cache-Control": MOMENTARY},
        )
        if is_from_surrogate(request):
            tell_surrogate(response, gathered, is_negative=True)
        return response


def _at_canonical_host(request: HttpRequest, origin: str) -> HttpResponse:
    """Lead to the same address at the host that is printed in addresses."""
    response = HttpResponsePermanentRedirect(
        f"{origin}{request.get_full_path()}", preserve_request=True
    )
    response["Cache-Control"] = FRESH
    if is_from_surrogate(request):
        tell_surrogate(response, Gathered((HOUSE,), None))
    return response
