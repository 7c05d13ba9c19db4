"""The public pages: each view finds what was asked for and has its page built."""

from datetime import date
from typing import TypeVar

from django.db.models import QuerySet
from django.http import HttpResponse, HttpResponsePermanentRedirect, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.template.loader import render_to_string
from django.urls import Resolver404, resolve
from django.utils import timezone

from shpalta.core.addresses import front_path
from shpalta.core.counting import Subject
from shpalta.core.visibility import Answer, answer_for, answer_for_placement
from shpalta.newsroom.pages.models import StandingPage
from shpalta.newsroom.redirects.tombstones import is_buried
from shpalta.newsroom.stories.choices import PlacementMode
from shpalta.newsroom.stories.models import Placement, Story
from shpalta.newsroom.vocabulary.models import Author, Entity, Named, Topic
from shpalta.press.absence import MissingSlug, NotHere
from shpalta.press.builders import lists
from shpalta.press.builders.days import build_day, day_origins, days_origin, find_newest_day
from shpalta.press.builders.front import build_front
from shpalta.press.builders.notices import build_gone
from shpalta.press.builders.running import run_placed
from shpalta.press.builders.standing import build_standing
from shpalta.press.builders.story import build_story
from shpalta.press.cursors import Cursor, find_cursor
from shpalta.press.headers import A_DAY, CURSOR_QUERY, FRESH, MOMENTARY, NO_QUERY
from shpalta.press.pages.origins import Origin, StandingOrigin, VocabularyOrigin, WorkOrigin
from shpalta.press.rendering import label_bare, page_response
from shpalta.press.requests import ReaderRequest, site_for

Word = TypeVar("Word", bound=Named)


def front(request: ReaderRequest) -> HttpResponse:
    """Show the front, under one address only."""
    path = front_path(request.edition.prefix)
    if request.path != path:
        return _moved(request, path)
    return page_response(request, build_front(site_for(request)))


def story(request: ReaderRequest, number: str) -> HttpResponse:
    """Show a story. Only its number identifies it; any other address of it leads to the right one.

    What the public may know of it is asked before anything else is read or compared.
    """
    site = site_for(request)
    origins = (site.story(int(number)), WorkOrigin(int(number)))
    found = find_story(request, int(number))
    if found is None:
        return page_response(request, build_gone(site, origins), status=410)
    if isinstance(found, Placement):
        return _placed(request, found, site.story(int(number)))
    if request.path != found.path:
        return _moved(request, found.path, *origins)
    counted = Subject("story", request.edition.pk, int(number))
    return page_response(request, build_story(site, found), counted=counted)


def _placed(request: ReaderRequest, placement: Placement, origin: Origin) -> HttpResponse:
    """Show a sister title's story; where it runs as a headline alone, lead to the sister."""
    site = site_for(request)
    running = run_placed(site, placement)
    if running is None or running.taken is None:
        raise NotHere(origin)
    if placement.mode == PlacementMode.HEADLINE:
        response = HttpResponseRedirect(running.taken.url)
        response["Cache-Control"] = FRESH
        response["No-Vary-Search"] = NO_QUERY
        return label_bare(request, response, site.origin, origin)
    if request.path != placement.path:
        return _moved(request, placement.path, origin)
    counted = Subject("story", request.edition.pk, placement.story.number)
    return page_response(request, build_story(site, placement.story, running), counted=counted)


def find_story(request: ReaderRequest, number: int) -> Story | Placement | None:
    """Find what of this number the edition runs in public, its own or taken; None if it is gone.

    Raises NotHere for what the public knows nothing of.
    """
    edition, now = request.edition, timezone.now()
    found = (
        Story.objects.filter(edition_id=edition.pk, work_id=number)
        .select_related("work__quiet")
        .defer("title", "latest_revision", "live_revision")
        .first()
    )
    if found is not None:
        found.edition = edition
        return _if_public(request, number, found, answer_for(found.standing, now=now))
    placed = Placement.objects.filter(edition_id=edition.pk, story__work_id=number)
    placement = placed.select_related("story__work__quiet").order_by("-placed_at").first()
    if placement is not None:
        placement.edition = edition
        answer = answer_for_placement(placement.standing, now=now)
        return _if_public(request, number, placement, answer)
    if is_buried(edition_id=edition.pk, number=number):
        return None
    return _if_public(request, number, None, Answer.NOT_FOUND)


Run = TypeVar("Run", Story, Placement, None)


def _if_public(request: ReaderRequest, number: int, found: Run, answer: Answer) -> Run | None:
    if answer is Answer.GONE:
        return None
    if answer is not Answer.SHOW:
        raise NotHere(site_for(request).story(number), WorkOrigin(number))
    return found


def _moved(
    request: ReaderRequest, path: str, *made_from: Origin, query: str = NO_QUERY
) -> HttpResponse:
    """Lead to the right address. Of the query only that goes along which makes another page."""
    cursor = find_cursor(request.GET.get("before", "")) if query == CURSOR_QUERY else None
    response = HttpResponsePermanentRedirect(f"{path}?before={cursor}" if cursor else path)
    response["Cache-Control"] = FRESH
    response["No-Vary-Search"] = query
    return label_bare(request, response, site_for(request).origin, *made_from)


def newsfeed(request: ReaderRequest) -> HttpResponse:
    """Lead to the newest day of the newsfeed."""
    site = site_for(request)
    newest = find_newest_day(site)
    response = HttpResponseRedirect(site.links.day(newest or site.today))
    response["Cache-Control"] = MOMENTARY
    origins: tuple[Origin, ...] = (site.origin, days_origin(site))
    until = None if newest else site.midnight
    return label_bare(request, response, *origins, until=until)


def day(request: ReaderRequest, year: str, month: str, day: str) -> HttpResponse:
    """Show one day of the newsfeed."""
    try:
        asked = date(int(year), int(month), int(day))
    except ValueError as error:
        raise NotHere from error
    site = site_for(request)
    page = build_day(site, asked)
    if page is None:
        raise NotHere(*day_origins(site, asked), until=site.midnight)
    return page_response(request, page)


def _cursor(request: ReaderRequest) -> Cursor | None:
    if "before" not in request.GET:
        return None
    cursor = find_cursor(request.GET["before"])
    if cursor is None:
        raise NotHere(query=CURSOR_QUERY)
    return cursor


def _listed(request: ReaderRequest, subject: lists.Subject) -> HttpResponse:
    site, cursor = site_for(request), _cursor(request)
    page = lists.build_list(site, subject, cursor)
    if page is None:
        # Whoever waits for this name to appear also waits for one that is not there at all.
        origins = lists.list_origins(site, subject, cursor, is_page=False)
        raise NotHere(VocabularyOrigin(subject.kind), *origins, query=CURSOR_QUERY)
    return page_response(request, page, query=CURSOR_QUERY)


def rubric(request: ReaderRequest, slug: str) -> HttpResponse:
    """Show the stories of a rubric."""
    found = request.house.find_rubric(request.edition.title_id, slug)
    if found is None:
        missing = MissingSlug("rubric", slug, request.edition.title_id)
        raise NotHere(VocabularyOrigin("rubric"), query=CURSOR_QUERY, slug=missing)
    return _listed(request, lists.rubric_subject(site_for(request), found))


def _word(words: QuerySet[Word], vocabulary: str, slug: str) -> Word:
    found = words.filter(slug=slug).first()
    if found is None:
        missing = MissingSlug(vocabulary, slug)
        raise NotHere(VocabularyOrigin(vocabulary), query=CURSOR_QUERY, slug=missing)
    return found


def topic(request: ReaderRequest, slug: str) -> HttpResponse:
    """Show the stories of a topic."""
    found = _word(Topic.objects.all(), "topic", slug)
    return _listed(request, lists.topic_subject(site_for(request), found))


def entity(request: ReaderRequest, slug: str) -> HttpResponse:
    """Show the stories about a person, an organisation or a place."""
    found = _word(Entity.objects.all(), "entity", slug)
    return _listed(request, lists.entity_subject(site_for(request), found))


def author(request: ReaderRequest, slug: str) -> HttpResponse:
    """Show the stories of an author."""
    found = _word(Author.objects.all(), "author", slug)
    return _listed(request, lists.author_subject(site_for(request), found))


def standing(request: ReaderRequest, slug: str) -> HttpResponse:
    """Show a standing page."""
    known = request.house.standing.get(request.edition.pk, ())
    page_id = next((page.id for page in known if page.slug == slug), None)
    if page_id is None:
        raise NotHere(slug=MissingSlug("page", slug, request.edition.pk))
    page = StandingPage.objects.live().public().filter(pk=page_id).first()
    if page is None:
        raise NotHere(StandingOrigin(page_id))
    return page_response(request, build_standing(site_for(request), page))


def icon(request: ReaderRequest) -> HttpResponse:
    """Draw the title's icon: its initial on its colour."""
    response = HttpResponse(
        render_to_string(
            "shpalta/press/icon.svg",
            {"initial": request.edition.name[:1].upper(), "colour": request.edition.title.colour},
        ),
        content_type="image/svg+xml",
    )
    response["Cache-Control"] = A_DAY
    return label_bare(request, response, site_for(request).origin)


_LISTS = frozenset({rubric, topic, entity, author})
"""The views that read a cursor from the query."""


def missing_slash(request: ReaderRequest, path: str) -> HttpResponseBase:
    """Lead an address that lacks only its last slash to the page; refuse all others."""
    if not path.endswith("/"):
        try:
            found = resolve(f"/{path}/")
        except Resolver404:
            pass
        else:
            if found.func is not missing_slash:
                query = CURSOR_QUERY if found.func in _LISTS else NO_QUERY
                return _moved(request, f"{request.path}/", query=query)
    raise NotHere
