"""What campaigns have addresses for: their places, the way to an advertiser, framed documents."""

from django.http import HttpResponse, HttpResponseRedirect

from shpalta.campaigns.links import is_link
from shpalta.campaigns.models import Creative
from shpalta.campaigns.queries import find_creative, runs_in
from shpalta.core.campaigns import CreativeForm, PlacementFacts
from shpalta.core.counting import Subject
from shpalta.core.outside_hosts import without
from shpalta.core.surroundings import find_surroundings
from shpalta.press.absence import NotHere
from shpalta.press.builders.cards import card
from shpalta.press.builders.creatives import go_url, read_partner_stories
from shpalta.press.builders.places import build_place, campaigns_origin, ground_of, read_booked
from shpalta.press.builders.site import Site
from shpalta.press.framing import digest_of, framed_response
from shpalta.press.headers import FRESH
from shpalta.press.house import House
from shpalta.press.pages.origins import Origin
from shpalta.press.rendering import fragment_response, label_bare
from shpalta.press.requests import ReaderRequest, site_for

CLICK = "click"
"""The kind under which clicks are counted."""


def place(request: ReaderRequest, number: str, code: str) -> HttpResponse:
    """Give what stands in a place of pages with some surroundings."""
    site = site_for(request)
    placement = ground_of(site).find_placement(int(number))
    surroundings = find_surroundings(code)
    if placement is None or surroundings is None:
        raise NotHere(campaigns_origin(site))
    fragment = build_place(site, placement, surroundings, read_booked(site))
    return fragment_response(request, fragment)


def go(request: ReaderRequest, number: str) -> HttpResponse:
    """Lead on from a creative. Where to is written in its row alone; edges count who goes there."""
    site = site_for(request)
    target, origins = _target(site, _creative(site, int(number)))
    if not target:
        raise NotHere(*origins)
    response = HttpResponseRedirect(target)
    response["Cache-Control"] = FRESH
    response["X-Robots-Tag"] = "noindex, nofollow"
    return label_bare(request, response, *origins, counted=Subject(CLICK, 0, int(number)))


def framed(request: ReaderRequest, number: str, place: str, digest: str) -> HttpResponse:
    """Give the document of an advertiser's HTML as it stands in one placement, shut in."""
    site = site_for(request)
    creative, placement = _creative(site, int(number)), ground_of(site).find_placement(int(place))
    is_this = creative.form == CreativeForm.HTML and digest_of(creative.html) == digest
    if not is_this or placement is None or not runs_in(creative.campaign, placement.id):
        raise NotHere(campaigns_origin(site))
    response = framed_response(
        creative.html,
        language=site.language,
        click_url=go_url(site, creative.pk) if creative.link else "",
        hosts=_hosts(request.house, placement) if creative.is_third_party else (),
    )
    return label_bare(request, response, site.origin, campaigns_origin(site))


def _hosts(house: House, placement: PlacementFacts) -> tuple[str, ...]:
    """Name the hosts that a placement lets in; one that became ours since is none of them."""
    return without({*house.hosts, *house.former_hosts}, placement.hosts)


def _creative(site: Site, number: int) -> Creative:
    """Find a creative of the title whose campaign has begun; it may be over, for open pages are.

    Raises NotHere.
    """
    found = find_creative(number, title_id=site.edition.title_id)
    if found is None:
        raise NotHere(campaigns_origin(site))
    if found.campaign.starts_at > site.now:
        raise NotHere(campaigns_origin(site), until=found.campaign.starts_at)
    return found


def _target(site: Site, creative: Creative) -> tuple[str, tuple[Origin, ...]]:
    """Give where a creative leads, "" for nowhere, and what that depends on."""
    origins: tuple[Origin, ...] = (site.origin, campaigns_origin(site))
    if creative.link:
        return (creative.link if is_link(creative.link) else ""), origins
    stories = read_partner_stories(site, [creative])
    listed = stories.find(creative)
    found = card(site, listed) if listed else None
    origins += (*stories.made_from, *((found.story,) if found else ()))
    return (found.url if found else ""), origins
