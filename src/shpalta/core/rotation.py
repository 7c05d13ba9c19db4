"""Which creatives a place offers to all readers of a page, and which it shows by itself.

The page is the same bytes for everybody, so the choice among campaigns is made in two steps: here
a few options are taken for the page, and each reader's browser draws among those that fit its
device and its reader. Who has no script gets the first. Nothing is left to chance: with the same
seed it is always the same, by weight over many seeds.
"""

import hashlib
import math
from collections.abc import Sequence
from dataclasses import dataclass

from shpalta.core.campaigns import (
    CampaignFacts,
    CampaignKind,
    Candidate,
    CreativeFacts,
    Device,
    PlacementFacts,
    fitting_devices,
)

MOST_OPTIONS = 6
"""How many creatives a place holds: more would be bytes that hardly any reader uses."""
ALL_DEVICES = frozenset(Device)
_HASH_BYTES = 8


@dataclass(frozen=True, slots=True)
class Option:
    """A creative that a place may show on some devices; `rank` 0 is the best, and goes first."""

    campaign: CampaignFacts
    creative: CreativeFacts
    devices: frozenset[Device]
    rank: int

    @property
    def is_for_everybody(self) -> bool:
        """Whether neither the device nor what the reader has seen can rule it out."""
        return self.devices == ALL_DEVICES and not self.campaign.frequency


@dataclass(frozen=True, slots=True)
class Offer:
    """What a place offers: on each device it shows the option named here, unless told otherwise."""

    options: tuple[Option, ...] = ()

    def default(self, device: Device) -> Option | None:
        """Give what a device shows without a script."""
        return next((option for option in self.options if device in option.devices), None)

    @property
    def devices(self) -> frozenset[Device]:
        """On which devices the place has anything."""
        return frozenset().union(*(option.devices for option in self.options))


def is_crowded(candidates: Sequence[Candidate]) -> bool:
    """Tell whether there are more campaigns than a place holds: then the seed should change."""
    return len(candidates) > MOST_OPTIONS


def offer(candidates: Sequence[Candidate], placement: PlacementFacts, seed: str) -> Offer:
    """Take the options of a place out of its candidates (best first), by weight and seed.

    Each campaign first brings what it needs on all devices, then further creatives while there is
    room. If all that got in could be ruled out for some reader, the last makes room for one that
    cannot be.
    """
    ranked = _ranked(candidates, seed)
    brought = [_brought(one, rank, placement, seed) for one, rank in ranked]
    needed = [option for first, _further in brought for option in first]
    further = [option for _first, more in brought for option in more]
    taken = [*needed, *further][:MOST_OPTIONS]
    if not any(option.is_for_everybody for option in taken):
        filler = next((one for one in (*needed, *further) if one.is_for_everybody), None)
        if filler is not None:
            taken = [*taken[: MOST_OPTIONS - 1], filler]
    # Sorting keeps the order within a rank.
    return Offer(tuple(sorted(taken, key=lambda option: option.rank)))


def _ranked(candidates: Sequence[Candidate], seed: str) -> list[tuple[Candidate, int]]:
    """Give the candidates with their ranks, those of one rank as the seed draws them."""
    ranks: dict[tuple[bool, int], int] = {}
    for one in candidates:
        ranks.setdefault(_claim(one.campaign), len(ranks))
    found = [(one, ranks[_claim(one.campaign)]) for one in candidates]
    return sorted(found, key=lambda pair: (pair[1], _drawn(seed, pair[0].campaign)))


def _claim(campaign: CampaignFacts) -> tuple[bool, int]:
    return (campaign.kind is CampaignKind.HOUSE, campaign.priority)


def _brought(
    candidate: Candidate, rank: int, placement: PlacementFacts, seed: str
) -> tuple[list[Option], list[Option]]:
    """Give the options that a campaign needs to be on all its devices, and its further ones."""
    first: list[Option] = []
    further: list[Option] = []
    missing = candidate.devices
    for creative in sorted(candidate.creatives, key=lambda one: _drawn(seed, one)):
        devices = fitting_devices(creative, placement) & candidate.devices
        option = Option(candidate.campaign, creative, devices, rank)
        (first if devices & missing else further).append(option)
        missing -= devices
    return first, further


def _drawn(seed: str, one: CampaignFacts | CreativeFacts) -> tuple[float, int]:
    """Give what to sort by so that each comes first as often as its weight says.

    The smallest of exponentially distributed numbers, each at the rate of its weight, is drawn in
    proportion to the weights (Efraimidis and Spirakis, 2006).
    """
    name = f"{seed} {type(one).__name__} {one.id}".encode()
    number = int.from_bytes(hashlib.blake2b(name, digest_size=_HASH_BYTES).digest(), "big")
    even = (number + 1) / (256**_HASH_BYTES + 1)
    return (-math.log(even) / max(one.weight, 1), one.id)
