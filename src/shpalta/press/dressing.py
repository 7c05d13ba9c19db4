"""The look of a title for pages that another room makes: the frame without what changes hourly.

A context processor: a request that belongs to an edition (`request.edition`) and is none of the
press's own gets `frame` and `head`, with which `shpalta/press/room.html` is extended.
"""

from typing import Any

from django.http import HttpRequest

from shpalta.press.builders.frame import build_frame
from shpalta.press.builders.site import site_of
from shpalta.press.house import current_house
from shpalta.press.pages.parts import Head


def dress(request: HttpRequest) -> dict[str, Any]:
    """Give the frame of the request's edition; nothing for requests of no edition."""
    edition = getattr(request, "edition", None)
    if edition is None:
        return {}
    house = current_house()
    known = house.find_edition_by_id(edition.pk) or edition
    frame = build_frame(site_of(house, known, leaves_includes=True), {})
    request.inline_css = frame.inline_css  # type: ignore[attr-defined]  # for the policy
    return {"frame": frame, "head": Head(heading="", canonical="", robots="noindex")}
