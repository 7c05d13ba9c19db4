"""The public pages: each view finds what was asked for and has its page built."""

from datetime import date

from django.http import Http404, HttpResponse, HttpResponsePermanentRedirect, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.template.loader import render_to_string
from django.urls import Resolver404, resolve
from django.utils import timezone

from shpalta.core.addresses import front_path
from shpalta.core.visibility import Answer, answer_for
from shpalta.newsroom.pages.models import StandingPage
from shpalta.newsroom.stories.models import Story
from shpalta.newsroom.vocabulary.models import Author, Entity, Topic
from shpalta.press.builders import lists
from shpalta.press.builders.days import build_day, find_newest_day
from shpalta.press.builders.front import build_front
from shpalta.press.builders.notices import build_gone
from shpalta.press.builders.standing import build_standing
from shpalta.press.builders.story import build_story
from shpalta.press.headers import FRESH, MOMENTARY
from shpalta.press.queries import Cursor, find_cursor
from shpalta.press.rendering import page_response
from shpalta.press.requests import ReaderRequest, site_for


def front(request: ReaderRequest) -> HttpResponse:
    """Show the front, under one address only."""
    path = front_path(request.edition.prefix)
    if request.path != path:
        return _moved(request, path)
    return page_response(build_front(site_for(request)))


def story(request: ReaderRequest, number: str) -> HttpResponse:
    """Show a story. Only its number identifies it; any other address of it leads to the right one.

    What the public may know of it is asked before anything else is read or compared.
    """
    found = (
        Story.objects.filter(edition_id=request.edition.pk, work_id=int(number))
        .defer("title", "latest_revision", "live_revision")
        .first()
    )
    answer = answer_for(found.standing, now=timezone.now()) if found else Answer.NOT_FOUND
    if answer is Answer.GONE:
        return page_response(build_gone(site_for(request)), status=410)
    if found is None or answer is not Answer.SHOW:
        raise Http404
    found.edition = request.edition
    if request.path != found.path:
        return _moved(request, found.path)
    return page_response(build_story(site_for(request), found))


def _moved(request: ReaderRequest, path: str) -> HttpResponse:
    query = request.META.get("QUERY_STRING", "")
    response = HttpResponsePermanentRedirect(f"{path}?{query}" if query else path)
    response["Cache-Control"] = FRESH
    return response


def newsfeed(request: ReaderRequest) -> HttpResponse:
    """Lead to the newest day of the newsfeed."""
    site = site_for(request)
    day = find_newest_day(site) or site.today
    response = HttpResponseRedirect(site.links.day(day))
    response["Cache-Control"] = MOMENTARY
    return response


def day(request: ReaderRequest, year: str, month: str, day: str) -> HttpResponse:
    """Show one day of the newsfeed."""
    try:
        asked = date(int(year), int(month), int(day))
    except ValueError as error:
        raise Http404 from error
    page = build_day(site_for(request), asked)
    if page is None:
        raise Http404
    return page_response(page)


def _cursor(request: ReaderRequest) -> Cursor | None:
    if "before" not in request.GET:
        return None
    cursor = find_cursor(request.GET["before"])
    if cursor is None:
        raise Http404
    return cursor


def _listed(
    request: ReaderRequest, subject: lists.Subject, *, may_be_empty: bool = False
) -> HttpResponse:
    page = lists.build_list(site_for(request), subject, _cursor(request), may_be_empty=may_be_empty)
    if page is None:
        raise Http404
    return page_response(page)


def rubric(request: ReaderRequest, slug: str) -> HttpResponse:
    """Show the stories of a rubric."""
    found = request.house.find_rubric(request.edition.title_id, slug)
    if found is None:
        raise Http404
    subject = lists.rubric_subject(site_for(request), found)
    return _listed(request, subject, may_be_empty=True)


def topic(request: ReaderRequest, slug: str) -> HttpResponse:
    """Show the stories of a topic."""
    found = get_object_or_404(Topic, slug=slug)
    return _listed(request, lists.topic_subject(site_for(request), found))


def entity(request: ReaderRequest, slug: str) -> HttpResponse:
    """Show the stories about a person, an organisation or a place."""
    found = get_object_or_404(Entity, slug=slug)
    return _listed(request, lists.entity_subject(site_for(request), found))


def author(request: ReaderRequest, slug: str) -> HttpResponse:
    """Show the stories of an author."""
    found = get_object_or_404(Author, slug=slug)
    return _listed(request, lists.author_subject(site_for(request), found))


def standing(request: ReaderRequest, slug: str) -> HttpResponse:
    """Show a standing page."""
    known = request.house.standing.get(request.edition.pk, ())
    page_id = next((page.id for page in known if page.slug == slug), None)
    if page_id is None:
        raise Http404
    page = get_object_or_404(StandingPage.objects.live().public(), pk=page_id)
    return page_response(build_standing(site_for(request), page))


def icon(request: ReaderRequest) -> HttpResponse:
    """Draw the title's icon: its initial on its colour."""
    response = HttpResponse(
        render_to_string(
            "shpalta/press/icon.svg",
            {"initial": request.edition.name[:1].upper(), "colour": request.edition.title.colour},
        ),
        content_type="image/svg+xml",
    )
    response["Cache-Control"] = "public, max-age=86400"
    return response


def missing_slash(request: ReaderRequest, path: str) -> HttpResponseBase:
    """Lead an address that lacks only its last slash to the page; refuse all others."""
    if not path.endswith("/"):
        try:
            found = resolve(f"/{path}/")
        except Resolver404:
            pass
        else:
            if found.func is not missing_slash:
                return _moved(request, f"{request.path}/")
    raise Http404
