"""Previews for the newsroom: the public page, made from what is not saved or not public yet.

They run in the newsroom's process, under its own addresses; so all links are whole addresses of
the readers' site.
"""

from typing import Any

from django.http import HttpResponse

from shpalta.newsroom.pages.models import StandingPage
from shpalta.newsroom.stories.models import Story
from shpalta.newsroom.titles.models import Edition
from shpalta.press.builders.site import Site, site_of
from shpalta.press.builders.standing import build_standing
from shpalta.press.builders.story import build_story
from shpalta.press.house import read_house
from shpalta.press.rendering import page_html
from shpalta.press.words import speaking


def _site(edition: Edition) -> Site:
    house = read_house()
    known = next(one for one in house.siblings(edition) if one.pk == edition.pk)
    return site_of(house, known, base=house.origin(known.title_id))


def story_preview(story: Story, request: Any) -> HttpResponse:  # Wagtail's call
    """Show a story, saved or not, as its readers would get it now."""
    with speaking(story.edition):
        return HttpResponse(page_html(build_story(_site(story.edition), story)))


def page_preview(page: StandingPage, request: Any) -> HttpResponse:
    """Show a standing page as its readers would get it now."""
    edition = page.edition
    with speaking(edition):
        return HttpResponse(page_html(build_standing(_site(edition), page)))
