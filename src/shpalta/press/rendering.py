"""From a page's dataclass to the response: one template a kind of page."""

from dataclasses import replace
from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils.html import format_html
from django.utils.safestring import SafeString

from shpalta.core.counting import Subject
from shpalta.press.headers import (
    FRESH,
    MOMENTARY,
    NO_QUERY,
    OWN_FRAMES,
    harden,
    tell_surrogate,
)
from shpalta.press.keys import gather
from shpalta.press.pages.films import DayVideoFragment
from shpalta.press.pages.lists import (
    DayPage,
    FrontPage,
    ListPage,
    NoticePage,
    StandingPageView,
)
from shpalta.press.pages.origins import Origin
from shpalta.press.pages.parts import (
    Fragment,
    MoreFragment,
    ReadFragment,
    Slot,
    TickerFragment,
    TodayFragment,
)
from shpalta.press.pages.places import PlaceFragment
from shpalta.press.pages.story import StoryPage
from shpalta.press.pages.talk import TalkFragment, TalkPage
from shpalta.press.requests import is_from_surrogate

AnyPage = DayPage | FrontPage | ListPage | NoticePage | StandingPageView | StoryPage | TalkPage

TEMPLATES: dict[type[AnyPage], str] = {
    DayPage: "shpalta/press/day.html",
    FrontPage: "shpalta/press/front.html",
    ListPage: "shpalta/press/list.html",
    NoticePage: "shpalta/press/notice.html",
    StandingPageView: "shpalta/press/standing.html",
    StoryPage: "shpalta/press/story.html",
    TalkPage: "shpalta/press/talk.html",
}
FRAGMENTS: dict[type[Fragment], str] = {
    TodayFragment: "shpalta/press/fragments/today.html",
    TickerFragment: "shpalta/press/fragments/ticker.html",
    MoreFragment: "shpalta/press/fragments/more.html",
    ReadFragment: "shpalta/press/fragments/read.html",
    TalkFragment: "shpalta/press/fragments/talk.html",
    DayVideoFragment: "shpalta/press/fragments/video.html",
    PlaceFragment: "shpalta/press/fragments/place.html",
}


def page_html(page: AnyPage) -> str:
    """Render a page in the active language."""
    context: dict[str, Any] = {
        "page": page,
        "frame": page.frame,
        "head": page.head,
        "today": slot_html(page.frame.today),
        "ticker": slot_html(page.frame.ticker),
        "most_read": slot_html(page.frame.most_read),
        "day_video": slot_html(page.frame.day_video),
    }
    if isinstance(page, StoryPage):
        context["more"] = slot_html(page.more)
        context["talk"] = slot_html(page.talk) if page.talk else ""
    if isinstance(page, TalkPage):
        context["talk"] = fragment_html(page.fragment)
    return render_to_string(TEMPLATES[type(page)], context)


def fragment_html(fragment: Fragment) -> SafeString:
    """Render a part: the same bytes whether it stands in a page or is asked for alone."""
    return render_to_string(FRAGMENTS[type(fragment)], {"fragment": fragment})


def slot_html(slot: Slot) -> SafeString:
    """Render a part in its place, or the include that a surrogate puts it in for."""
    if slot.fragment is not None:
        return fragment_html(slot.fragment)
    return format_html('<esi:include src="{}" onerror="continue"/>', slot.src)


def page_response(
    request: HttpRequest,
    page: AnyPage,
    *,
    status: int = 200,
    query: str = NO_QUERY,
    counted: Subject | None = None,
) -> HttpResponse:
    """Make the public response of a page. `query` says what of the query matters.

    `counted` is the subject under which edges count its readers.
    """
    response = HttpResponse(page_html(page), status=status)
    response["Cache-Control"] = FRESH if status == 200 else MOMENTARY  # noqa: PLR2004  # HTTP OK
    response["Content-Language"] = page.frame.language
    response["No-Vary-Search"] = query
    # The video of the day, or an advertiser's document, may stand on any page and come at any time.
    frames = (OWN_FRAMES, *(page.frames if isinstance(page, StoryPage) else ()))
    harden(response, inline_css=page.frame.inline_css, frames=frames)
    if is_from_surrogate(request):
        is_negative = status != 200  # noqa: PLR2004  # HTTP OK
        tell_surrogate(response, gather(page), has_includes=True, is_negative=is_negative)
        if counted is not None:
            response["Shpalta-Count"] = str(counted)
    return response


def fragment_response(request: HttpRequest, fragment: Fragment) -> HttpResponse:
    """Make the public response of a part that pages share."""
    response = HttpResponse(fragment_html(fragment))
    response["Cache-Control"] = FRESH
    response["Content-Language"] = fragment.edition.language
    response["No-Vary-Search"] = NO_QUERY
    response["X-Robots-Tag"] = "noindex"
    if is_from_surrogate(request):
        tell_surrogate(response, gather(fragment))
    return response


def label_bare(
    request: HttpRequest,
    response: HttpResponse,
    *made_from: Origin,
    until: datetime | None = None,
    counted: Subject | None = None,
) -> HttpResponse:
    """Tell a surrogate what an answer without a page was made from: a redirect, an icon.

    `counted` is the subject under which edges count who asks for it.
    """
    response.headers.setdefault("No-Vary-Search", NO_QUERY)
    if is_from_surrogate(request):
        tell_surrogate(response, replace(gather(*made_from), until=until))
        if counted is not None:
            response["Shpalta-Count"] = str(counted)
    return response
