"""What readers say under a story: the part of its page, and the pages of comments alone."""

from django.http import HttpResponse
from django.http.response import HttpResponseBase

from shpalta.newsroom.stories.models import Story
from shpalta.press.absence import NotHere
from shpalta.press.builders.notices import build_gone
from shpalta.press.builders.running import run_own, run_placed
from shpalta.press.builders.talk import (
    build_one,
    build_talk,
    build_talk_page,
    rules_of,
    talk_of,
    talk_origins,
)
from shpalta.press.headers import CURSOR_QUERY
from shpalta.press.pages.origins import Origin, TalkOrigin, WorkOrigin
from shpalta.press.rendering import fragment_response, page_response
from shpalta.press.requests import ReaderRequest, site_for
from shpalta.press.views import find_story
from shpalta.readers.places import Place
from shpalta.readers.reading import Sort, find_root_id, is_place


def _origins(request: ReaderRequest, number: int) -> tuple[Origin, ...]:
    site = site_for(request)
    talk = TalkOrigin(site.edition.title.code, site.language, number)
    return (site.story(number), WorkOrigin(number), talk)


def _place(request: ReaderRequest, number: int) -> Place | None:
    """Find where comments under a story belong that the edition runs; None if it is gone.

    Raises NotHere where there are none, or the public knows of no such story.
    """
    site, found = site_for(request), find_story(request, number)
    if found is None:
        return None
    running = run_own(site, found) if isinstance(found, Story) else run_placed(site, found)
    if running is None or running.talk is None:
        raise NotHere(*_origins(request, number), query=CURSOR_QUERY)
    if rules_of(site, running.talk) is None:
        shared = talk_origins(site, running.talk)
        raise NotHere(*_origins(request, number), *shared, query=CURSOR_QUERY)
    return running.talk


def talk(request: ReaderRequest, number: str) -> HttpResponse:
    """Give the first comments under a story, to be put into its page."""
    place = _place(request, int(number))
    made = build_talk(site_for(request), place, talk_of(place)) if place else None
    if made is None:
        raise NotHere(*_origins(request, int(number)))
    return fragment_response(request, made)


def talk_page(request: ReaderRequest, number: str, sort: str) -> HttpResponseBase:
    """Show a page of the comments under a story in some order."""
    order, before = Sort(sort), request.GET.get("before", "")
    origins = _origins(request, int(number))
    if before and not is_place(before, order):
        raise NotHere(*origins, query=CURSOR_QUERY)
    place = _place(request, int(number))
    if place is None:
        gone = build_gone(site_for(request), origins)
        return page_response(request, gone, status=410, query=CURSOR_QUERY)
    page = build_talk_page(site_for(request), place, talk_of(place), order, before)
    if page is None:
        raise NotHere(*origins, query=CURSOR_QUERY)
    return page_response(request, page, query=CURSOR_QUERY)


def one(request: ReaderRequest, number: str, comment: str) -> HttpResponseBase:
    """Show one comment with the replies to it; that of a reply is the one that it stands under."""
    origins, after = _origins(request, int(number)), request.GET.get("before", "")
    if after and not is_place(after, Sort.NEWEST):
        raise NotHere(*origins, query=CURSOR_QUERY)
    place = _place(request, int(number))
    if place is None:
        gone = build_gone(site_for(request), origins)
        return page_response(request, gone, status=410, query=CURSOR_QUERY)
    known = talk_of(place)
    root_id = find_root_id(known.pk, int(comment)) if known else None
    page = build_one(site_for(request), place, known, root_id, after) if known and root_id else None
    if page is None:
        said = talk_origins(site_for(request), place)
        raise NotHere(*origins, *said, query=CURSOR_QUERY)
    return page_response(request, page, query=CURSOR_QUERY)
