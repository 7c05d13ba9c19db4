"""The request as the press's views get it."""

from django.http import HttpRequest

from shpalta.newsroom.titles.models import Edition
from shpalta.press.builders.site import Site, site_of
from shpalta.press.house import House


class ReaderRequest(HttpRequest):
    """A request for a page of one edition; the middleware has found which one."""

    house: House
    edition: Edition

    @property
    def is_of_edition(self) -> bool:
        """Tell whether the middleware has found an edition."""
        return hasattr(self, "edition")


def site_for(request: ReaderRequest) -> Site:
    """Take the point of view of the edition that was asked for."""
    return site_of(request.house, request.edition)
