"""Stories as they stand in lists and in the ticker."""

from collections.abc import Iterable, Mapping
from itertools import groupby

from shpalta.core import dates
from shpalta.core.crops import Shape
from shpalta.newsroom.names import named_in
from shpalta.newsroom.stories.lists import ALL
from shpalta.press.builders.site import Site
from shpalta.press.links import Links
from shpalta.press.pages.origins import PictureOrigin, StoryOrigin, WordOrigin
from shpalta.press.pages.parts import Card, Link, Moment, TickerDay
from shpalta.press.pages.places import Words
from shpalta.press.pictures import Album, Wanted, read_album, wanted_ids
from shpalta.press.queries import Listed, newest
from shpalta.press.words import alarm_word, mark_word, say

TICKER_LINES = 28


def named_link(
    site: Site,
    url: str,
    names: Mapping[str, str],
    *,
    is_current: bool = False,
    word: WordOrigin | None = None,
) -> Link:
    """Link to what has a name in several languages, by the name that the page's readers get."""
    text, language = named_in(names, site.language)
    return Link(url, text, language=language, is_current=is_current, word=word)


def rubric_link(site: Site, rubric_id: int | None) -> Link | None:
    """Link to a rubric of the edition's title by its row's id."""
    rubric = site.house.find_rubric_by_id(site.edition.title_id, rubric_id)
    if rubric is None:
        return None
    return named_link(site, site.links.rubric(rubric.slug), rubric.names)


def _moment(site: Site, listed: Listed, *, clock_only: bool) -> Moment:
    iso = dates.iso_moment(listed.published_at, site.zone)
    clock = dates.clock(listed.published_at, site.zone)
    if clock_only:
        return Moment(iso, clock)
    day = listed.published_at.astimezone(site.zone).date()
    if day == site.today:
        return Moment(iso, clock, until=site.midnight)
    printed = dates.short_day(day, today=site.today, language=site.language)
    until = site.year_end if day.year == site.today.year else None
    return Moment(iso, f"{printed}{dates.comma(site.language)}{clock}", until=until)


def _links_to(site: Site, edition_id: int) -> Links | None:
    return site.links if edition_id == site.edition.pk else site.links_to(edition_id)


def _target(site: Site, listed: Listed) -> Link | None:
    """Find the page that a line leads to, with the name of its edition."""
    edition_id, published_at = listed.edition_id, listed.published_at
    if listed.origin is not None and not listed.origin.has_page:
        edition_id, published_at = listed.origin.edition_id, listed.origin.published_at
    links = _links_to(site, edition_id)
    if links is None:
        return None
    url = links.story(kind=listed.kind, published_at=published_at, number=listed.number)
    return Link(url, links.edition.name)


def partner_of(site: Site, number: int) -> Words | None:
    """Give who paid for a story, in whatever edition it runs; None for one that nobody did."""
    names = site.house.partners.get(number)
    return None if names is None else Words(*named_in(names, site.language))


def _mark(site: Site, listed: Listed) -> str:
    if listed.number in site.house.partners:
        return say("Partner content")
    return mark_word(site.edition, listed.mark)


def card(
    site: Site,
    listed: Listed,
    album: Album | None = None,
    *,
    clock_only: bool = False,
    is_short: bool = False,
    shape: Shape = Shape.CARD,
) -> Card | None:
    """Make a card; None for a story of an edition that is no more.

    `is_short`: with the front headline, where there is one; `clock_only`: without the day;
    `shape` is that of its picture.
    """
    here, there = _links_to(site, listed.edition_id), _target(site, listed)
    if here is None or there is None:
        return None
    return Card(
        story=StoryOrigin(here.edition.title.code, here.edition.language, listed.number),
        url=there.url,
        origin=there.text if listed.leads_to_origin else "",
        headline=(listed.front_headline if is_short else "") or listed.headline,
        moment=_moment(site, listed, clock_only=clock_only),
        lead=listed.lead,
        rubric=rubric_link(site, listed.rubric_id),
        mark=_mark(site, listed),
        alarm=alarm_word(listed.importance),
        language=site.foreign(here.edition.language),
        importance=listed.importance,
        picture=album.find_bare(listed.picture_id, shape=shape) if album else None,
        picture_from=PictureOrigin(listed.picture_id) if album and listed.picture_id else None,
    )


def cards(
    site: Site,
    many: Iterable[Listed],
    album: Album | None = None,
    *,
    clock_only: bool = False,
    is_short: bool = False,
) -> tuple[Card, ...]:
    """Make the cards of many stories, in their order."""
    made = (card(site, listed, album, clock_only=clock_only, is_short=is_short) for listed in many)
    return tuple(one for one in made if one is not None)


def read_cards(site: Site, many: list[Listed]) -> tuple[Card, ...]:
    """Make cards together with their pictures."""
    album = read_album(
        Wanted(plain=wanted_ids(listed.picture_id for listed in many)), site.language
    )
    return cards(site, many, album)


def ticker_days(site: Site) -> tuple[TickerDay, ...]:
    """Read the newest headlines: today's, then by date with the day over them."""
    lines = newest(site.edition.pk, ALL, TICKER_LINES)
    days = []
    for day, of_day in groupby(lines, lambda line: line.published_at.astimezone(site.zone).date()):
        heading = dates.short_day(day, today=site.today, language=site.language)
        days.append(
            TickerDay(
                heading="" if day == site.today else heading,
                iso=day.isoformat(),
                lines=cards(site, of_day, clock_only=True, is_short=True),
            )
        )
    return tuple(days)
