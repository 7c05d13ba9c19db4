"""Addresses as they are printed in a page: paths on the site, whole addresses elsewhere."""

from dataclasses import dataclass
from datetime import date, datetime

from shpalta.core import addresses
from shpalta.newsroom.titles.models import Edition
from shpalta.press.house import House


def whole(origin: str, url: str) -> str:
    """Make a whole address of a path at an origin; what is whole already stays."""
    return url if "://" in url else f"{origin}{url}"


@dataclass(frozen=True, slots=True)
class Links:
    """Makes the links of one edition.

    `base` is "" on the title's own site and the site's origin where the page is shown
    elsewhere (a preview in the newsroom, a strip of sister titles).
    """

    edition: Edition
    origin: str
    base: str = ""

    def whole(self, url: str) -> str:
        """Make a whole address of a printed one."""
        return whole(self.origin, url)

    def front(self) -> str:
        """Give the address of the front."""
        return self.base + addresses.front_path(self.edition.prefix)

    def newsfeed(self) -> str:
        """Give the address that leads to the newest day of the newsfeed."""
        return self.base + addresses.newsfeed_path(self.edition.prefix)

    def day(self, day: date) -> str:
        """Give the address of a day of the newsfeed."""
        return self.base + addresses.day_path(self.edition.prefix, day)

    def rubric(self, slug: str) -> str:
        """Give the address of a rubric."""
        return self.base + addresses.rubric_path(self.edition.prefix, slug)

    def topic(self, slug: str) -> str:
        """Give the address of a topic."""
        return self.base + addresses.topic_path(self.edition.prefix, slug)

    def author(self, slug: str) -> str:
        """Give the address of an author."""
        return self.base + addresses.author_path(self.edition.prefix, slug)

    def entity(self, slug: str) -> str:
        """Give the address of a person, an organisation or a place."""
        return self.base + addresses.entity_path(self.edition.prefix, slug)

    def page(self, slug: str) -> str:
        """Give the address of a standing page."""
        return self.base + addresses.page_path(self.edition.prefix, slug)

    def story(self, *, kind: str, published_at: datetime, number: int) -> str:
        """Give the address of a story of this edition."""
        return self.base + addresses.story_path(
            self.edition.prefix,
            kind=addresses.Kind(kind),
            published_at=published_at,
            zone=self.edition.title.zone,
            number=number,
        )


def links_of(house: House, edition: Edition, *, seen_from: Edition, base: str = "") -> Links:
    """Give the links to `edition` as a page of `seen_from` prints them, itself shown at `base`."""
    origin = house.origin(edition.title_id)
    if edition.title_id != seen_from.title_id:
        base = origin
    return Links(edition=edition, origin=origin, base=base)
