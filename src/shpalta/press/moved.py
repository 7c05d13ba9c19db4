"""Where an address leads that has no page: to the page that it meant, or nowhere.

It is only asked for what would be "not found", so no redirect hides a page. The page that it
leads to is looked at first: nobody is led to what is not there or not public, and the answer
names the last address at once, so there are no chains and no loops.
"""

from collections.abc import Iterator
from copy import copy
from dataclasses import dataclass
from datetime import datetime

from django.http import (
    HttpResponse,
    HttpResponseBase,
    HttpResponsePermanentRedirect,
    HttpResponseRedirect,
    QueryDict,
)
from django.urls import Resolver404, resolve
from django.utils import timezone, translation

from shpalta.core.old_addresses import NEVER_ASKED, TRACKING, OldAddress, normal_path, normal_query
from shpalta.core.targets import GONE, Target, TargetError, read_target, recognise
from shpalta.newsroom.redirects.models import Redirect
from shpalta.newsroom.redirects.queries import find_old_number, find_redirect, find_renamed
from shpalta.newsroom.titles.models import Edition
from shpalta.press import views
from shpalta.press.absence import MissingSlug, NotHere
from shpalta.press.builders.notices import build_gone_address
from shpalta.press.headers import FRESH, NO_QUERY, tell_surrogate
from shpalta.press.keys import Gathered, gather
from shpalta.press.pages.origins import Origin, RedirectsOrigin, WorkOrigin
from shpalta.press.rendering import page_response
from shpalta.press.requests import ReaderRequest, is_from_surrogate, site_for

PAGES = "shpalta.press.urls"
ANY_QUERY = "params=({})".format(" ".join(f'"{name}"' for name in sorted(TRACKING)))
"""No-Vary-Search of an address whose query decides: all of it but what tracks readers."""
HTTP_FOUND, HTTP_PERMANENT, HTTP_GONE = 302, 308, 410
_MOST_NAMES = 3


@dataclass(frozen=True, slots=True)
class Goal:
    """Where an address is to lead: a page of an edition, a whole address, or nowhere (gone)."""

    edition: Edition | None
    path: str
    status: int = 301


@dataclass(frozen=True, slots=True)
class Moved:
    """The answer for an old address; None with what would make one of it."""

    response: HttpResponse | None
    waits_for: tuple[Origin, ...] = ()
    until: datetime | None = None
    query: str = ""


def earliest(*moments: datetime | None) -> datetime | None:
    """Give the first of some moments (aware), of those that there are."""
    return min((moment for moment in moments if moment is not None), default=None)


def find_moved(request: ReaderRequest, why: NotHere) -> Moved:
    """Find where an address leads that has no page; `why` says what was missing."""
    if request.path_info.startswith(NEVER_ASKED):
        return Moved(None)
    address = OldAddress(
        normal_path(request.path), normal_query(request.META.get("QUERY_STRING", ""))
    )
    found = find_redirect(request.edition.title_id, address)
    known = request.house.patterns.get(request.edition.title_id, ())
    by_query = found.has_queries or any(
        one.pattern.query is not None and one.pattern.matches_path(address.path) for one in known
    )
    query = ANY_QUERY if by_query else ""
    waits_for: tuple[Origin, ...] = ()
    until: datetime | None = None
    for goal in _goals(request, why, address, found.redirect):
        try:
            return Moved(_answer(request, goal, query=query or NO_QUERY))
        except NotHere as nothing:
            waits_for += nothing.waits_for
            until = earliest(until, nothing.until)
    return Moved(None, waits_for, until, query)


def _goals(
    request: ReaderRequest, why: NotHere, address: OldAddress, redirect: Redirect | None
) -> Iterator[Goal]:
    """Give where an address could lead: by the table, a pattern, a former slug or prefix."""
    house, title_id = request.house, request.edition.title_id
    if redirect is not None:
        edition = house.find_edition_by_id(redirect.edition_id or 0)
        yield Goal(edition, redirect.target, redirect.status)
        return
    for known in house.patterns.get(title_id, ()):
        target = known.match(address.path, address.query)
        if target is not None:
            goal = _goal_of(request, target, known.status)
            if goal is not None:
                yield goal
            return
    if why.slug is not None and (path := _renamed(why.slug)):
        yield Goal(request.edition, path)
    whole = request.path
    for prefix, edition_id in house.former_prefixes.get(title_id, ()):
        former = house.find_edition_by_id(edition_id)
        if former and former.prefix != prefix and f"{whole}/".startswith(f"{prefix}/"):
            yield Goal(former, whole[len(prefix) :] or "/")


def _goal_of(request: ReaderRequest, text: str, status: int) -> Goal | None:
    """Read the target of a pattern, filled in; None where it came to nothing."""
    house = request.house
    if text == GONE or "://" in text:
        return Goal(None, "", HTTP_GONE) if text == GONE else Goal(None, text, status)
    if text.startswith("/"):
        edition = house.find_edition(request.edition.title, text)
        page = recognise(text[len(edition.prefix) :]) if edition else None
        return Goal(edition, page.path, status) if page else None
    try:
        target = read_target(text)
    except TargetError:
        return None
    if target.sort == "old":
        return _goal_of_old_number(request, target, status)
    language = target.language or request.edition.language
    editions = house.siblings(request.edition)
    edition = next((one for one in editions if one.language == language), None)
    return Goal(edition, target.path, status) if edition else None


def _goal_of_old_number(request: ReaderRequest, target: Target, status: int) -> Goal | None:
    known = find_old_number(request.edition.title_id, target.name)
    edition = request.house.find_edition_by_id(known[0]) if known else None
    if known is None or edition is None:
        return None
    return Goal(edition, Target("story", str(known[1])).path, status)


def _renamed(missing: MissingSlug) -> str | None:
    slug = find_renamed(missing.vocabulary, missing.scope, missing.slug)
    sort = "about" if missing.vocabulary == "entity" else missing.vocabulary
    return Target(sort, slug).path if slug else None


def _answer(request: ReaderRequest, goal: Goal, *, query: str) -> HttpResponse:
    """Lead to a goal. Raises NotHere where there is nothing that the public may see."""
    site = site_for(request)
    own = (site.origin, RedirectsOrigin(request.edition.title.code))
    if goal.status == HTTP_GONE:
        return page_response(request, build_gone_address(site, own), status=410, query=query)
    if goal.edition is None:
        return _redirect(request, goal.path, goal.status, gather(*own), query)
    asked = _asking(request, goal.edition, goal.path)
    location, gathered = _look(asked)
    if not location:
        return page_response(request, build_gone_address(site, own), status=410, query=query)
    if goal.edition.title_id != request.edition.title_id:
        location = request.house.origin(goal.edition.title_id) + location
    keys = tuple(dict.fromkeys((*gather(*own).keys, *gathered.keys)))
    return _redirect(request, location, goal.status, Gathered(keys, gathered.until), query)


def _asking(request: ReaderRequest, edition: Edition, path: str) -> ReaderRequest:
    """Make the request of a reader who asks for a page of an edition himself."""
    asked = copy(request)
    asked.method = "GET"
    asked.edition, asked.path_info, asked.path = edition, path, f"{edition.prefix}{path}"
    asked.GET = QueryDict()
    return asked


def _look(asked: ReaderRequest, names: int = 0) -> tuple[str, Gathered]:
    """Give the path of the page that is asked for ("": gone), and what that depends on."""
    try:
        match = resolve(asked.path_info, PAGES)
    except Resolver404:
        raise NotHere from None
    edition = asked.edition
    with translation.override(edition.language), timezone.override(edition.title.zone):
        try:
            if match.func is views.story:
                return _look_at_story(asked, int(match.kwargs["number"]))
            response: HttpResponseBase = match.func(asked, **match.kwargs)
        except NotHere as nothing:
            path = _renamed(nothing.slug) if nothing.slug and names < _MOST_NAMES else None
            if path is None:
                raise
            return _look(_asking(asked, edition, path), names + 1)
    keys = tuple(response.headers.get("Surrogate-Key", "").split())
    if response.status_code == HTTP_GONE:
        return "", Gathered(keys, None)
    # The newest day of the newsfeed is another one tomorrow: to that address itself.
    is_final = response.status_code in {200, HTTP_FOUND}
    return asked.path if is_final else response["Location"], Gathered(keys, None)


def _look_at_story(asked: ReaderRequest, number: int) -> tuple[str, Gathered]:
    """Look a story up without making its page."""
    site = site_for(asked)
    story = views.find_story(asked, number)
    gathered = gather(site.origin, site.story(number), WorkOrigin(number))
    return story.path if story else "", gathered


def _redirect(
    request: ReaderRequest, location: str, status: int, gathered: Gathered, query: str
) -> HttpResponse:
    response: HttpResponse
    if status == HTTP_FOUND:
        response = HttpResponseRedirect(location)
    else:
        strictly = status == HTTP_PERMANENT
        response = HttpResponsePermanentRedirect(location, preserve_request=strictly)
    response["Cache-Control"] = FRESH
    response["No-Vary-Search"] = query
    if is_from_surrogate(request):
        tell_surrogate(response, gathered)
    return response
