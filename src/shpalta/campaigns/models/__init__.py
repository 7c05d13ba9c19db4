"""Placements, campaigns with their creatives, fundraisers, and stories without advertisements."""

from shpalta.campaigns.models.campaign import Campaign, CapUnit
from shpalta.campaigns.models.creative import Creative
from shpalta.campaigns.models.fundraiser import Fundraiser, Progress
from shpalta.campaigns.models.placement import Placement
from shpalta.campaigns.models.quiet import QuietWork

__all__ = [
    "Campaign",
    "CapUnit",
    "Creative",
    "Fundraiser",
    "Placement",
    "Progress",
    "QuietWork",
]
