"""The request as the press's views get it."""

import re

from django.http import HttpRequest

from shpalta.newsroom.titles.models import Edition
from shpalta.press.builders.site import Site, site_of
from shpalta.press.house import House

_CAPABILITIES = re.compile(r'=\s*"([^"]*)"')
_WANTED = frozenset({"ESI/1.0", "Surrogate/1.0"})


class ReaderRequest(HttpRequest):
    """A request for a page of one edition; the middleware has found which one."""

    house: House
    edition: Edition


def is_from_surrogate(request: HttpRequest) -> bool:
    """Tell whether a surrogate asks that keeps pages by our word and puts includes in.

    It says so in `Surrogate-Capability: name="ESI/1.0 Surrogate/1.0"` (W3C Edge Architecture
    Specification, section 2.2). Only to such a one do answers tell what they were made from.
    """
    said = request.headers.get("Surrogate-Capability", "")
    return any(set(words.split()) >= _WANTED for words in _CAPABILITIES.findall(said))


def site_for(request: ReaderRequest) -> Site:
    """Take the point of view of the edition that was asked for."""
    return site_of(request.house, request.edition, leaves_includes=is_from_surrogate(request))
