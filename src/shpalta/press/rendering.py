"""From a page's dataclass to the response: one template a kind of page."""

from django.http import HttpResponse
from django.template.loader import render_to_string

from shpalta.press.headers import FRESH, MOMENTARY, harden
from shpalta.press.pages.lists import (
    DayPage,
    FrontPage,
    ListPage,
    NoticePage,
    StandingPageView,
)
from shpalta.press.pages.story import StoryPage

AnyPage = DayPage | FrontPage | ListPage | NoticePage | StandingPageView | StoryPage

TEMPLATES: dict[type[AnyPage], str] = {
    DayPage: "shpalta/press/day.html",
    FrontPage: "shpalta/press/front.html",
    ListPage: "shpalta/press/list.html",
    NoticePage: "shpalta/press/notice.html",
    StandingPageView: "shpalta/press/standing.html",
    StoryPage: "shpalta/press/story.html",
}


def page_html(page: AnyPage) -> str:
    """Render a page in the active language."""
    context = {"page": page, "frame": page.frame, "head": page.head}
    return render_to_string(TEMPLATES[type(page)], context)


def page_response(page: AnyPage, *, status: int = 200) -> HttpResponse:
    """Make the public response of a page."""
    response = HttpResponse(page_html(page), status=status)
    response["Cache-Control"] = FRESH if status == 200 else MOMENTARY  # noqa: PLR2004  # HTTP OK
    response["Content-Language"] = page.frame.language
    harden(response, inline_css=page.frame.colours_css)
    return response
