"""The newsfeed by day: a day that is over never changes, whatever is published later."""

from datetime import date

from shpalta.core import dates
from shpalta.core.campaigns import PageType
from shpalta.newsroom.stories.lists import ALL
from shpalta.press import structured
from shpalta.press.builders.cards import cards
from shpalta.press.builders.frame import Elsewhere, build_frame, build_head
from shpalta.press.builders.places import places_of
from shpalta.press.builders.site import Site
from shpalta.press.links import links_of
from shpalta.press.pages.lists import DayPage
from shpalta.press.pages.origins import DayOrigin, DaysOrigin, Origin
from shpalta.press.pages.parts import Link
from shpalta.press.queries import (
    between,
    editions_between,
    find_moment_before,
    find_moment_from,
)
from shpalta.press.words import say


def find_newest_day(site: Site) -> date | None:
    """Find the newest day of the newsfeed that has stories."""
    moment = find_moment_before(site.now, site.edition.pk, ALL)
    return moment.astimezone(site.zone).date() if moment else None


def days_origin(site: Site) -> DaysOrigin:
    """Name the set of days on which the edition has anything."""
    return DaysOrigin(site.edition.title.code, site.language)


def day_origins(site: Site, day: date) -> tuple[Origin, ...]:
    """Name what the page of a day, or its absence, is made from."""
    return (DayOrigin(site.edition.title.code, site.language, day), days_origin(site))


def _neighbours(site: Site, bounds: dates.DayBounds) -> tuple[Link | None, Link | None]:
    def linked(day: date) -> Link:
        text = dates.short_day(day, today=site.today, language=site.language)
        return Link(site.links.day(day), text)

    before = find_moment_before(bounds.start, site.edition.pk, ALL)
    after = find_moment_from(bounds.end, site.edition.pk, ALL)
    return (
        linked(before.astimezone(site.zone).date()) if before else None,
        linked(after.astimezone(site.zone).date()) if after else None,
    )


def _elsewhere(site: Site, day: date, bounds: dates.DayBounds) -> Elsewhere:
    """Find the editions that have stories of this day; the page itself is always there."""
    siblings = site.house.siblings(site.edition)
    others = {edition.pk for edition in siblings if edition.pk != site.edition.pk}
    there = editions_between(bounds.start, bounds.end, others, ALL) | {site.edition.pk}
    return {
        edition.pk: links_of(site.house, edition, seen_from=site.edition, base=site.base).day(day)
        for edition in siblings
        if edition.pk in there
    }


def _sibling_days(site: Site) -> tuple[DaysOrigin, ...]:
    """Name the days of the other editions: a link leads there once they have this one."""
    return tuple(
        DaysOrigin(edition.title.code, edition.language)
        for edition in site.house.siblings(site.edition)
        if edition.pk != site.edition.pk
    )


def _page_type(site: Site, day: date) -> PageType:
    return PageType.NEWSFEED if day == site.today else PageType.DAY


def build_day(site: Site, day: date) -> DayPage | None:
    """Make the page of a day; None for one without stories, except today."""
    try:
        bounds = dates.day_bounds(day, site.zone)
    except OverflowError:
        return None
    listed = between(bounds.start, bounds.end, site.edition.pk, ALL)
    if not listed and day != site.today:
        return None
    heading = dates.weekday_line(day, language=site.language)
    earlier, later = _neighbours(site, bounds)
    url = site.links.day(day)
    whole = site.links.whole(url)
    newsfeed = say("News of the day")
    elsewhere = _elsewhere(site, day, bounds)
    return DayPage(
        frame=build_frame(site, elsewhere, places=places_of(site, _page_type(site, day))),
        head=build_head(
            site,
            elsewhere,
            heading=f"{newsfeed}: {heading}",
            url=url,
            description=f"{newsfeed}: {heading} — {site.edition.name}",
            structured_html=structured.graph(
                structured.collection(heading, whole, site.language),
                structured.breadcrumbs(
                    [
                        Link(site.links.whole(site.links.front()), site.edition.name),
                        Link(whole, heading),
                    ]
                ),
            ),
        ),
        heading=heading,
        lines=cards(site, listed, clock_only=True),
        earlier=earlier,
        later=later,
        made_from=(*day_origins(site, day), *_sibling_days(site)),
        until=bounds.end if day == site.today else None,
    )
