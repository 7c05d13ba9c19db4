"""Where a page is being made: of which edition, at what moment, with links from where, for whom."""

from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.utils import timezone

from shpalta.core import dates
from shpalta.newsroom.titles.models import Edition
from shpalta.press.house import House
from shpalta.press.links import Links, links_of
from shpalta.press.pages.origins import EditionOrigin, ShelfOrigin, StoryOrigin


@dataclass(frozen=True, slots=True)
class Site:
    """What every builder needs. `base` is the origin before links; "" on the site itself.

    `leaves_includes`: the page is for a surrogate, which puts the shared parts in itself.
    """

    house: House
    edition: Edition
    now: datetime
    links: Links
    base: str = ""
    leaves_includes: bool = False

    @property
    def zone(self) -> ZoneInfo:
        """The zone in which the title's times are printed."""
        return self.edition.title.zone

    @property
    def language(self) -> str:
        """The language of the page."""
        return self.edition.language

    def foreign(self, language: str) -> str:
        """Give a language if it is another than the page's, else ""."""
        return "" if language == self.language else language

    @property
    def today(self) -> date:
        """The title's calendar day."""
        return self.now.astimezone(self.zone).date()

    @property
    def midnight(self) -> datetime:
        """The end of the title's calendar day."""
        return dates.day_bounds(self.today, self.zone).end

    @property
    def year_end(self) -> datetime:
        """The end of the title's calendar year."""
        return dates.day_bounds(date(self.today.year, 12, 31), self.zone).end

    @property
    def origin(self) -> EditionOrigin:
        """What every page of the edition depends on."""
        return EditionOrigin(self.edition.title.code, self.language)

    def shelf(self, name: str, *, newest: bool = True, past: bool = False) -> ShelfOrigin:
        """Name a list of the edition as something a page is made from."""
        return ShelfOrigin(self.edition.title.code, self.language, name, newest, past)

    def story(self, number: int) -> StoryOrigin:
        """Name a story of the edition as something a page is made from."""
        return StoryOrigin(self.edition.title.code, self.language, number)

    def links_to(self, edition_id: int) -> Links | None:
        """Give the links to another edition of the house; None if there is no such edition."""
        edition = self.house.find_edition_by_id(edition_id)
        if edition is None:
            return None
        return links_of(self.house, edition, seen_from=self.edition, base=self.base)


def site_of(
    house: House, edition: Edition, *, base: str = "", leaves_includes: bool = False
) -> Site:
    """Take one edition's point of view on the house, now."""
    return Site(
        house=house,
        edition=edition,
        now=timezone.now(),
        links=links_of(house, edition, seen_from=edition, base=base),
        base=base,
        leaves_includes=leaves_includes,
    )
