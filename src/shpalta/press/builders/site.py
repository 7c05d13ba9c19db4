"""Where a page is being made: of which edition, at what moment, with links from where."""

from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.utils import timezone

from shpalta.newsroom.titles.models import Edition
from shpalta.press.house import House
from shpalta.press.links import Links, links_of


@dataclass(frozen=True, slots=True)
class Site:
    """What every builder needs. `base` is the origin before links; "" on the site itself."""

    house: House
    edition: Edition
    now: datetime
    links: Links
    base: str = ""

    @property
    def zone(self) -> ZoneInfo:
        """The zone in which the title's times are printed."""
        return self.edition.title.zone

    @property
    def language(self) -> str:
        """The language of the page."""
        return self.edition.language

    @property
    def today(self) -> date:
        """The title's calendar day."""
        return self.now.astimezone(self.zone).date()

    def links_to(self, edition_id: int) -> Links | None:
        """Give the links to another edition of the house; None if there is no such edition."""
        for editions in self.house.editions.values():
            for edition in editions:
                if edition.pk == edition_id:
                    return links_of(self.house, edition, seen_from=self.edition, base=self.base)
        return None


def site_of(house: House, edition: Edition, *, base: str = "") -> Site:
    """Take one edition's point of view on the house, now."""
    links = links_of(house, edition, seen_from=edition, base=base)
    return Site(house=house, edition=edition, now=timezone.now(), links=links, base=base)
