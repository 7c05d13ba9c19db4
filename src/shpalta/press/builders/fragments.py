"""The parts that many pages share, each with an address of its own under `/-/`.

A page for a surrogate leaves an include in their place, so that a new headline makes one small
document stale and not every page; for everybody else they are made in their place.
"""

from collections.abc import Callable

from shpalta.core import dates
from shpalta.newsroom.figures.models import MostRead
from shpalta.newsroom.names import named_in
from shpalta.newsroom.stories.lists import ALL, rubric_shelf
from shpalta.newsroom.titles.models import Rubric
from shpalta.press.builders.cards import cards, read_cards, ticker_days
from shpalta.press.builders.day_video import build_day_video
from shpalta.press.builders.site import Site
from shpalta.press.pages.origins import ReadOrigin, StoryOrigin
from shpalta.press.pages.parts import (
    Fragment,
    Moment,
    MoreFragment,
    ReadFragment,
    Slot,
    TickerFragment,
    TodayFragment,
)
from shpalta.press.queries import listed_by_number, newest
from shpalta.press.words import say

READ_LINES = 5
"""How many of the most read a page shows."""
MORE_CARDS = 4
"""How many a story's page shows; the fragment has one more, for the page that hides its own."""


def build_today(site: Site) -> TodayFragment:
    """Make the masthead's date."""
    printed = dates.weekday_line(site.today, language=site.language)
    return TodayFragment(site.origin, Moment(site.today.isoformat(), printed, until=site.midnight))


def build_ticker(site: Site) -> TickerFragment:
    """Make the ticker's lines."""
    return TickerFragment(
        edition=site.origin,
        shelf=site.shelf(ALL),
        days=ticker_days(site),
        until=site.midnight,
    )


def build_more(site: Site, rubric: Rubric | None) -> MoreFragment:
    """Make what stands under a story: the newest of its rubric, or of everything."""
    shelf = rubric_shelf(rubric.pk) if rubric else ALL
    heading, language = (
        named_in(rubric.names, site.language) if rubric else (say("Latest news"), "")
    )
    return MoreFragment(
        edition=site.origin,
        shelf=site.shelf(shelf),
        heading=heading,
        heading_language=language,
        cards=read_cards(site, newest(site.edition.pk, shelf, MORE_CARDS + 1, full=True)),
    )


def build_most_read(site: Site) -> ReadFragment:
    """Build the list of what is most read."""
    title, language = site.edition.title.code, site.language
    numbers = list(
        MostRead.objects.filter(edition_id=site.edition.pk).values_list("number", flat=True)
    )
    found = listed_by_number(site.edition.pk, numbers) if numbers else {}
    lines = [found[number] for number in numbers if number in found][:READ_LINES]
    return ReadFragment(
        edition=site.origin,
        read=ReadOrigin(title, language),
        stories=tuple(StoryOrigin(title, language, number) for number in numbers),
        cards=cards(site, lines, is_short=True),
    )


def _slot(site: Site, name: str, build: Callable[[], Fragment]) -> Slot:
    src = f"{site.edition.prefix}/-/{name}/"
    return Slot(src) if site.leaves_includes else Slot(src, build())


def today_slot(site: Site) -> Slot:
    """Give the place of the masthead's date."""
    return _slot(site, "today", lambda: build_today(site))


def ticker_slot(site: Site) -> Slot:
    """Give the place of the ticker's lines."""
    return _slot(site, "ticker", lambda: build_ticker(site))


def read_slot(site: Site) -> Slot:
    """Give the place of what is most read."""
    return _slot(site, "read", lambda: build_most_read(site))


def day_video_slot(site: Site) -> Slot:
    """Give the place of the video of the day."""
    return _slot(site, "video", lambda: build_day_video(site))


def more_slot(site: Site, rubric: Rubric | None) -> Slot:
    """Give the place of what stands under a story."""
    name = f"more/rubric/{rubric.slug}" if rubric else "more/all"
    return _slot(site, name, lambda: build_more(site, rubric))
