"""A small house with its usual placements, and somebody who books campaigns in it."""

from dataclasses import dataclass
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from shpalta.campaigns.defaults import ensure_placements
from shpalta.campaigns.models import Campaign, Creative, Placement
from shpalta.campaigns.stages import keep_stage
from shpalta.newsroom.staff.roles import ADVERTISING
from tests.integration.newsroom.conftest import House, _client, editor, house, journalist

__all__ = ["editor", "house", "journalist"]


@dataclass(frozen=True)
class Market:
    """The house's placements, and campaigns put into them."""

    house: House

    def place(self, code: str = "rail") -> Placement:
        """Give a placement of the first title."""
        found: Placement = Placement.objects.get(title=self.house.edition.title, code=code)
        return found

    def campaign(self, name: str = "Кава", *, places: str = "rail", **fields: Any) -> Campaign:
        """Book a campaign with one text."""
        given = {
            "title": self.house.edition.title,
            "kind": "advertising",
            "advertiser": {"uk": "Кавоварня"},
            "starts_at": timezone.now(),
        } | fields
        campaign = Campaign(name=name, **given)
        campaign.placements = [self.place(code) for code in places.split()]
        campaign.save()
        Creative.objects.create(
            campaign=campaign,
            form="text",
            headings={"uk": f"{name} щодня"},
            link="https://kava.example/",
        )
        keep_stage(campaign.pk)
        return Campaign.objects.get(pk=campaign.pk)


@pytest.fixture
def market(house: House) -> Market:
    ensure_placements(house.edition.title)
    return Market(house)


@pytest.fixture
def seller(house: House) -> Client:
    return _client(ADVERTISING)


def form_of(market: Market, *creatives: dict[str, Any], **fields: Any) -> dict[str, Any]:
    """Give what a browser sends for a campaign: a text in the rail, unless told otherwise."""
    parts = creatives or (text(),)
    data: dict[str, Any] = {
        "title": market.house.edition.title.pk,
        "kind": "advertising",
        "name": "Кава",
        "advertiser_uk": "Кавоварня",
        "starts_at": "2026-11-01T09:00:07",
        "ends_at": "",
        "placements": [market.place().pk],
        "priority": "5",
        "weight": "10",
        "cap_unit": "seen",
        "daily_cap": "0",
        "total_cap": "0",
        "frequency": "0",
        "avoided": "",
        "currency": "UAH",
        "creatives-TOTAL_FORMS": len(parts),
        "creatives-INITIAL_FORMS": 0,
        "creatives-MIN_NUM_FORMS": 0,
        "creatives-MAX_NUM_FORMS": 1000,
    }
    for number, part in enumerate(parts):
        data |= {f"creatives-{number}-{name}": value for name, value in part.items()}
    return {name: value for name, value in (data | fields).items() if value is not None}


def text(**fields: Any) -> dict[str, Any]:
    """Give the fields of a text creative."""
    return {
        "form": "text",
        "weight": "10",
        "width": "0",
        "height": "0",
        "headings_uk": "Кава щодня",
        "link": "https://kava.example/",
    } | fields
