"""What readers would get: the newsroom asks it for an address before it promises anything."""

from django.http import QueryDict
from django.urls import Resolver404, resolve
from django.utils import timezone, translation

from shpalta.newsroom.redirects.reading import Inquiry
from shpalta.press.absence import NotHere
from shpalta.press.house import House, read_house
from shpalta.press.moved import PAGES, find_moved
from shpalta.press.requests import ReaderRequest


def inquire(title_id: int, address: str) -> Inquiry:
    """Say what readers of a title get at an address: a path, perhaps with a query."""
    house = read_house()
    path, _mark, query = address.partition("?")
    title = next((one for one in house.titles if one.pk == title_id), None)
    if title is None:
        return Inquiry(404)
    edition = house.find_edition(title, path)
    nearest = edition or house.default_edition(title_id)
    if nearest is None:
        return Inquiry(404)
    request = _request(house, path, query)
    request.edition = nearest
    if edition is not None:
        request.path_info = path[len(edition.prefix) :] or "/"
    with translation.override(nearest.language), timezone.override(nearest.title.zone):
        return _answer(request, is_under_edition=edition is not None)


def _answer(request: ReaderRequest, *, is_under_edition: bool) -> Inquiry:
    why = NotHere()
    if is_under_edition:
        try:
            match = resolve(request.path_info, PAGES)
            response = match.func(request, *match.args, **match.kwargs)
            return Inquiry(response.status_code, response.headers.get("Location", ""))
        except Resolver404:
            pass
        except NotHere as nothing:
            why = nothing
    moved = find_moved(request, why).response
    if moved is None:
        return Inquiry(404)
    return Inquiry(moved.status_code, moved.headers.get("Location", ""))


def _request(house: House, path: str, query: str) -> ReaderRequest:
    request = ReaderRequest()
    request.method = "GET"
    request.META = {"REQUEST_METHOD": "GET", "QUERY_STRING": query}
    request.path = request.path_info = path
    request.GET = QueryDict(query)
    request.house = house
    return request
