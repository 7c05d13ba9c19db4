"""How each creative looks in its places, for who books it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import override

from shpalta.campaigns.models import Campaign, Creative, Fundraiser
from shpalta.campaigns.money import Sum, sum_of
from shpalta.campaigns.own_hosts import read_own_hosts
from shpalta.core.campaigns import CreativeForm, Device, PlacementFacts, fitting_devices
from shpalta.core.outside_hosts import loads_policy
from shpalta.newsroom.names import name_in

WIDTHS = {Device.PHONE: 358, Device.WIDE: 640}
"""CSS pixels that a place has at most, about as on the pages."""


@dataclass(frozen=True, slots=True)
class Shown:
    """A creative in one place on one device, in one language; `document` is for a frame."""

    creative: Creative
    placement: str
    device: Device
    width: int
    height: int
    language: str
    label: str
    advertiser: str
    heading: str
    text: str
    button: str
    alt: str
    document: str
    sums: Sum | None


def previews_of(campaign: Campaign, language: str) -> list[Shown]:
    """Show each creative in each of its campaign's places that takes it, in a language."""
    own_hosts = read_own_hosts()
    places = [(row, row.facts(own_hosts)) for row in campaign.placements.all()]
    fundraiser = Fundraiser.objects.filter(campaign=campaign).first()
    sums = sum_of(fundraiser, language) if fundraiser else None
    return [
        _shown(creative, str(row), facts, device, language, sums)
        for creative in campaign.creatives.select_related("story")
        for row, facts in places
        for device in _in_order(fitting_devices(creative.facts(), facts))
    ]


def _in_order(devices: frozenset[Device]) -> Sequence[Device]:
    return [device for device in Device if device in devices]


def _shown(
    creative: Creative,
    placement: str,
    facts: PlacementFacts,
    device: Device,
    language: str,
    sums: Sum | None,
) -> Shown:
    height = facts.height[0 if device is Device.PHONE else 1]
    story = creative.story if creative.form == CreativeForm.STORY else None
    said: dict[str, Any] = {
        "heading": name_in(creative.headings, language) or (story.headline if story else ""),
        "text": name_in(creative.texts, language) or (story.lead if story else ""),
        "button": name_in(creative.buttons, language),
        "alt": name_in(creative.alts, language),
    }
    return Shown(
        creative=creative,
        placement=placement,
        device=device,
        width=creative.width if creative.has_size else WIDTHS[device],
        height=creative.height if creative.has_size else height,
        language=language,
        label=label_of(creative, language),
        advertiser=name_in(creative.campaign.advertiser, language),
        document=_document(creative, facts) if creative.form == CreativeForm.HTML else "",
        sums=sums if creative.form == CreativeForm.APPEAL else None,
        **said,
    )


def label_of(creative: Creative, language: str) -> str:
    """Give the label that readers of a language see over a creative, whoever pays for it."""
    with override(language):
        partner = _("Partner content") if creative.form == CreativeForm.STORY else ""
        return " · ".join(filter(None, (_("Advertising"), partner)))


def _document(creative: Creative, placement: PlacementFacts) -> str:
    policy = loads_policy(placement.hosts if creative.is_third_party else ())
    meta = f'<meta http-equiv="Content-Security-Policy" content="{policy}">'
    return f"<!doctype html>{meta}<style>body{{margin:0}}</style>{creative.html}"
