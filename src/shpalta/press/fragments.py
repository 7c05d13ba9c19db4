"""The parts that pages share, each at an address of its own, and the page for what is missing."""

from typing import NoReturn

from django.http import HttpResponse

from shpalta.press.absence import NotHere
from shpalta.press.builders.day_video import build_day_video
from shpalta.press.builders.fragments import build_more, build_most_read, build_ticker, build_today
from shpalta.press.pages.origins import VocabularyOrigin
from shpalta.press.rendering import fragment_response
from shpalta.press.requests import ReaderRequest, site_for


def today(request: ReaderRequest) -> HttpResponse:
    """Give the masthead's date."""
    return fragment_response(request, build_today(site_for(request)))


def ticker(request: ReaderRequest) -> HttpResponse:
    """Give the ticker's lines."""
    return fragment_response(request, build_ticker(site_for(request)))


def most_read(request: ReaderRequest) -> HttpResponse:
    """Give what is most read."""
    return fragment_response(request, build_most_read(site_for(request)))


def day_video(request: ReaderRequest) -> HttpResponse:
    """Give the video of the day."""
    return fragment_response(request, build_day_video(site_for(request)))


def more_of_all(request: ReaderRequest) -> HttpResponse:
    """Give what stands under a story that has no rubric."""
    return fragment_response(request, build_more(site_for(request), None))


def more_of_rubric(request: ReaderRequest, slug: str) -> HttpResponse:
    """Give what stands under a story of a rubric."""
    found = request.house.find_rubric(request.edition.title_id, slug)
    if found is None:
        raise NotHere(VocabularyOrigin("rubric"))
    return fragment_response(request, build_more(site_for(request), found))


def missing(request: ReaderRequest) -> NoReturn:
    """Give the page that says that there is no such page: surrogates show it for the rest."""
    raise NotHere
